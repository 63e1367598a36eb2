import { ProtocolError } from '../model/errors.ts';
import type { Clock, Runtime } from '../model/runtime.ts';
import { type EventSink, NO_EVENTS } from '../observe/event-relay.ts';
import type { PdClient } from '../pd/pd-client.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadlines } from '../retry/deadline.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { grpc } from '../wire/codec/messages.ts';
import { healthRpcs } from '../wire/codec/rpcs.ts';
import type { RpcClient, RpcResult } from '../wire/rpc-client.ts';
import { SingleFlight } from './single-flight.ts';
import { type Liveness, Store } from './store.ts';

const PROBE_INTERVAL_MS = 1_000;
const RESOLVE_INTERVAL_MS = 30_000;

export interface StoreCacheOptions {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly pd: Pick<PdClient, 'getStore'>;
  readonly rpc: RpcClient;
  readonly deadlines: Deadlines;
  /** How long a store may take to answer its health check, in milliseconds. Default 1000. */
  readonly livenessTimeoutMs?: number;
  /** Told of stores that fall silent, are busy, or are back. */
  readonly events?: EventSink;
}

/**
 * The stores of a cluster: their addresses, and whether they answer. A store that stops answering is probed
 * each second until it answers again or PD says that it was removed. Follows client-go's store_cache.go
 * (parity rows STO-1, STO-3, STO-5, STO-6).
 */
export class StoreCache {
  readonly #clock: Clock;
  readonly #options: StoreCacheOptions;
  readonly #events: EventSink;
  readonly #stores = new Map<bigint, Store>();
  readonly #resolving = new SingleFlight<Store>();
  readonly #probing = new Map<Store, Promise<Liveness>>();
  readonly #abandonProbe = new Set<() => void>();
  readonly #watched = new Map<Store, unknown>();
  #isClosed = false;

  constructor(options: StoreCacheOptions) {
    this.#options = options;
    this.#clock = options.runtime.clock;
    this.#events = options.events ?? NO_EVENTS;
  }

  /** The store of this id, resolved or not. */
  get(id: bigint): Store {
    let store = this.#stores.get(id);
    if (store === undefined) {
      store = new Store(id);
      this.#stores.set(id, store);
    }
    return store;
  }

  /** Stores of keys and values met so far, as far as their addresses are known. */
  get known(): readonly Store[] {
    return [...this.#stores.values()].filter(
      ({ address, resolveState, servesKeys }) => address !== '' && resolveState !== 'tombstone' && servesKeys,
    );
  }

