import { describe, expect, it } from 'vitest';
import { type Receipt, type Transaction, WriteConflictError } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { failure, put, startWorld, TWO_PHASES } from './support.ts';

/** How many requests of each kind. */
const sent = ({ rpcs }: Receipt) =>
  Object.fromEntries(Object.entries(rpcs).map(([rpc, { sent }]) => [rpc, sent]));

const NO_LOCKS = { met: 0, tookMs: 0 };

describe('the receipt of a transaction', () => {
  it('MSC-1: of one phase', async () => {
    await using world = await startWorld();
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    expect(txn.receipt).toMatchObject({ commitTs: undefined, protocol: undefined, rpcs: {}, timestamps: 1 });
    const { commitTs } = await txn.commit();
    const { durations, rpcs, ...receipt } = txn.receipt;
    expect(receipt).toEqual({
      startTs: txn.startTs,
      commitTs,
      protocol: '1pc',
      keys: 1,
      sizeBytes: 2,
      regions: 1,
      timestamps: 2,
      retries: {},
      locks: NO_LOCKS,
      locked: { keys: 0, withConflict: 0 },
    });
    const [prewrite] = world.cluster.log.messages('KvPrewrite');
    const regionId = (prewrite?.request.context as { regionId: bigint } | undefined)?.regionId;
    const { tookMs, sentBytes, receivedBytes } = rpcs.KvPrewrite ?? {};
    expect(rpcs).toEqual({
      KvPrewrite: {
        sent: 1,
        sentBytes,
        receivedBytes,
        tookMs,
        slowest: { tookMs, regionId, address: expect.any(String) },
        store: undefined,
      },
    });
    expect(tookMs).toBeGreaterThan(0);
    expect(durations).toEqual({
      latchMs: 0,
      lockMs: 0,
      flushMs: 0,
      flushWaitMs: 0,
      commitMs: 0,
      prewriteMs: expect.any(Number),
      timestampMs: expect.any(Number),
    });
    expect(durations.prewriteMs).toBeGreaterThanOrEqual(tookMs as number);
    expect(durations.timestampMs).toBeGreaterThan(0);
  });

  it('MSC-1: bytes are those of the encoded requests', async () => {
    await using world = await startWorld();
    const sizes = [0, 1000].map(async (length) => {
      const txn = await world.tikv.begin();
      txn.put('a'.repeat(1 + length / 1000), 'v'.repeat(100 + length));
      await txn.commit();
      return txn.receipt.rpcs.KvPrewrite?.sentBytes as number;
    });
    const [small, large] = (await Promise.all(sizes)) as [number, number];
    // The keys are a byte apart, the primary is named a second time, and lengths take some.
    expect(large - small).toBeGreaterThanOrEqual(1002);
    expect(large - small).toBeLessThan(1012);
  });

  it('SNP-19: bytes are those of the encoded answers, too, of requests beside each other and of one alone', async () => {
    await using world = await startWorld();
    await put(world.tikv, { a: 'v'.repeat(1000) });
    for (const maxBatchSize of [128, 0]) {
      const tikv = await world.connect({ maxBatchSize });
      const snapshot = tikv.snapshot({ cacheSizeBytes: 0 });
      await snapshot.get('none');
      const none = snapshot.receipt.rpcs.KvGet?.receivedBytes as number;
      await snapshot.get('a');
      const both = snapshot.receipt.rpcs.KvGet?.receivedBytes as number;
      expect(both - 2 * none).toBeGreaterThanOrEqual(990);
      expect(both - 2 * none).toBeLessThan(1012);
    }
  });

  it('MSC-1: of two phases; secondaries count when they are committed behind the answer', async () => {
    await using world = await startWorld({ split: ['m'] });
    const txn = await world.tikv.begin(TWO_PHASES);
    txn.put('a', '1');
    txn.put('z', '2');
    using held = world.cluster.fail({ rpc: 'KvCommit', key: 'z', action: 'pause' });
    await txn.commit();
    await held.waitForHit();
    expect(txn.receipt).toMatchObject({ protocol: '2pc', regions: 2, timestamps: 2, keys: 2 });
    expect(sent(txn.receipt)).toEqual({ KvPrewrite: 2, KvCommit: 2 });
    expect(txn.receipt.durations.commitMs).toBeGreaterThan(0);
  });

  it('MSC-1: retries and their waits by cause', async () => {
    await using world = await startWorld();
    using _ = world.cluster.fail({
      rpc: 'KvPrewrite',
      times: 2,
      action: { regionError: { maxTimestampNotSynced: {} } },
    });
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    const { retries } = txn.receipt;
    expect(sent(txn.receipt)).toEqual({ KvPrewrite: 3 });
    expect(retries).toEqual({ maxTsNotSynced: { times: 2, sleptMs: expect.any(Number) } });
    expect(retries.maxTsNotSynced?.sleptMs).toBeGreaterThan(0);
  });

  it('MSC-1: of one that failed', async () => {
    await using world = await startWorld();
    const txn = await world.tikv.begin();
    txn.put('a', '1');
    await put(world.tikv, { a: '2' });
    expect(await failure(txn.commit())).toBeInstanceOf(WriteConflictError);
    expect(txn.receipt).toMatchObject({ commitTs: undefined, protocol: undefined, keys: 1 });
    await eventually(() => expect(sent(txn.receipt)).toEqual({ KvPrewrite: 1 }));
  });

  it('MSC-1: of one that only read; what it read again from memory costs nothing', async () => {
    await using world = await startWorld({ split: ['m'] });
    const txn = await world.tikv.begin();
    await txn.get('a');
    await txn.get('a');
    await txn.batchGet(['b', 'z']);
    for await (const _ of txn.scan({ limit: 1 }));
    await txn.commit();
    expect(sent(txn.receipt)).toEqual({ KvGet: 1, KvBatchGet: 2, KvScan: 2 });
    expect(txn.receipt).toMatchObject({ protocol: 'none', commitTs: txn.startTs, timestamps: 1, regions: 2 });
  });

  it('MSC-1: locks that stood in the way, and what was asked about them', async () => {
    await using world = await startWorld();
    const { tikv, writer } = world;
    await writer.lock(await writer.longAgo(), { p: 'dead', a: 'dead' }, { primary: 'p', ttlMs: 1 });
    const txn = await tikv.begin();
    txn.put('a', '1');
    await txn.commit();
    expect(sent(txn.receipt)).toEqual({ KvPrewrite: 2, KvCheckTxnStatus: 1, KvResolveLock: 1 });
    expect(txn.receipt.locks).toEqual({ met: 1, tookMs: expect.any(Number) });
    expect(txn.receipt.locks.tookMs).toBeGreaterThan(0);
  });

  it('PES-15: keys locked before commit, written by others meanwhile or not, and given back behind a rollback', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const txn = await tikv.begin({ mode: 'pessimistic' });
    await put(tikv, { a: 'newer' });
    await txn.lock(['a']);
    await txn.lock(['b', 'c']);
    await txn.lock(['a', 'b']);
    const { durations, locked } = txn.receipt;
    expect(locked).toEqual({ keys: 3, withConflict: 1 });
    expect(durations.lockMs).toBeGreaterThan(0);
    expect(sent(txn.receipt).KvPessimisticLock).toBe(2);
    await txn.rollback();
    expect(sent(txn.receipt).KVPessimisticRollback).toBe(1);
    expect(txn.receipt).toMatchObject({ protocol: undefined, commitTs: undefined });
  });

  it('MSC-1: of a run of transact', async () => {
    await using world = await startWorld();
    const runs: Transaction[] = [];
    await world.tikv.transact(async (txn) => {
      runs.push(txn);
      if (runs.length === 1) await put(world.tikv, { a: 'other' });
      txn.put('a', 'mine');
    });
    expect(runs.map(({ receipt }) => [receipt.protocol, receipt.timestamps, sent(receipt)])).toEqual([
      [undefined, 2, { KvPrewrite: 1 }],
      ['1pc', 2, { KvPrewrite: 1 }],
    ]);
  });

  it('MSC-1: of a bulk transaction', async () => {
    await using world = await startWorld({ split: ['m'] });
    const bulk = await world.tikv.beginBulk();
    await bulk.put('a', '1');
    await bulk.put('z', '2');
    expect(bulk.receipt).toMatchObject({ protocol: undefined, timestamps: 1, rpcs: {} });
    const { commitTs } = await bulk.commit();
    await eventually(() => expect(sent(bulk.receipt)).toEqual({ KvFlush: 2, KvCommit: 1, KvResolveLock: 2 }));
    expect(bulk.receipt).toMatchObject({ protocol: '2pc', commitTs, timestamps: 2, regions: 2, keys: 2 });
    const { flushMs, commitMs, timestampMs } = bulk.receipt.durations;
    expect([flushMs, commitMs, timestampMs].every((each) => each > 0)).toBe(true);
  });
});

