import { ActorRoot } from '../actor/actor-root.ts';
import { PeriodicKeeper } from '../actor/periodic-keeper.ts';
import { TimerWheel } from '../actor/timer-wheel.ts';
import { type KeyCodec, NULL_KEYSPACE_ID } from '../keyspace/key-codec.ts';
import { LockResolver } from '../lock/lock-resolver.ts';
import type { Runtime } from '../model/runtime.ts';
import { EventRelay } from '../observe/event-relay.ts';
import { createPdClient } from '../pd/create-pd-client.ts';
import { createTimestampOracle } from '../pd/create-timestamp-oracle.ts';
import type { PdClient } from '../pd/pd-client.ts';
import { PdGc } from '../pd/pd-gc.ts';
import { PdScheduling } from '../pd/pd-scheduling.ts';
import { PdSession } from '../pd/pd-session.ts';
import { SafePointWatch } from '../pd/safe-point-watch.ts';
import type { TimestampOracle } from '../pd/timestamp-oracle.ts';
import { RegionCache } from '../region/region-cache.ts';
import { RegionClient } from '../region/region-client.ts';
import { RegionSplitter } from '../region/region-splitter.ts';
import { SingleFlight } from '../region/single-flight.ts';
import { StoreCache } from '../region/store-cache.ts';
import { tellStores } from '../region/tell-stores.ts';
import { BackgroundWork } from '../retry/background-work.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { Deadlines } from '../retry/deadline.ts';
import type { Ledger } from '../retry/ledger.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { BulkEnvironment } from '../txn/bulk/bulk-environment.ts';
import { Latches } from '../txn/latches.ts';
import type { TransactionEnvironment } from '../txn/transaction-environment.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import { createRpcClient } from '../wire/create-rpc-client.ts';
import type { RpcClient } from '../wire/rpc-client.ts';
import { systemRuntime } from '../wire/system-runtime.ts';
import { API_V1, type KeyCodecs } from './open-keyspace.ts';
import type { ResolvedOptions } from './options.ts';

/** The parts of a client that need not know how keys are written. */
export interface LowerParts {
  readonly options: ResolvedOptions;
  readonly runtime: Runtime;
  readonly wheel: TimerWheel;
  readonly events: EventRelay;
  readonly deadlines: Deadlines;
  readonly root: ActorRoot;
  readonly background: BackgroundWork;
  readonly rpcs: RpcClient;
  readonly session: PdSession;
  readonly pd: PdClient;
  readonly scheduling: PdScheduling;
  readonly gc: PdGc;
  readonly stores: StoreCache;
  readonly timestamps: TimestampOracle;
}

/** One client's parts, each made once. */
export interface ClientParts extends LowerParts {
  /** Of transactional keys. */
  readonly regions: RegionClient;
  /** Of raw keys: another order of keys at PD, so another region cache. */
  readonly rawRegions: RegionClient;
  /** Splits regions of transactional keys. */
  readonly splitter: RegionSplitter;
  /** Splits regions of raw keys. */
  readonly rawSplitter: RegionSplitter;
  /** Undefined under API V1. */
  readonly keyspaceId: number | undefined;
  readonly safePoint: SafePointWatch;
  readonly locks: LockResolver;
  readonly transactions: TransactionEnvironment;
  readonly bulk: BulkEnvironment;
}

/** Work in the background ends after this long, in milliseconds, whatever its backoff budget says. */
const BACKGROUND_TIMEOUT_MS = 120_000;

/** Stores told of one transaction's state at once (client-go's broadcastMaxConcurrency). */
const STORES_TOLD_AT_ONCE = 10;

