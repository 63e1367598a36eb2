import type { ActorRoot } from '../../actor/actor-root.ts';
import { ProtocolError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';
import { type EventSink, NO_EVENTS } from '../../observe/event-relay.ts';
import type { PdClient } from '../../pd/pd-client.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import type { Deadlines } from '../../retry/deadline.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { RpcClient } from '../../wire/rpc-client.ts';
import { SingleFlight } from '../cache/single-flight.ts';
import { type Liveness, Store } from './store.ts';
import { StoreHealth, type StoreHealthParts } from './store-health.ts';

/** For a question to PD that no call waits for. */
const RESOLVE_TIMEOUT_MS = 30_000;

/**
 * For a store that answers, though not as it should: as often as client-go asks about every store (parity row
 * STO-2).
 */
const RECHECK_INTERVAL_MS = 15_000;

export interface StoreCacheOptions {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly pd: Pick<PdClient, 'getStore'>;
  readonly rpc: RpcClient;
  readonly deadlines: Deadlines;
  readonly root: ActorRoot;
  /** How long a store may take to answer its health check, in milliseconds. Default 1000. */
  readonly livenessTimeoutMs?: number;
  /** Receives the stores that fall silent, are busy, or are back. */
  readonly events?: EventSink;
}

interface Known {
  readonly store: Store;
  readonly health: StoreHealth | undefined;
}

/**
 * The stores of a cluster: their addresses, and whether they answer. A store that stops answering is probed
 * each second until it answers again or PD says that it was removed: `machines/store.ts`. Follows client-go's
 * store_cache.go (parity rows STO-1, STO-3, STO-5, STO-6).
 */
export class StoreCache {
  readonly #options: StoreCacheOptions;
  readonly #events: EventSink;
  readonly #parts: StoreHealthParts;
  readonly #known = new Map<bigint, Known>();
  readonly #resolving = new SingleFlight<Store>();
  #isClosed = false;

  constructor(options: StoreCacheOptions) {
    this.#options = options;
    this.#events = options.events ?? NO_EVENTS;
    this.#parts = {
      root: options.root,
      clock: options.runtime.clock,
      rpc: options.rpc,
      events: this.#events,
      checkTimeoutMs: options.livenessTimeoutMs ?? RPC_TIMEOUT_MS.healthCheck,
      askPd: (store) => this.#askInBackground(store),
    };
  }

  /** The store of this id, resolved or not. */
  get(id: bigint): Store {
    let known = this.#known.get(id);
    if (known === undefined) {
      const store = new Store(id);
      known = { store, health: this.#isClosed ? undefined : new StoreHealth(store, this.#parts) };
      this.#known.set(id, known);
    }
    return known.store;
  }

  /** The stores met so far that serve keys and whose addresses are known. */
  get known(): readonly Store[] {
    return Array.from(this.#known.values(), ({ store }) => store).filter(
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

  /**
   * Asks PD again in the background: the store may have moved or gone (scenarios S100 and S101). For a while,
   * it is passed over where others serve as well.
   */
  recheck(store: Store): void {
    this.#healthOf(store)?.paced((nowMs) => store.markSlow(nowMs));
    this.#askAgain(store);
  }

  /**
   * Asks PD again in the background, unless PD said a short while ago where the store is: something else may
   * be at its address, which answers and says nothing that gives it away.
   */
  recheckAddress(store: Store): void {
    if (this.#options.runtime.clock.now() - store.locatedAtMs >= RECHECK_INTERVAL_MS) this.#askAgain(store);
  }

  /** Makes every region that remembers the store at this epoch look for another replica. */
  giveUp(store: Store, epoch: number): void {
    if (store.epoch !== epoch) return;
    store.epoch++;
    this.recheck(store);
  }

  /** The store is passed over for a while where others serve as well. */
  markBusy(store: Store): void {
    this.#healthOf(store)?.paced((nowMs) => store.markSlow(nowMs));
    this.#events.emit('store.busy', { storeId: store.id, address: store.address });
  }

  /** A store said with its answers how slow it is, 1 to 100 (parity rows STO-8, STO-9). */
  noteSlowScore(storeId: bigint, score: number): void {
    const known = this.#known.get(storeId);
    known?.health?.paced((nowMs) => known.store.noteSlowScore(score, nowMs));
  }

  /**
   * Asks the store itself whether it serves, once for all who want to know, and watches it if it does not.
   */
  async probe(store: Store): Promise<Liveness> {
    return this.#healthOf(store)?.probe() ?? 'unknown';
  }

  /** Stops all watching and probing. */
  close(): void {
    this.#isClosed = true;
    for (const { health } of this.#known.values()) health?.close();
  }

  #askAgain(store: Store): void {
    if (store.resolveState !== 'resolved') return;
    store.resolveState = 'needsCheck';
    void this.#askInBackground(store);
  }

  #healthOf(store: Store): StoreHealth | undefined {
    return this.#known.get(store.id)?.health;
  }

  async #ask(store: Store, backoffer: Backoffer): Promise<void> {
    const meta = await this.#options.pd.getStore(store.id, backoffer);
    if (meta !== undefined && meta.id !== store.id)
      throw new ProtocolError(`PD answered with store ${meta.id} when asked for store ${store.id}`);
    if (meta?.address === '' && meta.state !== 'tombstone')
      throw new ProtocolError(`PD has no address for store ${store.id}`);
    const { address: addressBefore } = store;
    store.update(meta, this.#options.runtime.clock.now());
    this.#leave(addressBefore);
    this.#healthOf(store)?.located(store.resolveState === 'tombstone');
  }

  /** Drops the connections to an address, unless a store is known to be there. */
  #leave(address: string): void {
    const isInUse = Array.from(this.#known.values()).some(
      ({ store }) => store.address === address && store.resolveState !== 'tombstone',
    );
    if (address !== '' && !isInUse) this.#options.rpc.closeWhenIdle(address);
  }

  /** @returns whether PD answered */
  async #askInBackground(store: Store): Promise<boolean> {
    const { runtime, deadlines } = this.#options;
    const deadline = deadlines.start({ timeoutMs: RESOLVE_TIMEOUT_MS });
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
    try {
      await this.#resolving.run(store, deadline, 'locating a region', () => this.#ask(store, backoffer));
      return true;
    } catch {
      // What is known stays in use; the next failure of the store asks again.
      if (store.resolveState === 'needsCheck') store.resolveState = 'resolved';
      return false;
    } finally {
      deadline.release();
    }
  }
}