describe('the receipt of a snapshot', () => {
  it('SNP-19: what cleaning up behind its reads takes', async () => {
    await using world = await startWorld();
    const { tikv, writer } = world;
    await writer.lock(await writer.longAgo(), { p: 'dead', a: 'dead' }, { primary: 'p', ttlMs: 1 });
    const snapshot = tikv.snapshot();
    await snapshot.get('a');
    await eventually(() =>
      expect(sent(snapshot.receipt)).toEqual({ KvGet: 2, KvCheckTxnStatus: 1, KvResolveLock: 1 }),
    );
    expect(snapshot.receipt.locks.met).toBe(1);
  });

  it('SNP-19: what stores tell of their part in it', async () => {
    await using world = await startWorld();
    const timeDetailV2 = {
      waitWallTimeNs: 2_000_000n,
      processWallTimeNs: 3_000_000n,
      totalRpcWallTimeNs: 9_000_000n,
    };
    const scanDetailV2 = { processedVersions: 1n, totalVersions: 4n };
    using _ = world.cluster.fail({
      rpc: 'KvGet',
      times: 2,
      action: { response: (answer) => ({ ...answer, execDetailsV2: { timeDetailV2, scanDetailV2 } }) },
    });
    const snapshot = world.tikv.snapshot();
    await Promise.all([snapshot.get('a'), snapshot.get('b'), snapshot.batchGet(['c', 'd'])]);
    const { KvGet, KvBatchGet } = snapshot.receipt.rpcs;
    expect(KvGet?.store).toMatchObject({
      tookMs: 18,
      waitedMs: 4,
      workedMs: 6,
      readMs: 0,
      versionsUsed: 2,
      versionsSeen: 8,
    });
    expect(KvBatchGet?.store).toBeUndefined();
  });

  it('SNP-19: all of its reads, with its timestamp, and nothing of others', async () => {
    await using world = await startWorld({ split: ['m'] });
    const snapshot = world.tikv.snapshot();
    expect(snapshot.receipt).toEqual({ rpcs: {}, regions: 0, timestamps: 0, retries: {}, locks: NO_LOCKS });
    await snapshot.get('a');
    await world.tikv.get('a');
    await snapshot.batchGet(['b', 'z']);
    for await (const _ of snapshot.scan({ start: 'm' }));
    expect(sent(snapshot.receipt)).toEqual({ KvGet: 1, KvBatchGet: 2, KvScan: 1 });
    expect(snapshot.receipt).toMatchObject({ regions: 2, timestamps: 1, retries: {} });
  });
});
