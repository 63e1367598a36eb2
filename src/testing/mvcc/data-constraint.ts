import { alreadyExist, type CommandFailure } from './failure.ts';
import type { Key } from './key.ts';
import type { WriteRecord } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';

/**
 * Why a key that should not exist does, seen from one of its records; undefined when it does not.
 *
 * @see TiKV src/storage/txn/actions/check_data_constraint.rs
 */
export function existenceConflict(
  reader: MvccReader,
  record: WriteRecord,
  key: Key,
): CommandFailure | undefined {
  const fenced = record.gcFence !== undefined && record.gcFence !== 0n;
  if (record.type === 'Delete' || fenced) return undefined;
  const exists = record.type === 'Put' || reader.visiblePut(key, record.commitTs - 1n) !== undefined;
  return exists ? alreadyExist(key) : undefined;
}
