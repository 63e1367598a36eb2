import type { Change } from './change.ts';
import type { Columns } from './columns.ts';
import type { Key } from './key.ts';

/** An apply left the columns in a state that a correct client and server never reach (reliability 1.6). */
export class InvariantViolation extends Error {
  readonly invariant: string;

  constructor(invariant: string, key: Key, detail: string) {
    super(`${invariant} on key ${Buffer.from(key, 'latin1').toString('hex')}: ${detail}`);
    this.name = 'InvariantViolation';
    this.invariant = invariant;
  }
}

/**
 * Checks the keys a write has touched.
 *
 * @throws InvariantViolation
 */
export function checkInvariants(columns: Columns, changes: readonly Change[]): void {
  const keys = new Set<Key>();
  for (const change of changes) {
    if (change.column === 'lock' || change.column === 'write' || change.column === 'default')
      keys.add(change.key);
  }
  for (const key of keys) checkKey(columns, key);
}

function checkKey(columns: Columns, key: Key): void {
  const records = columns.writes.get(key) ?? [];
  const values = columns.values.get(key);
  const lock = columns.locks.get(key);
  const committed = new Map<bigint, bigint>();
  for (const record of records) {
    if (record.type === 'Rollback') continue;
    const { startTs, commitTs } = record;
    if (committed.has(startTs)) {
      throw new InvariantViolation('UniqueWrite', key, `transaction ${startTs} has two commit records`);
    }
    committed.set(startTs, commitTs);
    if (commitTs <= startTs) {
      throw new InvariantViolation(
        'WriteConsistency',
        key,
        `commit ${commitTs} is not above start ${startTs}`,
      );
    }
    if (record.type === 'Put' && record.shortValue === undefined && !values?.has(startTs)) {
      throw new InvariantViolation('WriteConsistency', key, `no value of transaction ${startTs}`);
    }
  }
  for (const record of records) {
    if (record.type !== 'Rollback') continue;
    if (record.commitTs !== record.startTs) {
      throw new InvariantViolation(
        'WriteConsistency',
        key,
        `rollback ${record.startTs} at ${record.commitTs}`,
      );
    }
    if (committed.has(record.startTs)) {
      throw new InvariantViolation('UniqueCommitOrAbort', key, `transaction ${record.startTs} did both`);
    }
  }
  // A late pessimistic lock after the commit is a leftover that resolving removes; a prewrite lock is not.
  const isPrewritten = lock !== undefined && lock.type !== 'Shared' && lock.type !== 'Pessimistic';
  if (isPrewritten && committed.has(lock.startTs)) {
    throw new InvariantViolation('UniqueLockOrWrite', key, `transaction ${lock.startTs} holds a lock again`);
  }
}
