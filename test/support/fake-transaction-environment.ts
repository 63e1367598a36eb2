import type { InspectionEvent } from 'xstate';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { PeriodicKeeper } from '../../src/actor/periodic-keeper.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { plainCodec } from '../../src/keyspace/plain-codec.ts';
import type { Lock, ResolveOptions, ResolveResult } from '../../src/lock/lock.ts';
import { compareBytes, EMPTY_BYTES } from '../../src/model/bytes.ts';
import { NetworkError, RegionError, type TikvError } from '../../src/model/errors.ts';
import { composeTimestamp, type Timestamp } from '../../src/model/timestamp.ts';
import { type EventSink, NO_EVENTS } from '../../src/observe/event-relay.ts';
import { CachedRegion } from '../../src/region/cache/cached-region.ts';
import type { RegionCache } from '../../src/region/cache/region-cache.ts';
import type { LostAnswer, RegionCall, RegionResult } from '../../src/region/request/region-call.ts';
import type { RegionClient } from '../../src/region/request/region-client.ts';
import { BackgroundWork } from '../../src/retry/background-work.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { type Deadline, Deadlines } from '../../src/retry/deadline.ts';
import type { Latches } from '../../src/txn/commit/latches.ts';
import { HEARTBEAT_PERIOD_MS } from '../../src/txn/locking/lock-ttl.ts';
import type { TransactionEnvironment } from '../../src/txn/transaction-environment.ts';
import type { kvrpcpb } from '../../src/wire/codec/messages.ts';
import { turnOfEventLoop, VirtualClock } from './virtual-clock.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (key: Uint8Array): string => new TextDecoder().decode(key);

/** Timestamps of the tests: `ts(5)` is 5 ms after the day the oracle began. */
export const ts = (ms: number, logical = 0): Timestamp => composeTimestamp(1_600_000_000_000 + ms, logical);

export type RpcName =
  | 'KvPrewrite'
  | 'KvFlush'
  | 'KvCommit'
  | 'KvBatchRollback'
  | 'KvResolveLock'
  | 'KvCheckTxnStatus'
  | 'KvTxnHeartBeat'
  | 'KvPessimisticLock'
  | 'KVPessimisticRollback'
  | 'KvBatchGet'
  | 'KvBufferBatchGet';

/** What a test sees of a request: plain values, keys as text. */
export interface SeenCall {
  readonly rpc: RpcName;
  readonly keys: readonly string[];
  readonly region: bigint;
  readonly resend: boolean;
  readonly executionLimitMs: number | undefined;
  readonly request: kvrpcpb.PrewriteRequest &
    kvrpcpb.FlushRequest &
    kvrpcpb.CommitRequest &
    kvrpcpb.TxnHeartBeatRequest &
    kvrpcpb.PessimisticLockRequest;
}

export type Reply = RegionResult<unknown>;

/** Replies of the region layer, in the words of the scenarios. */
export const replies = {
  ok: (response: object = {}, lost?: LostAnswer): Reply => ({
    kind: 'succeeded',
    response: {
      errors: [],
      pairs: [],
      results: [],
      values: [],
      notFounds: [],
      minCommitTs: 0n,
      onePcCommitTs: 0n,
      lockTtl: 0n,
      commitVersion: 0n,
      action: 0,
      ...response,
    },
    region: fakeRegion(0n, EMPTY_BYTES, EMPTY_BYTES),
    lost,
    attempts: 1,
  }),
  moved: (kind = 'epochNotMatch', lost?: LostAnswer): Reply => ({
    kind: 'moved',
    cause: new RegionError(kind, `The region answered ${kind}`),
    lost,
    attempts: 1,
  }),
  failed: (error: TikvError, lost?: LostAnswer): Reply => ({ kind: 'failed', error, lost, attempts: 1 }),
} as const;

/** An answer that never came. */
export const lostAnswer = new NetworkError('store:20160', {
  status: 14,
  message: 'connection lost',
  sent: 'maybe',
});

/** All keys of a lock request locked, as keys that hold this value; absent ones, without. */
export function granted({ request }: SeenCall, value?: string, lost?: LostAnswer): Reply {
  const { mutations = [], returnValues, wakeUpMode } = request;
  const exists = value !== undefined;
  const told = returnValues && exists ? bytes(value) : EMPTY_BYTES;
  const result = {
    type: 0,
    value: told,
    existence: exists,
    lockedWithConflictTs: 0n,
    skipResolvingLock: false,
  };
  const answer =
    wakeUpMode === 1
      ? { results: [result] }
      : { notFounds: mutations.map(() => !exists), values: returnValues ? mutations.map(() => told) : [] };
  return replies.ok(answer, lost);
}

function fakeRegion(id: bigint, start: Uint8Array, end: Uint8Array): CachedRegion {
  const meta = { id, epoch: { confVer: 1n, version: id } };
  const range = { start, end };
  return new CachedRegion({ meta, range, replicas: [], leaderIndex: 0, expiresAtMs: 0, isShortLived: false });
}

/** A key error with one field set. */
export function keyError(field: Partial<kvrpcpb.KeyError.Decoded>): kvrpcpb.KeyError.Decoded {
  return { retryable: '', abort: '', ...field };
}

