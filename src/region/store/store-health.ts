import type { Actor } from 'xstate';
import {
  type SilentLiveness,
  type StoreEvent,
  type StoreInput,
  storeChart,
} from '../../../machines/store.ts';
import type { ActorRoot } from '../../actor/actor-root.ts';
import { compiledOnUse } from '../../actor/compiled-on-use.ts';
import { sendWhileActive } from '../../actor/send-while-active.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import type { Clock } from '../../model/runtime.ts';
import type { EventSink } from '../../observe/event-relay.ts';
import type { RpcClient } from '../../wire/rpc-client.ts';
import { checkHealth, type HealthCheck } from './health-check.ts';
import type { Liveness, Store } from './store.ts';

const CHECK_INTERVAL_MS = 1_000;
const ASK_PD_INTERVAL_MS = 30_000;

export interface StoreHealthParts {
  readonly root: ActorRoot;
  readonly clock: Clock;
  readonly rpc: RpcClient;
  readonly events: EventSink;
  readonly checkTimeoutMs: number;
  /** Asks PD for the store. @returns whether PD answered: then the store is up to date */
  askPd(store: Store): Promise<boolean>;
}

/**
 * Keeps the liveness of one store up to date. What requests read of it are plain fields of the store; its
 * actor gets an event only when something changes.
 */
export class StoreHealth implements Inspected {
  readonly #store: Store;
  readonly #parts: StoreHealthParts;
  readonly #actor: Actor<ReturnType<typeof storeChart>>;
  #check: HealthCheck | undefined;
  #askedPdMs = 0;

  constructor(store: Store, parts: StoreHealthParts) {
    this.#store = store;
    this.#parts = parts;
    this.#actor = parts.root.start(storeLogic(), { id: `store ${store.id}`, input: { store: this } });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { id, address, liveness, labels } = this.#store;
    return { id, address, liveness, labels };
  }

  /** Whether the store serves, by a health check that is shared by all who want to know. */
  probe(): Promise<Liveness> {
    this.#send({ type: 'store.doubted' });
    const { liveness } = this.#store;
    return this.#check?.liveness ?? Promise.resolve(liveness === 'reachable' ? 'unknown' : liveness);
  }

  /** PD said where the store is, or that it is gone. */
  located(isGone: boolean): void {
    this.#send({ type: isGone ? 'store.removed' : 'store.located' });
  }

  /**
   * Changes what is known of the store's speed. The chart gets an event if that makes it slow, or no longer
   * slow.
   */
  paced(change: (nowMs: number) => void): void {
    const nowMs = this.#parts.clock.now();
    const wasSlow = this.#store.isSlow(nowMs);
    change(nowMs);
    const isSlow = this.#store.isSlow(nowMs);
    if (isSlow !== wasSlow) this.#send({ type: isSlow ? 'store.slowed' : 'store.recovered' });
  }

  /** No more is asked. */
  close(): void {
    this.#parts.root.stopActor(this.#actor);
    this.#check?.abandon();
  }

  /** @internal Action of the chart. */
  check(): void {
    const { rpc, clock, checkTimeoutMs } = this.#parts;
    const check = checkHealth(rpc, clock, this.#store.address, checkTimeoutMs);
    this.#check = check;
    void check.liveness.then((liveness) => {
      this.#check = undefined;
      this.#send(liveness === 'reachable' ? { type: 'check.passed' } : { type: 'check.failed', liveness });
    });
  }

  /** @internal Action of the chart. */
  askPd(): void {
    this.#askedPdMs = this.#parts.clock.now();
    void this.#parts.askPd(this.#store).then((answered) => {
      this.#send({ type: answered ? 'store.located' : 'pd.failed' });
    });
  }

  /** @internal Action of the chart. */
  noteSilence(liveness: SilentLiveness): void {
    this.#store.liveness = liveness;
  }

  /** @internal Action of the chart. */
  tellSilence(): void {
    this.#askedPdMs = this.#parts.clock.now();
    this.#emit('store.unreachable');
  }

  /** @internal Action of the chart. */
  noteReturn(): void {
    this.#store.liveness = 'reachable';
    this.#emit('store.reachable');
  }

  /** @internal Guard of the chart. */
  pdIsDue(): boolean {
    return this.#parts.clock.now() - this.#askedPdMs >= ASK_PD_INTERVAL_MS;
  }

  /** @internal Guard of the chart. */
  isSlow(): boolean {
    return this.#store.isSlow(this.#parts.clock.now());
  }

  /** @internal Delay of the chart. */
  slowPeriodMs(): number {
    return Math.max(0, this.#store.slowUntilMs - this.#parts.clock.now());
  }

  /** A store that is gone, or whose client is closed, has no more use for it. */
  #send(event: StoreEvent): void {
    sendWhileActive(this.#actor, event);
  }

  #emit(name: 'store.unreachable' | 'store.reachable'): void {
    const { id: storeId, address } = this.#store;
    this.#parts.events.emit(name, { storeId, address });
  }
}

const healthOf = ({ store }: StoreInput) => store as StoreHealth;

const storeLogic = compiledOnUse(storeChart, {
  actions: {
    check: ({ context }) => healthOf(context).check(),
    askPd: ({ context }) => healthOf(context).askPd(),
    noteSilence: ({ context }, { liveness }) => healthOf(context).noteSilence(liveness),
    tellSilence: ({ context }) => healthOf(context).tellSilence(),
    noteReturn: ({ context }) => healthOf(context).noteReturn(),
  },
  guards: {
    pdIsDue: ({ context }) => healthOf(context).pdIsDue(),
    isSlow: ({ context }) => healthOf(context).isSlow(),
  },
  delays: {
    checkInterval: CHECK_INTERVAL_MS,
    slowPeriod: ({ context }) => healthOf(context).slowPeriodMs(),
  },
});
