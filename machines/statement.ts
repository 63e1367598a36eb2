import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface StatementInput {
  readonly startTs: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface StatementContext extends StatementInput {
  /** Number of the current run of the body, from 1. */
  readonly attempt: number;
  /** Why the statement could not go on; undefined when the body itself failed. */
  readonly error: TikvError | undefined;
}

export type StatementEvent =
  | { readonly type: 'timestamp.fetched' }
  /** A key that the body locked was written after the timestamp that the body reads at. */
  | { readonly type: 'keys.conflicted' }
  | { readonly type: 'body.returned' }
  /** The body threw, or its run is discarded. */
  | { readonly type: 'body.failed' }
  /** No run can begin: the time is up, the transaction has ended, or no timestamp could be fetched. */
  | { readonly type: 'statement.refused'; readonly error: TikvError };

export interface StatementOutput {
  readonly attempt: number;
  readonly error: TikvError | undefined;
}

/**
 * A statement of a pessimistic transaction: a function that reads at a new timestamp, and is run again when a
 * key that it locks was written since. Locks that a run has taken stay for the next run; those that the last
 * run did not ask for are given back. Follows client-go's StartAggressiveLocking, RetryAggressiveLocking,
 * DoneAggressiveLocking and CancelAggressiveLocking (txnkv/transaction/txn.go; parity rows FAIR-1, FAIR-4 to
 * FAIR-9).
 */
export const statementChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as StatementInput,
      context: {} as StatementContext,
      meta: {} as StateMeta,
      events: {} as StatementEvent,
      output: {} as StatementOutput,
      tags: {} as 'conflicted',
    },
    actions: {
      fetchTimestamp: actionOf('fetchTimestamp'),
      runBody: actionOf('runBody'),
      keepLocks: actionOf('keepLocks'),
      finish: actionOf('finish'),
      cancel: actionOf('cancel'),
      countAttempt: assign({ attempt: ({ context }) => context.attempt + 1 }),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error })),
    },
  }).createMachine({
    id: 'statement',
    description:
      'A part of a pessimistic transaction that reads the newest data, and runs again when that has changed',
    context: ({ input }) => ({ ...input, attempt: 0, error: undefined }),
    initial: 'beginning',
    states: {
      beginning: {
        description: 'A run of the body begins with a new timestamp, at which it reads',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.StartAggressiveLocking' },
        entry: ['countAttempt', 'fetchTimestamp'],
        on: {
          'timestamp.fetched': 'running',
          'statement.refused': {
            target: 'cancelled',
            actions: { type: 'keepError', params: ({ event }) => event },
          },
        },
      },
      running: {
        description: 'The body runs; no key that it has locked was written since its timestamp',
        entry: 'runBody',
        on: {
          'keys.conflicted': 'conflicted',
          'body.returned': 'done',
          'body.failed': 'cancelled',
        },
      },
      conflicted: {
        description: 'What the body has read is out of date: this run is discarded, however it ends',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.RetryAggressiveLocking' },
        tags: 'conflicted',
        on: {
          'body.failed': { target: 'beginning', actions: 'keepLocks' },
        },
      },
      done: {
        description:
          'Writes and locks of the last run stay; locks that only earlier runs took are given back',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.DoneAggressiveLocking' },
        type: 'final',
        entry: 'finish',
      },
      cancelled: {
        description: 'Its writes are undone and its locks are given back; the transaction goes on without it',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.CancelAggressiveLocking' },
        type: 'final',
        entry: 'cancel',
      },
    },
    output: ({ context: { attempt, error } }) => ({ attempt, error }),
    options: { maxIterations: 1000 },
  }),
);