/** A circle that a lock on `b` would close. @param deadlockKeyHash of the key that others wait for */
export function deadlockError(deadlockKeyHash: bigint): kvrpcpb.KeyError.Decoded {
  const deadlock = {
    lockTs: ts(5),
    lockKey: bytes('b'),
    deadlockKeyHash,
    waitChain: [],
    deadlockKey: bytes('a'),
  };
  return keyError({ deadlock });
}

export function lockInfo(key: string, lockVersion: bigint, lockTtl = 3000n): kvrpcpb.LockInfo.Decoded {
  return {
    key: bytes(key),
    primaryLock: bytes(key),
    lockVersion,
    lockTtl,
    txnSize: 1n,
    lockType: 0,
    lockForUpdateTs: 0n,
    useAsyncCommit: false,
    minCommitTs: 0n,
    secondaries: [],
    durationToLastUpdateMs: 0n,
    sharedLockInfos: [],
    isTxnFile: false,
  };
}

export const conflict = (key: string): kvrpcpb.KeyError.Decoded =>
  keyError({
    conflict: {
      startTs: ts(0),
      conflictTs: ts(1),
      conflictCommitTs: ts(2),
      key: bytes(key),
      primary: bytes(key),
      reason: 1,
    },
  });

export const lockNotFound = (key: string): kvrpcpb.KeyError.Decoded =>
  keyError({ txnLockNotFound: { key: bytes(key) }, retryable: 'TxnLockNotFound' });

export type Scripted = Reply | ((call: SeenCall) => Reply | undefined) | 'never';

/**
 * The region layer as a transaction sees it, and nothing behind it. Every request gets what was scripted for its
 * RPC, in order, and success when nothing is left. `'never'` leaves it unanswered until its deadline ends, as a lost
 * answer. In `parking` mode each request waits for the test to answer it.
 */
export class FakeRegions {
  /** Requests of this fake are no actors, so that it matters to nobody for whom they are sent. */
  withParent(): this {
    return this;
  }

  readonly calls: SeenCall[] = [];
  readonly parked: { readonly call: SeenCall; answer(reply: Reply): void }[] = [];
  parking = false;
  /** Requests that wait are not given up when their time is up. */
  outlivesDeadlines = false;
  /** Keys at which regions begin, besides the first. */
  splitAt: string[] = [];
  readonly #scripts = new Map<RpcName, Scripted[]>();
  readonly #regions = new Map<string, CachedRegion>();

  /** Adds replies for the next requests of an RPC. */
  script(rpc: RpcName, ...steps: Scripted[]): void {
    this.#scripts.set(rpc, [...(this.#scripts.get(rpc) ?? []), ...steps]);
  }

  /** Names and keys of all requests so far, such as `KvCommit a,b`. */
  get log(): string[] {
    return this.calls.map(({ rpc, keys }) => `${rpc} ${keys.join(',')}`);
  }

  of(rpc: RpcName): SeenCall[] {
    return this.calls.filter((call) => call.rpc === rpc);
  }

  readonly cache: Pick<RegionCache, 'peek' | 'locate' | 'groupKeys' | 'locateRange' | 'codec'> = {
    codec: plainCodec,
    locateRange: async ({ start, end }, _, limit = Number.POSITIVE_INFINITY) => {
      const regions: CachedRegion[] = [];
      for (let key = start; regions.length < limit; ) {
        const region = this.#regionOf(key);
        regions.push(region);
        key = region.endKey;
        if (key.length === 0 || (end.length > 0 && compareBytes(key, end) >= 0)) break;
      }
      return regions;
    },
    peek: (key) => this.#regionOf(key),
    locate: async (key) => this.#regionOf(key),
    // Regions that are known are found whatever the time.
    groupKeys: async (keys) => {
      const groups = new Map<CachedRegion, number[]>();
      let region: CachedRegion | undefined;
      for (const [index, key] of keys.entries()) {
        if (region?.contains(key) !== true) region = this.#regionOf(key);
        const own = groups.get(region);
        if (own === undefined) groups.set(region, [index]);
        else own.push(index);
      }
      return [...groups].map(([region, indexes]) => ({ region, indexes }));
    },
  };

  sendTo<Request, Response>(
    call: RegionCall<Request, Response>,
    done: (result: RegionResult<Response>) => void,
  ): void {
    void this.send(call).then(done);
  }

  async send<Request, Response>(call: RegionCall<Request, Response>): Promise<RegionResult<Response>> {
    const { deadline } = call.backoffer;
    const early = deadline.error('queued for sending');
    if (early !== undefined) return replies.failed(early) as RegionResult<Response>;
    const seen = see(call as RegionCall<unknown, unknown>);
    this.calls.push(seen);
    const next = this.#scripts.get(seen.rpc)?.shift();
    const scripted = typeof next === 'function' ? next(seen) : next;
    if (scripted !== 'never' && !(this.parking && scripted === undefined)) {
      return (scripted ??
        (seen.rpc === 'KvPessimisticLock' ? granted(seen) : replies.ok())) as RegionResult<Response>;
    }
    return new Promise((resolve) => {
      const off = deadline.onEnd(() => {
        if (this.outlivesDeadlines) return;
        answer(replies.failed(deadline.error('waiting for an answer') as TikvError, lostAnswer));
      });
      const entry = { call: seen, answer: (reply: Reply) => answer(reply) };
      const answer = (reply: Reply) => {
        off();
        const index = this.parked.indexOf(entry);
        if (index >= 0) this.parked.splice(index, 1);
        resolve(reply as RegionResult<Response>);
      };
      this.parked.push(entry);
    });
  }

