import type { AnyActorRef, EventObject, InspectionEvent } from 'xstate';
import type { Complete } from '../model/complete.ts';
import type { AnySnapshot } from './collect/actor-recorder.ts';
import { isKnown, isMachine } from './collect/machine-shape.ts';
import { Sampler } from './collect/sampler.ts';
import { Shower } from './collect/show.ts';
import { systemEnvironment } from './environment.ts';
import type { Json } from './recording/recording.ts';
import { resolveStatelyOptions, type StatelyOptions } from './stately-options.ts';

/** What `@statelyai/inspect` makes: `createWebSocketInspector()`, `createBrowserInspector()` and their like. */
export interface StatelyInspector {
  readonly inspect: {
    /** Takes one event. */
    next?: ((event: InspectionEvent) => void) | undefined;
  };
}

/** What `connect` takes as `inspect`. */
export interface StatelyStream {
  /** Takes one event. */
  next(event: InspectionEvent): void;
  /** Actors, most of them transactions and their requests, of which nothing was passed on. */
  readonly leftOut: number;
}

/** Actors that live as long as their client. */
const PERMANENT: ReadonlySet<string> = new Set(['client', 'pdSession', 'tsoBatcher', 'batchStream', 'store']);
const WINDOW_MS = 1000;

/** Transactions, or requests without one, with all that happens on their behalf. */
interface Unit {
  readonly kind: string;
  messages: number;
  live: number;
}

/** An actor as Stately's inspector gets to see it. */
interface Seen {
  readonly unit: Unit | 'permanent';
  readonly isShown: boolean;
  readonly standIn: StandIn;
  readonly rootId: string;
  /** Of a permanent actor: messages of this window that were not passed on. */
  leftOut: number;
}

interface StandIn {
  readonly sessionId: string;
  readonly id: string;
  readonly logic: { readonly config?: unknown };
  readonly _parent: { readonly sessionId: string } | undefined;
  getSnapshot(): unknown;
}

/**
 * Passes what happens in a client on to an inspector of Stately, in a form that it can show: timestamps in full,
 * though they are bigints, keys as text, and without values and secrets. It limits what it passes on, and says so.
 *
 * @throws UsageError for options that cannot be meant
 * @example
 * import { createWebSocketInspector } from '@statelyai/inspect';
 * import { stately } from 'tikv-client/inspector';
 *
 * const inspector = createWebSocketInspector({ url: 'ws://localhost:8080' });
 * const tikv = await connect({ endpoints: ['127.0.0.1:2379'], inspect: stately(inspector) });
 */
export function stately(inspector: StatelyInspector, options?: StatelyOptions): StatelyStream {
  return new Stream(inspector, resolveStatelyOptions(options), systemEnvironment().now);
}

class Stream implements StatelyStream {
  readonly #inspector: StatelyInspector;
  readonly #options: Complete<StatelyOptions>;
  readonly #now: () => number;
  readonly #shower: Shower;
  readonly #sampler: Sampler;
  /** Actors that are passed on; of all others nothing is. */
  readonly #seen = new WeakMap<AnyActorRef, Seen>();
  #windowEndsAt = 0;
  /** Messages of permanent actors in this window. */
  #ofPermanent = 0;
  /** Permanent actors that have left out some of theirs. */
  readonly #behind = new Set<Seen>();
  #leftOut = 0;
  #told = 0;

  constructor(inspector: StatelyInspector, options: Complete<StatelyOptions>, now: () => number) {
    this.#inspector = inspector;
    this.#options = options;
    this.#now = now;
    this.#shower = new Shower({ keys: options.showKeys, values: options.showValues });
    this.#sampler = new Sampler(options.maxMessagesPerSecond);
  }

  get leftOut(): number {
    return this.#leftOut;
  }

