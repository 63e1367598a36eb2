import { describe, expect } from 'vitest';
import {
  AlreadyExistsError,
  AssertionFailedError,
  type BeginBulkOptions,
  type BulkTransaction,
  type Tikv,
  TransactionFinishedError,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import { failure, freshPrefix, it, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;

/** Flushes of ten keys each. */
const TENS: BeginBulkOptions = { flushKeys: 10, flushBytes: 1 };

const begin = (options: BeginBulkOptions = TENS): Promise<BulkTransaction> => client().beginBulk(options);
const read = async (key: string) => text(await client().get(key));

describe('bulk transactions', () => {
  it('PIP-1, PIP-9: many flushes, and all of it visible at one timestamp, and nothing before', async () => {
    const prefix = freshPrefix();
    connected().cluster?.split([`${prefix}03`, `${prefix}55`]);
    const keys = Array.from({ length: 95 }, (_, n) => `${prefix}${String(n).padStart(2, '0')}`);
    await using bulk = await begin();
    for (const key of keys) await bulk.put(key, `value of ${key}`);
    expect([bulk.length, bulk.sizeBytes]).toEqual([95, 95 * (2 * prefix.length + 4 + 'value of '.length)]);
    expect(await client().batchGetMap(keys)).toEqual(new Map());
    const { commitTs, protocol } = await bulk.commit();
    expect([commitTs > bulk.startTs, protocol, bulk.state]).toEqual([true, '2pc', 'committed']);
    expect((await client().snapshot({ at: commitTs }).batchGet(keys)).map(text)).toEqual(
      keys.map((key) => `value of ${key}`),
    );
    expect(
      await client()
        .snapshot({ at: commitTs - 1n })
        .batchGetMap(keys),
    ).toEqual(new Map());
  });

  it.each([
    ['strict', false],
    ['fast', false],
    ['off', true],
  ] as const)(
    'PIP-5: what is asserted of keys is checked when they are flushed, level %s',
    async ([assertionLevel, holds]) => {
      const prefix = freshPrefix();
      await put(client(), { [`${prefix}there`]: 'old' });
      const good = await begin({ assertionLevel });
      await good.put(`${prefix}there`, 'new', { assert: 'exists' });
      await good.put(`${prefix}new`, 'new', { assert: 'absent' });
      await good.delete(`${prefix}none`, { assert: 'absent' });
      await good.commit();
      for (const write of [
        (bulk: BulkTransaction) => bulk.put(`${prefix}there`, 'newer', { assert: 'absent' }),
        (bulk: BulkTransaction) => bulk.delete(`${prefix}none`, { assert: 'exists' }),
      ]) {
        await using bulk = await begin({ assertionLevel });
        await write(bulk);
        const flushed = await bulk.flush().catch((error: unknown) => error);
        if (holds) expect(flushed).toBeUndefined();
        else expect(flushed).toBeInstanceOf(AssertionFailedError);
        expect(bulk.state).toBe(holds ? 'active' : 'rolledBack');
      }
      expect(await read(`${prefix}there`)).toBe('new');
    },
  );

  it('PIP-5: an assertion is about the key before the transaction, and of its first flush', async () => {
    const key = freshPrefix();
    await using bulk = await begin();
    await bulk.put(key, '1', { assert: 'absent' });
    await bulk.put(key, '2', { assert: 'absent' });
    expect(await failure(bulk.put(key, '3', { assert: 'exists' }))).toBeInstanceOf(UsageError);
    expect(await failure(bulk.put(key, '3', { assert: 'perhaps' as never }))).toBeInstanceOf(UsageError);
    await bulk.flush();
    await bulk.put(key, '4', { assert: 'exists' });
    await bulk.commit();
    expect(await read(key)).toBe('4');
  });

  it('PIP-3: reads what is in memory, what was flushed, and the data as of its beginning', async () => {
    const prefix = freshPrefix();
    const key = (name: string) => `${prefix}${name}`;
    await put(client(), { [key('b deleted')]: 'old', [key('c committed')]: 'old', [key('z gone')]: 'old' });
    await using bulk = await begin();
    await put(client(), { [key('c committed')]: 'too new' });
    await bulk.put(key('a flushed'), 'mine');
    await bulk.delete(key('b deleted'));
    await bulk.put(key('d empty'), '');
    await bulk.put(key('e again'), 'first');
    await bulk.delete(key('z gone'));
    await bulk.flush();
    await bulk.put(key('e again'), 'second');
    await bulk.put(key('f in memory'), 'mine');
    const names = [
      'a flushed',
      'b deleted',
      'c committed',
      'd empty',
      'e again',
      'f in memory',
      'g absent',
      'z gone',
    ];
    const expected = ['mine', undefined, 'old', '', 'second', 'mine', undefined, undefined];
    expect((await bulk.batchGet(names.map(key))).map(text)).toEqual(expected);
    for (const [nth, name] of names.entries()) expect(text(await bulk.get(key(name)))).toBe(expected[nth]);
    expect([...(await bulk.batchGetMap([key('a flushed'), key('g absent')])).keys()]).toEqual([
      key('a flushed'),
    ]);
    expect((await bulk.batchGet([key('a flushed'), key('a flushed')])).map(text)).toEqual(['mine', 'mine']);
    await bulk.rollback();
  });

  it('PIP-3: what was read before a flush is not remembered behind it', async () => {
    const prefix = freshPrefix();
    await using bulk = await begin();
    for (const name of ['a', 'b', 'z']) await bulk.put(prefix + name, '1');
    await bulk.flush();
    expect((await bulk.batchGet(['a', 'b'].map((name) => prefix + name))).map(text)).toEqual(['1', '1']);
    await bulk.put(`${prefix}a`, '2');
    await bulk.delete(`${prefix}b`);
    await bulk.flush();
    expect((await bulk.batchGet(['a', 'b'].map((name) => prefix + name))).map(text)).toEqual([
      '2',
      undefined,
    ]);
  });

  it('S120 pipelined-dml: a later generation wins', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}c`]: 'old' });
    await using bulk = await begin();
    for (const [a, c] of [
      ['1', ''],
      ['2', 'x'],
      ['3', 'y'],
    ]) {
      await bulk.put(`${prefix}a`, a as string);
      await bulk.put(`${prefix}c`, c as string);
      await bulk.flush();
    }
    await bulk.delete(`${prefix}c`);
    await bulk.commit();
    expect([await read(`${prefix}a`), await read(`${prefix}c`)]).toEqual(['3', undefined]);
  });

  it('an empty value is a value, in the primary too', async () => {
    const prefix = freshPrefix();
    await using bulk = await begin();
    await bulk.put(`${prefix}a`, '');
    await bulk.put(`${prefix}b`, '');
    await bulk.flush();
    expect((await bulk.batchGet([`${prefix}a`, `${prefix}b`])).map(text)).toEqual(['', '']);
    await bulk.delete(`${prefix}a`);
    await bulk.flush();
    expect(await bulk.get(`${prefix}a`)).toBeUndefined();
    await bulk.commit();
    expect([await read(`${prefix}a`), await read(`${prefix}b`)]).toEqual([undefined, '']);
  });

  it('PIP-11: rolled back, nothing of it is left', async () => {
    const prefix = freshPrefix();
    const keys = Array.from({ length: 35 }, (_, n) => `${prefix}${n}`);
    const bulk = await begin();
    for (const key of keys) await bulk.put(key, '1');
    await bulk.rollback();
    expect(bulk.state).toBe('rolledBack');
    expect(await client().batchGetMap(keys)).toEqual(new Map());
    await put(client(), Object.fromEntries(keys.map((key) => [key, 'theirs'])));
  });

  it('leaving its block rolls it back', async () => {
    const key = freshPrefix();
    let left: BulkTransaction;
    {
      await using bulk = await begin();
      await bulk.put(key, '1');
      await bulk.flush();
      left = bulk;
    }
    expect([left.state, await read(key)]).toEqual(['rolledBack', undefined]);
  });

  it('nothing written, and nothing but checks: nothing is committed', async () => {
    await using empty = await begin();
    await empty.flush();
    expect(await empty.commit()).toEqual({ commitTs: empty.startTs, protocol: 'none' });
    const key = freshPrefix();
    await using checks = await begin({});
    await checks.insert(key, '1');
    await checks.delete(key);
    expect(await checks.commit()).toEqual({ commitTs: checks.startTs, protocol: 'none' });
  });

  it('verbs that come too late', async () => {
    const key = freshPrefix();
    const [committed, rolledBack] = [await begin(), await begin()];
    await committed.put(key, '1');
    await committed.commit();
    await rolledBack.rollback();
    for (const bulk of [committed, rolledBack]) {
      const verbs = [
        bulk.put(key, '2'),
        bulk.insert(key, '2'),
        bulk.delete(key),
        bulk.get(key),
        bulk.flush(),
      ];
      for (const verb of [...verbs, bulk.commit()]) {
        expect(await failure(verb)).toBeInstanceOf(TransactionFinishedError);
      }
      await bulk.rollback();
    }
  });
});

describe('conflicts', () => {
  it('S120 pipelined-dml: a write conflict fails it behind the call, and every verb says so', async () => {
    const prefix = freshPrefix();
    await using bulk = await begin();
    await put(client(), { [`${prefix}1`]: 'theirs' });
    await bulk.put(`${prefix}0`, 'mine');
    await bulk.put(`${prefix}1`, 'mine');
    const error = await failure(bulk.flush());
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject({ retryable: true, startTs: bulk.startTs });
    expect(bulk.state).toBe('rolledBack');
    for (const verb of [bulk.put(prefix, '1'), bulk.get(prefix), bulk.flush(), bulk.commit()]) {
      expect(await failure(verb)).toBe(error);
    }
    await bulk.rollback();
    expect([await read(`${prefix}0`), await read(`${prefix}1`)]).toEqual([undefined, 'theirs']);
  });

  it('a conflict that only the commit finds', async () => {
    const prefix = freshPrefix();
    await using bulk = await begin();
    await put(client(), { [`${prefix}1`]: 'theirs' });
    await bulk.put(`${prefix}1`, 'mine');
    expect(await failure(bulk.commit())).toBeInstanceOf(WriteConflictError);
    expect(bulk.state).toBe('rolledBack');
  });

  it('PIP-6, ERR-19: an insert of a key that exists, with the value it had', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}1`]: 'theirs' });
    await using bulk = await begin();
    await bulk.insert(`${prefix}0`, 'mine');
    await bulk.insert(`${prefix}1`, 'mine');
    const error = (await failure(bulk.commit())) as AlreadyExistsError;
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect([text(error.key), text(error.value)]).toEqual([`${prefix}1`, 'mine']);
    await bulk.rollback();
    expect(await read(`${prefix}0`)).toBeUndefined();
  });

  it('an insert of a key that it has written itself, in memory or flushed', async () => {
    const prefix = freshPrefix();
    await using bulk = await begin();
    await bulk.put(`${prefix}a`, '1');
    expect(await failure(bulk.insert(`${prefix}a`, '2'))).toBeInstanceOf(AlreadyExistsError);
    expect(bulk.state).toBe('active');
    await bulk.flush();
    await bulk.insert(`${prefix}a`, '2');
    expect(await failure(bulk.flush())).toBeInstanceOf(AlreadyExistsError);
  });

  it('an insert of a key that it has deleted itself, in memory or flushed', async () => {
    const prefix = freshPrefix();
    await put(client(), Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [prefix + name, 'old'])));
    await using bulk = await begin();
    for (const name of ['a', 'b', 'c']) await bulk.delete(prefix + name);
    await bulk.insert(`${prefix}c`, 'at once');
    await bulk.flush();
    await bulk.insert(`${prefix}a`, 'new');
    await bulk.insert(`${prefix}b`, 'new');
    await bulk.delete(`${prefix}b`);
    await bulk.flush();
    await bulk.commit();
    const names = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(names.map((name) => read(prefix + name)))).toEqual([
      'new',
      undefined,
      'at once',
      'old',
    ]);
  });
});