  /**
   * Asks PD for the store unless that was done. Its state is `resolved` or `tombstone` afterwards.
   *
   * @throws {ProtocolError} when PD gives it no address; and what PdClient.getStore throws
   */
  async resolve(store: Store, backoffer: Backoffer): Promise<void> {
    while (store.resolveState === 'unresolved') {
      await this.#resolving.run(store, backoffer.deadline, 'locating a region', () =>
        this.#ask(store, backoffer),
      );
    }
  }

  /** Asks PD again in the background: the store may have moved or gone (scenarios S100 and S101). */
  recheck(store: Store): void {
    if (store.resolveState !== 'resolved') return;
    store.resolveState = 'needsCheck';
    void this.#askInBackground(store);
  }

  /** Makes every region that remembers the store at this epoch look for another replica. */
  giveUp(store: Store, epoch: number): void {
    if (store.epoch !== epoch) return;
    store.epoch++;
    store.markSlow(this.#clock.now());
    this.recheck(store);
  }

  /** The store is passed over for a while where others serve as well. */
  markBusy(store: Store): void {
    store.markSlow(this.#clock.now());
    this.#events.emit('store.busy', { storeId: store.id, address: store.address });
  }

  /** Asks the store itself whether it serves, once for all who want to know, and watches it if it does not. */
  async probe(store: Store): Promise<Liveness> {
    const liveness = await this.#probeOnce(store);
    if (liveness !== 'reachable' && store.liveness === 'reachable' && !this.#isClosed) {
      store.liveness = liveness;
      this.#events.emit('store.unreachable', { storeId: store.id, address: store.address });
      this.#watch(store, this.#clock.now());
    }
    return liveness;
  }

  /** Stops all watching and probing. */
  close(): void {
    this.#isClosed = true;
    for (const abandon of this.#abandonProbe) abandon();
    for (const timer of this.#watched.values()) this.#clock.clearTimeout(timer);
    this.#watched.clear();
  }

  async #ask(store: Store, backoffer: Backoffer): Promise<void> {
    const meta = await this.#options.pd.getStore(store.id, backoffer);
    if (meta !== undefined && meta.id !== store.id)
      throw new ProtocolError(`PD answered with store ${meta.id} when asked for store ${store.id}`);
    if (meta?.address === '' && meta.state !== 'tombstone')
      throw new ProtocolError(`PD has no address for store ${store.id}`);
    store.update(meta);
  }

  async #askInBackground(store: Store): Promise<void> {
    const { runtime, deadlines } = this.#options;
    const deadline = deadlines.start({ timeoutMs: RESOLVE_INTERVAL_MS });
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
    try {
      await this.#resolving.run(store, deadline, 'locating a region', () => this.#ask(store, backoffer));
    } catch {
      // What is known stays in use; the next failure of the store asks again.
      if (store.resolveState === 'needsCheck') store.resolveState = 'resolved';
    } finally {
      deadline.release();
    }
  }

  #watch(store: Store, resolvedAtMs: number): void {
    const timer = this.#clock.setTimeout(() => void this.#watchOnce(store, resolvedAtMs), PROBE_INTERVAL_MS);
    this.#watched.set(store, timer);
  }

  async #watchOnce(store: Store, resolvedAtMs: number): Promise<void> {
    let lastAskedMs = resolvedAtMs;
    if (this.#clock.now() - resolvedAtMs >= RESOLVE_INTERVAL_MS) {
      lastAskedMs = this.#clock.now();
      await this.#askInBackground(store);
    }
    store.liveness = await this.#probeOnce(store);
    if (this.#isClosed) return;
    const isBack = store.liveness === 'reachable';
    if (isBack) this.#events.emit('store.reachable', { storeId: store.id, address: store.address });
    if (isBack || store.resolveState === 'tombstone') this.#watched.delete(store);
    else this.#watch(store, lastAskedMs);
  }

  #probeOnce(store: Store): Promise<Liveness> {
    if (store.resolveState === 'unresolved' || store.resolveState === 'tombstone')
      return Promise.resolve('unknown');
    let probe = this.#probing.get(store);
    if (probe === undefined) {
      probe = this.#check(store.address).finally(() => this.#probing.delete(store));
      this.#probing.set(store, probe);
    }
    return probe;
  }

  #check(address: string): Promise<Liveness> {
    return new Promise((resolve) => {
      const end = (liveness: Liveness) => {
        this.#clock.clearTimeout(timer);
        this.#abandonProbe.delete(abandon);
        resolve(liveness);
      };
      const cancel = this.#options.rpc.send(address, healthRpcs.check, { service: '' }, {}, (result) =>
        end(livenessOf(result)),
      );
      const abandon = () => {
        cancel();
        end('unreachable');
      };
      const timer = this.#clock.setTimeout(
        abandon,
        this.#options.livenessTimeoutMs ?? RPC_TIMEOUT_MS.healthCheck,
      );
      this.#abandonProbe.add(abandon);
    });
  }
}

function livenessOf(result: RpcResult<grpc.health.v1.HealthCheckResponse.Decoded>): Liveness {
  if (!result.ok) return 'unreachable';
  const { ServingStatus } = grpc.health.v1.HealthCheckResponse;
  switch (result.response.status) {
    case ServingStatus.SERVING:
      return 'reachable';
    case ServingStatus.UNKNOWN:
    case ServingStatus.SERVICE_UNKNOWN:
      return 'unknown';
    default:
      return 'unreachable';
  }
}
