/**
 * Finds the oldest entry of a map again and again, while older ones are deleted. A new iterator each time
 * would walk over the holes that deleted entries leave in V8's tables: as many steps for each deletion as
 * there were deletions.
 */
export class OldestEntry<Key, Value> {
  readonly #entries: Map<Key, Value>;
  #walk: Iterator<[Key, Value]>;
  #oldest: [Key, Value] | undefined;

  constructor(entries: Map<Key, Value>) {
    this.#entries = entries;
    this.#walk = entries.entries();
  }

  /**
   * The entry that has been in the map for longest, with the value it has had since; undefined for an empty
   * map.
   */
  find(): readonly [key: Key, value: Value] | undefined {
    while (this.#entries.size > 0) {
      if (this.#oldest !== undefined && this.#entries.get(this.#oldest[0]) === this.#oldest[1])
        return this.#oldest;
      const next = this.#walk.next();
      this.#oldest = next.done === true ? undefined : next.value;
      if (next.done === true) this.#walk = this.#entries.entries();
    }
    return undefined;
  }
}
