import { bytesName, EMPTY_BYTES } from '../../model/bytes.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { FLUSHED_VALUES, VALUES } from '../reads/point-read.ts';
import type { ReadEnvironment } from '../reads/read-environment.ts';
import { ReadView } from '../reads/read-view.ts';
import { snapshotBatchGet } from '../reads/snapshot-batch-get.ts';

/** What a bulk transaction has flushed at a key: a value, a deletion, or nothing. */
export type FlushedWrite =
  | { readonly kind: 'put'; readonly value: Uint8Array }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'none' };

const NONE: FlushedWrite = { kind: 'none' };
const DELETED: FlushedWrite = { kind: 'deleted' };
const EMPTY: FlushedWrite = { kind: 'put', value: EMPTY_BYTES };
const REMEMBERED_BYTES = 16 * 1024 * 1024;
const ENTRY_OVERHEAD_BYTES = 200;

export interface FlushedReadsOptions {
  readonly environment: ReadEnvironment;
  readonly startTs: Timestamp;
  /** Whether the last flushed write to the primary deleted it; undefined for every other key. */
  isPrimaryDeleted(key: Uint8Array): boolean | undefined;
}

/**
 * Reads what a bulk transaction has flushed, and remembers it until the next flush. Follows client-go's
 * PipelinedMemDB.get and BatchGet (internal/unionstore/pipelined_memdb.go; parity rows PIP-3, MEM-12, SNP-4).
 */
export class FlushedReads {
  readonly #options: FlushedReadsOptions;
  #remembered = new Map<string, FlushedWrite>();
  #rememberedBytes = 0;

  constructor(options: FlushedReadsOptions) {
    this.#options = options;
  }

  /**
   * What was flushed at each of the keys, aligned with them. @throws as reads do, including
   * ReadBelowSafePointError
   */
  async batchGet(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<readonly FlushedWrite[]> {
    const remembered = this.#remembered;
    const names = keys.map(bytesName);
    const missing = keys.filter((_, index) => !remembered.has(names[index] as string));
    const fetched = await this.#fetch(missing, backoffer);
    const found = new Map<string, FlushedWrite>();
    for (const [index, key] of missing.entries()) found.set(bytesName(key), fetched[index] as FlushedWrite);
    // An answer requested before a flush may be wrong after it.
    if (remembered === this.#remembered) for (const [name, write] of found) this.#remember(name, write);
    return names.map((name) => copyOf(found.get(name) ?? remembered.get(name) ?? NONE));
  }

  /** A flush begins. */
  forget(): void {
    this.#remembered = new Map();
    this.#rememberedBytes = 0;
  }

  async #fetch(keys: readonly Uint8Array[], backoffer: Backoffer): Promise<readonly FlushedWrite[]> {
    if (keys.length === 0) return [];
    const { environment, startTs } = this.#options;
    const view = new ReadView(environment, startTs);
    return view.visibly(backoffer, () => this.#fetchVisible(view, keys, backoffer));
  }

  async #fetchVisible(
    view: ReadView,
    keys: readonly Uint8Array[],
    backoffer: Backoffer,
  ): Promise<readonly FlushedWrite[]> {
    const values = await snapshotBatchGet(view, keys, FLUSHED_VALUES, backoffer);
    const empty = keys.filter((_, index) => values[index]?.length === 0);
    const told = await this.#lookInto(empty, backoffer);
    return values.map((value, index) => {
      if (value === undefined) return NONE;
      if (value.length > 0) return { kind: 'put', value };
      return told.get(bytesName(keys[index] as Uint8Array)) as FlushedWrite;
    });
  }

  /**
   * Stores answer a deletion with an empty value. A read through the transaction's own locks, just above
   * them, shows which it is. The primary's lock may have been pushed above that read, but its write is known
   * here. A value that is not empty is an older one: the flushed writes were rolled back meanwhile, with the
   * whole transaction.
   */
  async #lookInto(
    keys: readonly Uint8Array[],
    backoffer: Backoffer,
  ): Promise<ReadonlyMap<string, FlushedWrite>> {
    const { environment, startTs, isPrimaryDeleted } = this.#options;
    const told = new Map<string, FlushedWrite>();
    const others: Uint8Array[] = [];
    for (const key of keys) {
      const known = isPrimaryDeleted(key);
      if (known === undefined) others.push(key);
      else told.set(bytesName(key), known ? DELETED : EMPTY);
    }
    if (others.length === 0) return told;
    const readTs = startTs + 1n;
    const view = new ReadView(environment, readTs);
    view.access(startTs);
    const values = await snapshotBatchGet(view, others, VALUES, backoffer);
    for (const [index, key] of others.entries()) {
      const value = values[index];
      told.set(bytesName(key), value === undefined ? DELETED : value.length === 0 ? EMPTY : NONE);
    }
    return told;
  }

  #remember(name: string, write: FlushedWrite): void {
    const bytes = name.length + (write.kind === 'put' ? write.value.length : 0) + ENTRY_OVERHEAD_BYTES;
    if (this.#rememberedBytes + bytes > REMEMBERED_BYTES) this.forget();
    this.#remembered.set(name, write);
    this.#rememberedBytes += bytes;
  }
}

function copyOf(write: FlushedWrite): FlushedWrite {
  return write.kind === 'put' ? { kind: 'put', value: write.value.slice() } : write;
}
