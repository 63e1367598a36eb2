import type { Entry, Json, JsonObject, RecordingHead, StartEntry } from '../recording/recording.ts';

/** One actor, and all that was recorded of it. */
export interface ActorHistory {
  readonly id: number;
  readonly name: string;
  readonly machine: string;
  readonly start: StartEntry;
  /** Undefined for actors without a parent, and for those whose parent is forgotten. */
  readonly parent: ActorHistory | undefined;
  readonly children: ActorHistory[];
  /** The start and the steps, in order. */
  readonly entries: Entry[];
}

/** What an actor is at one point of a recording. */
export interface Moment {
  /** The last entry up to then. */
  readonly entry: Entry;
  /** What the actor is in: a state, or how it ended. */
  readonly state: string;
  /** When it came into that state, in milliseconds. */
  readonly sinceMs: number;
  readonly isOver: boolean;
}

/** Entries that a page keeps; of more, the pasts of actors that live on go, then the oldest units that have ended. */
const MAX_ENTRIES = 60_000;

/** So many of the last are kept of a live actor that has more than twice as many. */
const MAX_ENTRIES_OF_LIVE = 256;

/** What is recorded, by actor: grows at its end while a client is watched. */
export class Timeline {
  readonly head: RecordingHead;
  readonly #actors = new Map<number, ActorHistory>();
  #size = 0;
  #firstN = 0;
  #lastN = 0;
  #lastMs = 0;

  constructor(head: RecordingHead) {
    this.head = head;
  }

  /** Takes over what is known under another head: a machine more was met. */
  under(head: RecordingHead): Timeline {
    const timeline = new Timeline(head);
    timeline.#takeOver(this);
    return timeline;
  }

  get size(): number {
    return this.#size;
  }

  /** Places of the first and the last entry, and the time of the last. */
  get firstN(): number {
    return this.#firstN;
  }

  get lastN(): number {
    return this.#lastN;
  }

  get lastMs(): number {
    return this.#lastMs;
  }

  /** When an entry happened, or the last one before it, in milliseconds. */
  timeOf(n: number): number {
    let best: Entry | undefined;
    for (const actor of this.#actors.values()) {
      const entry = actor.entries[indexAt(actor, n)];
      if (entry !== undefined && (best === undefined || entry.n > best.n)) best = entry;
    }
    return best?.t ?? 0;
  }

  get actors(): IterableIterator<ActorHistory> {
    return this.#actors.values();
  }

  actor(id: number | undefined): ActorHistory | undefined {
    return id === undefined ? undefined : this.#actors.get(id);
  }

  /** Adds entries, in order. Those of actors that are not known, and those there are already, are passed over. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.n <= this.#lastN) continue;
      if (this.#firstN === 0) this.#firstN = entry.n;
      this.#lastN = entry.n;
      this.#lastMs = Math.max(this.#lastMs, entry.t);
      if (entry.kind === 'start') this.#start(entry);
      else {
        const actor = this.#actors.get(entry.actor);
        if (actor === undefined) continue;
        actor.entries.push(entry);
        this.#size++;
      }
    }
    if (this.#size > MAX_ENTRIES * 1.1) this.#forgetOldest();
  }

  #start(entry: StartEntry): void {
    if (this.#actors.has(entry.actor)) return;
    const parent = this.actor(entry.parent);
    const { actor: id, name, machine } = entry;
    const actor: ActorHistory = { id, name, machine, start: entry, parent, children: [], entries: [entry] };
    parent?.children.push(actor);
    this.#actors.set(id, actor);
    this.#size++;
  }

  #forgetOldest(): void {
    for (const actor of this.#actors.values()) if (!isOver(actor)) this.#shorten(actor);
    for (const actor of [...this.#actors.values()]) {
      if (this.#size <= MAX_ENTRIES) return;
      if (isUnit(actor) && below(actor).every(isOver)) this.#forget(actor);
    }
  }

  /** Keeps the start, the last entries, and what was told last of the context before those. */
  #shorten({ entries }: ActorHistory): void {
    if (entries.length <= 2 * MAX_ENTRIES_OF_LIVE) return;
    const cut = entries.splice(1, entries.length - MAX_ENTRIES_OF_LIVE);
    const told = cut.findLast(({ context }) => context !== undefined);
    if (told !== undefined) entries.splice(1, 0, told);
    this.#size -= cut.length - (told === undefined ? 0 : 1);
  }

  #forget(unit: ActorHistory): void {
    for (const { id, entries } of below(unit)) {
      this.#size -= entries.length;
      this.#actors.delete(id);
    }
    const siblings = unit.parent?.children;
    siblings?.splice(siblings.indexOf(unit), 1);
  }

  #takeOver(other: Timeline): void {
    for (const [id, actor] of other.#actors) this.#actors.set(id, actor);
    this.#size = other.#size;
    this.#firstN = other.#firstN;
    this.#lastN = other.#lastN;
    this.#lastMs = other.#lastMs;
  }
}

/** A whole that is recorded or not: what a client started, or somebody else's actor without a parent. */
export function unitOf(actor: ActorHistory): ActorHistory {
  let unit = actor;
  while (unit.parent !== undefined && unit.parent.machine !== 'client') unit = unit.parent;
  return unit;
}

/** True for the actor by which a unit is known. */
export function isUnit({ machine, parent }: ActorHistory): boolean {
  return machine !== 'client' && (parent === undefined || parent.machine === 'client');
}

/** An actor and all that hang below it, parents first. */
export function below(actor: ActorHistory): ActorHistory[] {
  const all = [actor];
  // Not by recursion, nor by a call for all children: a recording of others may have more of either than the stack.
  for (const next of all) for (const child of next.children) all.push(child);
  return all;
}

/** True when it had ended by the last entry. */
export function isOver({ entries }: ActorHistory): boolean {
  return entries.at(-1)?.status !== 'active';
}

/** True when it had started by then. */
export function hasBegun({ start }: ActorHistory, n: number): boolean {
  return start.n <= n;
}

/** The place of the last entry up to `n`, from 0; -1 before the first. */
export function indexAt({ entries }: ActorHistory, n: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] as Entry).n <= n) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What an actor is at an entry; undefined before it has begun. */
export function momentAt(actor: ActorHistory, n: number): Moment | undefined {
  const index = indexAt(actor, n);
  const entry = actor.entries[index];
  if (entry === undefined) return undefined;
  const isEnded = entry.status !== 'active';
  const state =
    entry.status === 'stopped' || entry.status === 'error' ? entry.status : (entry.state ?? entry.status);
  let since = index;
  while (since > 0 && !isEnded && actor.entries[since - 1]?.state === entry.state) since--;
  return { entry, state, sinceMs: (actor.entries[since] as Entry).t, isOver: isEnded };
}

/** The context of an actor at an entry: as it was told last. */
export function contextAt(actor: ActorHistory, n: number): Json | undefined {
  for (let index = indexAt(actor, n); index >= 0; index--) {
    const { context } = actor.entries[index] as Entry;
    if (context !== undefined) return context;
  }
  return undefined;
}

/** A field of what JSON says, where it is an object. */
export function field(json: Json | undefined, name: string): Json | undefined {
  return isObject(json) ? json[name] : undefined;
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** What a field says, as text; empty when it says nothing. */
export function textOf(json: Json | undefined): string {
  return typeof json === 'string' || typeof json === 'number' ? String(json) : '';
}
