import type { Change } from './change.ts';
import { type Columns, pairsIn } from './columns.ts';
import type { Key, KeyRange } from './key.ts';
import type { WriteRecord } from './model.ts';

/**
 * Changes that drop, in a range, what no reader at or above the safe point can see (server rule 55): Lock and
 * Rollback records and everything older than the newest Put or Delete; a newest Delete goes as well.
 *
 * @see TiKV src/storage/txn/actions/gc.rs
 */
export function collectGarbage(columns: Columns, range: KeyRange, safePoint: bigint): Change[] {
  const changes: Change[] = [];
  for (const [key, records] of pairsIn(columns.writes, range)) {
    let newestFound = false;
    for (const record of records) {
      if (record.commitTs > safePoint) continue;
      if (!newestFound && record.type === 'Put') newestFound = true;
      else {
        newestFound ||= record.type === 'Delete';
        changes.push(...dropRecord(key, record));
      }
    }
  }
  return changes;
}

function dropRecord(key: Key, record: WriteRecord): Change[] {
  const write: Change = { column: 'write', key, commitTs: record.commitTs, record: undefined };
  if (record.type !== 'Put' || record.shortValue !== undefined) return [write];
  return [write, { column: 'default', key, startTs: record.startTs, value: undefined }];
}
