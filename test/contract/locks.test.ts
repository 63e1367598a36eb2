import { describe, expect } from 'vitest';
import { physicalMs, type Tikv, WriteConflictError } from '../../src/index.ts';
import type { ForeignWriter } from '../support/foreign-writer.ts';
import { failure, freshPrefix, it, list, put, text, withCluster } from './support.ts';

// TTLs are judged by a timestamp that is refreshed now and then.
const connected = withCluster({ stores: 3 }, { lowResolutionIntervalMs: 20 });
const client = (): Tikv => connected().tikv;
const writer = (): ForeignWriter => connected().writer;

/** Keys `p` and `s` with a value of two minutes ago each, in regions of their own where the cluster obeys. */
async function twoKeys(): Promise<{ readonly prefix: string; readonly p: string; readonly s: string }> {
  const prefix = freshPrefix();
  const [p, s] = [`${prefix}p`, `${prefix}s`];
  connected().cluster?.split([s]);
  await writer().put({ [p]: 'old', [s]: 'old' });
  return { prefix, p, s };
}

/** Reads at a fresh timestamp. */
async function read(...keys: string[]): Promise<(string | undefined)[]> {
  return (await client().snapshot().batchGet(keys)).map(text);
}

/** By the physical parts alone, as a TTL counts. */
async function msSince(startTs: bigint): Promise<number> {
  return physicalMs(await writer().timestamp()) - physicalMs(startTs);
}

