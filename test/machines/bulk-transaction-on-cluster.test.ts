import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { bulkTransactionMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import type { TikvError } from '../../src/model/errors.ts';
import { sendByKey } from '../../src/region/send-by-key.ts';
import {
  ChartCoverage,
  type Cluster,
  type FaultRule,
  type Message,
  type ModelPath,
  type ModelStep,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { BulkTransaction } from '../../src/txn/bulk/bulk-transaction.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { type BulkKind, bulkPaths, PAUSE_MS, stateOf } from '../support/bulk-transaction-paths.ts';
import { SMALL } from '../support/fake-bulk-environment.ts';
import { ForeignWriter } from '../support/foreign-writer.ts';
import { HeldRequests } from '../support/held-requests.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the bulk-transaction chart, walked by real bulk transactions on an embedded cluster, over gRPC. Each request
 * is held at its server until faults and another client have made sure that what comes of it is the event that the path
 * has next. Judged are the requests, what the stores are told, the data, and what the callers hear.
 */

type Machine = typeof bulkTransactionMachine;
type Snapshot = SnapshotFrom<Machine>;

const ALWAYS = { times: Number.POSITIVE_INFINITY };
const coverage = new ChartCoverage(bulkTransactionMachine);
const runtime = systemRuntime();
const clock = new VirtualClock();
let cluster: Cluster;
let writer: ForeignWriter;
let parts: ClientParts;
let core: ClientCore;
/** States that the transaction has been in, those looked for already left out. */
let passed: string[] = [];
let current = '';

beforeAll(async () => {
  cluster = await startCluster();
  writer = await ForeignWriter.connect(cluster.url);
  const inspect: typeof coverage.inspect = (event) => {
    coverage.inspect(event);
    if (event.type !== '@xstate.snapshot') return;
    const snapshot = event.snapshot as Snapshot;
    if (snapshot.machine?.id !== bulkTransactionMachine.id) return;
    current = stateOf(snapshot);
    passed.push(current);
  };
  parts = assemble(
    parseOptions({ endpoints: cluster.pd.addresses, runtime: { ...runtime, clock }, inspect }),
  );
  core = new ClientCore(parts);
});
afterAll(async () => {
  writer.close();
  await closeClient(core, { drainMs: 0 });
  runtime.transport.close();
  await cluster.close();
});

class Writing {
  readonly #prefix: string;
  readonly #kind: BulkKind;
  readonly #isThrottled: boolean;
  readonly #requests = new HeldRequests(cluster);
  readonly #controller = new AbortController();
  #bulk: BulkTransaction | undefined;
  #written: string[] = [];
  verdict: unknown = 'pending';
  rollback: unknown = 'not asked for';

  constructor(prefix: string, kind: BulkKind, isThrottled: boolean) {
    this.#prefix = prefix;
    this.#kind = kind;
    this.#isThrottled = isThrottled;
  }

  get bulk(): BulkTransaction {
    return this.#bulk as BulkTransaction;
  }

  get kind(): BulkKind {
    return this.#kind;
  }

  get primary(): string {
    return this.#key('a');
  }

  /** It begins; what locks has flushed two keys of two regions. */
  async begin(): Promise<void> {
    const keys = [this.primary, this.#key('z')];
    cluster.split([this.#key(''), this.#key('m'), this.#key('zz')]);
    const startTs = await parts.timestamps.timestamp();
    await this.#learnRegions(startTs);
    const isLocking = this.#kind === 'locks';
    this.#bulk = new BulkTransaction(parts.bulk, startTs, {
      ...SMALL,
      throttleRatio: this.#isThrottled ? 0.5 : 0,
      flushKeys: isLocking ? 2 : 100,
    });
    this.#requests.hold('KvFlush');
    if (isLocking) {
      for (const key of keys) this.#put(key);
      await this.heldAre('KvFlush');
      clock.advance(PAUSE_MS);
      await this.releaseAll();
    }
    this.#requests.hold(['KvCommit', 'KvCheckTxnStatus', 'KvBatchRollback', 'KvResolveLock']);
    this.#requests.hold('Tso', () => current === 'committing.fetchingCommitTs');
    passed = [current];
  }

  /** Reads of keys that nobody writes tell the client of the regions. */
  async #learnRegions(version: bigint): Promise<void> {
    const backoffer = core.backoffer(core.startDeadline(undefined), 'read');
    for (const name of ['0', 'y']) {
      const key = Buffer.from(this.#key(name));
      const request = { key, version };
      await sendByKey(parts.regions, key, { rpc: tikvRpcs.kvGet, request, timeoutMs: 10_000, backoffer });
    }
  }

  /** One more key, in the region of the primary. */
  write(): void {
    const key = this.#key(`b${this.#written.length}`);
    if (this.#kind === 'locks') {
      this.#put(key);
      return;
    }
    this.#written.push(key);
    this.bulk.insert(Buffer.from(key), Buffer.from('new'));
    this.bulk.delete(Buffer.from(key));
  }

  #put(key: string): void {
    this.#written.push(key);
    this.bulk.put(Buffer.from(key), Buffer.from('new'));
  }

  commit(): void {
    this.bulk.commit(core.startDeadline({ signal: this.#controller.signal, timeoutMs: 600_000 })).then(
      (result) => {
        this.verdict = result;
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
  }

  flush(): void {
    this.bulk.flush(core.startDeadline({ timeoutMs: 600_000 })).catch(() => {});
  }

  askForRollback(): void {
    this.rollback = 'pending';
    void this.bulk.rollback().then(() => {
      this.rollback = 'done';
    });
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Sets a fault for requests of the transaction. */
  fail(rule: FaultRule) {
    return cluster.fail({ ...rule, when: (message) => rule.when?.(message) ?? true });
  }

  release(): void {
    this.#requests.release();
  }

  /** The client has given up what waits. */
  forgetHeld(): void {
    this.#requests.forget();
  }

  /** Lets go of all requests until the chart has moved on. */
  async releaseAll(): Promise<void> {
    const before = current;
    while (current === before) {
      this.release();
      await turnOfEventLoop();
    }
  }

  /** Kinds of the requests that wait. */
  get waitsFor(): readonly string[] {
    return [...new Set(this.#requests.held.map(({ rpc }) => rpc))];
  }

  /** Waits until a request of this kind waits; `timeMs` passes with each turn, for backoffs. */
  async heldAre(rpc: string | undefined, timeMs = 0): Promise<void> {
    while (rpc !== undefined && !this.waitsFor.includes(rpc)) {
      await turnOfEventLoop();
      clock.advance(timeMs);
    }
    await turnOfEventLoop();
  }

  /** Another client acts first on one of the keys that are being flushed. */
  async conflict(): Promise<void> {
    const key = this.#written.at(-1) as string;
    const startTs = cluster.pd.tso.next();
    await writer.lock(startTs, { [key]: 'theirs' });
    await writer.commit(startTs, cluster.pd.tso.next(), key);
  }

  async rollBackPrimary(): Promise<void> {
    await writer.rollBack(this.bulk.startTs, this.primary);
  }

  async commitPrimary(): Promise<void> {
    await writer.commit(this.bulk.startTs, cluster.pd.tso.next(), this.primary);
  }

  /** A reader is told that it does not see the transaction up to now. */
  async pushCommit(): Promise<void> {
    await writer.send(this.primary, tikvRpcs.kvCheckTxnStatus, {
      primaryKey: Buffer.from(this.primary),
      lockTs: this.bulk.startTs,
      callerStartTs: cluster.pd.tso.next(),
      currentTs: this.bulk.startTs,
    });
  }

  /** What the stores were told of it, in which order. */
  get told(): readonly object[] {
    return cluster.log
      .messages('BroadcastTxnStatus')
      .flatMap(({ request }) => request.txnStatus as { readonly startTs: bigint }[])
      .filter(({ startTs }) => startTs === this.bulk.startTs);
  }

  /** When its keys were committed; undefined for one that was not. */
  get committedAt(): readonly (bigint | undefined)[] {
    const { writes } = cluster.dump();
    return this.#written.map((key) => {
      const own = writes.find(
        (write) =>
          Buffer.from(write.key).toString() === key &&
          write.startTs === this.bulk.startTs &&
          write.type !== 'Rollback',
      );
      return own?.commitTs;
    });
  }

  /** What is under way ends. */
  async end(): Promise<void> {
    this.#requests.open();
    this.abort();
    if (this.bulk.state === 'active') await this.bulk.rollback();
    let isIdle = false;
    const idle = parts.background.idle().then(() => {
      isIdle = true;
    });
    while (!isIdle) {
      await turnOfEventLoop();
      clock.advance(10);
    }
    await idle;
    clock.advance(5_000);
  }

  #key(name: string): string {
    return `${this.#prefix}/${name}`;
  }
}

const isRetry = ({ request }: Message): boolean =>
  (request as { readonly context: { readonly isRetryRequest: boolean } }).context.isRetryRequest;

function realisations(path: ModelPath<Machine>): Realisations<Machine, Writing> {
  const after = (before: Snapshot) =>
    path.steps[path.steps.findIndex((step) => step.before === before) + 1]?.event;
  const refuseAll = (action: FaultRule['action']) => async (world: Writing) => {
    const rpc = ['KvResolveLock', 'KvBatchRollback'];
    using _refused = world.fail({ ...ALWAYS, rpc, at: 'latched', action });
    await world.releaseAll();
  };
  return {
    'flush.requested': (world) => {
      world.write();
      world.write();
      if (world.kind === 'nothing') world.flush();
    },
    'xstate.after.pause.bulkTransaction.gathering.pausing': () => clock.advance(PAUSE_MS),
    'flush.finished': (world) => {
      clock.advance(PAUSE_MS);
      world.release();
    },
    'flush.failed': async (world, _, before) => {
      // A flush that is to end gives up its requests by itself.
      if (stateOf(before) === 'endingFlush') return;
      await world.conflict();
      world.release();
    },
    'bulk.lost': (world, { error }) => world.bulk.abandon(error),
    'commit.requested': (world, { rest }, before) => {
      const next = after(before);
      const isBehind = next?.type === 'flush.finished' && next.rest === 'writes';
      if (stateOf(before) === 'gathering.buffering' ? rest === 'writes' : isBehind) world.write();
      world.commit();
    },
    'rollback.requested': (world) => world.askForRollback(),
    'commitTs.fetched': (world) => world.release(),
    'commitTs.expired': async (world) => {
      await world.pushCommit();
      world.release();
    },
    'outcome.committed': (world) => world.release(),
    'outcome.failed': async (world, _, before) => {
      if (stateOf(before) === 'committing.fetchingCommitTs') {
        world.forgetHeld();
        return world.abort();
      }
      if (stateOf(before) === 'committing.committingPrimary') await world.rollBackPrimary();
      return world.release();
    },
    'outcome.unclear': async (world, _, before) => {
      const fate = after(before)?.type;
      const rpc = 'KvCommit';
      const isDone = fate === 'outcome.committed';
      const lost = world.fail({
        rpc,
        action: 'breakStream',
        ...(isDone ? { at: 'answered' } : { at: 'proposed', applies: false }),
      });
      if (fate !== 'outcome.failed')
        world.fail({ rpc, when: isRetry, action: { keyError: { txnLockNotFound: {} } } });
      world.release();
      await lost.waitForHit();
      if (fate === 'outcome.failed') await world.rollBackPrimary();
      await world.heldAre(rpc, 10);
      world.release();
    },
    'outcome.undetermined': async (world, _, before) => {
      if (stateOf(before) === 'committing.askingPrimary') return world.release();
      const lost = world.fail({ rpc: 'KvCommit', action: 'dropResponse' });
      world.release();
      await lost.waitForHit();
      world.abort();
    },
    'range.resolved': (world) => world.releaseAll(),
    'range.failed': refuseAll({ keyError: { abort: 'no' } }),
    'xstate.after.grace.bulkTransaction.lingeringCommitted': () => clock.advance(5_000),
    'xstate.after.grace.bulkTransaction.lingeringRolledBack': () => clock.advance(5_000),
  };
}

/** Requests that a state waits for. */
const WAITS_FOR: Record<string, string> = {
  flushing: 'KvFlush',
  'committing.awaitingFlush': 'KvFlush',
  'committing.flushingRest': 'KvFlush',
  'committing.fetchingCommitTs': 'Tso',
  'committing.committingPrimary': 'KvCommit',
  'committing.askingPrimary': 'KvCheckTxnStatus',
  committingRange: 'KvResolveLock',
  rollingBack: 'KvBatchRollback',
};

function expectedState(snapshot: Snapshot): string {
  if (snapshot.hasTag('open')) return 'active';
  for (const tag of ['committed', 'rolledBack', 'undetermined'] as const)
    if (snapshot.hasTag(tag)) return tag;
  return 'committing';
}

type Steps = readonly ModelStep<Machine>[];
const has = (steps: Steps, type: RegExp) => steps.some(({ event }) => type.test(event.type));

/** Nothing that locks was committed: there is no commit timestamp but that of the beginning. */
const isEmpty = (world: Writing) => world.kind === 'nothing';

function expectedVerdict(world: Writing, snapshot: Snapshot, steps: Steps): unknown {
  if (!has(steps, /^commit.requested$/)) return 'pending';
  if (snapshot.hasTag('committed')) {
    if (isEmpty(world)) return { commitTs: world.bulk.startTs, protocol: 'none' };
    return { commitTs: world.committedAt[0], protocol: '2pc' };
  }
  if (snapshot.hasTag('undetermined')) return 'TIKV_UNDETERMINED';
  return snapshot.hasTag('rolledBack') ? expect.stringMatching(/^TIKV_(?!UNDETERMINED)/) : 'pending';
}

/** What the stores were told of the end, in which order. */
function expectedTold(world: Writing, snapshot: Snapshot, steps: Steps): readonly object[] {
  if (isEmpty(world)) return [];
  const over = has(steps, /^xstate.after.grace/) ? [{ isCompleted: true }] : [];
  if (snapshot.hasTag('committed')) {
    const commitTs = world.committedAt[0];
    return [{ isCompleted: false }, ...over].map((told) => expect.objectContaining({ commitTs, ...told }));
  }
  if (!snapshot.hasTag('rolledBack')) return [];
  return [{ isCompleted: false }, ...over].map((told) =>
    expect.objectContaining({ rolledBack: true, ...told }),
  );
}

function judgeWith(path: ModelPath<Machine>) {
  return async (world: Writing, expected: Snapshot, step: ModelStep<Machine> | undefined) => {
    const steps = path.steps.slice(0, step === undefined ? 0 : path.steps.indexOf(step) + 1);
    const state = stateOf(expected);
    while (!passed.includes(state)) await turnOfEventLoop();
    passed = passed.slice(passed.indexOf(state) + 1);
    if (state === 'endingFlush') {
      // It goes on by itself.
      world.forgetHeld();
      return;
    }
    await world.heldAre(WAITS_FOR[state]);
    const told = expectedTold(world, expected, steps);
    while (world.told.length < told.length) await turnOfEventLoop();
    const wasCleaned = has(steps, /^range|^xstate.after.grace/) || state === 'rolledBack';
    const isRollback = has(steps, /^rollback.requested$/);
    expect({
      state: world.bulk.state,
      waitsFor: world.waitsFor,
      verdict: world.verdict,
      rollback: world.rollback,
      told: world.told,
    }).toEqual({
      state: expectedState(expected),
      waitsFor: WAITS_FOR[state] === undefined ? [] : [WAITS_FOR[state]],
      verdict: expectedVerdict(world, expected, steps),
      rollback: isRollback ? (wasCleaned ? 'done' : 'pending') : 'not asked for',
      told,
    });
    const visible = world.committedAt.filter((commitTs) => commitTs !== undefined);
    if (state === 'rolledBack' || state.startsWith('gathering')) expect(visible).toEqual([]);
    if (state === 'committed' && has(steps, /^range.resolved$/))
      expect(visible).toEqual(world.committedAt.map(() => visible[0]));
  };
}

describe.each([
  ['locks', false],
  ['locks', true],
  ['nothing', false],
] as const)('a transaction on an embedded cluster that leaves %s, throttled: %s', (kind, isThrottled) => {
  let world: Writing;
  afterEach(async () => {
    coverage.end();
    await world.end();
  });

  it.each(
    bulkPaths(kind, isThrottled)
      .filter(({ steps }) => !steps.some(isLateFlush))
      .map((path, nth) => [path.name, path, nth] as const),
  )('%s', async (name, path, nth) => {
    world = new Writing(`${kind} ${isThrottled} ${String(nth).padStart(2, '0')}`, kind, isThrottled);
    await world.begin();
    coverage.begin(`${kind} ${isThrottled}: ${name}`);
    await walkPath(path, world, realisations(path), judgeWith(path));
  });
});

/** A flush that is to end gives up its requests at once, so no answer of a store can be in time. */
function isLateFlush({ before, event }: ModelStep<Machine>): boolean {
  return stateOf(before) === 'endingFlush' && event.type === 'flush.finished';
}

expectFullCoverage(coverage, {
  'endingFlush: flush.finished -> rollingBack':
    'the answer would have to come in the turn in which its request is given up: walked in bulk-transaction.test.ts',
});
