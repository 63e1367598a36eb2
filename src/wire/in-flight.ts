/** What an answer is for, by its id. */
interface Identified {
  readonly id: number;
}

const LEAST_PLACES = 64;
const MOST_KEPT_PLACES = 8192;

/**
 * What waits for answers, by ids that are given in ascending order without a gap: a ring of places from the
 * lowest id that waits to the highest. A place that was left holds nothing, where places in outgrown tables
 * of a Map would.
 */
export class InFlight<Entry extends Identified> {
  size = 0;
  #places: (Entry | undefined)[] = new Array(LEAST_PLACES);
  /** No lower id waits. */
  #lowest = 0;
  /** The id that is given next. */
  #next = 0;

  /** @param entry with the id that is the next one, or, where none waits, any higher one */
  add(entry: Entry): void {
    if (this.size === 0) this.#begin(entry.id);
    if (entry.id - this.#lowest >= this.#places.length) this.#grow(entry.id - this.#lowest + 1);
    this.#places[entry.id % this.#places.length] = entry;
    this.#next = entry.id + 1;
    this.size++;
  }

  /** Takes out what waits by this id; undefined when nothing does. */
  take(id: number): Entry | undefined {
    if (id < this.#lowest || id >= this.#next) return undefined;
    const at = id % this.#places.length;
    const entry = this.#places[at];
    if (entry === undefined) return undefined;
    this.#places[at] = undefined;
    this.size--;
    while (this.size > 0 && this.#places[this.#lowest % this.#places.length] === undefined) this.#lowest++;
    return entry;
  }

  /** Takes out all, lowest id first. */
  takeAll(): Entry[] {
    const all: Entry[] = [];
    for (let id = this.#lowest; this.size > 0; id++) {
      const entry = this.take(id);
      if (entry !== undefined) all.push(entry);
    }
    return all;
  }

  /** A ring that one slow answer among many fast ones has made large is not kept. */
  #begin(lowest: number): void {
    this.#lowest = lowest;
    if (this.#places.length > MOST_KEPT_PLACES) this.#places = new Array(LEAST_PLACES);
  }

  #grow(needed: number): void {
    const old = this.#places;
    let length = old.length;
    while (length < needed) length *= 2;
    this.#places = new Array(length);
    for (let id = this.#lowest; id < this.#next; id++) this.#places[id % length] = old[id % old.length];
  }
}