describe('locks that others left', () => {
  it('S073 reader-rolls-forward: behind a committed primary is the new value', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' });
    await writer().commit(startTs, await writer().timestamp(), p);
    expect(text(await client().snapshot().get(s))).toBe('new');
    expect(text(await client().get(s))).toBe('new');
  });

  it('S074 reader-rolls-back-expired: the old value, and the transaction cannot commit any more', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().longAgo();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' }, { ttlMs: 100 });
    expect(await read(s, p)).toEqual(['old', 'old']);
    const { error } = await writer().commit(startTs, await writer().timestamp(), p);
    expect(error).toBeDefined();
  });

  it('S074 reader-rolls-back-expired: a writer goes over it', async () => {
    const key = freshPrefix();
    await writer().lock(await writer().longAgo(), { [key]: 'dead' }, { ttlMs: 100 });
    await put(client(), { [key]: 'mine' });
    expect(await read(key)).toEqual(['mine']);
  });

  it('S075 reader-waits-live: it pushes the commit and reads the old value without waiting', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' }, { minCommitTs: startTs + 1n });
    const tooEarly = await writer().timestamp();
    expect(await read(s, p)).toEqual(['old', 'old']);
    const { error } = await writer().commit(startTs, tooEarly, p);
    expect(error?.commitTsExpired?.attemptedCommitTs).toBe(tooEarly);
    const commitTs = await writer().timestamp();
    expect((await writer().commit(startTs, commitTs, p)).error).toBeUndefined();
    expect(await read(s, p)).toEqual(['new', 'new']);
  });

  it('S076 pushed-reader-ignores-large-txn: the same snapshot never sees what it has pushed', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' }, { minCommitTs: startTs + 1n });
    const snapshot = client().snapshot();
    expect(text(await snapshot.get(p))).toBe('old');
    await writer().commit(startTs, await writer().timestamp(), p);
    expect(text(await snapshot.get(s))).toBe('old');
    expect(await read(s)).toEqual(['new']);
  });

  it('S077 committed-lock-access-list: a commit at or before the snapshot is read, a later one is not', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' });
    const before = await client().timestamp();
    await writer().commit(startTs, await writer().timestamp(), p);
    const after = await client().timestamp();
    expect(text(await client().snapshot({ at: before }).get(s))).toBe('old');
    expect(text(await client().snapshot({ at: after }).get(s))).toBe('new');
  });

  it('S079 txn-not-found-wait: without a primary it waits for the TTL of the lock, then rolls back', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [s]: 'new' }, { primary: p, ttlMs: 300 });
    expect(await read(s)).toEqual(['old']);
    expect(await msSince(startTs)).toBeGreaterThanOrEqual(300);
    const [late] = await writer().prewrite(startTs, { [p]: 'new' });
    expect(late?.errors).toHaveLength(1);
  });

  it('S080 pessimistic-primary-missing: a dead pessimistic lock goes, and only it', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().longAgo();
    expect((await writer().lockPessimistically(startTs, s, 100, p)).errors).toEqual([]);
    expect(await read(s)).toEqual(['old']);
    await put(client(), { [s]: 'mine' });
    expect(await read(s)).toEqual(['mine']);
  });

  it('S081 cache-only-final-status: what was pushed may still commit', async () => {
    const { p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' }, { minCommitTs: startTs + 1n });
    expect(await read(p)).toEqual(['old']);
    await writer().commit(startTs, await writer().timestamp(), p);
    expect(await read(s)).toEqual(['new']);
  });

  it('S083 ttl-zero-lock: it counts as expired at once', async () => {
    const key = freshPrefix();
    await writer().lock(await writer().timestamp(), { [key]: 'dead' }, { ttlMs: 0 });
    expect(await read(key)).toEqual([undefined]);
  });

  it('S084 zero-min-commit-ts: a lock that cannot be pushed is waited for', async () => {
    const { p } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new' }, { ttlMs: 200 });
    expect(await read(p)).toEqual(['old']);
    expect(await msSince(startTs)).toBeGreaterThanOrEqual(200);
  });

  it('S086 lock-in-batch-get: keys under different locks, each by its own fate', async () => {
    const prefix = freshPrefix();
    const keys = ['a', 'b', 'c', 'd', 'e'].map((name) => prefix + name) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const [a, b, c, d, e] = keys;
    connected().cluster?.split([c]);
    await writer().put(Object.fromEntries(keys.map((key) => [key, 'old'])));
    const dead = await writer().longAgo();
    await writer().lock(dead, { [a]: 'dead', [c]: 'dead' }, { ttlMs: 100 });
    const done = await writer().timestamp();
    await writer().lock(done, { [b]: 'done', [d]: 'done' });
    await writer().commit(done, await writer().timestamp(), b);
    const alive = await writer().timestamp();
    await writer().lock(alive, { [e]: 'alive' }, { minCommitTs: alive + 1n });
    expect(await read(...keys)).toEqual(['old', 'done', 'old', 'done', 'old']);
    await writer().rollBack(alive, e);
  });

  it('S087 lock-in-scan: first, last and middle keys of pages locked, none skipped or told twice', async () => {
    const prefix = freshPrefix();
    const names = [...'abcdefgh'];
    connected().cluster?.split([`${prefix}e`]);
    await writer().put(Object.fromEntries(names.map((name) => [prefix + name, 'old'])));
    const of = (letters: string, value: string) =>
      Object.fromEntries([...letters].map((name) => [prefix + name, value]));
    const done = await writer().timestamp();
    await writer().lock(done, { ...of('ae', 'new'), [`${prefix}h`]: null });
    await writer().commit(done, await writer().timestamp(), `${prefix}a`);
    await writer().lock(await writer().longAgo(), of('bdg', 'dead'), { ttlMs: 100 });
    const expected = ['a=new', 'b=old', 'c=old', 'd=old', 'e=new', 'f=old', 'g=old'];
    const at = await client().timestamp();
    for (const batchSize of [1, 2, 3, 100]) {
      const scan = { prefix, batchSize };
      expect(await list(client().snapshot({ at }).scan(scan), prefix)).toEqual(expected);
      const reverse = client()
        .snapshot({ at })
        .scan({ ...scan, reverse: true });
      expect(await list(reverse, prefix)).toEqual(expected.toReversed());
    }
  });

  it('a transaction waits for a live lock until its TTL, and then commits', async () => {
    const key = freshPrefix();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [key]: 'dead' }, { ttlMs: 200 });
    const commitTs = await put(client(), { [key]: 'mine' });
    expect(physicalMs(commitTs) - physicalMs(startTs)).toBeGreaterThanOrEqual(200);
    expect(await read(key)).toEqual(['mine']);
  });

  it('a transaction whose key was locked and then committed by another meets the conflict', async () => {
    const { p } = await twoKeys();
    const theirs = await writer().timestamp();
    await writer().lock(theirs, { [p]: 'theirs' });
    const txn = await client().begin();
    txn.put(p, 'mine');
    await writer().commit(theirs, await writer().timestamp(), p);
    expect(await failure(txn.commit())).toBeInstanceOf(WriteConflictError);
    expect(await read(p)).toEqual(['theirs']);
  });

  it('S121: who has begun long ago, and writes its primary last, is waited for by a pessimistic transaction', async () => {
    const { prefix, p, s } = await twoKeys();
    const theirs = await writer().longAgo(25_000);
    const options = { primary: p, ttlMs: 40_000 };
    await writer().lock(theirs, { [s]: 'theirs' }, options);
    const txn = await client().begin({ mode: 'pessimistic' });
    await txn.lock([`${prefix}other`]);
    txn.put(s, 'mine');
    const committing = failure(txn.commit());
    await new Promise((resolve) => setTimeout(resolve, 500));
    await writer().lock(theirs, { [p]: 'theirs' }, options);
    const commitTs = await writer().timestamp();
    for (const key of [p, s]) await writer().commit(theirs, commitTs, key);
    expect(await committing).toBeInstanceOf(WriteConflictError);
    expect(await read(p, s)).toEqual(['theirs', 'theirs']);
  });

  it('S121: who has died before that is waited for by one for a while', async () => {
    const { prefix, p, s } = await twoKeys();
    await writer().lock(await writer().timestamp(), { [s]: 'dead' }, { primary: p });
    const txn = await client().begin({ mode: 'pessimistic' });
    await txn.lock([`${prefix}other`]);
    txn.put(s, 'mine');
    await txn.commit();
    expect(await read(s)).toEqual(['mine']);
  });
});

