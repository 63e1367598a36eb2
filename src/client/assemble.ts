import { PeriodicKeeper } from '../actor/periodic-keeper.ts';
import { type KeyCodec, NULL_KEYSPACE_ID } from '../keyspace/key-codec.ts';
import { LockResolver } from '../lock/lock-resolver.ts';
import { PdGc } from '../pd/pd-gc.ts';
import { PdScheduling } from '../pd/pd-scheduling.ts';
import { SafePointWatch } from '../pd/safe-point-watch.ts';
import { RegionCache } from '../region/cache/region-cache.ts';
import { SingleFlight } from '../region/cache/single-flight.ts';
import { RegionSplitter } from '../region/region-splitter.ts';
import { RegionClient } from '../region/request/region-client.ts';
import { StoreAsker } from '../region/store/store-asker.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Ledger } from '../retry/ledger.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { BulkEnvironment } from '../txn/bulk/bulk-environment.ts';
import { Latches } from '../txn/commit/latches.ts';
import { HEARTBEAT_PERIOD_MS } from '../txn/locking/lock-ttl.ts';
import type { TransactionEnvironment } from '../txn/transaction-environment.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { assembleLower, type LowerParts } from './assemble-lower.ts';
import { API_V1, type KeyCodecs } from './open-keyspace.ts';
import type { ResolvedOptions } from './options/connect-options.ts';

/** The parts of one client. */
export interface ClientParts extends LowerParts {
  readonly scheduling: PdScheduling;
  readonly gc: PdGc;
  /** For transactional keys. */
  readonly regions: RegionClient;
  /** For raw keys: PD orders them differently, so they have a region cache of their own. */
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

/** Background work ends after this time, in milliseconds, whatever is left of its backoff budget. */
const BACKGROUND_TIMEOUT_MS = 120_000;

/** How many stores the state of a transaction is sent to at once (client-go's broadcastMaxConcurrency). */
const STORES_TOLD_AT_ONCE = 10;

/** Creates what sends requests about the keys of one codec, with a region cache of its own. */
export function createRegionClient(
  { options, runtime, wheel, events, deadlines, root, rpcs, pd, stores }: LowerParts,
  codec: KeyCodec,
): RegionClient {
  const ttlMs = options.regionCacheTtlMs;
  const cache = new RegionCache({ runtime, pd, codec, stores, deadlines, events, ttlMs });
  const { actors, zone } = options;
  return new RegionClient({ runtime, timers: wheel, cache, rpc: rpcs, root, events, actors, zone });
}

/** Creates the other parts, on top of the lower ones. */
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
  const scheduling = new PdScheduling(runtime, lower.session);
  const splitter = new RegionSplitter(regions, scheduling);
  const rawSplitter = new RegionSplitter(rawRegions, scheduling, { isRaw: true });
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
  const asker = new StoreAsker(rpcs, wheel);
  const { context } = codecs.transactional;
  const keyspaceId = context.keyspaceId === NULL_KEYSPACE_ID ? undefined : context.keyspaceId;
  const gc = new PdGc(runtime, lower.session);
  const safePoint = new SafePointWatch({ runtime, gc, timestamps, deadlines, keyspaceId });
  const transactions: TransactionEnvironment = {
    regions,
    timestamps,
    locks,
    visibility: safePoint,
    splitter,
    keeper: new PeriodicKeeper(runtime.clock, wheel, HEARTBEAT_PERIOD_MS),
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
      const call = {
        rpc: tikvRpcs.broadcastTxnStatus,
        request: { context: { clusterId: pd.clusterId }, txnStatus: [status] },
        timeoutMs: RPC_TIMEOUT_MS.broadcastTxnStatus,
      };
      void asker.tellAll(stores.known, call, STORES_TOLD_AT_ONCE);
    },
  };
  return {
    ...lower,
    scheduling,
    gc,
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
