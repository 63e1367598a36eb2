import { bytesName } from '../../model/bytes.ts';
import { OldestEntry } from '../../model/oldest-entry.ts';
import type { ValueEntry } from './point-read.ts';

/** What a snapshot has read: a value, or undefined for a key that is absent at its timestamp. */
export interface CachedRead {
  /** With a commit timestamp of 0 where none was asked for. */
  readonly found: ValueEntry | undefined;
}

/** How a snapshot's cache is doing. */
export interface SnapshotCacheStatistics {
  /** Keys that were read without asking a store. */
  readonly hits: number;
  /** Keys remembered, absent ones included. */
  readonly keys: number;
  /** Of keys and values, and their overhead. */
  readonly sizeBytes: number;
}

const ENTRY_OVERHEAD_BYTES = 64;

/**
 * What was read at one timestamp, so that reading a key again costs nothing and gives the same. Oldest
 * entries go when it is full. Values are copied both ways: a caller may change its own. Parity row SNP-6.
 */
export class SnapshotCache {
  /** Made with the first key: many transactions read nothing. */
  #entries: Map<string, CachedRead> | undefined;
  /** Made with the first entry that has to go. */
  #oldest: OldestEntry<string, CachedRead> | undefined;
  readonly #limitBytes: number;
  #sizeBytes = 0;
  #hits = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get statistics(): SnapshotCacheStatistics {
    return { hits: this.#hits, keys: this.#entries?.size ?? 0, sizeBytes: this.#sizeBytes };
  }

  /** @param needCommitTs whether a value is useless without its commit timestamp (parity row SNP-5) */
  get(key: Uint8Array, needCommitTs: boolean): CachedRead | undefined {
    if (this.#entries === undefined) return undefined;
    const entry = this.#entries.get(bytesName(key));
    if (entry === undefined || (needCommitTs && entry.found?.commitTs === 0n)) return undefined;
    this.#hits++;
    return { found: copied(entry.found) };
  }

  set(key: Uint8Array, found: ValueEntry | undefined): void {
    const name = bytesName(key);
    const sizeBytes = sizeOf(name, found);
    if (sizeBytes > this.#limitBytes) return;
    this.#entries ??= new Map();
    const known = this.#entries.get(name);
    if (known !== undefined && known.found?.commitTs !== 0n) return;
    this.#sizeBytes += sizeBytes - (known === undefined ? 0 : sizeOf(name, known.found));
    this.#entries.set(name, { found: copied(found) });
    while (this.#sizeBytes > this.#limitBytes) this.#deleteOldest(this.#entries);
  }

  /** Forgets these keys, or all of them. */
  clear(keys?: readonly Uint8Array[]): void {
    if (keys === undefined) {
      this.#entries = undefined;
      this.#oldest = undefined;
      this.#sizeBytes = 0;
    } else for (const key of keys) this.#delete(bytesName(key));
  }

  #deleteOldest(entries: Map<string, CachedRead>): void {
    this.#oldest ??= new OldestEntry(entries);
    const [name] = this.#oldest.find() ?? [];
    if (name !== undefined) this.#delete(name);
  }

  #delete(name: string): void {
    const entry = this.#entries?.get(name);
    if (entry === undefined) return;
    this.#entries?.delete(name);
    this.#sizeBytes -= sizeOf(name, entry.found);
  }
}

function copied(found: ValueEntry | undefined): ValueEntry | undefined {
  return found && { value: found.value.slice(), commitTs: found.commitTs };
}

function sizeOf(name: string, found: ValueEntry | undefined): number {
  return name.length + (found?.value.length ?? 0) + ENTRY_OVERHEAD_BYTES;
}
