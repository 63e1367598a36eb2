import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface BulkTransactionInput {
  readonly startTs: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface BulkTransactionContext extends BulkTransactionInput {
  /** How long the next flush is to wait, in milliseconds. */
  readonly pauseMs: number;
  /** 0n until known. */
  readonly commitTs: bigint;
  /** Lower bound of the commit timestamp; 0n without one. */
  readonly minCommitTs: bigint;
  readonly error: TikvError | undefined;
}

/** What a transaction still has to commit: writes not flushed yet, flushed locks alone, or nothing at all. */
export type BulkRest = 'writes' | 'locks' | 'nothing';

export type BulkTransactionEvent =
  /** There are enough writes for a flush, and no flush is under way. */
  | { readonly type: 'flush.requested'; readonly pauseMs: number }
  /** A generation of writes is in the stores, as locks with values. */
  | { readonly type: 'flush.finished'; readonly rest: BulkRest }
  /** A generation was not, or not completely, written, and nothing of it is under way any more. */
  | { readonly type: 'flush.failed'; readonly error: TikvError }
  /** The transaction cannot commit any more: its locks expired, or its owner or the client ended it. */
  | { readonly type: 'bulk.lost'; readonly error: TikvError; readonly locksRemain: boolean }
  | { readonly type: 'commit.requested'; readonly rest: BulkRest }
  | { readonly type: 'rollback.requested'; readonly locksRemain: boolean }
  | { readonly type: 'commitTs.fetched'; readonly commitTs: bigint }
  /** A reader was promised not to see the transaction at that timestamp: it must commit above it. */
  | { readonly type: 'commitTs.expired'; readonly minCommitTs: bigint }
  | { readonly type: 'outcome.committed'; readonly commitTs: bigint }
  | { readonly type: 'outcome.failed'; readonly error: TikvError }
  | { readonly type: 'outcome.unclear' }
  | { readonly type: 'outcome.undetermined'; readonly error: TikvError }
  /** No lock of the transaction is left in the range that it wrote to. */
  | { readonly type: 'range.resolved' }
  /** Some locks may be left; whoever meets them resolves them. */
  | { readonly type: 'range.failed' };

export interface BulkTransactionOutput {
  readonly commitTs: bigint;
  readonly error: TikvError | undefined;
}

type Rest = { readonly rest: BulkRest };
type Locks = { readonly locksRemain: boolean };

/**
 * A bulk transaction from beginning to end: what it writes goes to the stores while it runs, one generation
 * of writes after another, and the commit of its primary decides its outcome. The locks that it leaves over a
 * range of keys are resolved region by region, after its caller has been answered. Follows client-go's
 * pipelined transactions (txnkv/transaction/txn.go InitPipelinedMemDB, pipelined_flush.go; parity rows PIP-1
 * to PIP-11).
 */
export const bulkTransactionChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as BulkTransactionInput,
      context: {} as BulkTransactionContext,
      meta: {} as StateMeta,
      events: {} as BulkTransactionEvent,
      output: {} as BulkTransactionOutput,
      tags: {} as 'open' | 'mayCommit' | 'committed' | 'rolledBack' | 'undetermined',
    },
    actions: {
      flush: actionOf('flush'),
      cancelFlush: actionOf('cancelFlush'),
      fetchCommitTs: actionOf('fetchCommitTs'),
      commitPrimary: actionOf('commitPrimary'),
      askPrimary: actionOf('askPrimary'),
      commitRange: actionOf('commitRange'),
      rollBackRange: actionOf('rollBackRange'),
      tellStoresItIsOver: actionOf<{ readonly committed: boolean }>('tellStoresItIsOver'),
      stopKeepingAlive: actionOf('stopKeepingAlive'),
      answerCommitted: actionOf('answerCommitted'),
      answerFailed: actionOf('answerFailed'),
      answerRolledBack: actionOf('answerRolledBack'),
      usePause: assign((_, { pauseMs }: { readonly pauseMs: number }) => ({ pauseMs })),
      useCommitTs: assign((_, { commitTs }: { readonly commitTs: bigint }) => ({ commitTs })),
      useStartTs: assign({ commitTs: ({ context }) => context.startTs }),
      useMinCommitTs: assign((_, { minCommitTs }: { readonly minCommitTs: bigint }) => ({ minCommitTs })),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error, commitTs: 0n })),
    },
    guards: {
      mustPause: (_, { pauseMs }: { readonly pauseMs: number }) => pauseMs > 0,
      writesRemain: (_, { rest }: Rest) => rest === 'writes',
      nothingRemains: (_, { rest }: Rest) => rest === 'nothing',
      locksRemain: (_, { locksRemain }: Locks) => locksRemain,
    },
    delays: {
      pause: ({ context }) => context.pauseMs,
      grace: 5_000,
    },
  }).createMachine({
    id: 'bulkTransaction',
    description: 'A transaction of any size, written to the stores while it runs',
    context: ({ input }) => ({
      startTs: input.startTs,
      task: input.task,
      pauseMs: 0,
      commitTs: 0n,
      minCommitTs: 0n,
      error: undefined,
    }),
    initial: 'gathering',
    states: {
      gathering: {
        description: 'Writes are gathered in memory; nothing is under way',
        meta: { source: 'client-go internal/unionstore/pipelined_memdb.go: PipelinedMemDB.needFlush' },
        initial: 'buffering',
        tags: 'open',
        on: {
          'commit.requested': [
            {
              guard: { type: 'nothingRemains', params: ({ event }) => event },
              target: 'committed',
              actions: ['useStartTs', 'answerCommitted'],
            },
            {
              guard: { type: 'writesRemain', params: ({ event }) => event },
              target: 'committing.flushingRest',
            },
            { target: 'committing.fetchingCommitTs' },
          ],
          'rollback.requested': [
            { guard: { type: 'locksRemain', params: ({ event }) => event }, target: 'rollingBack' },
            { target: 'rolledBack', actions: 'answerRolledBack' },
          ],
          'bulk.lost': [
            {
              guard: { type: 'locksRemain', params: ({ event }) => event },
              target: 'rollingBack',
              actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
            },
            {
              target: 'rolledBack',
              actions: [
                { type: 'keepError', params: ({ event }) => event },
                'answerFailed',
                'answerRolledBack',
              ],
            },
          ],
        },
        states: {
          buffering: {
            description: 'There are not enough writes for a flush yet',
            on: {
              'flush.requested': [
                {
                  guard: { type: 'mustPause', params: ({ event }) => event },
                  target: 'pausing',
                  actions: { type: 'usePause', params: ({ event }) => event },
                },
                { target: '#bulkTransaction.flushing' },
              ],
            },
          },
          pausing: {
            description: 'The next flush waits, so that others get their share of the stores',
            meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.throttlePipelinedTxn' },
            after: { pause: '#bulkTransaction.flushing' },
          },
        },
      },
      flushing: {
        description: 'One generation of writes goes to the stores, while the next is gathered',
        meta: {
          source: 'client-go txnkv/transaction/pipelined_flush.go: actionPipelinedFlush.handleSingleBatch',
        },
        tags: 'open',
        entry: 'flush',
        on: {
          'flush.finished': 'gathering',
          'flush.failed': {
            target: 'rollingBack',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
          'commit.requested': 'committing.awaitingFlush',
          'rollback.requested': 'endingFlush',
          'bulk.lost': {
            target: 'endingFlush',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
        },
      },
      committing: {
        description: 'The outcome is open, and the caller waits for it',
        initial: 'awaitingFlush',
        exit: 'stopKeepingAlive',
        on: {
          'flush.failed': {
            target: 'rollingBack',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
          'outcome.committed': {
            target: 'committingRange',
            actions: [{ type: 'useCommitTs', params: ({ event }) => event }, 'answerCommitted'],
          },
          'outcome.failed': {
            target: 'rollingBack',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
          'outcome.unclear': '.askingPrimary',
          'outcome.undetermined': {
            target: 'undetermined',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
        },
        states: {
          awaitingFlush: {
            description: 'The flush that is under way ends first',
            meta: { source: 'client-go internal/unionstore/pipelined_memdb.go: PipelinedMemDB.FlushWait' },
            on: {
              'flush.finished': [
                { guard: { type: 'writesRemain', params: ({ event }) => event }, target: 'flushingRest' },
                {
                  guard: { type: 'nothingRemains', params: ({ event }) => event },
                  target: '#bulkTransaction.committed',
                  actions: ['useStartTs', 'answerCommitted'],
                },
                { target: 'fetchingCommitTs' },
              ],
            },
          },
          flushingRest: {
            description: 'The last generation of writes goes to the stores',
            meta: { source: 'client-go internal/unionstore/pipelined_memdb.go: PipelinedMemDB.Flush' },
            entry: 'flush',
            on: {
              'flush.finished': [
                {
                  guard: { type: 'nothingRemains', params: ({ event }) => event },
                  target: '#bulkTransaction.committed',
                  actions: ['useStartTs', 'answerCommitted'],
                },
                { target: 'fetchingCommitTs' },
              ],
            },
          },
          fetchingCommitTs: {
            description: 'All keys are locked; the commit gets its place in the order of transactions',
            meta: {
              source:
                'client-go txnkv/transaction/pipelined_flush.go: twoPhaseCommitter.commitFlushedMutations',
              backoff: ['commitTsLag'],
            },
            entry: 'fetchCommitTs',
            on: {
              'commitTs.fetched': {
                target: 'committingPrimary',
                actions: { type: 'useCommitTs', params: ({ event }) => event },
              },
            },
          },
          committingPrimary: {
            description: "The primary's commit has been sent: only its answer decides the outcome",
            meta: { source: 'client-go txnkv/transaction/commit.go: actionCommit.handleSingleBatch' },
            tags: 'mayCommit',
            entry: 'commitPrimary',
            on: {
              'commitTs.expired': {
                target: 'fetchingCommitTs',
                actions: { type: 'useMinCommitTs', params: ({ event }) => event },
              },
            },
          },
          askingPrimary: {
            description:
              'An answer was lost, and a later one does not decide: the primary is asked what became of the transaction',
            tags: 'mayCommit',
            entry: 'askPrimary',
          },
        },
      },
      committingRange: {
        description:
          'Committed, and the caller has been told; locks become values region by region, in the background',
        meta: {
          source: 'client-go txnkv/transaction/pipelined_flush.go: twoPhaseCommitter.resolveFlushedLocks',
        },
        tags: 'committed',
        entry: 'commitRange',
        on: { 'range.resolved': 'lingeringCommitted', 'range.failed': 'committed' },
      },
      lingeringCommitted: {
        description: 'No lock is left; the stores remember the outcome until slow followers have caught up',
        tags: 'committed',
        after: {
          grace: {
            target: 'committed',
            actions: { type: 'tellStoresItIsOver', params: { committed: true } },
          },
        },
      },
      endingFlush: {
        description:
          'It will not commit; the flush under way is ended first, so that it locks nothing that is being cleaned up',
        tags: 'rolledBack',
        entry: 'cancelFlush',
        on: { 'flush.finished': 'rollingBack', 'flush.failed': 'rollingBack' },
      },
      rollingBack: {
        description: 'It will not commit; its locks are removed region by region, in the background',
        meta: {
          source: 'client-go txnkv/transaction/pipelined_flush.go: twoPhaseCommitter.resolveFlushedLocks',
        },
        tags: 'rolledBack',
        entry: ['stopKeepingAlive', 'rollBackRange'],
        on: {
          'range.resolved': { target: 'lingeringRolledBack', actions: 'answerRolledBack' },
          'range.failed': { target: 'rolledBack', actions: 'answerRolledBack' },
        },
      },
      lingeringRolledBack: {
        description: 'No lock is left; the stores remember the outcome until slow followers have caught up',
        tags: 'rolledBack',
        after: {
          grace: {
            target: 'rolledBack',
            actions: { type: 'tellStoresItIsOver', params: { committed: false } },
          },
        },
      },
      committed: { description: 'Durable and visible', type: 'final', tags: 'committed' },
      rolledBack: { description: 'Nothing of it is or will be visible', type: 'final', tags: 'rolledBack' },
      undetermined: {
        description: 'This client cannot know what became of it; its locks are left to whoever finds out',
        meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.setUndeterminedErr' },
        type: 'final',
        tags: 'undetermined',
      },
    },
    output: ({ context: { commitTs, error } }) => ({ commitTs, error }),
    options: { maxIterations: 1000 },
  }),
);
