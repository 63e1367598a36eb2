import type { EventObject, Snapshot } from 'xstate';
import type { Json } from '../recording/recording.ts';
import type { EntryLog, Slot, Unit } from './entry-log.ts';
import type { Shower } from './show.ts';

/** Events sent to an actor and not taken yet; those to one that has just ended never are. */
const MAX_PENDING = 64;

/** Under load permanent actors take thousands of events a second, all alike: some in a row are recorded, then none. */
const WINDOW_MS = 250;
const STEPS_PER_WINDOW = 12;

export interface RecorderParts {
  readonly log: EntryLog;
  readonly shower: Shower;
  /** Show what machines of others hold as well. */
  readonly showsAll: boolean;
  /** Milliseconds since the start. */
  readonly now: () => number;
}

/** What the first entry tells of an actor. */
export interface Beginning {
  readonly actor: number;
  readonly name: string;
  readonly machine: string;
  readonly parent: number | undefined;
  readonly oneOf: number;
}

/** Of any actor; those that are no machines have no value. */
export type AnySnapshot = Snapshot<unknown> & { readonly value?: unknown; readonly context?: unknown };

interface Pending {
  readonly event: EventObject;
  readonly slot: Slot;
  readonly from: number | undefined;
}

/**
 * Writes the entries of one actor. An event has its place among all entries from when it is sent, so that what the
 * actor does because of it comes after it.
 */
export class ActorRecorder {
  readonly unit: Unit;
  readonly #parts: RecorderParts;
  readonly #beginning: Beginning;
  readonly #isShown: boolean;
  #pending: Pending[] = [];
  #edges: string[] = [];
  #context: unknown;
  #contextText = '';
  #started = false;
  #state = '';
  #windowEndsAt = 0;
  #steps = 0;
  #leftOut = 0;

  /** @param known one of this library's actors: what it holds may be shown */
  constructor(parts: RecorderParts, unit: Unit, beginning: Beginning, known: boolean) {
    this.#parts = parts;
    this.unit = unit;
    this.#beginning = beginning;
    this.#isShown = known || parts.showsAll;
  }

  get actor(): number {
    return this.#beginning.actor;
  }

  /** An event was sent to the actor. @param from the actor that sent it, where it is recorded */
  sent(event: EventObject, from: number | undefined): void {
    if (this.#isPast()) return;
    if (this.#pending.length >= MAX_PENDING) this.#cancelPending();
    this.#pending.push({ event, slot: this.#reserve(), from });
  }

  /** An edge was taken because of the event that is being taken. */
  tookEdge(edge: string): void {
    this.#edges.push(edge);
  }

  /** The actor has taken the event, or failed over it. @param state as recordings name it */
  took(event: EventObject, snapshot: AnySnapshot, state: string | undefined): void {
    const edges = this.#edges;
    this.#edges = [];
    this.#state = state ?? '';
    const pending = this.#takePending(event);
    const isActive = snapshot.status === 'active';
    if (pending === undefined && this.unit.permanent && isActive) {
      this.#leftOut++;
      return;
    }
    const { slot, from } = pending ?? { slot: this.#reserve(), from: undefined };
    // A child's end that its parent does not care for: the child tells it itself.
    if (this.#started && isActive && edges.length === 0 && /^xstate\.(done|error)\./.test(event.type)) {
      this.#parts.log.cancel(slot);
      return;
    }
    const what = this.#started
      ? { kind: 'step', event: this.#event(event), from, edges }
      : { kind: 'start', ...this.#beginning };
    this.#started = true;
    this.#write(slot, { ...what, state, status: snapshot.status, ...this.#content(snapshot) });
    if (!isActive) this.#cancelPending();
  }

  /** The event that the actor failed over, as far as that is known. */
  failed(error: unknown): void {
    const event = this.#pending[0]?.event ?? { type: 'xstate.error' };
    const snapshot: AnySnapshot = { status: 'error', error, output: undefined };
    this.took(event, snapshot, this.#state === '' ? undefined : this.#state);
  }

  /** Tells of the steps left out, so that the last entry has the state that the actor is in. */
  catchUp(): void {
    if (this.#leftOut === 0) return;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    const event = { type: 'steps.leftOut', count: leftOut };
    this.#write(this.#reserve(), { kind: 'step', event, edges: [], state: this.#state, status: 'active' });
  }

  /** True when a permanent actor has had its share of this window. */
  #isPast(): boolean {
    if (!this.unit.permanent || !this.#started) return false;
    const now = this.#parts.now();
    if (now >= this.#windowEndsAt) {
      this.catchUp();
      this.#windowEndsAt = now + WINDOW_MS;
      this.#steps = 0;
    }
    return ++this.#steps > STEPS_PER_WINDOW;
  }

  #reserve(): Slot {
    return this.#parts.log.reserve(this.unit, this.#parts.now());
  }

  #write(slot: Slot, entry: Readonly<Record<string, unknown>>): void {
    const { n, t } = slot;
    const { actor } = this.#beginning;
    const json = JSON.stringify({ n, t: Math.round(t * 1000) / 1000, actor, ...entry });
    this.#parts.log.fill(slot, json, entry.context !== undefined);
  }

  #event(event: EventObject): Json {
    return this.#isShown ? this.#parts.shower.show(event) : { type: event.type };
  }

  /** What is new about the actor. */
  #content({ status, context, output, error }: AnySnapshot): Record<string, Json> {
    const { shower } = this.#parts;
    const content: Record<string, Json> = {};
    if (status === 'error') content.error = shower.show(error);
    if (!this.#isShown) return content;
    // What permanent actors work on changes beside their contexts.
    if (context !== undefined && (context !== this.#context || this.unit.permanent)) {
      const shown = shower.show(context);
      const text = JSON.stringify(shown);
      if (text !== this.#contextText) content.context = shown;
      this.#contextText = text;
      this.#context = context;
    }
    if (status === 'done' && output !== undefined) content.output = shower.show(output);
    return content;
  }

  #takePending(event: EventObject): Pending | undefined {
    const at = this.#pending.findIndex((pending) => pending.event === event);
    return at < 0 ? undefined : this.#pending.splice(at, 1)[0];
  }

  #cancelPending(): void {
    for (const { slot } of this.#pending.splice(0)) this.#parts.log.cancel(slot);
  }
}
