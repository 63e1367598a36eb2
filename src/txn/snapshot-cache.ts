import { bytesName } from '../model/bytes.ts';

/** What a snapshot has read: a value, or undefined for a key that is absent at its timestamp. */
export interface CachedRead {
  readonly value: Uint8Array | undefined;
}

const ENTRY_OVERHEAD_BYTES = 64;

/**
 * Values read at one timestamp, so that reading a key again costs nothing and gives the same. Oldest entries go
 * when it is full. Values are copied both ways: a caller may do with its own what it likes. Parity row SNP-6.
 */
export class SnapshotCache {
  readonly #entries = new Map<string, CachedRead>();
  readonly #limitBytes: number;
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get(key: Uint8Array): CachedRead | undefined {
    const entry = this.#entries.get(bytesName(key));
    return entry === undefined ? undefined : { value: entry.value?.slice() };
  }

  set(key: Uint8Array, value: Uint8Array | undefined): void {
    const name = bytesName(key);
    const sizeBytes = sizeOf(name, value);
    if (this.#entries.has(name) || sizeBytes > this.#limitBytes) return;
    this.#entries.set(name, { value: value?.slice() });
    this.#sizeBytes += sizeBytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#sizeBytes <= this.#limitBytes) break;
      this.#entries.delete(oldest);
      this.#sizeBytes -= sizeOf(oldest, entry.value);
    }
  }
}

function sizeOf(name: string, value: Uint8Array | undefined): number {
  return name.length + (value?.length ?? 0) + ENTRY_OVERHEAD_BYTES;
}
