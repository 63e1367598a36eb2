import type { RawFamily } from './mvcc/change.ts';
import type { Columns } from './mvcc/columns.ts';
import { bytesOf } from './mvcc/key.ts';
import type { LockState, WriteRecord } from './mvcc/model.ts';
import type { RawValue } from './raw/raw-value.ts';

/** The data of a cluster as plain lists in key order, for oracles and assertions. */
export interface DataDump {
  /** At most one for each key. */
  readonly locks: readonly { readonly key: Uint8Array; readonly lock: LockState }[];
  /** Newest first within a key. */
  readonly writes: readonly ({ readonly key: Uint8Array } & WriteRecord)[];
  /** Values that are too long for a lock or write record. */
  readonly values: readonly {
    readonly key: Uint8Array;
    readonly startTs: bigint;
    readonly value: Uint8Array;
  }[];
  /** What raw verbs have written, by column family. */
  readonly raw: readonly ({ readonly family: RawFamily; readonly key: Uint8Array } & RawValue)[];
}

/** All columns as plain lists. */
export function dumpColumns(columns: Columns): DataDump {
  const values = columns.values
    .toArray()
    .flatMap(([key, versions]) =>
      [...versions].map(([startTs, value]) => ({ key: bytesOf(key), startTs, value })),
    );
  const raw = (['default', 'lock', 'write'] as const).flatMap((family) =>
    columns.raw[family].toArray().map(([key, value]) => ({ family, key: bytesOf(key), ...value })),
  );
  const writes = columns.writes
    .toArray()
    .flatMap(([key, records]) => records.map((record) => ({ key: bytesOf(key), ...record })));
  return { locks: dumpLocks(columns), writes, values, raw };
}

/** The lock column as a plain list. */
export function dumpLocks(columns: Columns): DataDump['locks'] {
  return columns.locks.toArray().map(([key, lock]) => ({ key: bytesOf(key), lock }));
}
