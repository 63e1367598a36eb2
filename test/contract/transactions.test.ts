import { describe, expect } from 'vitest';
import {
  AlreadyExistsError,
  AssertionFailedError,
  type Tikv,
  TransactionFinishedError,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;

async function read(key: string): Promise<string | undefined> {
  return text(await client().get(key));
}

describe('transactions', () => {
  it('S001 basic-2pc-visible: nothing before the commit, everything after it', async () => {
    const prefix = freshPrefix();
    connected().cluster?.split([`${prefix}b`, `${prefix}c`]);
    const keys = ['a', 'b', 'c'].map((name) => prefix + name);
    const txn = await client().begin();
    for (const key of keys) txn.put(key, 'new');
    expect(await client().batchGetMap(keys)).toEqual(new Map());
    const { commitTs } = await txn.commit();
    expect(commitTs).toBeGreaterThan(txn.startTs);
    expect(txn.state).toBe('committed');
    const later = await client().begin();
    expect(later.startTs).toBeGreaterThan(commitTs);
    expect((await later.batchGet(keys)).map(text)).toEqual(['new', 'new', 'new']);
    await later.rollback();
  });

  it('S001 basic-2pc-visible: over regions far apart', async () => {
    const keys = ['c', 'm', 'u'].map((start) => freshPrefix(start));
    connected().cluster?.split(['m', 'n', 't', 'u']);
    await put(client(), Object.fromEntries(keys.map((key, index) => [key, `${index}`])));
    expect((await client().batchGet(keys)).map(text)).toEqual(['0', '1', '2']);
  });

  it('S002 snapshot-repeatable: a snapshot is the same before, during and after a commit', async () => {
    const prefix = freshPrefix();
    const key = `${prefix}k`;
    await put(client(), { [key]: 'old' });
    const at = await client().timestamp();
    const txn = await client().begin();
    txn.put(key, 'new');
    const look = async () => text(await client().snapshot({ at }).get(key));
    expect(await look()).toBe('old');
    const [during] = await Promise.all([look(), txn.commit()]);
    expect(during).toBe('old');
    expect(await look()).toBe('old');
    expect(await read(key)).toBe('new');
  });

  it('S003 write-conflict-first-committer: the loser is told both transactions', async () => {
    const key = freshPrefix();
    const [winner, loser] = await Promise.all([client().begin(), client().begin()]);
    winner.put(key, 'won');
    loser.put(key, 'lost');
    const { commitTs } = await winner.commit();
    const error = await failure(loser.commit());
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject({
      retryable: true,
      startTs: loser.startTs,
      conflictStartTs: winner.startTs,
      conflictCommitTs: commitTs,
    });
    expect(text((error as WriteConflictError).key)).toBe(key);
    expect(loser.state).toBe('rolledBack');
    expect(await read(key)).toBe('won');
  });

  it('S003 write-conflict-first-committer: of many at once exactly one commits', async () => {
    const key = freshPrefix();
    const all = await Promise.all(Array.from({ length: 5 }, () => client().begin()));
    all.forEach((txn, index) => {
      txn.put(key, `${index}`);
    });
    const verdicts = await Promise.allSettled(all.map((txn) => txn.commit()));
    const winners = verdicts.flatMap(({ status }, index) => (status === 'fulfilled' ? [`${index}`] : []));
    expect(winners).toEqual([await read(key)]);
    for (const verdict of verdicts) {
      if (verdict.status === 'rejected') expect(verdict.reason).toBeInstanceOf(WriteConflictError);
    }
  });

  it('S004 lost-update-never-retried: increments run again with what others have written', async () => {
    const key = freshPrefix();
    const increment = () =>
      client().transact(async (txn) => {
        const value = Number(text(await txn.get(key)) ?? 0) + 1;
        txn.put(key, `${value}`);
        return value;
      });
    const values = await Promise.all(Array.from({ length: 6 }, increment));
    expect(values.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await read(key)).toBe('6');
  });

  it('S005 write-skew-allowed: transactions that read what the other writes both commit', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    await put(client(), { [a]: 'on call', [b]: 'on call' });
    const [one, other] = await Promise.all([client().begin(), client().begin()]);
    expect(text(await one.get(b))).toBe('on call');
    expect(text(await other.get(a))).toBe('on call');
    one.put(a, 'off');
    other.put(b, 'off');
    await Promise.all([one.commit(), other.commit()]);
    expect((await client().batchGet([a, b])).map(text)).toEqual(['off', 'off']);
  });

  it('S017 delete-your-writes-ghost-primary: of what was written and deleted again nothing stays', async () => {
    const prefix = freshPrefix();
    const [a, b] = [`${prefix}a`, `${prefix}b`];
    const only = await client().begin();
    only.put(a, 'x');
    only.delete(a);
    await only.commit();
    expect(await read(a)).toBeUndefined();
    const both = await client().begin();
    both.insert(a, 'x');
    both.delete(a);
    both.put(b, 'y');
    await both.commit();
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['b=y']);
  });

  it('S019 insert-and-check-not-exists: a key that exists is named, an absent one is written', async () => {
    const key = freshPrefix();
    const first = await client().begin();
    first.insert(key, 'first');
    await first.commit();
    const second = await client().begin();
    second.insert(key, 'second');
    const error = await failure(second.commit());
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect(text((error as AlreadyExistsError).key)).toBe(key);
    expect(await read(key)).toBe('first');
  });

  it('S019 insert-and-check-not-exists: inserted and deleted, it still must have been absent', async () => {
    const key = freshPrefix();
    await put(client(), { [key]: 'first' });
    const txn = await client().begin();
    txn.insert(key, 'second');
    txn.delete(key);
    expect(await failure(txn.commit())).toBeInstanceOf(AlreadyExistsError);
    expect(await read(key)).toBe('first');
  });

  it('reads its own writes over the snapshot', async () => {
    const prefix = freshPrefix();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => prefix + name) as [
      string,
      string,
      string,
      string,
    ];
    await put(client(), { [a]: '1', [b]: '2', [d]: '4' });
    const txn = await client().begin();
    txn.put(b, 'two');
    txn.put(c, 'three');
    txn.delete(d);
    expect(text(await txn.get(b))).toBe('two');
    expect(await txn.get(d)).toBeUndefined();
    expect((await txn.batchGet([d, c, a])).map(text)).toEqual([undefined, 'three', '1']);
    expect(await list(txn.scan({ prefix }), prefix)).toEqual(['a=1', 'b=two', 'c=three']);
    expect(await list(txn.scan({ prefix, reverse: true, limit: 2 }), prefix)).toEqual(['c=three', 'b=two']);
    await txn.rollback();
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=1', 'b=2', 'd=4']);
  });

  it('empty values, and keys and values of any bytes', async () => {
    const prefix = Buffer.from(freshPrefix());
    const keys = [[], [0], [0, 0xff], [0xff, 0xff], Array.from({ length: 300 }, (_, n) => n % 256)].map(
      (tail) => Uint8Array.from([...prefix, ...tail]),
    );
    const txn = await client().begin();
    keys.forEach((key, index) => {
      txn.put(key, index === 0 ? '' : key);
    });
    await txn.commit();
    const values = await client().batchGet(keys);
    expect(values).toEqual(keys.map((key, index) => (index === 0 ? new Uint8Array(0) : key)));
  });

  it('what the caller does to its buffers after a call changes nothing', async () => {
    const prefix = freshPrefix();
    const key = Buffer.from(`${prefix}k`);
    const value = Buffer.from('before');
    const txn = await client().begin();
    txn.put(key, value);
    value.fill('!');
    key.fill('!');
    await txn.commit();
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['k=before']);
  });

  it('a transaction that has ended takes nothing more', async () => {
    const key = freshPrefix();
    const txn = await client().begin();
    await txn.rollback();
    expect(txn.state).toBe('rolledBack');
    expect(() => txn.put(key, 'x')).toThrow(TransactionFinishedError);
    expect(() => txn.scan({ prefix: key })).toThrow(TransactionFinishedError);
    expect(await failure(txn.get(key))).toBeInstanceOf(TransactionFinishedError);
    expect(await failure(txn.commit())).toBeInstanceOf(TransactionFinishedError);
    await txn.rollback();
  });

  it('leaving its scope rolls an open transaction back, and a committed one is left alone', async () => {
    const prefix = freshPrefix();
    {
      await using open = await client().begin();
      open.put(`${prefix}a`, 'x');
      await using done = await client().begin();
      done.put(`${prefix}b`, 'y');
      await done.commit();
    }
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['b=y']);
  });

  it('TXN-31 assertions: a key that is not as it was said to be fails the commit, and nothing is written', async () => {
    const prefix = freshPrefix();
    const [there, gone, other] = ['there', 'gone', 'other'].map((name) => prefix + name) as [
      string,
      string,
      string,
    ];
    await put(client(), { [there]: '1' });
    await client().transact((txn) => {
      txn.put(there, '2', { assert: 'exists' });
      txn.delete(gone, { assert: 'absent' });
    });
    const wrong: [string, 'exists' | 'absent'][] = [
      [there, 'absent'],
      [gone, 'exists'],
    ];
    for (const [key, assert] of wrong) {
      for (const write of ['put', 'delete'] as const) {
        const txn = await client().begin();
        txn.put(other, 'new');
        if (write === 'put') txn.put(key, 'new', { assert });
        else txn.delete(key, { assert });
        const error = await failure(txn.commit());
        expect(error).toBeInstanceOf(AssertionFailedError);
        expect(text((error as AssertionFailedError).key)).toBe(key);
      }
    }
    expect(await list(client().scan({ prefix }))).toEqual([`${there}=2`]);
    await client().transact((txn) => txn.put(gone, 'new', { assert: 'exists' }), { assertionLevel: 'off' });
    expect(await read(gone)).toBe('new');
  });

  it('TXN-31 assertions: what cannot be meant is refused at once, and the transaction goes on', async () => {
    const key = freshPrefix();
    await using txn = await client().begin();
    txn.put(key, '1', { assert: 'exists' });
    expect(() => txn.delete(key, { assert: 'absent' })).toThrow(UsageError);
    expect(() => txn.put(key, '2', { assert: 'maybe' as never })).toThrow(UsageError);
    expect(() => txn.delete(key, { timeoutMs: 5 } as never)).toThrow(UsageError);
    expect(text(await txn.get(key))).toBe('1');
    await expect(client().begin({ assertionLevel: 'full' as never })).rejects.toThrow(UsageError);
  });

  it('MEM-3 savepoints: what a failed part wrote is undone, the rest commits', async () => {
    const prefix = freshPrefix();
    const key = (name: string) => prefix + name;
    await put(client(), { [key('b')]: 'before' });
    await client().transact(async (txn) => {
      expect(txn.isReadOnly).toBe(true);
      txn.put(key('a'), 'kept');
      const failed = txn.savepoint(async () => {
        txn.delete(key('b'));
        txn.insert(key('b'), 'undone');
        expect(await list(txn.scan({ prefix }))).toEqual([`${key('a')}=kept`, `${key('b')}=undone`]);
        throw new Error('of the part');
      });
      await expect(failed).rejects.toThrow('of the part');
      expect(text(await txn.get(key('b')))).toBe('before');
      const mark = txn.createSavepoint();
      txn.put(key('c'), 'undone');
      mark.rollback();
      const { length, sizeBytes, isReadOnly } = txn;
      expect({ length, sizeBytes, isReadOnly }).toEqual({
        length: 1,
        sizeBytes: key('a').length + 4,
        isReadOnly: false,
      });
    });
    expect(await list(client().scan({ prefix }))).toEqual([`${key('a')}=kept`, `${key('b')}=before`]);
  });

  it('writes thousands of keys at one timestamp', async () => {
    const prefix = freshPrefix();
    const names = Array.from({ length: 2000 }, (_, n) => String(n).padStart(5, '0'));
    connected().cluster?.split(['00500', '01500'].map((name) => prefix + name));
    const txn = await client().begin();
    for (const name of names) txn.put(prefix + name, name);
    const { commitTs } = await txn.commit();
    expect(
      await list(
        client()
          .snapshot({ at: commitTs - 1n })
          .scan({ prefix }),
        prefix,
      ),
    ).toEqual([]);
    expect(await list(client().snapshot({ at: commitTs }).scan({ prefix }), prefix)).toEqual(
      names.map((name) => `${name}=${name}`),
    );
  });
});
