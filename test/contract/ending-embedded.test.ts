import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import {
  AbortedError,
  type BeginOptions,
  type BulkTransaction,
  ClosedError,
  connect,
  type ScanOptions,
  type Tikv,
  UndeterminedError,
} from '../../src/index.ts';
import type { Cluster, FaultRule } from '../../src/testing/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { eventually } from '../support/eventually.ts';
import { type MortalRuntime, mortalRuntime } from '../support/mortal-runtime.ts';
import { failure, list, put, startWorld, TWO_PHASES, text } from './support.ts';

interface Call {
  readonly name: string;
  /** Where it is held up. */
  readonly held: Omit<FaultRule, 'action'>;
  readonly run: (tikv: Tikv, signal?: AbortSignal) => Promise<unknown>;
  /** What an abort and a close may say: that it did not happen, or that nobody knows. */
  readonly says: 'ended' | 'undetermined';
}

/** Commits keys of two regions, so that one phase is no choice. */
function committing(options: BeginOptions): Call['run'] {
  return async (tikv, signal) => {
    const txn = await tikv.begin(options);
    txn.put('a', '1');
    txn.put('z', '2');
    return txn.commit({ signal });
  };
}

async function bulk(tikv: Tikv, signal?: AbortSignal): Promise<BulkTransaction> {
  const transaction = await tikv.beginBulk({ signal });
  await transaction.put('a', '1');
  await transaction.put('z', '2');
  return transaction;
}

/** Every verb, and every message it waits for. */
const calls: readonly Call[] = [
  {
    name: 'timestamp',
    held: { rpc: 'Tso' },
    run: (tikv, signal) => tikv.timestamp({ signal }),
    says: 'ended',
  },
  { name: 'begin', held: { rpc: 'Tso' }, run: (tikv, signal) => tikv.begin({ signal }), says: 'ended' },
  {
    name: 'get, locating',
    held: { rpc: 'GetRegion' },
    run: (tikv, signal) => tikv.get('a', { signal }),
    says: 'ended',
  },
  { name: 'get', held: { rpc: 'KvGet' }, run: (tikv, signal) => tikv.get('a', { signal }), says: 'ended' },
  {
    name: 'batchGet',
    held: { rpc: 'KvBatchGet' },
    run: (tikv, signal) => tikv.batchGet(['a', 'b', 'z'], { signal }),
    says: 'ended',
  },
  {
    name: 'scan',
    held: { rpc: 'KvScan' },
    run: (tikv, signal) => list(tikv.scan({ signal })),
    says: 'ended',
  },
  {
    name: 'commit, prewriting',
    held: { rpc: 'KvPrewrite' },
    run: committing(TWO_PHASES),
    says: 'ended',
  },
  {
    name: 'commit, at the primary',
    held: { rpc: 'KvCommit' },
    run: committing(TWO_PHASES),
    says: 'undetermined',
  },
  {
    name: 'commit, prewriting asynchronously (S042)',
    held: { rpc: 'KvPrewrite' },
    run: committing({}),
    says: 'undetermined',
  },
  {
    name: 'transact',
    held: { rpc: 'KvPrewrite' },
    run: (tikv, signal) => tikv.transact((txn) => txn.put('a', '1'), { signal, ...TWO_PHASES }),
    says: 'ended',
  },
  {
    name: 'transact, in one phase',
    held: { rpc: 'KvPrewrite' },
    run: (tikv, signal) => tikv.transact((txn) => txn.put('a', '1'), { signal }),
    says: 'undetermined',
  },
  {
    name: 'bulk flush',
    held: { rpc: 'KvFlush', key: 'z' },
    run: async (tikv, signal) => {
      await using transaction = await bulk(tikv, signal);
      await transaction.flush({ signal });
    },
    says: 'ended',
  },
  {
    name: 'bulk commit, flushing',
    held: { rpc: 'KvFlush', key: 'z' },
    run: async (tikv, signal) => (await bulk(tikv)).commit({ signal }),
    says: 'ended',
  },
  {
    name: 'bulk commit, at the primary',
    held: { rpc: 'KvCommit' },
    run: async (tikv, signal) => (await bulk(tikv)).commit({ signal }),
    says: 'undetermined',
  },
  {
    name: 'raw.get',
    held: { rpc: 'RawGet' },
    run: (tikv, signal) => tikv.raw.get('a', { signal }),
    says: 'ended',
  },
];

