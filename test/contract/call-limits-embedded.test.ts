import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RegionClient } from '../../src/region/request/region-client.ts';
import type { ClusterOptions } from '../../src/testing/index.ts';
import { failure, put, TWO_PHASES } from './support.ts';
import { startVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/*
 * What every request of every verb may take, in the numbers of client-go: its timeouts (TO-2 to TO-7), and its budgets
 * of waiting (BO-30 to BO-42), times two where it applies its weight (BO-22).
 */

const sent = () => vi.mocked(RegionClient.prototype.sendTo).mock.calls.map(([call]) => call);

/** For each RPC: milliseconds of one attempt, of all waits before retries, and of the store's work where it is told. */
type Limits = Readonly<Record<string, readonly (readonly number[])[]>>;

function limits(): Limits {
  const seen = new Map<string, Set<string>>();
  for (const { rpc, timeoutMs, backoffer, executionLimitMs } of sent()) {
    const own = seen.get(rpc.name) ?? new Set();
    seen.set(rpc.name, own.add([timeoutMs, backoffer.budgetMs, executionLimitMs ?? []].flat().join()));
  }
  return Object.fromEntries(
    [...seen].map(([name, own]) => [name, [...own].map((each) => each.split(',').map(Number))]),
  );
}

beforeEach(() => {
  vi.spyOn(RegionClient.prototype, 'sendTo');
});

afterEach(() => {
  vi.restoreAllMocks();
});

const READ = [30_000, 40_000];
const LONG_READ = [60_000, 40_000];
const WRITE = [30_000, 40_000, 20_000];

interface Case {
  readonly name: string;
  readonly cluster?: ClusterOptions;
  readonly run: (world: VirtualWorld) => Promise<unknown>;
  readonly expected: Limits;
}

const CASES: readonly Case[] = [
  {
    name: 'TO-2, TO-3, TO-4, BO-30: raw calls',
    cluster: { apiVersion: 'v1ttl' },
    run: async ({ tikv: { raw } }) => {
      await raw.put('k', 'v', { ttlSeconds: 60 });
      await raw.get('k');
      await raw.ttl('k');
      await raw.delete('k');
      await raw.batchPut([{ key: 'a', value: '1' }]);
      await raw.batchGet(['a', 'b']);
      await raw.batchDelete(['a']);
      await raw.scan({ limit: 1 }).toArray();
      await raw.checksum();
      await raw.deleteRange({ start: 'a', end: 'b' });
      await raw.atomic().compareAndSwap('k', { expected: undefined, value: 'v' });
    },
    expected: {
      RawGet: [READ],
      RawGetKeyTTL: [READ],
      RawBatchGet: [READ],
      RawScan: [READ],
      RawPut: [WRITE],
      RawDelete: [WRITE],
      // The first TTL of a client asks whether the cluster keeps any, and writes nothing.
      RawBatchPut: [READ, WRITE],
      RawBatchDelete: [WRITE],
      RawCompareAndSwap: [WRITE],
      RawChecksum: [LONG_READ],
      RawDeleteRange: [[60_000, 40_000, 20_000]],
    },
  },
  {
    name: 'TO-2, TO-3, BO-31: reads',
    run: async ({ tikv }) => {
      await tikv.get('k');
      await tikv.batchGet(['a', 'b']);
      await tikv.scan({ limit: 1 }).toArray();
    },
    expected: { KvGet: [READ], KvBatchGet: [LONG_READ], KvScan: [LONG_READ] },
  },
  {
    name: 'PRW-6, TO-4, BO-32, BO-33: a commit in two phases',
    run: async ({ tikv, cluster, eventually }) => {
      await put(tikv, { a: '1', z: '2' });
      await eventually(() => expect(cluster.locks()).toEqual([]));
    },
    expected: {
      KvPrewrite: [[30_000, 80_000, 20_000]],
      KvCommit: [
        [30_000, 80_000, 20_000],
        [30_000, 82_000, 20_000],
      ],
    },
  },
  {
    name: 'BO-32: asking for the fate of a commit that was not answered',
    run: async ({ tikv, cluster, eventually }) => {
      cluster.fail({ rpc: 'KvCommit', action: 'breakStream', at: 'answered' });
      cluster.fail({ rpc: 'KvCommit', action: { keyError: { txnLockNotFound: {} } }, at: 'answered' });
      await put(tikv, { a: '1' });
      await eventually(() => expect(cluster.log.messages('KvCommit')).toHaveLength(3));
    },
    expected: {
      KvPrewrite: [[30_000, 80_000, 20_000]],
      KvCommit: [
        [30_000, 80_000, 20_000],
        [30_000, 82_000, 20_000],
      ],
      KvCheckTxnStatus: [[30_000, 80_000, 20_000]],
    },
  },
  {
    name: 'BO-34: cleaning up after a conflict',
    run: async ({ tikv, cluster, eventually }) => {
      const txn = await tikv.begin();
      for (const key of ['a', 'z']) txn.put(key, 'late');
      await put(tikv, { z: 'early' });
      vi.mocked(RegionClient.prototype.sendTo).mockClear();
      await failure(txn.commit());
      await eventually(() => expect(cluster.locks()).toEqual([]));
    },
    expected: { KvPrewrite: [[30_000, 80_000, 20_000]], KvBatchRollback: [WRITE] },
  },
  {
    name: 'BO-34: locks, their heartbeats, and giving them back',
    run: async ({ tikv, sleep }) => {
      const txn = await tikv.begin({ mode: 'pessimistic' });
      await txn.lock(['a']);
      await sleep(11_000);
      await txn.rollback();
    },
    expected: {
      KvPessimisticLock: [WRITE],
      KvTxnHeartBeat: [[5_000, 40_000]],
      KVPessimisticRollback: [WRITE],
    },
  },
  {
    name: 'BO-33, BO-37, TO-7: a bulk transaction that commits',
    run: async ({ tikv, cluster, eventually }) => {
      const bulk = await tikv.beginBulk();
      for (const key of ['a', 'z']) await bulk.put(key, 'v');
      await bulk.flush();
      await bulk.batchGet(['a']);
      await bulk.commit();
      await eventually(() => expect(cluster.locks()).toEqual([]));
    },
    expected: {
      KvFlush: [WRITE],
      KvBufferBatchGet: [LONG_READ],
      KvCommit: [[30_000, 80_000, 20_000]],
      KvResolveLock: [[20_000, 82_000]],
    },
  },
  {
    name: 'BO-34, TO-7: a bulk transaction that is rolled back',
    run: async ({ tikv, cluster, eventually }) => {
      const bulk = await tikv.beginBulk();
      await bulk.put('a', 'v');
      await bulk.flush();
      await bulk.rollback();
      await eventually(() => expect(cluster.locks()).toEqual([]));
    },
    expected: { KvFlush: [WRITE], KvBatchRollback: [WRITE], KvResolveLock: [[20_000, 40_000]] },
  },
  {
    name: 'BO-38: settling a transaction',
    run: async ({ tikv, writer }) => {
      const startTs = await writer.longAgo(1_000);
      await writer.lock(startTs, { a: 'v' }, { ttlMs: 10 });
      await tikv.settle({ startTs, primary: Buffer.from('a') });
    },
    expected: { KvCheckTxnStatus: [WRITE] },
  },
  {
    name: 'BO-39: resolving the locks that a read went past',
    run: async ({ tikv, writer, cluster, eventually }) => {
      const startTs = await writer.longAgo(1_000);
      await writer.lock(startTs, { a: 'v', z: 'v' }, { ttlMs: 10 });
      await tikv.get('z');
      await eventually(() => expect(cluster.locks()).toEqual([]));
    },
    expected: { KvGet: [READ], KvCheckTxnStatus: [WRITE], KvResolveLock: [WRITE] },
  },
  {
    name: 'BO-40: collecting garbage',
    run: async ({ tikv, writer }) => {
      await writer.lock(await writer.longAgo(), { a: 'v', z: 'v' });
      await tikv.admin.collectGarbage(await writer.longAgo(1_000));
    },
    expected: {
      KvScanLock: [[60_000, 200_000]],
      KvCheckTxnStatus: [[30_000, 200_000, 20_000]],
      KvResolveLock: [[30_000, 200_000, 20_000]],
    },
  },
  {
    name: 'BO-42: splitting at two keys',
    run: ({ tikv }) => tikv.admin.splitRegions(['d', 'e']),
    expected: { SplitRegion: [[30_000, 80_000]] },
  },
];

describe('what requests may take', () => {
  it.each(CASES)('$name', async ({ cluster, run, expected }) => {
    await using world = await startVirtualWorld({ split: ['m'], client: TWO_PHASES, ...cluster });
    vi.mocked(RegionClient.prototype.sendTo).mockClear();
    await run(world);
    expect(limits()).toEqual(expected);
  });
});
