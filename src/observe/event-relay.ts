import { createNanoEvents } from 'nanoevents';
import type { ClientEvents, EventName } from './event-table.ts';

/** Where parts of the client report what happens. */
export interface EventSink {
  /** Whether somebody listens: ask before making a payload on a hot path. */
  wants(name: EventName): boolean;
  emit<Name extends EventName>(name: Name, payload: ClientEvents[Name]): void;
}

/** For parts that nobody listens to. */
export const NO_EVENTS: EventSink = { wants: () => false, emit: () => {} };

export type Listener<Name extends EventName> = (payload: ClientEvents[Name]) => unknown;

/**
 * Hands events to the listeners of one client at the end of the turn of the event loop in which they
 * happened, so that no listener runs in the middle of the step that it hears about. Events are delivered in
 * the order in which they happened, each to its listeners in the order in which they were added. A listener
 * that throws, or whose promise is rejected, disturbs nobody: `background.failed` reports it, unless it
 * listens to that event.
 */
export class EventRelay implements EventSink {
  readonly #emitter = createNanoEvents<{ [Name in EventName]: Listener<Name> }>();
  readonly #defer: (task: () => void) => void;
  #queue: (() => void)[] = [];
  #isClosed = false;

  /** @param defer runs a task at the end of this turn of the event loop */
  constructor(defer: (task: () => void) => void) {
    this.#defer = defer;
  }

  /** Adds a listener. The function returned removes it. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    // A function that is added twice is called twice, and one removal removes it once.
    const own: Listener<Name> = (payload) => listener(payload);
    return this.#emitter.on(name, own as never);
  }

  wants(name: EventName): boolean {
    return !this.#isClosed && (this.#emitter.events[name]?.length ?? 0) > 0;
  }

  emit<Name extends EventName>(name: Name, payload: ClientEvents[Name]): void {
    if (!this.wants(name)) return;
    this.#queue.push(() => this.#deliver(name, payload));
    if (this.#queue.length === 1) this.#defer(() => this.#flush());
  }

  /** Ignores further events. Those that have happened are still delivered. */
  close(): void {
    this.#isClosed = true;
  }

  #flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const deliver of queue) deliver();
  }

  #deliver<Name extends EventName>(name: Name, payload: ClientEvents[Name]): void {
    for (const listener of [...((this.#emitter.events[name] ?? []) as Listener<Name>[])]) {
      try {
        Promise.resolve(listener(payload)).catch((error: unknown) => this.#listenerFailed(name, error));
      } catch (error) {
        this.#listenerFailed(name, error);
      }
    }
  }

  #listenerFailed(name: EventName, error: unknown): void {
    if (name !== 'background.failed') {
      this.emit('background.failed', { work: `listener of ${name}`, error });
    }
  }
}
