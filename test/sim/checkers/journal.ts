import type { Cluster } from '../../../src/testing/index.ts';

/** A version as tests write it. */
export type WrittenVersion = readonly [
  key: string,
  startTs: bigint,
  commitTs: bigint,
  value: string | undefined,
];

/** The journal of a cluster that has applied these versions. */
export function journalOf(versions: readonly WrittenVersion[]): Cluster['journal'] {
  return versions.map(([key, startTs, commitTs, value]) => ({
    messageId: '',
    atMs: 0,
    change: {
      column: 'write',
      key,
      commitTs,
      record: {
        type: value === undefined ? 'Delete' : 'Put',
        startTs,
        commitTs,
        shortValue: value === undefined ? undefined : new TextEncoder().encode(value),
        hasOverlappedRollback: false,
        gcFence: undefined,
      },
    },
  }));
}