describe('what has no meaning', () => {
  it.each([
    ['pessimistic', { mode: 'pessimistic' }, /mode has no meaning/],
    ['async commit', { asyncCommit: true }, /asyncCommit has no meaning/],
    ['one phase', { onePhaseCommit: true }, /onePhaseCommit has no meaning/],
    ['causal', { causalConsistency: true }, /causalConsistency has no meaning/],
    ['a ratio of 1', { throttleRatio: 1 }, /throttleRatio must be a number from 0 to below 1/],
    ['no concurrency', { flushConcurrency: 0 }, /flushConcurrency must be a whole number above 0/],
    ['no resolving', { resolveConcurrency: 0 }, /resolveConcurrency must be/],
    ['half a key', { flushKeys: 0.5 }, /flushKeys must be/],
    ['no timestamp', { startTs: 0n }, /startTs must be a timestamp of the cluster/],
    ['no bound', { commitWaitUntilTs: 7 }, /commitWaitUntilTs must be/],
    ['no check', { checkCommitTs: true }, /checkCommitTs must be a function/],
    ['no way to go', { onPrewriteLock: 'wait' }, /onPrewriteLock must be/],
    ['unknown', { generations: 2 }, /unknown option "generations"/],
  ] as const)('%s', async ([, options, told]) => {
    const error = await failure(client().beginBulk(options as BeginBulkOptions));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(told);
  });

  it('keys and values that are none; the transaction goes on', async () => {
    const key = freshPrefix();
    await using bulk = await begin();
    for (const verb of [
      bulk.put('', '1'),
      bulk.put(key, 7 as never),
      bulk.insert('\ud800', '1'),
      bulk.delete(''),
    ]) {
      expect(await failure(verb)).toBeInstanceOf(UsageError);
    }
    await bulk.put(key, '1');
    await bulk.commit();
    expect(await read(key)).toBe('1');
  });
});
