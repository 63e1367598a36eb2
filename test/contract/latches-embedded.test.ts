import { describe, expect, it } from 'vitest';
import {
  AbortedError,
  type BeginOptions,
  ClosedError,
  UndeterminedError,
  WriteConflictError,
} from '../../src/index.ts';
import { failure, put, startWorld, text, type World } from './support.ts';

const withLatches = (localLatches = 1000) => startWorld({ client: { localLatches } });

async function begin({ tikv }: World, value: string, options?: BeginOptions) {
  const txn = await tikv.begin(options);
  txn.put('k', value);
  return txn;
}

/** One whose commit waits at its store with the latch of `k`, and one that waits for that. */
async function holderAndWaiter(world: World, action: 'pause' | 'dropResponse' = 'pause') {
  const [holder, waiter] = [await begin(world, 'first'), await begin(world, 'second')];
  const held = world.cluster.fail({ rpc: 'KvPrewrite', action });
  const ends = [holder, waiter].map(() => new AbortController());
  const [committing, waiting] = [holder, waiter].map((txn, nth) => {
    const end = txn.commit({ signal: ends[nth]?.signal as AbortSignal }).catch((error: unknown) => error);
    return end;
  });
  await held.waitForHit();
  return { held, committing, waiting, waiter, abort: (nth: number) => ends[nth]?.abort() };
}

const prewrites = ({ cluster }: World) => cluster.log.messages('KvPrewrite').length;

describe('LAT-1: latches between transactions of a client', () => {
  it('LAT-2: one that comes too late fails before anything of it is sent, and says how long it waited', async () => {
    await using world = await withLatches();
    const { held, committing, waiting, waiter } = await holderAndWaiter(world);
    expect([waiter.state, prewrites(world)]).toEqual(['committing', 1]);
    held.release();
    const { commitTs } = (await committing) as { commitTs: bigint };
    expect(await waiting).toBeInstanceOf(WriteConflictError);
    expect(await waiting).toMatchObject({ reason: 'localLatch', conflictCommitTs: commitTs });
    expect([waiter.state, prewrites(world)]).toEqual(['rolledBack', 1]);
    expect(waiter.receipt.durations.latchMs).toBeGreaterThan(0);
    expect(text(await world.tikv.get('k'))).toBe('first');
  });

  it('LAT-2: a key that was inserted and deleted again was written by nobody', async () => {
    await using world = await withLatches();
    const [checking, writing] = [await world.tikv.begin(), await begin(world, 'value')];
    checking.insert('k', 'gone');
    checking.delete('k');
    checking.put('other', 'value');
    await checking.commit();
    await writing.commit();
    expect(text(await world.tikv.get('k'))).toBe('value');
  });

  it('LAT-2: transact begins anew, and each counts', async () => {
    await using world = await withLatches();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        world.tikv.transact(async (txn) => txn.put('n', String(Number(text(await txn.get('n')) ?? 0) + 1))),
      ),
    );
    expect(text(await world.tikv.get('n'))).toBe('20');
  });

  it('LAT-3: the key is free when the holder has failed, and the waiter commits', async () => {
    await using world = await withLatches();
    const tikv = await world.connect();
    const [holder, waiter] = [await begin(world, 'first'), await begin(world, 'second')];
    holder.put('l', 'first');
    await put(tikv, { l: 'of another client' });
    const commits = [holder.commit(), waiter.commit()];
    expect(await failure(commits[0] as Promise<unknown>)).toMatchObject({ reason: 'optimistic' });
    await commits[1];
    expect(text(await world.tikv.get('k'))).toBe('second');
  });

  it('LAT-3: and when it was aborted, with an outcome that is unknown', async () => {
    await using world = await withLatches();
    const { committing, waiting, abort, held } = await holderAndWaiter(world, 'dropResponse');
    abort(0);
    expect(await committing).toBeInstanceOf(UndeterminedError);
    held.remove();
    // It was committed, which its store tells, since the client cannot know.
    expect(await waiting).toMatchObject({ reason: 'optimistic' });
  });

  it("LAT-3: one that gave up waiting is in nobody's way", async () => {
    await using world = await withLatches();
    const { held, committing, waiting, abort } = await holderAndWaiter(world);
    abort(1);
    expect(await waiting).toBeInstanceOf(AbortedError);
    held.release();
    await committing;
    const { commitTs } = await (await begin(world, 'third')).commit();
    expect(commitTs).toBeGreaterThan(0n);
    expect(prewrites(world)).toBe(2);
  });

  it('LAT-3: a client that closes ends those who wait: nothing of them is written', async () => {
    await using world = await withLatches();
    const { waiting, committing } = await holderAndWaiter(world);
    await world.tikv.close({ drainMs: 0 });
    expect(await waiting).toBeInstanceOf(ClosedError);
    expect(await committing).toBeInstanceOf(UndeterminedError);
  });

  it.each([
    ['none without the option', 0, {}],
    ['LAT-4: none for pessimistic transactions', 1000, { mode: 'pessimistic' }],
  ] as const)('%s', async (_, slots, options) => {
    await using world = await withLatches(slots);
    const held = world.cluster.fail({ rpc: 'KvPrewrite', times: 2, action: 'pause' });
    const both = [await begin(world, 'first', options), await begin(world, 'second', options)];
    const ends = both.map((txn) => txn.commit().catch((error: unknown) => error));
    await held.waitForHit(2);
    held.remove();
    await Promise.all(ends);
  });
});