describe('async commits that others left', () => {
  type Name = 'p' | 'a' | 's';

  /** Locks some of `p`, the primary, `a` and `s`, for a commit with the last of them that expired long ago. */
  async function abandoned(...names: readonly Name[]) {
    const prefix = freshPrefix();
    const keys = { p: `${prefix}p`, a: `${prefix}a`, s: `${prefix}s` };
    const { p, a, s } = keys;
    connected().cluster?.split([s]);
    await writer().put({ [p]: 'old', [a]: 'old', [s]: 'old' });
    const startTs = await writer().longAgo();
    const lock = async (name: Name) => {
      const how = name === 'p' ? { secondaries: [a, s] } : { useAsyncCommit: true };
      const own = { primary: p, ttlMs: 100, minCommitTs: startTs + 1n, ...how };
      const [answer] = await writer().prewrite(startTs, { [keys[name]]: 'new' }, own);
      return answer;
    };
    let minCommitTs = 0n;
    for (const name of names) {
      const answer = await lock(name);
      expect(answer?.errors).toEqual([]);
      if ((answer?.minCommitTs ?? 0n) > minCommitTs) minCommitTs = answer?.minCommitTs as bigint;
    }
    return { all: [p, a, s], keys, startTs, minCommitTs, lock };
  }

  it('S037 async-resolve-all-locked: it is committed, at the largest min_commit_ts', async () => {
    const { all, keys, minCommitTs } = await abandoned('p', 'a', 's');
    expect(minCommitTs).toBeGreaterThan(0n);
    expect(await read(keys.s)).toEqual(['new']);
    const at = async (timestamp: bigint) =>
      (await client().snapshot({ at: timestamp }).batchGet(all)).map(text);
    expect(await at(minCommitTs - 1n)).toEqual(['old', 'old', 'old']);
    expect(await at(minCommitTs)).toEqual(['new', 'new', 'new']);
  });

  it('S037 async-resolve-all-locked: also behind a scan, and when the primary is met', async () => {
    const { keys } = await abandoned('p', 'a', 's');
    const prefix = keys.p.slice(0, -1);
    expect(await list(client().scan({ prefix }), prefix)).toEqual(['a=new', 'p=new', 's=new']);
  });

  it('S038 async-resolve-one-missing: it is rolled back, and the missing one cannot come any more', async () => {
    const { all, keys, startTs, lock } = await abandoned('p', 's');
    expect(await read(...all)).toEqual(['old', 'old', 'old']);
    expect((await lock('a'))?.errors).toHaveLength(1);
    const { error } = await writer().commit(startTs, await writer().timestamp(), keys.p);
    expect(error).toBeDefined();
    expect(await read(...all)).toEqual(['old', 'old', 'old']);
  });

  it('S038 async-resolve-one-missing: without its primary it is rolled back too', async () => {
    const { all, lock } = await abandoned('a', 's');
    expect(await read(...all)).toEqual(['old', 'old', 'old']);
    expect((await lock('p'))?.errors).toHaveLength(1);
  });

  it('S039 async-resolve-one-committed: all others are committed with it', async () => {
    const { all, keys, startTs, minCommitTs } = await abandoned('p', 'a', 's');
    expect((await writer().commit(startTs, minCommitTs, keys.s)).error).toBeUndefined();
    expect(await read(...all)).toEqual(['new', 'new', 'new']);
    const { error } = await writer().commit(startTs, minCommitTs, keys.p);
    expect(error).toBeUndefined();
  });

  it('S040 async-resolve-nonasync-lock-found: a plain lock among them means two phases', async () => {
    const { all, keys, startTs } = await abandoned('p', 's');
    await writer().lock(startTs, { [keys.a]: 'new' }, { primary: keys.p, ttlMs: 100 });
    expect(await read(...all)).toEqual(['old', 'old', 'old']);
    const { error } = await writer().commit(startTs, await writer().timestamp(), keys.p);
    expect(error).toBeDefined();
  });

  it('S041 point-get-max-ts-async-lock: the newest value is that of a commit that was answered', async () => {
    const { keys } = await abandoned('p', 'a', 's');
    expect(text(await client().get(keys.p))).toBe('new');
  });
});