describe('F45 abort', () => {
  it.each(calls)('$name: it ends at once, its neighbour does not, and no listener is left', async (call) => {
    await using world = await startWorld({ split: ['m'] });
    const { cluster, tikv } = world;
    const fault = cluster.fail({ times: Number.POSITIVE_INFINITY, ...call.held, action: 'pause' });
    const controller = new AbortController();
    const verdict = failure(call.run(tikv, controller.signal));
    const neighbour = call.run(tikv).catch((error: unknown) => error);
    await fault.waitForHit();
    controller.abort('enough');
    const error = await verdict;
    expect(error).toBeInstanceOf(call.says === 'ended' ? AbortedError : UndeterminedError);
    if (call.says === 'ended') expect(error).toMatchObject({ cause: 'enough' });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    fault.remove();
    const other = await neighbour;
    // The neighbour may have met the locks or the writes of the other, but its own end is no abort.
    if (other instanceof Error) expect(other).toMatchObject({ code: 'TIKV_WRITE_CONFLICT' });
    // Locks of a transaction that may have committed are left for whoever finds out.
    if (call.says === 'ended') await eventually(() => expect(cluster.locks()).toEqual([]));
  });

  it('before the call: nothing is sent', async () => {
    await using world = await startWorld({ client: { mixRawAndTransactional: true } });
    const { cluster, tikv } = world;
    await put(tikv, { a: '1' });
    cluster.log.clear();
    for (const { run } of calls) {
      const error = await failure(run(tikv, AbortSignal.abort('early')));
      expect(error).toBeInstanceOf(AbortedError);
    }
    const kinds = new Set(cluster.log.rpcs());
    // The timestamp that `commit` begins with is asked for without its signal.
    kinds.delete('Tso');
    expect([...kinds]).toEqual([]);
  });
});

describe('F45 a signal that lives long', () => {
  it('has one listener, however many bulk transactions and verbs it may end, and no signal depends on it', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const { signal } = new AbortController();
    using any = vi.spyOn(AbortSignal, 'any');
    const listeners = () => getEventListeners(signal, 'abort').length;
    const bulks = await Promise.all(Array.from({ length: 12 }, () => tikv.beginBulk({ signal })));
    expect(listeners()).toBe(1);
    await tikv.transact(
      async (txn) => {
        const own = () => ({ signal: new AbortController().signal });
        await Promise.all(['a', 'b', 'c'].map((key) => txn.get(key, own())));
        await txn.statement((statement) => statement.get('a', own()), own());
      },
      { signal, mode: 'pessimistic' },
    );
    await bulks[0]?.commit({ signal: new AbortController().signal });
    expect([listeners(), any.mock.calls]).toEqual([1, []]);
    await Promise.all(bulks.map((bulk) => bulk.rollback()));
    expect(listeners()).toBe(0);
  });
});

const SCANS: Readonly<Record<string, (tikv: Tikv, options: ScanOptions) => Promise<AsyncIterable<unknown>>>> =
  {
    'a snapshot': async (tikv, options) => tikv.scan(options),
    'a transaction': async (tikv, options) => (await tikv.begin()).scan(options),
    'raw keys': async (tikv, options) => tikv.raw.scan(options),
  };

