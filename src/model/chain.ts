/** What can be in a chain, in one at a time. */
export interface Link<Item extends Link<Item>> {
  /** @internal */
  chain: Chain<Item> | undefined;
  /** @internal */
  before: Item | undefined;
  /** @internal */
  after: Item | undefined;
}

/**
 * A linked list in insertion order, for many items that come and go; adding and deleting take constant time.
 * Used instead of a Set that changes all the time: that outgrows one table after another, and V8 keeps what
 * those held until the next full collection. A chain keeps no reference to an item that was deleted.
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

  /** Returns whether it was there. */
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

  /** The current items. */
  toArray(): Item[] {
    const items: Item[] = [];
    for (let item = this.#first; item !== undefined; item = item.after) items.push(item);
    return items;
  }
}