describe('S091 gc-resolve-all: locks by hand', () => {
  /** Locks in key order, with the kinds and start timestamps that a test looks at. */
  async function held(prefix: string, maxStartTs?: bigint): Promise<unknown[]> {
    const seen: unknown[] = [];
    for await (const lock of client().locks.scan({ prefix, maxStartTs })) {
      seen.push([text(lock.key)?.slice(prefix.length), lock.startTs, lock.kind]);
    }
    return seen;
  }

  it('are listed, and the dead ones resolved', async () => {
    const { prefix, p, s } = await twoKeys();
    const deadTs = await writer().longAgo();
    await writer().lock(deadTs, { [p]: null }, { ttlMs: 100 });
    const liveTs = await writer().timestamp();
    await writer().lock(liveTs, { [s]: 'live' });
    expect(await held(prefix)).toEqual([
      ['p', deadTs, 'delete'],
      ['s', liveTs, 'put'],
    ]);
    expect(await held(prefix, deadTs)).toEqual([['p', deadTs, 'delete']]);
    expect(await client().locks.resolve({ prefix })).toEqual({ resolved: 1, alive: 1 });
    expect(await held(prefix)).toEqual([['s', liveTs, 'put']]);
    expect(await read(p)).toEqual(['old']);
    const commitTs = await writer().timestamp();
    expect((await writer().commit(liveTs, commitTs, s)).error).toBeUndefined();
  });

  it('of transactions that are alive end by force, up to a timestamp', async () => {
    const { prefix, p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new' });
    const maxStartTs = await client().timestamp();
    const laterTs = await writer().timestamp();
    await writer().lock(laterTs, { [s]: 'later' });
    expect(await client().locks.resolve({ prefix, maxStartTs, force: true })).toEqual({
      resolved: 1,
      alive: 0,
    });
    expect((await writer().commit(startTs, await writer().timestamp(), p)).error).toBeDefined();
    expect(await held(prefix)).toEqual([['s', laterTs, 'put']]);
    await writer().rollBack(laterTs, s);
  });

  it('of a committed transaction become values', async () => {
    const { prefix, p, s } = await twoKeys();
    const startTs = await writer().timestamp();
    await writer().lock(startTs, { [p]: 'new', [s]: 'new' });
    const commitTs = await writer().timestamp();
    await writer().commit(startTs, commitTs, p);
    expect(await client().locks.resolve({ prefix, maxStartTs: commitTs, force: true })).toEqual({
      resolved: 1,
      alive: 0,
    });
    expect(await client().get(s, { withCommitTs: true })).toMatchObject({ commitTs });
  });
});
