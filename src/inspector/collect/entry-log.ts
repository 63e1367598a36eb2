/** Entries of actors that live as long as their client: so many of the last are kept. */
const MAX_ENTRIES_OF_PERMANENT = 256;
/** The same while such actors take more than half of the room: the rest is for what comes and goes. */
const FEW_ENTRIES_OF_PERMANENT = 16;

/** What is kept or forgotten as a whole: a transaction with all that happens on its behalf. */
export class Unit {
  /** Of the actor it begins with. */
  readonly machine: string;
  /** Its actor lives as long as its client: it is never forgotten, but what happened to it long ago is. */
  readonly permanent: boolean;
  readonly slots: Slot[] = [];
  /** The last one that tells a context. */
  context: Slot | undefined;
  /** Of its entries. */
  bytes = 0;
  /** Actors of it that have not ended. */
  live = 0;
  actors = 0;
  forgotten = false;

  constructor(machine: string, permanent: boolean) {
    this.machine = machine;
    this.permanent = permanent;
  }
}

/** The place of one entry. It is taken when the entry begins to happen, and filled when it has happened. */
export interface Slot {
  readonly n: number;
  /** Of what happened in it, in milliseconds. */
  readonly t: number;
  readonly unit: Unit;
  /** The entry as JSON: undefined before it has happened, empty when it is forgotten. */
  json: string | undefined;
}

/**
 * The entries kept, in order, as text: it holds on to nothing of the client. When there are too many, the oldest
 * ended unit is forgotten, as a whole.
 */
export class EntryLog {
  readonly #maxBytes: number;
  #slots: Slot[] = [];
  #ended: Unit[] = [];
  readonly #unended = new Set<Unit>();
  #next = 1;
  #size = 0;
  #bytes = 0;
  /** Of permanent units that have not ended. */
  #permanentBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Entries kept. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  reserve(unit: Unit, t: number): Slot {
    const slot: Slot = { n: this.#next++, t, unit, json: undefined };
    if (unit.forgotten) return slot;
    this.#slots.push(slot);
    unit.slots.push(slot);
    this.#unended.add(unit);
    return slot;
  }

  /** @param tellsContext the entry has the context of its actor, which those after it leave out while it is the same */
  fill(slot: Slot, json: string, tellsContext = false): void {
    const { unit } = slot;
    // Its unit was forgotten while it happened, or this part of it.
    if (unit.forgotten || slot.json === '') return;
    slot.json = json;
    this.#size++;
    this.#weigh(unit, json.length);
    if (unit.permanent) {
      if (tellsContext) unit.context = slot;
      this.#shorten(unit);
    }
    while (this.#bytes > this.#maxBytes && this.#forgetOldest());
  }

  /** Nothing of note happened in it. */
  cancel(slot: Slot): void {
    slot.json = '';
    const { permanent, slots } = slot.unit;
    if (permanent) this.#shorten(slot.unit);
    // A unit may live long, and have been sent the ends of very many requests.
    else while (slots.at(-1)?.json === '') slots.pop();
    this.#compact();
  }

  /** No entry of it will follow. */
  end(unit: Unit): void {
    if (!this.#unended.delete(unit) || unit.forgotten) return;
    if (unit.permanent) this.#permanentBytes -= unit.bytes;
    this.#ended.push(unit);
  }

  /** Entries after one, in order; `last` is the place of the last slot looked at. */
  after(n: number, limit: number): { readonly entries: readonly string[]; readonly last: number } {
    const entries: string[] = [];
    let last = n;
    for (let at = this.#firstAfter(n); at < this.#slots.length && entries.length < limit; at++) {
      const slot = this.#slots[at] as Slot;
      last = slot.n;
      if (slot.json) entries.push(slot.json);
    }
    return { entries, last };
  }

  #firstAfter(n: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slots[middle] as Slot).n <= n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Keeps the first entry, by which the actor is known, the last ones, and the context that was told before those. */
  #shorten({ slots, context }: Unit): void {
    const isLarge = this.#permanentBytes > this.#maxBytes / 2;
    const kept = isLarge ? FEW_ENTRIES_OF_PERMANENT : MAX_ENTRIES_OF_PERMANENT;
    if (slots.length <= 2 * kept) return;
    for (const slot of slots.splice(1, slots.length - kept)) {
      if (slot === context) slots.splice(1, 0, slot);
      else this.#forget(slot);
    }
  }

  /** @returns whether there was something to forget */
  #forgetOldest(): boolean {
    const unit = this.#ended.shift() ?? this.#oldestUnended();
    if (unit === undefined) return false;
    this.#unended.delete(unit);
    unit.forgotten = true;
    for (const slot of unit.slots.splice(0)) this.#forget(slot);
    return true;
  }

  #oldestUnended(): Unit | undefined {
    for (const unit of this.#unended) if (!unit.permanent) return unit;
    return undefined;
  }

  #forget(slot: Slot): void {
    if (slot.json) {
      this.#size--;
      this.#weigh(slot.unit, -slot.json.length);
    }
    slot.json = '';
    this.#compact();
  }

  #weigh(unit: Unit, bytes: number): void {
    this.#bytes += bytes;
    unit.bytes += bytes;
    if (unit.permanent && this.#unended.has(unit)) this.#permanentBytes += bytes;
  }

  #compact(): void {
    if (this.#slots.length > 2 * this.#size + 1024)
      this.#slots = this.#slots.filter(({ json }) => json !== '');
  }
}
