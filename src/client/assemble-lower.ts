import { ActorRoot } from '../actor/actor-root.ts';
import { TimerWheel } from '../actor/timer-wheel.ts';
import type { Runtime } from '../model/runtime.ts';
import { EventRelay } from '../observe/event-relay.ts';
import { createPdClient } from '../pd/create-pd-client.ts';
import { createTimestampOracle } from '../pd/create-timestamp-oracle.ts';
import type { PdClient } from '../pd/pd-client.ts';
import { PdSession } from '../pd/pd-session.ts';
import type { TimestampOracle } from '../pd/timestamp-oracle.ts';
import { StoreCache } from '../region/store/store-cache.ts';
import { BackgroundWork } from '../retry/background-work.ts';
import { Deadlines } from '../retry/deadline.ts';
import { carefulRuntime } from '../wire/careful-runtime.ts';
import { createRpcClient } from '../wire/create-rpc-client.ts';
import type { RpcClient } from '../wire/rpc-client.ts';
import { systemRuntime } from '../wire/system-runtime.ts';
import type { ResolvedOptions } from './options/connect-options.ts';

/** The parts of a client that do not depend on how keys are encoded. */
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
  readonly stores: StoreCache;
  readonly timestamps: TimestampOracle;
}

/** Creates the lower parts; nothing is sent yet. @throws UsageError when TLS files cannot be used */
export function assembleLower(options: ResolvedOptions): LowerParts {
  const runtime =
    options.runtime === undefined
      ? systemRuntime({ ...options, connectionsPerAddress: options.connectionsPerStore })
      : carefulRuntime(options.runtime);
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
    isSecure: options.tls !== undefined,
  });
  session.onLeader((address) => events.emit('pd.leaderChanged', { address }));
  const pd = createPdClient(runtime, session);
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
    stores,
    timestamps,
  };
}
