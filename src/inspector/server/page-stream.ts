import type { ServerResponse } from 'node:http';
import type { Collector } from '../collect/collector.ts';

/** Entries in one message. */
const ENTRIES_AT_ONCE = 500;

/** A page that takes nothing for so long is cut off, in milliseconds. It comes back when it can, and goes on. */
const PATIENCE_MS = 15_000;

/**
 * What one page is sent, as server-sent events: `head`, then `entries` from where it is, then `stats`. Nothing is
 * queued for it: while it does not read, it stays where it is in the log, and what the log forgets meanwhile it misses.
 */
export class PageStream {
  readonly #response: ServerResponse;
  readonly #collector: Collector;
  readonly #now: () => number;
  #after: number;
  #machines = -1;
  #blockedSince: number | undefined;

  /** @param after the last entry that the page has: 0 for none */
  constructor(response: ServerResponse, collector: Collector, after: number, now: () => number) {
    this.#response = response;
    this.#collector = collector;
    this.#after = after;
    this.#now = now;
    response.on('drain', () => {
      this.#blockedSince = undefined;
      this.#sendEntries();
    });
    response.write('retry: 1000\n\n');
  }

  /** Sends what is new. */
  update(): void {
    if (this.#blockedSince === undefined) {
      this.#sendEntries();
      this.#send('stats', JSON.stringify(this.#collector.stats()));
    } else if (this.#now() - this.#blockedSince > PATIENCE_MS) this.#response.destroy();
  }

  /** Tells the page that nothing follows. Resolves when that has left, or the page does not read. */
  end(): Promise<void> {
    if (this.#blockedSince !== undefined) return Promise.resolve();
    this.#sendEntries();
    return new Promise((resolve) => {
      this.#response.on('close', resolve);
      this.#response.end('event: end\ndata: {}\n\n', resolve);
    });
  }

  #sendEntries(): void {
    while (this.#blockedSince === undefined) {
      const { entries, last } = this.#collector.log.after(this.#after, ENTRIES_AT_ONCE);
      this.#sendHead();
      this.#after = last;
      if (entries.length === 0) return;
      this.#send('entries', `[${entries.join(',')}]`);
    }
  }

  /** Again whenever a machine was seen for the first time. */
  #sendHead(): void {
    const { head } = this.#collector;
    if (head.machines.length === this.#machines) return;
    this.#machines = head.machines.length;
    this.#send('head', JSON.stringify(head));
  }

  #send(event: string, data: string): void {
    const hasRoom = this.#response.write(`event: ${event}\nid: ${this.#after}\ndata: ${data}\n\n`);
    if (!hasRoom) this.#blockedSince ??= this.#now();
  }
}
