import { describe, expect, it } from 'vitest';
import { AlreadyExistsError, type KeyValue, WriteConflictError } from '../../src/index.ts';
import { freshPrefix, text, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const tikv = () => connected().tikv;

async function write(pairs: Record<string, string>): Promise<bigint> {
  const transaction = await tikv().begin();
  for (const [key, value] of Object.entries(pairs)) transaction.put(key, value);
  return (await transaction.commit()).commitTs;
}

async function shown(pairs: AsyncIterable<KeyValue>, prefix: string): Promise<string[]> {
  const seen: string[] = [];
  for await (const { key, value } of pairs) seen.push(`${text(key)?.slice(prefix.length)}=${text(value)}`);
  return seen;
}

describe('optimistic transactions', () => {
  it('S001 basic-2pc-visible: a later transaction reads every key, an earlier one none', async () => {
    const prefix = freshPrefix();
    const keys = ['a', 'b', 'c'].map((name) => prefix + name);
    const before = await tikv().begin();
    const commitTs = await write(Object.fromEntries(keys.map((key) => [key, 'v'])));
    const after = await tikv().begin();
    expect((await before.batchGet(keys)).map(text)).toEqual([undefined, undefined, undefined]);
    expect((await after.batchGet(keys)).map(text)).toEqual(['v', 'v', 'v']);
    expect(before.startTs < commitTs && commitTs < after.startTs).toBe(true);
  });

  it('S002 snapshot-repeatable: a reader sees the same before, during and after a commit', async () => {
    const key = freshPrefix();
    await write({ [key]: 'old' });
    const reader = await tikv().begin();
    expect(text(await reader.get(key))).toBe('old');
    const snapshot = tikv().snapshot({ at: reader.startTs });
    const writing = write({ [key]: 'new' });
    expect(text(await snapshot.get(key))).toBe('old');
    await writing;
    expect(text(await tikv().snapshot({ at: reader.startTs }).get(key))).toBe('old');
    expect(text(await tikv().get(key))).toBe('new');
  });

  it('S003 write-conflict-first-committer: exactly one of two commits', async () => {
    const key = freshPrefix();
    const [first, second] = [await tikv().begin(), await tikv().begin()];
    first.put(key, 'first');
    second.put(key, 'second');
    const { commitTs } = await first.commit();
    const error = await second.commit().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject({
      startTs: second.startTs,
      conflictStartTs: first.startTs,
      conflictCommitTs: commitTs,
      reason: 'optimistic',
      retryable: true,
    });
    expect(text((error as WriteConflictError).key)).toBe(key);
    expect(text(await tikv().get(key))).toBe('first');
  });

  it('S005 write-skew-allowed: disjoint writes that read each other both commit', async () => {
    const prefix = freshPrefix();
    await write({ [`${prefix}a`]: '1', [`${prefix}b`]: '1' });
    const [first, second] = [await tikv().begin(), await tikv().begin()];
    await first.get(`${prefix}a`);
    await second.get(`${prefix}b`);
    first.put(`${prefix}b`, '0');
    second.put(`${prefix}a`, '0');
    await first.commit();
    await second.commit();
    expect((await tikv().batchGet([`${prefix}a`, `${prefix}b`])).map(text)).toEqual(['0', '0']);
  });

  it('S017 delete-your-writes-ghost-primary: what was inserted and deleted again does not stand in the way', async () => {
    const prefix = freshPrefix();
    const transaction = await tikv().begin();
    transaction.insert(`${prefix}a`, '1');
    transaction.delete(`${prefix}a`);
    transaction.put(`${prefix}b`, '2');
    await transaction.commit();
    expect(await shown(tikv().scan({ prefix }), prefix)).toEqual(['b=2']);
    const nothing = await tikv().begin();
    nothing.insert(`${prefix}a`, '1');
    nothing.delete(`${prefix}a`);
    expect(await nothing.commit()).toEqual({ commitTs: nothing.startTs, protocol: 'none' });
  });

  it('S019 insert-and-check-not-exists: both name the key that exists', async () => {
    const prefix = freshPrefix();
    const key = `${prefix}a`;
    await write({ [key]: 'there' });
    for (const withDelete of [false, true]) {
      const transaction = await tikv().begin();
      transaction.insert(key, 'new');
      if (withDelete) transaction.delete(key);
      transaction.put(`${prefix}b`, 'other');
      const error = await transaction.commit().catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(AlreadyExistsError);
      expect(text((error as AlreadyExistsError).key)).toBe(key);
    }
    expect(await shown(tikv().scan({ prefix }), prefix)).toEqual(['a=there']);
  });

  it('reads its own writes, in both directions and within a limit', async () => {
    const prefix = freshPrefix();
    await write({ [`${prefix}a`]: '1', [`${prefix}b`]: '2', [`${prefix}d`]: '4' });
    const transaction = await tikv().begin();
    transaction.put(`${prefix}c`, '');
    transaction.put(`${prefix}a`, 'own');
    transaction.delete(`${prefix}b`);
    expect(await transaction.get(`${prefix}c`)).toEqual(new Uint8Array(0));
    expect(await transaction.get(`${prefix}b`)).toBeUndefined();
    expect(await shown(transaction.scan({ prefix }), prefix)).toEqual(['a=own', 'c=', 'd=4']);
    expect(await shown(transaction.scan({ prefix, reverse: true, limit: 2 }), prefix)).toEqual(['d=4', 'c=']);
    expect(await shown(tikv().scan({ prefix }), prefix)).toEqual(['a=1', 'b=2', 'd=4']);
    await transaction.commit();
    expect(await shown(tikv().scan({ prefix }), prefix)).toEqual(['a=own', 'c=', 'd=4']);
  });

  it('a rollback leaves nothing', async () => {
    const key = freshPrefix();
    const transaction = await tikv().begin();
    transaction.put(key, 'v');
    await transaction.rollback();
    expect(transaction.state).toBe('rolledBack');
    expect(await tikv().get(key)).toBeUndefined();
  });

  it('many keys, several batches', async () => {
    const prefix = freshPrefix();
    const transaction = await tikv().begin();
    const value = new Uint8Array(200).fill(7);
    for (let n = 0; n < 1000; n++) transaction.put(`${prefix}${String(n).padStart(4, '0')}`, value);
    await transaction.commit();
    let count = 0;
    for await (const pair of tikv().scan({ prefix })) {
      expect(pair.value).toEqual(value);
      count++;
    }
    expect(count).toBe(1000);
  });
});
