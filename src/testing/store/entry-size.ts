import type { Change } from '../mvcc/change.ts';
import type { LockState } from '../mvcc/model.ts';

/** About how large changes are in the raft log, in bytes. Dropped ranges count nothing. */
export function entryBytes(changes: readonly Change[]): number {
  let bytes = 0;
  for (const change of changes)
    if (change.column !== 'range') bytes += change.key.length + valueBytes(change);
  return bytes;
}

function valueBytes(change: Exclude<Change, { readonly column: 'range' }>): number {
  switch (change.column) {
    case 'default':
      return change.value?.length ?? 0;
    case 'raw':
      return change.value?.value.length ?? 0;
    case 'write':
      return change.record?.shortValue?.length ?? 0;
    case 'lock':
      return change.lock === undefined ? 0 : lockBytes(change.lock);
  }
}

function lockBytes(lock: LockState): number {
  if (lock.type === 'Shared') return sum([...lock.members.values()].map(lockBytes));
  return (lock.shortValue?.length ?? 0) + sum(lock.secondaries.map((key) => key.length));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
