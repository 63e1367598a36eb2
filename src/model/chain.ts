/** What can be a link of a chain; of one at a time. */
export interface Link<Item extends Link<Item>> {
  /** @internal */
  chain: Chain<Item> | undefined;
  /** @internal */
  before: Item | undefined;
  /** @internal */
  after: Item | undefined;
}

/**
 * Many that come and go, in the order of their coming; each costs the same, however many there are. A Set that changes
 * all the time outgrows one table after the other, and V8 keeps what these held until the next full collection: here
 * whoever has gone is held by nobody.
 */
export class Chain<Item extends Link<Item>> {
  size = 0;
  #first: Item | undefined;
  #last: Item | undefined;

  add(item: Item): void {
    item.chain = this;
    item.before = this.#last;
    if (this.#last === undefined) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
    this.size++;
  }

  /** Gives whether it was there. */
  delete(item: Item): boolean {
    if (item.chain !== this) return false;
    const { before, after } = item;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    item.chain = undefined;
    item.before = undefined;
    item.after = undefined;
    this.size--;
    return true;
  }

  get first(): Item | undefined {
    return this.#first;
  }

  /** Those that are there now. */
  toArray(): Item[] {
    const items: Item[] = [];
    for (let item = this.#first; item !== undefined; item = item.after) items.push(item);
    return items;
  }
}
