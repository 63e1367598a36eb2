import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { type TransactionEvent, transactionMachine } from '../../machines/index.ts';
import { connect } from '../../src/index.ts';
import { RegionUnavailableError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  edgePaths,
  type FaultRule,
  type Message,
  type ModelPath,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { CommitClient, Committing, keysOf, type Writes } from '../support/committing.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the transaction chart, walked by real transactions on an embedded cluster. Each request is held at its
 * server until faults and other clients have made sure that what comes of it is the event that the path has next.
 * Judged are the requests, the data afterwards and what the caller of commit hears.
 */

type Machine = typeof transactionMachine;
type Snapshot = SnapshotFrom<Machine>;

const error = new RegionUnavailableError('Sample');
const commit = (protocol: 'none' | '2pc' | 'async' | '1pc', asyncIfSplit = false, needsMinCommitTs = false) =>
  ({ type: 'commit.requested', protocol, asyncIfSplit, needsMinCommitTs, needsLatches: false }) as const;
const committed = (protocol: 'none' | '2pc' | 'async' | '1pc', locksRemain: boolean) =>
  ({ type: 'outcome.committed', commitTs: 1n, protocol, locksRemain }) as const;

const EVENTS: readonly TransactionEvent[] = [
  commit('none'),
  commit('2pc'),
  commit('async', true),
  commit('async', true, true),
  commit('1pc'),
  commit('1pc', true),
  commit('1pc', false, true),
  { type: 'rollback.requested', locksRemain: false },
  { type: 'minCommitTs.fetched' },
  { type: 'onePhase.split' },
  { type: 'prewrite.finished' },
  { type: 'commitTs.fetched', commitTs: 1n },
  { type: 'commitTs.expired', minCommitTs: 1n },
  committed('none', false),
  committed('1pc', false),
  committed('2pc', false),
  committed('2pc', true),
  committed('async', true),
  { type: 'outcome.failed', error, locksRemain: true },
  { type: 'outcome.failed', error, locksRemain: false },
  { type: 'outcome.unclear' },
  { type: 'outcome.undetermined', error },
  { type: 'secondaries.ended' },
  { type: 'rollback.ended' },
];

function stateOf({ value }: Snapshot): string {
  return typeof value === 'string' ? value : `committing.${value.committing}`;
}

/** What can come of a phase, by what is written. */
const OUTCOMES: Readonly<
  Record<string, (event: TransactionEvent, writes: Writes, before: Snapshot) => boolean>
> = {
  active: (event, writes) => {
    if (event.type === 'rollback.requested') return true;
    if (event.type !== 'commit.requested') return false;
    if (writes === 'nothing') return event.protocol === 'none';
    if (writes === 'a check') return event.protocol === '2pc';
    return event.protocol !== 'none';
  },
  'committing.fetchingMinCommitTs': (event) =>
    event.type === 'minCommitTs.fetched' || (event.type === 'outcome.failed' && !event.locksRemain),
  'committing.onePhaseCommitting': (event, writes) => {
    if (event.type === 'onePhase.split') return writes === 'two regions';
    if (event.type === 'outcome.committed') return event.protocol === '1pc';
    return event.type !== 'outcome.failed' || !event.locksRemain;
  },
  'committing.asyncCommitting': (event, writes) => {
    if (event.type === 'outcome.committed') return event.protocol === 'async';
    return event.type !== 'outcome.failed' || event.locksRemain === (writes === 'two regions');
  },
  'committing.prewriting': (event, writes) => {
    if (writes === 'a check') return event.type === 'outcome.committed' && event.protocol === 'none';
    if (event.type === 'outcome.failed') return event.locksRemain === (writes === 'two regions');
    return event.type === 'prewrite.finished';
  },
  'committing.fetchingCommitTs': (event) =>
    event.type === 'commitTs.fetched' || (event.type === 'outcome.failed' && event.locksRemain),
  'committing.committingPrimary': (event, writes, { context }) => {
    if (event.type === 'commitTs.expired') return context.minCommitTs === 0n;
    if (event.type === 'outcome.committed')
      return event.protocol === '2pc' && event.locksRemain === (writes === 'two regions');
    return event.type !== 'outcome.failed' || event.locksRemain;
  },
  'committing.askingPrimary': (event, _, { context }) => {
    if (event.type === 'outcome.committed')
      return event.protocol === context.protocol && event.locksRemain === (context.protocol !== '1pc');
    return event.type === 'outcome.undetermined' || (event.type === 'outcome.failed' && event.locksRemain);
  },
};

/** A refusal of what was sent again. */
const REFUSAL: Readonly<Record<string, Extract<FaultRule['action'], { keyError: object }>>> = {
  KvCommit: { keyError: { txnLockNotFound: {} } },
  KvPrewrite: { keyError: { conflict: { startTs: 1n, conflictTs: 2n, conflictCommitTs: 3n, reason: 1 } } },
};

const isRetry = (message: { readonly request: object }): boolean =>
  'context' in message.request && (message.request.context as { isRetryRequest: boolean }).isRetryRequest;

/** Another client commits to the primary's key. */
async function conflict(world: Committing): Promise<void> {
  const startTs = world.nextTs();
  await world.writer.lock(startTs, { [world.primary]: 'theirs' });
  await world.writer.commit(startTs, world.nextTs(), world.primary);
  world.reason = 'TIKV_WRITE_CONFLICT';
}

/** Another client rolls the transaction back, before a request of it comes. */
async function rollBack(world: Committing, rpc: string): Promise<void> {
  await world.writer.rollBack(world.startTs, world.primary);
  world.reason = rpc === 'KvCommit' ? 'TIKV_LOCK_LOST' : 'TIKV_WRITE_CONFLICT';
}

function realisations(path: ModelPath<Machine>): Realisations<Machine, Committing> {
  const eventAfter = (before: Snapshot) => {
    const nth = path.steps.findIndex((step) => step.before === before);
    return path.steps[nth + 1]?.event.type;
  };
  return {
    'commit.requested': (world, { protocol, asyncIfSplit, needsMinCommitTs }) =>
      world.commit({
        asyncCommit: protocol === 'async' || asyncIfSplit,
        onePhaseCommit: protocol === '1pc',
        causalConsistency: !needsMinCommitTs,
      }),
    'rollback.requested': async (world) => {
      const options = { asyncCommit: false, onePhaseCommit: false, causalConsistency: true };
      await (await world.begin(options)).rollback();
    },
    'minCommitTs.fetched': (world) => world.release(),
    'onePhase.split': (world) => {
      world.split();
      world.release();
    },
    'prewrite.finished': async (world, _, before) => {
      const state = stateOf(before);
      if (state !== 'committing.prewriting') await world.readFarAhead();
      world.release();
      if (state !== 'committing.onePhaseCommitting') return;
      await world.until('committing.fetchingCommitTs');
      world.split();
      await world.learnRegions();
    },
    'commitTs.fetched': (world) => world.release(),
    'commitTs.expired': async (world) => {
      await world.writer.send(world.primary, tikvRpcs.kvCheckTxnStatus, {
        primaryKey: Buffer.from(world.primary),
        lockTs: world.startTs,
        callerStartTs: world.nextTs(),
        currentTs: world.startTs,
      });
      world.release();
    },
    'outcome.committed': (world) => world.release(),
    'outcome.failed': async (world, _, before) => {
      const state = stateOf(before);
      if (state.startsWith('committing.fetching')) {
        world.reason = 'TIKV_ABORTED';
        return world.abort();
      }
      if (state === 'committing.committingPrimary') await rollBack(world, 'KvCommit');
      else if (state !== 'committing.askingPrimary') await conflict(world);
      world.release();
    },
    'outcome.unclear': async (world, _, before) => {
      const rpc = stateOf(before) === 'committing.committingPrimary' ? 'KvCommit' : 'KvPrewrite';
      const fate = eventAfter(before);
      const key = world.primary;
      const isDone = fate === 'outcome.committed';
      const lost = world.fail({
        rpc,
        key,
        action: 'breakStream',
        ...(isDone ? { at: 'answered' } : { at: 'proposed', applies: false }),
      });
      if (fate !== 'outcome.failed') world.fail({ rpc, key, when: isRetry, action: REFUSAL[rpc] as never });
      world.release();
      await lost.waitForHit();
      if (fate === 'outcome.failed') await rollBack(world, rpc);
      if (isDone && before.context.protocol === 'async')
        await world.writer.commit(world.startTs, world.nextTs(), key);
      expect(isRetry(await world.request(rpc, key))).toBe(true);
      world.release();
    },
    'outcome.undetermined': async (world, _, before) => {
      if (stateOf(before) === 'committing.askingPrimary') return world.release();
      const lost = world.fail({
        rpc: ['KvPrewrite', 'KvCommit'],
        key: world.primary,
        action: 'dropResponse',
      });
      world.release();
      await lost.waitForHit();
      world.abort();
    },
    'secondaries.ended': (world) => world.open(),
    'rollback.ended': (world) => world.open(),
  };
}

/** Requests that wait in a state: their kind, and the keys of each. */
function expectedRequests(
  { writes, primary, other }: Committing,
  state: string,
): readonly [string, string[]][] {
  const isWide = writes === 'two regions';
  switch (state) {
    case 'committing.fetchingMinCommitTs':
    case 'committing.fetchingCommitTs':
      return [['Tso', []]];
    case 'committing.onePhaseCommitting':
      return [['KvPrewrite', isWide ? [primary, other] : [primary]]];
    case 'committing.asyncCommitting':
    case 'committing.prewriting':
      return isWide
        ? [
            ['KvPrewrite', [primary]],
            ['KvPrewrite', [other]],
          ]
        : [['KvPrewrite', [primary]]];
    case 'committing.committingPrimary':
      return [['KvCommit', [primary]]];
    case 'committing.askingPrimary':
      return [['KvCheckTxnStatus', [primary]]];
    default:
      return [];
  }
}

/** What the caller of commit has heard. */
function expectedVerdict(world: Committing, snapshot: Snapshot): unknown {
  const { protocol } = snapshot.context;
  if (snapshot.hasTag('committed'))
    return { protocol, commitTs: protocol === 'none' ? world.startTs : world.committedAt };
  if (snapshot.hasTag('undetermined')) return 'TIKV_UNDETERMINED';
  return snapshot.hasTag('rolledBack') ? world.reason : 'pending';
}

async function judge(
  world: Committing,
  expected: Snapshot,
  step: ModelStep<Machine> | undefined,
): Promise<void> {
  if (step === undefined) return;
  const state = stateOf(expected);
  await world.until(state);
  const requests = expectedRequests(world, state);
  for (const [rpc, keys] of requests) {
    const message = await world.request(rpc, keys[0]);
    expect(keysOf(message)).toEqual(keys);
    // The commit is sent again at another timestamp, once the first was refused.
    if (rpc === 'KvCommit') expect(isRetry(message)).toBe(expected.context.minCommitTs !== 0n);
  }
  // The caller is answered in the same turn.
  await new Promise(setImmediate);
  expect(world.verdict).toEqual(expectedVerdict(world, expected));
  if (expected.status !== 'done') return;
  expect(world.told).toBe(state);
  const [primary, other] = world.data;
  const isWide = world.writes === 'two regions';
  if (state === 'committed') {
    expect(other).toEqual(isWide ? primary : 'nothing');
    expect(world.sent('KvBatchRollback')).toEqual([]);
  } else if (state === 'rolledBack') {
    for (const held of [primary, other]) expect(['rolledBack', 'nothing']).toContain(held);
  } else expect(world.sent('KvBatchRollback')).toEqual([]);
}

let client: CommitClient;
const coverage = new ChartCoverage(transactionMachine);
beforeAll(async () => {
  client = await CommitClient.start(coverage.inspect);
});
afterAll(() => client.close());

describe.each(['nothing', 'one key', 'two regions', 'a check'] as const)('writing %s', (writes) => {
  const paths = edgePaths(transactionMachine, {
    input: { startTs: 1n, task: undefined },
    events: EVENTS,
    canHappen: (before, event) =>
      OUTCOMES[stateOf(before)]?.(event, writes, before) ?? !event.type.startsWith('lock'),
    serializeState: (snapshot) => {
      const { protocol, asyncIfSplit, minCommitTs } = snapshot.context;
      return [stateOf(snapshot), protocol, asyncIfSplit, minCommitTs].join();
    },
  });
  let world: Committing;
  afterEach(async () => {
    coverage.end();
    await world.end();
  });

  it.each(paths.map((path, nth) => [path.name, path, nth] as const))('%s', async (name, path, nth) => {
    coverage.begin(`${writes}: ${name}`);
    world = new Committing(client, `${writes} ${nth}`, writes);
    await walkPath(path, world, realisations(path), judge);
  });
});

describe('ends that come from outside', () => {
  /** A client of its own, with a transaction that writes two keys. */
  async function begin(prefix: string) {
    const { cluster } = client;
    cluster.split([`${prefix}/`, `${prefix}/z`]);
    const tikv = await connect(cluster.url);
    const transaction = await tikv.begin({ asyncCommit: false, onePhaseCommit: false });
    for (const name of ['a', 'z']) transaction.put(`${prefix}/${name}`, 'new');
    const pause = (rpc: string) =>
      cluster.fail({
        rpc,
        action: 'pause',
        times: Number.POSITIVE_INFINITY,
        when: ofIt(transaction.startTs),
      });
    return { cluster, tikv, transaction, pause };
  }
  const ofIt =
    (startTs: bigint) =>
    ({ request }: Message) =>
      request.startVersion === startTs;
  const codeOf = (verdict: Promise<unknown>) => verdict.catch((failure: { code: string }) => failure.code);
  const locksOf = (startTs: bigint) =>
    client.cluster.locks().filter(({ lock }) => 'startTs' in lock && lock.startTs === startTs).length;

  it('the deadline, while PD gives no commit timestamp: rolled back', async () => {
    const { cluster, tikv, transaction } = await begin('deadline');
    cluster.pd.tso.stall();
    const verdict = codeOf(transaction.commit({ timeoutMs: 300 }));
    expect(await verdict).toBe('TIKV_DEADLINE');
    cluster.pd.tso.resume();
    await tikv.close();
    expect([transaction.state, locksOf(transaction.startTs)]).toEqual(['rolledBack', 0]);
  });

  it('the client is closed, while keys are being locked: it will not commit', async () => {
    const { tikv, transaction, pause } = await begin('closed early');
    const held = pause('KvPrewrite');
    const verdict = codeOf(transaction.commit());
    await held.waitForHit(2);
    await tikv.close({ drainMs: 0 });
    held.remove();
    expect(await verdict).toBe('TIKV_CLOSED');
  });

  it("the client is closed, while the primary's commit is under way: nobody knows", async () => {
    const { tikv, transaction, pause } = await begin('closed late');
    const held = pause('KvCommit');
    const verdict = codeOf(transaction.commit());
    await held.waitForHit();
    await tikv.close({ drainMs: 0 });
    held.remove();
    expect(await verdict).toBe('TIKV_UNDETERMINED');
  });
});

describe('locks before commit', () => {
  /** A transaction of a client whose time stands still, that has locked one key, and another client's on the next. */
  async function begin(prefix: string) {
    const { cluster, writer } = client;
    const runtime = systemRuntime();
    const clock = new VirtualClock();
    const tikv = await connect({
      endpoints: cluster.pd.addresses,
      runtime: { ...runtime, clock },
      inspect: coverage.inspect,
    });
    const [own, next] = [`${prefix}/a`, `${prefix}/b`];
    coverage.begin(`locks before commit: ${prefix}`);
    const transaction = await tikv.begin({ mode: 'pessimistic' });
    await transaction.lock([own]);
    /** Whatever is left to be done is done. */
    const end = async () => {
      coverage.end();
      let isClosed = false;
      const closed = tikv.close().then(() => {
        isClosed = true;
      });
      // A lock that was waited for may yet be granted, and is given back then.
      while (!isClosed) {
        await new Promise(setImmediate);
        clock.advance(100);
      }
      await closed;
      runtime.transport.close();
      const { startTs } = transaction;
      return { state: transaction.state, locks: locksOf(startTs), committed: committedBy(startTs) };
    };
    return { cluster, writer, clock, transaction, own, next, end };
  }
  const codeOf = (verdict: Promise<unknown>) =>
    verdict.then(
      () => 'ok',
      (failure: { code: string }) => failure.code,
    );
  const locksOf = (startTs: bigint) =>
    client.cluster.locks().filter(({ lock }) => 'startTs' in lock && lock.startTs === startTs).length;
  const committedBy = (startTs: bigint) =>
    client.cluster.dump().writes.filter((write) => write.startTs === startTs && write.type === 'Put').length;

  it('acquired, one key after another, and committed', async () => {
    const { transaction, own, next, end } = await begin('acquired');
    expect(await transaction.lock([next])).toEqual([{ locked: true }]);
    for (const key of [own, next]) transaction.put(key, 'new');
    await transaction.commit();
    expect(await end()).toEqual({ state: 'committed', locks: 0, committed: 2 });
  });

  it('refused, since another holds the key: the transaction goes on without it', async () => {
    const { cluster, writer, transaction, own, next, end } = await begin('refused');
    await writer.lock(cluster.pd.tso.next(), { [next]: 'theirs' });
    expect(await codeOf(transaction.lock([next], { waitMs: 0 }))).toBe('TIKV_LOCK_NOT_AVAILABLE');
    transaction.put(own, 'new');
    await transaction.commit();
    expect(await end()).toEqual({ state: 'committed', locks: 0, committed: 1 });
  });

  it('lost while another is asked for: it is rolled back', async () => {
    const { cluster, transaction, next, end } = await begin('lost meanwhile');
    const abort = 'PessimisticLockRolledBack { start_ts: 5 }';
    cluster.fail({ rpc: 'KvPessimisticLock', key: next, action: { keyError: { abort } } });
    expect(await codeOf(transaction.lock([next]))).toBe('TIKV_LOCK_LOST');
    expect(await codeOf(transaction.commit())).toBe('TIKV_LOCK_LOST');
    expect(await end()).toEqual({ state: 'rolledBack', locks: 0, committed: 0 });
  });

  it('lost while nothing is asked for, as the heartbeat finds: it is rolled back', async () => {
    const { writer, clock, transaction, own, end } = await begin('lost');
    await writer.rollBack(transaction.startTs, own);
    clock.advance(10_000);
    while (transaction.state === 'active') await new Promise(setImmediate);
    expect(await codeOf(transaction.lock(['more']))).toBe('TIKV_LOCK_LOST');
    expect(await end()).toEqual({ state: 'rolledBack', locks: 0, committed: 0 });
  });

  it('given up while another is asked for', async () => {
    const { cluster, transaction, next, end } = await begin('given up meanwhile');
    const held = cluster.fail({ rpc: 'KvPessimisticLock', key: next, action: 'pause' });
    const verdict = codeOf(transaction.lock([next]));
    await held.waitForHit();
    const rolledBack = transaction.rollback();
    held.remove();
    await rolledBack;
    expect(await verdict).toBe('TIKV_TRANSACTION_FINISHED');
    expect(await end()).toEqual({ state: 'rolledBack', locks: 0, committed: 0 });
  });

  it('given up', async () => {
    const { transaction, end } = await begin('given up');
    await transaction.rollback();
    expect(await end()).toEqual({ state: 'rolledBack', locks: 0, committed: 0 });
  });
});

describe('latches of a client', () => {
  const none = { asyncCommit: false, onePhaseCommit: false, causalConsistency: true };

  it.each([
    [
      'a timestamp first',
      { ...none, asyncCommit: true, causalConsistency: false },
      'async',
      [1, 1],
      ['KvPrewrite'],
    ],
    ['one phase', { ...none, onePhaseCommit: true }, '1pc', [0, 0], ['KvPrewrite']],
    ['async commit', { ...none, asyncCommit: true }, 'async', [0, 0], ['KvPrewrite']],
    ['two phases', none, '2pc', [0, 1], ['KvPrewrite', 'KvCommit']],
  ] as const)('free: %s', async (name, options, protocol, [beforePrewrite, inAll], rpcs) => {
    const { cluster } = client;
    await using tikv = await connect({
      endpoints: cluster.pd.addresses,
      localLatches: 256,
      inspect: coverage.inspect,
    });
    coverage.begin(`latches, free: ${name}`);
    const transaction = await tikv.begin(options);
    transaction.put(`latched ${name}`, 'new');
    // By its own receipt: another client of the cluster may take timestamps meanwhile.
    const taken = transaction.receipt.timestamps;
    cluster.log.clear();
    const prewrite = cluster.fail({ rpc: 'KvPrewrite', action: 'pause' });
    const committing = transaction.commit();
    await prewrite.waitForHit();
    expect(transaction.receipt.timestamps - taken).toBe(beforePrewrite);
    prewrite.remove();
    const result = await committing;
    expect(transaction.receipt.timestamps - taken).toBe(inAll);
    await tikv.close();
    coverage.end();
    const { writes } = cluster.dump();
    expect(writes.find(({ startTs }) => startTs === transaction.startTs)?.commitTs).toBe(result.commitTs);
    expect(result.protocol).toBe(protocol);
    const sent = cluster.log.rpcs().filter((rpc) => /^Kv(Prewrite|Commit)$/.test(rpc));
    expect(sent.slice(0, rpcs.length)).toEqual(rpcs);
  });

  it('taken: nothing is sent before the other has ended, and then it is in conflict', async () => {
    const { cluster } = client;
    await using tikv = await connect({
      endpoints: cluster.pd.addresses,
      localLatches: 256,
      inspect: coverage.inspect,
    });
    coverage.begin('latches, taken');
    const [first, second] = [await tikv.begin(none), await tikv.begin(none)];
    for (const transaction of [first, second]) transaction.put('latched', 'new');
    cluster.log.clear();
    const held = cluster.fail({ rpc: 'KvCommit', action: 'pause' });
    const committed = first.commit();
    await held.waitForHit();
    const refused = second.commit().catch(({ code }) => code);
    await new Promise(setImmediate);
    expect(cluster.log.messages('KvPrewrite')).toHaveLength(1);
    held.remove();
    await committed;
    expect(await refused).toBe('TIKV_WRITE_CONFLICT');
    expect(cluster.log.messages('KvPrewrite')).toHaveLength(1);
    coverage.end();
  });
});

expectFullCoverage(coverage);
