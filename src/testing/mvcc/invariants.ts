import type { Change } from './change.ts';
import type { Columns } from './columns.ts';
import type { Key } from './key.ts';
import type { LockState, WriteRecord } from './model.ts';

/** An apply left the columns in a state that a correct client and server never reach (reliability 1.6). */
export class InvariantViolation extends Error {
  /** Name of the invariant, as in the TLA+ models of TiKV's transactions. */
  readonly invariant: string;

  constructor(invariant: string, key: Key, detail: string) {
    super(`${invariant} on key ${Buffer.from(key, 'latin1').toString('hex')}: ${detail}`);
    this.name = 'InvariantViolation';
    this.invariant = invariant;
  }
}

/**
 * Checks what a write has changed, once it is applied.
 *
 * @throws InvariantViolation
 */
export function checkInvariants(columns: Columns, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.column === 'write' && change.record !== undefined) {
      checkRecord(columns, change.key, change.record);
      checkLock(columns, change.key, columns.locks.get(change.key));
    } else if (change.column === 'lock') {
      checkLock(columns, change.key, change.lock);
    } else if (change.column === 'default' && change.value === undefined) {
      for (const record of recordsOf(columns, change.key, change.startTs)) {
        checkValue(columns, change.key, record);
      }
    }
  }
}

function checkRecord(columns: Columns, key: Key, record: WriteRecord): void {
  const { startTs, commitTs } = record;
  if (record.type === 'Rollback' ? commitTs !== startTs : commitTs <= startTs) {
    throw new InvariantViolation('WriteConsistency', key, `${record.type} of ${startTs} at ${commitTs}`);
  }
  checkValue(columns, key, record);
  const [first, second] = recordsOf(columns, key, startTs);
  if (first === undefined || second === undefined) return;
  if (first.type === 'Rollback' || second.type === 'Rollback') {
    throw new InvariantViolation('UniqueCommitOrAbort', key, `transaction ${startTs} did both`);
  }
  throw new InvariantViolation('UniqueWrite', key, `transaction ${startTs} has two commit records`);
}

function checkValue(columns: Columns, key: Key, record: WriteRecord): void {
  const isLong = record.type === 'Put' && record.shortValue === undefined;
  if (!isLong || columns.values.get(key)?.has(record.startTs)) return;
  throw new InvariantViolation('WriteConsistency', key, `no value of transaction ${record.startTs}`);
}

// A late pessimistic lock after the commit is a leftover that resolving removes; a prewrite lock is not.
function checkLock(columns: Columns, key: Key, lock: LockState | undefined): void {
  if (lock === undefined || lock.type === 'Shared' || lock.type === 'Pessimistic') return;
  if (recordsOf(columns, key, lock.startTs).every((record) => record.type === 'Rollback')) return;
  throw new InvariantViolation('UniqueLockOrWrite', key, `transaction ${lock.startTs} holds a lock again`);
}

/** Records of a transaction on a key. None lies below its start, which spares the rest of a long history. */
function recordsOf(columns: Columns, key: Key, startTs: bigint): WriteRecord[] {
  const found: WriteRecord[] = [];
  for (const record of columns.writes.get(key) ?? []) {
    if (record.commitTs < startTs) break;
    if (record.startTs === startTs) found.push(record);
  }
  return found;
}