  #regionOf(key: Uint8Array): CachedRegion {
    const borders = ['', ...this.splitAt].map(bytes).sort(compareBytes);
    const nth = borders.findLastIndex((border) => compareBytes(border, key) <= 0);
    const start = borders[nth] as Uint8Array;
    const end = borders[nth + 1] ?? EMPTY_BYTES;
    const name = `${text(start)}..${text(end)}`;
    const known = this.#regions.get(name);
    if (known !== undefined) return known;
    const id = BigInt(this.#regions.size + 1);
    const region = fakeRegion(id, start, end);
    this.#regions.set(name, region);
    return region;
  }
}

function see({ rpc, request, region, resend, executionLimitMs }: RegionCall<unknown, unknown>): SeenCall {
  const body = request as SeenCall['request'] & kvrpcpb.CheckTxnStatusRequest;
  const keys = body.mutations?.map(({ key }) => key as Uint8Array) ??
    body.keys ?? [body.primaryKey ?? body.primaryLock ?? EMPTY_BYTES];
  return {
    rpc: rpc.name as RpcName,
    keys: (keys as Uint8Array[]).map(text),
    region: region.id,
    resend: resend ?? false,
    executionLimitMs,
    request: body,
  };
}

/** An environment for transactions: a scripted region layer, a scripted oracle, and time that stands still. */
export class FakeTransactionEnvironment implements TransactionEnvironment {
  readonly clock = new VirtualClock();
  readonly fake = new FakeRegions();
  readonly regions = this.fake as unknown as RegionClient;
  readonly #wheel = new TimerWheel(this.clock, { tickMs: 1 });
  readonly deadlines = new Deadlines(this.clock, this.#wheel);
  readonly keeper = new PeriodicKeeper(this.clock, this.#wheel, HEARTBEAT_PERIOD_MS);
  readonly runtime = { clock: this.clock, random: () => 0.5 };
  readonly actorErrors: unknown[] = [];
  /** Told of everything that actors do. */
  inspect: (event: InspectionEvent) => void = () => {};
  readonly root = new ActorRoot({
    clock: this.clock,
    inspect: (event) => this.inspect(event),
    onError: (error) => {
      this.actorErrors.push(error);
    },
  });
  readonly failures: { readonly name: string; readonly error: unknown }[] = [];
  readonly background = new BackgroundWork((name, error) => {
    this.failures.push({ name, error });
  });
  limits = {
    maxEntrySizeBytes: 1 << 20,
    maxTransactionSizeBytes: 1 << 30,
    commitConcurrency: 128,
    keepAliveSizeBytes: 32 << 20,
    maxLifeMs: 3_600_000,
  };
  events: EventSink = NO_EVENTS;
  latches: Latches | undefined;

  /** What the oracle gives next; afterwards 1 ms more each time. A function throws or waits. */
  readonly oracle: (Timestamp | (() => Promise<Timestamp>))[] = [];
  #lastTs = ts(1000);
  readonly timestamps = {
    timestamp: async (deadline?: Deadline): Promise<Timestamp> => {
      deadline?.check('waiting for a timestamp');
      const next = this.oracle.shift() ?? this.#lastTs + (1n << 18n);
      this.#lastTs = typeof next === 'function' ? await next() : next;
      return this.#lastTs;
    },
  };

  /** Locks given to the resolver, and how long it tells to wait for them. */
  readonly resolved: { readonly locks: readonly Lock[]; readonly options: ResolveOptions }[] = [];
  readonly waits: number[] = [];
  readonly locks = {
    resolve: async (locks: readonly Lock[], options: ResolveOptions): Promise<ResolveResult> => {
      this.resolved.push({ locks, options });
      return { waitMs: this.waits.shift() ?? 0, ignore: [], access: [] };
    },
  };

  visibility: TransactionEnvironment['visibility'] = { check: () => undefined };

  /** Where regions were split, and what was waited for; tests may put others in its place. */
  readonly splits: string[][] = [];
  splitter: TransactionEnvironment['splitter'] = {
    split: async (keys) => {
      this.splits.push(keys.map(text));
      return { regionIds: [], notScattered: [] };
    },
    waitForScatter: async () => {},
  };

  readonly detachedBackoffer = (budgetMs: number): Backoffer => {
    return new Backoffer(this.runtime, { deadline: this.deadlines.start({ timeoutMs: 120_000 }), budgetMs });
  };

  deadline(timeoutMs = 60_000, signal?: AbortSignal): Deadline {
    return this.deadlines.start({ timeoutMs, signal });
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await turnOfEventLoop();
  }
}