/** Makes the lower parts; nothing is sent yet. @throws UsageError when TLS files cannot be used */
export function assembleLower(options: ResolvedOptions): LowerParts {
  const runtime =
    options.runtime ?? systemRuntime({ ...options, connectionsPerAddress: options.connectionsPerStore });
  const events = new EventRelay((task) => runtime.defer(task));
  const wheel = new TimerWheel(runtime.clock);
  const deadlines = new Deadlines(runtime.clock, wheel, (kind, sleepMs, cause) => {
    if (events.wants('retry.planned')) events.emit('retry.planned', { kind, sleepMs, cause });
  });
  const root = new ActorRoot({ clock: runtime.clock, inspect: options.inspect, onError: () => {} });
  const background = new BackgroundWork((work, error) => events.emit('background.failed', { work, error }));
  const rpcs = createRpcClient(runtime, root, {
    maxBatchSize: options.maxBatchSize,
    streamsPerStore: options.connectionsPerStore,
    maxInFlightPerStream: options.maxInFlightPerConnection,
    idleTimeoutMs: options.idleTimeoutMs,
    maxRequestSizeBytes: options.maxRequestSizeBytes,
    onFeedback: ({ health }) => {
      if (health !== undefined) stores.noteSlowScore(health.storeId, health.slowScore);
    },
  });
  const session = new PdSession(runtime, root, {
    endpoints: options.endpoints,
    timeoutMs: options.pdTimeoutMs,
  });
  session.onLeader((address) => events.emit('pd.leaderChanged', { address }));
  const pd = createPdClient(runtime, session);
  const scheduling = new PdScheduling(runtime, session);
  const gc = new PdGc(runtime, session);
  const timestamps = createTimestampOracle(runtime, root, session, {
    refreshIntervalMs: options.lowResolutionIntervalMs,
  });
  const stores = new StoreCache({
    runtime,
    pd,
    rpc: rpcs,
    deadlines,
    root,
    events,
    livenessTimeoutMs: options.storeLivenessTimeoutMs,
  });
  return {
    options,
    runtime,
    wheel,
    events,
    deadlines,
    root,
    background,
    rpcs,
    session,
    pd,
    scheduling,
    gc,
    stores,
    timestamps,
  };
}

/** Sends requests about the keys of one codec, with a region cache of its own. */
export function createRegionClient(
  { options, runtime, wheel, events, deadlines, root, rpcs, pd, stores }: LowerParts,
  codec: KeyCodec,
): RegionClient {
  const ttlMs = options.regionCacheTtlMs;
  const cache = new RegionCache({ runtime, pd, codec, stores, deadlines, events, ttlMs });
  return new RegionClient({ runtime, timers: wheel, cache, rpc: rpcs, root, events, actors: options.actors });
}

/** Makes the other parts, on top of the lower ones. */
export function assemble(
  options: ResolvedOptions,
  lower: LowerParts = assembleLower(options),
  codecs: KeyCodecs = API_V1,
): ClientParts {
  const { runtime, wheel, events, deadlines, root, background, pd, timestamps, stores, rpcs } = lower;

  const detachedBackoffer = (budgetMs: number, ledger?: Ledger) => {
    const deadline = deadlines.start({ timeoutMs: BACKGROUND_TIMEOUT_MS, ledger });
    return new Backoffer(runtime, { deadline, budgetMs });
  };
  const regions = createRegionClient(lower, codecs.transactional);
  const rawRegions = createRegionClient(lower, codecs.raw);
  const splitter = new RegionSplitter(regions, lower.scheduling);
  const rawSplitter = new RegionSplitter(rawRegions, lower.scheduling, true);
  const locks = new LockResolver({
    regions,
    timestamps,
    root,
    wholeRegions: new SingleFlight(),
    events,
    background,
    detachedBackoffer,
    resolveLiteThreshold: options.resolveLiteThreshold,
  });
  const { context } = codecs.transactional;
  const keyspaceId = context.keyspaceId === NULL_KEYSPACE_ID ? undefined : context.keyspaceId;
  const safePoint = new SafePointWatch({ runtime, pd, timestamps, deadlines, keyspaceId });
  const transactions: TransactionEnvironment = {
    regions,
    timestamps,
    locks,
    splitter,
    keeper: new PeriodicKeeper(wheel),
    root,
    runtime,
    deadlines,
    background,
    detachedBackoffer,
    limits: {
      maxEntrySizeBytes: options.maxEntrySizeBytes,
      maxTransactionSizeBytes: options.maxTransactionSizeBytes,
      commitConcurrency: options.commitConcurrency,
      keepAliveSizeBytes: options.keepAliveSizeBytes,
      maxLifeMs: options.maxTransactionLifeMs,
    },
    latches: options.localLatches > 0 ? new Latches(options.localLatches) : undefined,
    events,
    ledger: undefined,
  };
  const bulk: BulkEnvironment = {
    ...transactions,
    reads: { regions, locks, visibility: safePoint },
    tellStores: (status) => {
      const request = { context: { clusterId: pd.clusterId }, txnStatus: [status] };
      const timeoutMs = RPC_TIMEOUT_MS.broadcastTxnStatus;
      void tellStores(
        { stores, rpcs, timers: wheel },
        tikvRpcs.broadcastTxnStatus,
        request,
        timeoutMs,
        STORES_TOLD_AT_ONCE,
      );
    },
  };
  return {
    ...lower,
    regions,
    rawRegions,
    splitter,
    rawSplitter,
    keyspaceId,
    safePoint,
    locks,
    transactions,
    bulk,
  };
}
