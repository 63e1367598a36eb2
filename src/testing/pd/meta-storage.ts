import { bytesOf, type Key, keyOf } from '../mvcc/key.ts';

/** How many past changes a watch may start from; older revisions count as compacted. */
const HISTORY_LENGTH = 1_000;

interface Entry {
  readonly value: Uint8Array;
  readonly createRevision: bigint;
  readonly modRevision: bigint;
  readonly version: bigint;
}

/** meta_storagepb.KeyValue, as far as PD fills it. */
export interface MetaKeyValue {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly createRevision?: bigint;
  readonly modRevision?: bigint;
  readonly version?: bigint;
}

/** meta_storagepb.Event; type 0 is a put, 1 a deletion. */
export interface MetaEvent {
  readonly type: number;
  readonly kv: MetaKeyValue;
  readonly prevKv?: MetaKeyValue;
}

interface Change {
  readonly key: Key;
  readonly revision: bigint;
  readonly event: MetaEvent;
}

/** Keys wanted: one, or a half-open range; `\0` as end means all keys from the start on. */
export interface MetaRange {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
}

/**
 * PD's small etcd-like store: revisions, ranges, watches from a past revision.
 *
 * @see PD pkg/mcs/metastorage/server/grpc_service.go
 */
export class MetaStorage {
  readonly #entries = new Map<Key, Entry>();
  readonly #watchers = new Set<(change: Change) => void>();
  #history: Change[] = [];
  #revision = 1n;
  #compactRevision = 0n;

  get revision(): bigint {
    return this.#revision;
  }

  /** Watches from before this revision are refused. */
  get compactRevision(): bigint {
    return this.#compactRevision;
  }

  /** Pairs in key order; `limit` 0 is all. */
  get(range: MetaRange, limit: number): { kvs: MetaKeyValue[]; more: boolean; count: bigint } {
    const keys = this.#keysIn(range);
    const wanted = limit > 0 ? keys.slice(0, limit) : keys;
    return {
      kvs: wanted.map((key) => ({ key: bytesOf(key), value: (this.#entries.get(key) as Entry).value })),
      more: wanted.length < keys.length,
      count: BigInt(keys.length),
    };
  }

  /** @returns the pair that was there before */
  put(keyBytes: Uint8Array, value: Uint8Array): MetaKeyValue | undefined {
    const key = keyOf(keyBytes);
    const before = this.#entries.get(key);
    this.#revision += 1n;
    const entry: Entry = {
      value,
      createRevision: before?.createRevision ?? this.#revision,
      modRevision: this.#revision,
      version: (before?.version ?? 0n) + 1n,
    };
    this.#entries.set(key, entry);
    const prevKv = before && { key: keyBytes, value: before.value };
    this.#record(key, { type: 0, kv: { key: keyBytes, ...entry }, ...(prevKv && { prevKv }) });
    return prevKv;
  }

  /** @returns the pairs that were removed */
  delete(range: MetaRange): MetaKeyValue[] {
    const keys = this.#keysIn(range);
    if (keys.length > 0) this.#revision += 1n;
    return keys.map((key) => {
      const prevKv = { key: bytesOf(key), value: (this.#entries.get(key) as Entry).value };
      this.#entries.delete(key);
      const kv = { key: prevKv.key, value: new Uint8Array(0), modRevision: this.#revision };
      this.#record(key, { type: 1, kv, prevKv });
      return prevKv;
    });
  }

  /**
   * Calls back for every change in the range, past ones from `startRevision` on first (0: only new ones).
   * @returns ends the watch
   */
  watch(
    range: MetaRange,
    startRevision: bigint,
    withPrevious: boolean,
    onEvent: (event: MetaEvent, revision: bigint) => void,
  ): () => void {
    const tell = ({ key, event, revision }: Change): void => {
      if (!isIn(range, key)) return;
      const { prevKv, ...plain } = event;
      onEvent(withPrevious ? event : plain, revision);
    };
    if (startRevision > 0n) {
      for (const change of this.#history) if (change.revision >= startRevision) tell(change);
    }
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  #keysIn(range: MetaRange): Key[] {
    return [...this.#entries.keys()].filter((key) => isIn(range, key)).sort();
  }

  #record(key: Key, event: MetaEvent): void {
    const change = { key, revision: this.#revision, event };
    this.#history.push(change);
    if (this.#history.length > HISTORY_LENGTH) {
      this.#compactRevision = (this.#history[0] as Change).revision;
      this.#history = this.#history.slice(1);
    }
    for (const tell of [...this.#watchers]) tell(change);
  }
}

function isIn(range: MetaRange, key: Key): boolean {
  const start = keyOf(range.key);
  const end = keyOf(range.rangeEnd);
  if (end === '') return key === start;
  return key >= start && (end === '\0' || key < end);
}
