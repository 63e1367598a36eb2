import type { Cluster } from '../../../src/testing/index.ts';

/** A version as tests write it. */
export type WrittenVersion = readonly [
  key: string,
  startTs: bigint,
  commitTs: bigint,
  value: string | undefined,
];

/** A key that a transaction has locked, and committed without a write. */
export type CommittedLock = readonly [key: string, startTs: bigint, commitTs: bigint];

/** The journal of a cluster that has applied these versions. */
export function journalOf(
  versions: readonly WrittenVersion[],
  locks: readonly CommittedLock[] = [],
): Cluster['journal'] {
  return [
    ...versions.map(([key, startTs, commitTs, value]) =>
      applied(key, value === undefined ? 'Delete' : 'Put', startTs, commitTs, value),
    ),
    ...locks.map(([key, startTs, commitTs]) => applied(key, 'Lock', startTs, commitTs)),
  ];
}

function applied(
  key: string,
  type: 'Put' | 'Delete' | 'Lock',
  startTs: bigint,
  commitTs: bigint,
  value?: string,
): Cluster['journal'][number] {
  return {
    messageId: '',
    atMs: 0,
    change: {
      column: 'write',
      key,
      commitTs,
      record: {
        type,
        startTs,
        commitTs,
        shortValue: value === undefined ? undefined : new TextEncoder().encode(value),
        hasOverlappedRollback: false,
        gcFence: undefined,
      },
    },
  };
}