describe('a scan that is left early', () => {
  it.each(Object.entries(SCANS))('of %s: the page asked for ahead ends with it', async (name, scan) => {
    await using world = await startWorld({ split: ['m'] });
    const { cluster, tikv } = world;
    if (name === 'raw keys') await tikv.raw.put('a', '1');
    else await put(tikv, { a: '1' });
    const held = cluster.fail({ rpc: ['KvScan', 'RawScan'], skip: 1, action: 'pause' });
    const { signal } = new AbortController();
    let seen = 0;
    for await (const _ of await scan(tikv, { signal })) {
      seen++;
      await held.waitForHit();
      break;
    }
    expect(seen).toBe(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    held.remove();
  });
});

describe('F46 close', () => {
  it.each(calls)('$name in flight: it ends, and nothing begins any more', async (call) => {
    await using world = await startWorld({ split: ['m'] });
    const { cluster } = world;
    const tikv = await world.connect();
    const fault = cluster.fail({ times: Number.POSITIVE_INFINITY, ...call.held, action: 'pause' });
    const verdict = failure(call.run(tikv));
    await fault.waitForHit();
    await Promise.all([tikv.close({ drainMs: 0 }), tikv.close()]);
    const error = await verdict;
    expect(error).toBeInstanceOf(call.says === 'ended' ? ClosedError : UndeterminedError);
    expect(await failure(tikv.get('a'))).toBeInstanceOf(ClosedError);
  });

  it.each([
    ['a', 'before its commit', { rpc: 'KvGet' }, {}, 'rolledBack'],
    ['a', 'prewriting', { rpc: 'KvPrewrite' }, TWO_PHASES, 'rolledBack'],
    ['a', 'in its commit, looking for its region', { rpc: 'GetRegion' }, {}, 'rolledBack'],
    ['a', 'in its commit', { rpc: 'KvPrewrite', at: 'proposed' }, {}, 'undetermined'],
    ['a bulk', 'before its commit', { rpc: 'KvFlush' }, undefined, 'rolledBack'],
    ['a bulk', 'in its commit', { rpc: 'KvCommit' }, undefined, 'undetermined'],
  ] as const)(
    '%s transaction cut off %s: its end is told, and a rollback in a finally hides no error',
    async (...row) => {
      const [, moment, held, options, expected] = row;
      await using world = await startWorld();
      const tikv = await world.connect();
      const txn = await (options === undefined ? tikv.beginBulk() : tikv.begin(options));
      const fault = world.cluster.fail({ ...held, action: 'pause' });
      const use = async () => {
        await using _ = txn;
        try {
          await txn.put('a', '1');
          if (moment !== 'before its commit') await txn.commit();
          else await ('flush' in txn ? txn.flush() : txn.get('b'));
        } finally {
          await txn.rollback();
        }
      };
      const verdict = failure(use());
      await fault.waitForHit();
      await tikv.close({ drainMs: 0 });
      const error = await verdict;
      expect(error).toBeInstanceOf(expected === 'undetermined' ? UndeterminedError : ClosedError);
      expect(txn.state).toBe(expected);
      expect(await failure(txn.get('b'))).toBeInstanceOf(ClosedError);
    },
  );

  it('a transaction that its body leaves open is not told as committed', async () => {
    await using world = await startWorld();
    const tikv = await world.connect();
    const txn = await tikv.begin();
    txn.put('a', '1');
    await tikv.close();
    expect([txn.state, txn.lostBy]).toEqual(['rolledBack', expect.any(ClosedError)]);
    expect(await failure(txn.commit())).toBeInstanceOf(ClosedError);
    const other = await world.connect();
    const run = other.transact((inner) => {
      inner.put('a', '1');
      void other.close({ drainMs: 0 });
      return 'done';
    });
    expect(await failure(run)).toBeInstanceOf(ClosedError);
    expect(await world.tikv.get('a')).toBeUndefined();
  });

  it('drains what goes on in the background first', async () => {
    await using world = await startWorld({ split: ['m'] });
    const { cluster } = world;
    const tikv = await world.connect();
    const held = cluster.fail({ rpc: 'KvCommit', key: 'z', action: 'pause' });
    await put(tikv, { a: '1', z: '2' });
    await held.waitForHit();
    const closing = tikv.close({ drainMs: 20_000 });
    held.remove();
    await closing;
    expect(cluster.locks()).toEqual([]);
  });

  it('leaving its scope closes a client', async () => {
    await using world = await startWorld();
    let left: Tikv | undefined;
    {
      await using tikv = await connect(world.cluster.url);
      left = tikv;
      await put(tikv, { a: '1' });
    }
    expect(await failure(left.get('a'))).toBeInstanceOf(ClosedError);
    expect(text(await world.tikv.get('a'))).toBe('1');
  });
});

describe('F47 a client that dies', () => {
  it.each([
    [
      'between prewrite and commit',
      ['a', 'z'],
      (runtime: MortalRuntime) => runtime.dieBefore('/pdpb.PD/Tso'),
    ],
    [
      'with one of its prewrites on the way',
      ['a'],
      (runtime: MortalRuntime, cluster: Cluster) => {
        const lost = cluster.fail({ rpc: 'KvPrewrite', key: 'z', action: 'dropRequest' });
        void lost.waitForHit().then(async () => {
          await eventually(() => expect(cluster.locks()).toHaveLength(1));
          runtime.die();
        });
      },
    ],
  ] as const)('%s: others resolve its locks and go on', async (_, left, kill) => {
    await using world = await startWorld({ split: ['m'], client: { lowResolutionIntervalMs: 20 } });
    const { cluster, tikv } = world;
    const runtime = mortalRuntime(systemRuntime());
    const victim = await connect({ endpoints: cluster.pd.addresses, runtime });
    await victim.get('a');
    const txn = await victim.begin(TWO_PHASES);
    txn.put('a', 'dead');
    txn.put('z', 'dead');
    kill(runtime, cluster);
    void txn.commit().catch(() => {});
    await eventually(() => expect(runtime.dead).toBe(true));
    expect(cluster.locks().map(({ key }) => text(key))).toEqual(left);
    cluster.pd.tso.jumpForward(60_000);
    expect(await tikv.snapshot().batchGet(['a', 'z'])).toEqual([undefined, undefined]);
    await put(tikv, { a: 'alive', z: 'alive' });
    expect(await list(tikv.scan())).toEqual(['a=alive', 'z=alive']);
  });
});

it('two clients of one process share nothing', async () => {
  await using world = await startWorld();
  const { cluster, tikv } = world;
  const other = await world.connect();
  await put(tikv, { a: '1' });
  expect(text(await other.get('a'))).toBe('1');
  const reading = cluster.fail({ rpc: 'KvGet', action: 'pause' });
  const waiting = failure(other.get('a'));
  await reading.waitForHit();
  await other.close({ drainMs: 0 });
  expect(await waiting).toBeInstanceOf(ClosedError);
  reading.remove();
  expect(text(await tikv.get('a'))).toBe('1');
  await put(tikv, { a: '2' });
});