  next(event: InspectionEvent): void {
    const now = this.#now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + WINDOW_MS;
      this.#ofPermanent = 0;
      this.#tellLeftOut();
      for (const behind of this.#behind) this.#catchUp(behind);
    }
    const actor = event.actorRef as AnyActorRef;
    if (event.type === '@xstate.actor') this.#begin(actor, event.rootId);
    const seen = this.#seen.get(actor);
    if (seen === undefined) return;
    if (event.type === '@xstate.event') {
      const source =
        event.sourceRef === undefined ? undefined : this.#seen.get(event.sourceRef as AnyActorRef);
      this.#pass(seen, {
        type: event.type,
        rootId: event.rootId,
        sourceRef: source?.standIn,
        event: this.#event(seen, event.event),
      });
    } else if (event.type === '@xstate.snapshot') {
      const { status } = event.snapshot;
      const shown = this.#snapshot(seen, event.snapshot as AnySnapshot);
      const { rootId } = event;
      const message = {
        type: event.type,
        rootId,
        event: this.#event(seen, event.event),
        snapshot: shown,
      };
      if (status === 'active') this.#pass(seen, message);
      else this.#end(seen, message);
    }
  }

  #begin(actor: AnyActorRef, rootId: string): void {
    const { logic, _parent: parent } = actor as unknown as {
      readonly logic: unknown;
      readonly _parent: AnyActorRef | undefined;
    };
    const kind = isMachine(logic) ? logic.id : actor.id;
    const above = parent === undefined ? undefined : this.#seen.get(parent);
    const unit = this.#unitOf(kind, parent, above);
    if (unit === undefined) {
      this.#leftOut++;
      if (this.#leftOut === 1) this.#tellLeftOut();
      return;
    }
    if (unit !== 'permanent') unit.live++;
    const isShown = (isMachine(logic) && isKnown(logic)) || this.#options.showValues;
    const seen: Seen = {
      unit,
      isShown,
      standIn: {
        sessionId: actor.sessionId,
        id: actor.id,
        logic: isMachine(logic) ? { config: logic.config } : {},
        _parent: above?.standIn,
        getSnapshot: () => this.#snapshot(seen, actor.getSnapshot() as AnySnapshot),
      },
      rootId,
      leftOut: 0,
    };
    this.#seen.set(actor, seen);
    this.#tell(seen, { type: '@xstate.actor', rootId });
  }

  #unitOf(kind: string, parent: AnyActorRef | undefined, above: Seen | undefined): Seen['unit'] | undefined {
    if (PERMANENT.has(kind)) return 'permanent';
    if (parent !== undefined && above === undefined) return undefined;
    if (above !== undefined && above.unit !== 'permanent') return above.unit;
    return this.#sampler.admit(kind, this.#now()) ? { kind, messages: 0, live: 0 } : undefined;
  }

  #end(seen: Seen, message: object): void {
    const { unit } = seen;
    this.#behind.delete(seen);
    this.#tell(seen, message);
    if (unit === 'permanent') return;
    unit.live--;
    if (unit.live === 0) this.#sampler.learn(unit.kind, unit.messages);
  }

  /** What a permanent actor does, up to the limit. */
  #pass(seen: Seen, message: object): void {
    if (seen.unit === 'permanent' && ++this.#ofPermanent > this.#options.maxMessagesPerSecond) {
      seen.leftOut++;
      this.#behind.add(seen);
    } else this.#tell(seen, message);
  }

  /** Without a limit: that an actor begins, which all else about it needs, and how it ends. */
  #tell({ unit, standIn }: Seen, message: object): void {
    if (unit !== 'permanent') unit.messages++;
    this.#send({ ...message, actorRef: standIn });
  }

  /** What a permanent actor has come to since its messages were left out, and how many were. */
  #catchUp(seen: Seen): void {
    const { rootId, standIn, leftOut } = seen;
    this.#behind.delete(seen);
    seen.leftOut = 0;
    const event = { type: 'messages.leftOut', count: leftOut };
    this.#tell(seen, { type: '@xstate.snapshot', rootId, event, snapshot: standIn.getSnapshot() });
  }

  #send(message: object): void {
    this.#inspector.inspect.next?.(message as InspectionEvent);
  }

  #event({ isShown }: Seen, event: EventObject): Json {
    return isShown
      ? this.#fitting({ ...(this.#shower.show(event) as object), type: event.type })
      : { type: event.type };
  }

  #snapshot({ isShown }: Seen, snapshot: AnySnapshot): object {
    const { status, value, context, output, error } = snapshot;
    const tags = [...((snapshot as { readonly tags?: Iterable<string> }).tags ?? [])];
    const held = isShown
      ? { context: this.#shower.show(context ?? {}), output: this.#shower.show(output ?? null) }
      : { context: {} };
    const failure = error === undefined ? {} : { error: this.#shower.show(error) };
    return { status, value, tags, children: {}, ...failure, ...(this.#fitting(held) as object) };
  }

  #fitting<Shown extends object>(shown: Shown): Json {
    const bytes = JSON.stringify(shown).length;
    if (bytes <= this.#options.maxMessageBytes) return shown as Json;
    const { type } = shown as { readonly type?: string };
    const note = `(${bytes} bytes are not shown)`;
    return type === undefined ? { context: { leftOut: note } } : { type, leftOut: note };
  }

  /** Where the user looks: among the actors. */
  #tellLeftOut(): void {
    if (this.#leftOut === this.#told) return;
    const snapshot = () => ({
      status: 'active',
      value: 'limited',
      tags: [],
      children: {},
      context: { actorsLeftOut: this.#leftOut, maxMessagesPerSecond: this.#options.maxMessagesPerSecond },
    });
    const config = { id: 'left out', initial: 'limited', states: { limited: {} } };
    const actorRef = {
      sessionId: 'tikv-client left out',
      id: 'left out',
      logic: { config },
      getSnapshot: snapshot,
    };
    const rootId = actorRef.sessionId;
    if (this.#told === 0) this.#send({ type: '@xstate.actor', rootId, actorRef });
    this.#told = this.#leftOut;
    const event = { type: 'actors.leftOut', count: this.#leftOut };
    this.#send({ type: '@xstate.snapshot', rootId, actorRef, event, snapshot: snapshot() });
  }
}
