import { kvrpcpb } from '#proto';
import { existenceConflict } from './data-constraint.ts';
import { assertionFailed, type CommandFailure, pessimisticLockNotFound, writeConflict } from './failure.ts';
import { type Key, MAX_TS } from './key.ts';
import type { WriteRecord } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import {
  needsPessimisticLock,
  type PrewriteMutation,
  type PrewriteProperties,
  shouldNotExist,
} from './prewrite-mutation.ts';

const { Assertion, AssertionLevel } = kvrpcpb;
const { PessimisticAction } = kvrpcpb.PrewriteRequest;

/** A missing pessimistic lock is made up for when nothing was written since the transaction began. */
export function amendPessimisticLock(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): void {
  const newest = reader.seekWrite(mutation.key);
  if (newest !== undefined && newest.commitTs >= properties.startTs) {
    throw pessimisticLockNotFound(properties.startTs, mutation.key, 'LockMissingAmendFail');
  }
  checkAssertion(reader, properties, mutation, newest, true);
}

/** Whether a key is prewritten without a look at its records. */
export function skipsConstraintCheck(properties: PrewriteProperties, mutation: PrewriteMutation): boolean {
  if (!properties.pessimistic) return properties.skipConstraintCheck;
  if (needsPessimisticLock(properties, mutation)) return true;
  if (mutation.action === PessimisticAction.SKIP_PESSIMISTIC_CHECK) return !properties.isRetryRequest;
  return false;
}

/** The newest record, after it was checked against the transaction (server rule 24). */
export function checkNewerVersion(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
): WriteRecord | undefined {
  const { startTs, forUpdateTs } = properties;
  for (const record of reader.records(mutation.key)) {
    const rolledBack = record.type === 'Rollback' || record.hasOverlappedRollback;
    if (record.commitTs === startTs && rolledBack && !properties.sabotage.noRollbackProtection) {
      throw conflictWith(record, properties, mutation.key, 'SelfRolledBack');
    }
    if (!properties.pessimistic) {
      if (record.commitTs > startTs) throw conflictWith(record, properties, mutation.key, 'Optimistic');
    } else {
      if (mutation.action === PessimisticAction.DO_CONSTRAINT_CHECK && record.commitTs > startTs) {
        throw conflictWith(record, properties, mutation.key, 'LazyUniquenessCheck');
      }
      if (record.commitTs > forUpdateTs) {
        if (record.type === 'Rollback') continue;
        throw pessimisticLockNotFound(startTs, mutation.key, 'NonLockKeyConflict');
      }
    }
    if (shouldNotExist(mutation)) {
      const conflict = existenceConflict(reader, record, mutation.key);
      if (conflict !== undefined) throw conflict;
    }
    return record;
  }
  return undefined;
}

function conflictWith(
  record: WriteRecord,
  properties: PrewriteProperties,
  key: Key,
  reason: 'Optimistic' | 'SelfRolledBack' | 'LazyUniquenessCheck',
): CommandFailure {
  return writeConflict({
    startTs: properties.startTs,
    conflictStartTs: record.startTs,
    conflictCommitTs: record.commitTs,
    key,
    primary: properties.primary,
    reason,
  });
}

/** Server rule 25: Fast asserts only on a record that was loaded anyway, Strict loads it. */
export function checkAssertion(
  reader: MvccReader,
  properties: PrewriteProperties,
  mutation: PrewriteMutation,
  newest: WriteRecord | undefined,
  loaded: boolean,
): void {
  if (mutation.assertion === Assertion.None || properties.assertionLevel === AssertionLevel.Off) return;
  if (properties.assertionLevel !== AssertionLevel.Strict && !loaded) return;
  const fenced = newest?.gcFence !== undefined && newest.gcFence !== 0n;
  let record = fenced ? undefined : newest;
  if (!loaded || record?.type === 'Lock' || record?.type === 'Rollback') {
    record = reader.visiblePut(mutation.key, record?.commitTs ?? MAX_TS);
  }
  const exists = record !== undefined && record.type === 'Put';
  const holds = mutation.assertion === Assertion.Exist ? exists : !exists;
  if (holds) return;
  // A conflict explains a failed assertion better than the assertion does.
  if (skipsConstraintCheck(properties, mutation)) {
    checkNewerVersion(reader, properties, mutation);
  }
  throw assertionFailed(
    properties.startTs,
    mutation.key,
    mutation.assertion,
    record?.startTs ?? 0n,
    record?.commitTs ?? 0n,
  );
}
