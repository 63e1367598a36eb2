import type { SnapshotFrom } from 'xstate';
import type { BulkRest } from '../../machines/bulk-transaction.ts';
import { type BulkTransactionEvent, bulkTransactionMachine } from '../../machines/index.ts';
import { edgePaths, type ModelPath } from '../../src/testing/index.ts';
import { anyError as error } from './fake-bulk-environment.ts';
import { ts } from './fake-transaction-environment.ts';

type Snapshot = SnapshotFrom<typeof bulkTransactionMachine>;

/** What a bulk transaction leaves: those that lock have flushed once before, the others write only what is checked. */
export type BulkKind = 'locks' | 'nothing';

export const PAUSE_MS = 20;

const EVENTS: readonly BulkTransactionEvent[] = [
  { type: 'flush.requested', pauseMs: 0 },
  { type: 'flush.requested', pauseMs: PAUSE_MS },
  ...(['writes', 'locks', 'nothing'] as const).flatMap((rest): BulkTransactionEvent[] => [
    { type: 'flush.finished', rest },
    { type: 'commit.requested', rest },
  ]),
  { type: 'flush.failed', error },
  ...[true, false].flatMap((locksRemain): BulkTransactionEvent[] => [
    { type: 'bulk.lost', error, locksRemain },
    { type: 'rollback.requested', locksRemain },
  ]),
  { type: 'commitTs.fetched', commitTs: ts(50) },
  { type: 'commitTs.fetched', commitTs: ts(70) },
  { type: 'commitTs.expired', minCommitTs: ts(60) },
  { type: 'outcome.committed', commitTs: ts(50) },
  { type: 'outcome.committed', commitTs: ts(70) },
  { type: 'outcome.committed', commitTs: ts(55) },
  { type: 'outcome.failed', error },
  { type: 'outcome.unclear' },
  { type: 'outcome.undetermined', error },
  { type: 'range.resolved' },
  { type: 'range.failed' },
];

/** Dotted. */
export function stateOf({ value }: Snapshot): string {
  return typeof value === 'string' ? value : Object.entries(value).flat().join('.');
}

/** What can happen in a state, given what the transaction locks. */
function canHappenFor(kind: BulkKind, isThrottled: boolean) {
  const locks = kind === 'locks';
  const rests: Record<string, readonly BulkRest[]> = {
    'gathering.buffering commit.requested': [kind, 'writes'],
    'gathering.pausing commit.requested': ['writes'],
    'flushing commit.requested': ['writes'],
    'flushing flush.finished': [kind],
    'committing.awaitingFlush flush.finished': [kind, 'writes'],
    'committing.flushingRest flush.finished': [kind],
    'endingFlush flush.finished': [kind],
  };
  return (before: Snapshot, event: BulkTransactionEvent): boolean => {
    const state = stateOf(before);
    switch (event.type) {
      case 'flush.requested':
        return event.pauseMs === (isThrottled ? PAUSE_MS : 0);
      case 'flush.finished':
      case 'commit.requested':
        return rests[`${state} ${event.type}`]?.includes(event.rest) === true;
      case 'flush.failed':
        return locks && (state === 'flushing' || state === 'endingFlush' || /Flush|flushing/.test(state));
      case 'bulk.lost':
      case 'rollback.requested':
        return event.locksRemain === locks && (locks || state !== 'flushing');
      case 'commitTs.fetched':
        return event.commitTs === (before.context.minCommitTs === 0n ? ts(50) : ts(70));
      case 'commitTs.expired':
        return before.context.minCommitTs === 0n;
      case 'outcome.committed':
        if (state === 'committing.askingPrimary') return event.commitTs === ts(55);
        return state === 'committing.committingPrimary' && event.commitTs === before.context.commitTs;
      case 'outcome.failed':
        return /fetching|committingPrimary|asking/.test(state);
      case 'outcome.unclear':
        return state === 'committing.committingPrimary';
      case 'outcome.undetermined':
        return /committingPrimary|asking/.test(state);
      default:
        return true;
    }
  };
}

/** Paths that take every edge of the chart that transactions of this kind have. */
export function bulkPaths(
  kind: BulkKind,
  isThrottled: boolean,
): readonly ModelPath<typeof bulkTransactionMachine>[] {
  return edgePaths(bulkTransactionMachine, {
    input: { startTs: ts(0), task: undefined },
    events: EVENTS,
    canHappen: canHappenFor(kind, isThrottled),
    serializeState: (snapshot) => [stateOf(snapshot), snapshot.context.minCommitTs].join(),
  });
}
