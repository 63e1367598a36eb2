import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { pessimisticLockMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { RegionUnavailableError, type TikvError } from '../../src/model/errors.ts';
import { fingerprint64 } from '../../src/model/farmhash.ts';
import { sendByKey } from '../../src/region/send-by-key.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type FaultAction,
  type Message,
  type ModelPath,
  type ModelStep,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { Transaction } from '../../src/txn/transaction.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { canHappenWhileLocking, pessimisticLockEvents } from '../support/chart-events.ts';
import { keysOf } from '../support/committing.ts';
import { ForeignWriter } from '../support/foreign-writer.ts';
import { HeldRequests } from '../support/held-requests.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the pessimistic-lock chart, walked by lock calls of real transactions on an embedded cluster, over gRPC. Each
 * request is held at its server until faults and another client have made sure that what comes of it is the event that
 * the path has next. Judged are the requests, the locks in the cluster afterwards, and what the caller hears.
 */

type Machine = typeof pessimisticLockMachine;
type Snapshot = SnapshotFrom<Machine>;

const error: TikvError = new RegionUnavailableError('Sample');
const coverage = new ChartCoverage(pessimisticLockMachine);
/** Longer than any pause between attempts. */
const PAUSE_MS = 2_000;

let cluster: Cluster;
let writer: ForeignWriter;
const runtime = systemRuntime();
const clock = new VirtualClock();
let parts: ClientParts;
let core: ClientCore;
/** The state of the call that is walked. */
let state = '';

beforeAll(async () => {
  cluster = await startCluster();
  writer = await ForeignWriter.connect(cluster.url);
  const options = parseOptions({
    endpoints: cluster.pd.addresses,
    runtime: { ...runtime, clock },
    inspect: (event) => {
      coverage.inspect(event);
      if (event.type !== '@xstate.snapshot') return;
      const snapshot = event.snapshot as Snapshot;
      if (snapshot.machine?.id === pessimisticLockMachine.id) state = snapshot.value;
    },
  });
  parts = assemble(options);
  core = new ClientCore(parts);
});
afterAll(async () => {
  writer.close();
  await closeClient(core, { drainMs: 0 });
  runtime.transport.close();
  await cluster.close();
});

/** A call that locks two keys of each of two regions. */
class Locking {
  /** The call chooses the primary, and so asks for its region first. */
  readonly choosesPrimary: boolean;
  readonly #prefix: string;
  readonly #controller = new AbortController();
  readonly #requests = new HeldRequests(cluster);
  #transaction: Transaction | undefined;
  #holder = 0n;
  /** First keys of the regions that are locked, as the cluster answered. */
  granted = new Set<string>();
  verdict: unknown = 'pending';

  constructor(prefix: string, choosesPrimary: boolean) {
    this.#prefix = prefix;
    this.choosesPrimary = choosesPrimary;
  }

  get transaction(): Transaction {
    return this.#transaction as Transaction;
  }

  get first(): readonly string[] {
    return [`${this.#prefix}/a`, `${this.#prefix}/b`];
  }

  get second(): readonly string[] {
    return [`${this.#prefix}/m`, `${this.#prefix}/n`];
  }

  /** What the transaction has locked before the call, unless the call chooses the primary. */
  get lockedBefore(): string {
    return `${this.#prefix}/x`;
  }

  /** Where the transaction in its way has its primary. */
  get holderKey(): string {
    return `${this.#prefix}/theirs ${this.#holder}`;
  }

  /** Keys of the requests of a kind that are held, of each request. */
  heldOf(rpc: string): readonly (readonly string[])[] {
    return this.#requests.held
      .filter((message) => message.rpc === rpc)
      .map(keysOf)
      .filter(([key]) => key === undefined || key === this.holderKey || this.keys.includes(key))
      .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  }

  get keys(): readonly string[] {
    return [...this.first, ...this.second];
  }

  /** The call begins, once `onReady` has been told. */
  async begin(needsTimestamp: boolean, onReady: () => void): Promise<void> {
    const prefix = this.#prefix;
    state = '';
    cluster.split([`${prefix}/`, `${prefix}/m`, `${prefix}/x`]);
    const startTs = await parts.timestamps.timestamp();
    await this.#learnRegions(startTs);
    this.#transaction = new Transaction(parts.transactions, startTs, undefined, 'pessimistic');
    if (!this.choosesPrimary) await this.#lock([this.lockedBefore]);
    this.#requests.hold('KVPessimisticRollback');
    if (needsTimestamp) await this.#giveUpOthers();
    this.#requests.hold(['KvPessimisticLock', 'KvCheckTxnStatus']);
    this.#requests.hold('Tso', () => state === 'fetchingTimestamp');
    onReady();
    this.#lock(this.keys, this.#controller.signal).then(
      (locked) => {
        this.verdict = locked;
      },
      (failure: TikvError) => {
        this.verdict = failure.code;
      },
    );
  }

  /** Reads of keys that nobody writes tell the client of the regions. */
  async #learnRegions(version: bigint): Promise<void> {
    const backoffer = core.backoffer(core.startDeadline(undefined), 'read');
    for (const name of ['a0', 'm0', 'x0']) {
      const key = Buffer.from(`${this.#prefix}/${name}`);
      const request = { key, version };
      await sendByKey(parts.regions, key, { rpc: tikvRpcs.kvGet, request, timeoutMs: 10_000, backoffer });
    }
  }

  /** Keys whose locks are being given back, and which may be taken again at a later timestamp only. */
  async #giveUpOthers(): Promise<void> {
    const controller = new AbortController();
    const held = cluster.fail({ rpc: 'KvPessimisticLock', action: 'pause' });
    const locked = this.#lock([`${this.#prefix}/y`, `${this.#prefix}/z`], controller.signal);
    await held.waitForHit();
    controller.abort();
    await expect(locked).rejects.toMatchObject({ code: 'TIKV_ABORTED' });
    held.remove();
  }

  #lock(keys: readonly string[], signal?: AbortSignal) {
    const request = {
      keys: keys.map((key) => Buffer.from(key)),
      isShared: false,
      returnValues: false,
      checkExistence: false,
      onlyIfExists: false,
      waitMs: undefined,
    };
    return this.transaction.lock(request, core.startDeadline({ signal, timeoutMs: 600_000 }));
  }

  /** Lets go of what is held. */
  release(): void {
    for (const { rpc, request } of this.#requests.held) {
      if (rpc === 'KvPessimisticLock') this.granted.add(firstKey(request));
      if (rpc === 'KVPessimisticRollback' && this.keys.includes(firstKey(request))) this.granted.clear();
    }
    this.#requests.release();
  }

  /** Lets go of the requests that are held, the last of which is answered in its own way. */
  answer(action: FaultAction): void {
    const last = this.last;
    cluster.fail({ rpc: 'KvPessimisticLock', key: last, at: 'latched', action });
    this.release();
    this.granted.delete(last);
  }

  /** The first key of the last region that is being asked. */
  get last(): string {
    return this.heldOf('KvPessimisticLock').at(-1)?.[0] as string;
  }

  get firstAsked(): string {
    return this.heldOf('KvPessimisticLock')[0]?.[0] as string;
  }

  /** Another client commits to a key that is about to be locked. */
  async overwrite(key: string): Promise<void> {
    const startTs = cluster.pd.tso.next();
    await writer.lock(startTs, { [key]: 'theirs' });
    await writer.commit(startTs, cluster.pd.tso.next(), key);
    this.granted.delete(key);
  }

  /** What a store says of a key that a living transaction holds. */
  async blockedBy(): Promise<FaultAction> {
    this.#holder = cluster.pd.tso.next();
    const key = this.holderKey;
    await writer.lock(this.#holder, { [key]: 'theirs' });
    const primaryLock = Buffer.from(key);
    const lock = { primaryLock, lockVersion: this.#holder, key: Buffer.from(this.last), lockTtl: 20_000n };
    return { keyError: { locked: lock } };
  }

  async holderDies(): Promise<void> {
    await writer.rollBack(this.#holder, this.holderKey);
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Keys that the transaction has locked in the cluster. */
  get locked(): readonly string[] {
    const { startTs } = this.transaction;
    return cluster
      .locks()
      .filter(({ lock }) => 'startTs' in lock && lock.startTs === startTs)
      .map(({ key }) => Buffer.from(key).toString());
  }

  /** From now on nothing is held. */
  open(): Promise<void> {
    this.#requests.open();
    return this.settle();
  }

  /** What is under way ends. */
  async end(): Promise<void> {
    this.abort();
    await this.open();
    if (this.transaction.state === 'active') await this.transaction.rollback();
    await this.settle();
  }

  /** Work in the background comes to its end, its pauses included. */
  async settle(): Promise<void> {
    let isIdle = false;
    const idle = parts.background.idle().then(() => {
      isIdle = true;
    });
    while (!isIdle) {
      await turnOfEventLoop();
      clock.advance(10);
    }
    await idle;
  }
}

function firstKey(request: Message['request']): string {
  return keysOf({ request } as Message)[0] as string;
}

const deadlock = (waitedFor: string, key: string): FaultAction => ({
  keyError: {
    deadlock: {
      lockTs: 5n,
      lockKey: Buffer.from(key),
      deadlockKeyHash: fingerprint64(Buffer.from(waitedFor)),
      deadlockKey: Buffer.from(waitedFor),
    },
  },
});

const realisations: Realisations<Machine, Locking> = {
  'timestamp.fetched': (world) => world.release(),
  'keys.locked': (world) => world.release(),
  'keys.blocked': async (world, { needsTimestamp }) => {
    if (needsTimestamp) await world.overwrite(world.firstAsked);
    const overwritten = needsTimestamp ? world.firstAsked : '';
    world.answer(await world.blockedBy());
    world.granted.delete(overwritten);
  },
  'keys.conflicted': async (world) => {
    const { last } = world;
    await world.overwrite(last);
    world.release();
    world.granted.delete(last);
  },
  'deadlock.found': (world, { opensByRelease }) =>
    world.answer(deadlock(opensByRelease ? world.last : world.lockedBefore, world.last)),
  'locks.resolved': async (world, { mustPause }) => {
    if (!mustPause) await world.holderDies();
    world.release();
  },
  'pause.ended': () => clock.advance(PAUSE_MS),
  'keys.released': async (world) => {
    world.release();
    while (state === 'yielding') {
      await turnOfEventLoop();
      clock.advance(10);
    }
  },
  'keys.refused': (world) => {
    world.abort();
    world.release();
  },
  'transaction.lost': (world) =>
    world.answer({ keyError: { abort: 'PessimisticLockRolledBack { start_ts: 5 }' } }),
};

/** First keys of the requests that a state waits for, by the kind of request. */
function expectedRequests(
  world: Locking,
  at: string,
): readonly [rpc: string, keys: readonly (readonly string[])[]] {
  const { first, second, granted, choosesPrimary } = world;
  switch (at) {
    case 'fetchingTimestamp':
      return ['Tso', [[]]];
    case 'resolving':
      return ['KvCheckTxnStatus', [[world.holderKey]]];
    case 'yielding':
      return ['KVPessimisticRollback', [first, second].filter(([key]) => granted.has(key as string))];
    case 'locking':
      if (choosesPrimary && !granted.has(first[0] as string)) return ['KvPessimisticLock', [first]];
      return ['KvPessimisticLock', [first, second].filter(([key]) => !granted.has(key as string))];
    default:
      return ['', []];
  }
}

function expectedVerdict(world: Locking, at: string, step: ModelStep<Machine> | undefined): unknown {
  if (at === 'acquired') return world.keys.map(() => expect.objectContaining({ isLocked: true }));
  if (at === 'refused') return 'TIKV_ABORTED';
  if (at === 'doomed') return step?.event.type === 'transaction.lost' ? 'TIKV_LOCK_LOST' : 'TIKV_DEADLOCK';
  return 'pending';
}

async function judge(
  world: Locking,
  expected: Snapshot,
  step: ModelStep<Machine> | undefined,
): Promise<void> {
  const at = expected.value;
  while (state !== at) await turnOfEventLoop();
  const [rpc, keys] = expectedRequests(world, at);
  while (world.heldOf(rpc).length < keys.length) await turnOfEventLoop();
  await turnOfEventLoop();
  expect(world.heldOf(rpc)).toEqual(keys);
  expect(world.verdict).toEqual(expectedVerdict(world, at, step));
  expect(world.transaction.state).toBe(at === 'doomed' ? 'rolledBack' : 'active');
  if (expected.status !== 'done') return;
  await world.open();
  const before = world.choosesPrimary || at === 'doomed' ? [] : [world.lockedBefore];
  expect(world.locked).toEqual([...(at === 'acquired' ? world.keys : []), ...before]);
}

const choosesPrimary = (path: ModelPath<Machine>) =>
  path.steps.some(({ event }) => event.type === 'keys.locked' && !event.isAll);

describe.each([true, false])('a call on an embedded cluster that needs a timestamp: %s', (needsTimestamp) => {
  const paths = edgePaths(pessimisticLockMachine, {
    input: { startTs: 1n, needsTimestamp, task: undefined },
    events: pessimisticLockEvents(error),
    canHappen: canHappenWhileLocking,
  });
  let world: Locking;
  afterEach(async () => {
    coverage.end();
    await world.end();
  });

  it.each(paths.map((path, nth) => [path.name, path, nth] as const))('%s', async (name, path, nth) => {
    world = new Locking(`${needsTimestamp} ${String(nth).padStart(2, '0')}`, choosesPrimary(path));
    await world.begin(needsTimestamp, () => coverage.begin(name));
    await walkPath(path, world, realisations, judge);
  });
});

expectFullCoverage(coverage);
