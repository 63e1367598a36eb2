import type { BatchEntry } from './batch-entry.ts';

/** Cutting off the front costs as much as what stays, so it is done once that is less than what was taken. */
const CUT_FROM = 1024;

/** Requests that wait, oldest first. Taking one costs the same however many there are. */
export class EntryQueue {
  #entries: (BatchEntry | undefined)[] = [];
  #taken = 0;

  get size(): number {
    return this.#entries.length - this.#taken;
  }

  add(entry: BatchEntry): void {
    this.#entries.push(entry);
  }

  /** Before all others. */
  putBack(entries: readonly BatchEntry[]): void {
    this.#entries = [...entries, ...this.takeAll()];
  }

  /** The oldest. There must be one. */
  take(): BatchEntry {
    const entry = this.#entries[this.#taken] as BatchEntry;
    this.#entries[this.#taken++] = undefined;
    if (this.size === 0) {
      this.#entries.length = 0;
      this.#taken = 0;
    } else if (this.#taken >= CUT_FROM && this.#taken >= this.size) {
      this.#entries = this.#entries.slice(this.#taken);
      this.#taken = 0;
    }
    return entry;
  }

  takeAll(): BatchEntry[] {
    const entries = this.#entries.slice(this.#taken) as BatchEntry[];
    this.#entries = [];
    this.#taken = 0;
    return entries;
  }
}
