import { assign, setup } from 'xstate';
import type { CommitProtocol, TransactionProtocol } from '../src/model/commit-protocol.ts';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface TransactionInput {
  readonly startTs: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface TransactionContext extends TransactionInput {
  readonly protocol: TransactionProtocol;
  /** Whether async commit is tried next when the keys do not fit the one request of a one-phase commit. */
  readonly asyncIfSplit: boolean;
  /** As in `commit.requested`; kept while the commit waits for its latches. */
  readonly needsMinCommitTs: boolean;
  /** 0n until known. */
  readonly commitTs: bigint;
  /** Lower bound of the commit timestamp; 0n without one. */
  readonly minCommitTs: bigint;
  readonly error: TikvError | undefined;
}

export type TransactionEvent =
  /** Keys are to be locked before commit. */
  | { readonly type: 'lock.requested' }
  | { readonly type: 'lock.acquired' }
  /** The transaction goes on without them. */
  | { readonly type: 'lock.refused' }
  /** The transaction cannot commit any more: it is the victim of a deadlock, or one of its locks expired. */
  | { readonly type: 'lock.lost'; readonly error: TikvError }
  | {
      readonly type: 'commit.requested';
      readonly protocol: TransactionProtocol;
      readonly asyncIfSplit: boolean;
      /** The stores choose the commit timestamp, and it must be above every timestamp handed out so far. */
      readonly needsMinCommitTs: boolean;
      /** Transactions of this client that write the same keys commit one after another. */
      readonly needsLatches: boolean;
    }
  /** No other transaction of this client is committing the same keys, or has since this one began. */
  | { readonly type: 'latches.acquired' }
  | { readonly type: 'rollback.requested'; readonly locksRemain: boolean }
  | { readonly type: 'minCommitTs.fetched' }
  /** The keys do not fit one request, and none was sent. */
  | { readonly type: 'onePhase.split' }
  /** Every key is locked, and only this client can commit them. */
  | { readonly type: 'prewrite.finished' }
  | { readonly type: 'commitTs.fetched'; readonly commitTs: bigint }
  /** A reader was promised not to see the transaction at that timestamp: it must commit above it. */
  | { readonly type: 'commitTs.expired'; readonly minCommitTs: bigint }
  | {
      readonly type: 'outcome.committed';
      readonly commitTs: bigint;
      readonly protocol: TransactionProtocol;
      readonly locksRemain: boolean;
    }
  | { readonly type: 'outcome.failed'; readonly error: TikvError; readonly locksRemain: boolean }
  | { readonly type: 'outcome.unclear' }
  | { readonly type: 'outcome.undetermined'; readonly error: TikvError }
  | { readonly type: 'secondaries.ended' }
  | { readonly type: 'rollback.ended' };

export interface TransactionOutput {
  readonly protocol: TransactionProtocol;
  readonly commitTs: bigint;
  readonly error: TikvError | undefined;
}

type Protocol = { readonly protocol: TransactionProtocol };
type Plan = Protocol & { readonly asyncIfSplit: boolean; readonly needsMinCommitTs: boolean };
type Locks = { readonly locksRemain: boolean };

/**
 * A transaction from beginning to end. Each phase is started by one action and answered by one event, however
 * many regions it goes to; what the answers mean is decided elsewhere and arrives as `outcome.*`. Follows
 * client-go's twoPhaseCommitter.execute (txnkv/transaction/2pc.go; parity rows COM-1 to COM-12, CLN-1).
 */
export const transactionChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as TransactionInput,
      context: {} as TransactionContext,
      meta: {} as StateMeta,
      events: {} as TransactionEvent,
      output: {} as TransactionOutput,
      tags: {} as 'open' | 'mayCommit' | 'committed' | 'rolledBack' | 'undetermined',
    },
    actions: {
      lockKeys: actionOf('lockKeys'),
      stopLocking: actionOf('stopLocking'),
      acquireLatches: actionOf('acquireLatches'),
      fetchMinCommitTs: actionOf('fetchMinCommitTs'),
      prewrite: actionOf<{ readonly protocol: CommitProtocol }>('prewrite'),
      fetchCommitTs: actionOf('fetchCommitTs'),
      commitPrimary: actionOf('commitPrimary'),
      askPrimary: actionOf('askPrimary'),
      commitSecondaries: actionOf('commitSecondaries'),
      rollBack: actionOf('rollBack'),
      stopKeepingAlive: actionOf('stopKeepingAlive'),
      answerCommitted: actionOf('answerCommitted'),
      answerFailed: actionOf('answerFailed'),
      tellLost: actionOf('tellLost'),
      plan: assign((_, { protocol, asyncIfSplit, needsMinCommitTs }: Plan) => ({
        protocol,
        asyncIfSplit,
        needsMinCommitTs,
      })),
      useProtocol: assign((_, { protocol }: Protocol) => ({ protocol })),
      useCommitTs: assign((_, { commitTs }: { readonly commitTs: bigint }) => ({ commitTs })),
      keepOutcome: assign((_, { protocol, commitTs }: Protocol & { readonly commitTs: bigint }) => ({
        protocol,
        commitTs,
      })),
      useStartTs: assign({ commitTs: ({ context }) => context.startTs }),
      useMinCommitTs: assign((_, { minCommitTs }: { readonly minCommitTs: bigint }) => ({ minCommitTs })),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error })),
    },
    guards: {
      wroteNothing: (_, { protocol }: Protocol) => protocol === 'none',
      isOnePhase: (_, { protocol }: Protocol) => protocol === '1pc',
      isAsync: (_, { protocol }: Protocol) => protocol === 'async',
      asyncIsNext: ({ context }) => context.asyncIfSplit,
      needsMinCommitTs: (_, params: { readonly needsMinCommitTs: boolean }) => params.needsMinCommitTs,
      needsLatches: (_, params: { readonly needsLatches: boolean }) => params.needsLatches,
      locksRemain: (_, { locksRemain }: Locks) => locksRemain,
    },
  }).createMachine({
    id: 'transaction',
    description: 'A transaction from its beginning to its end',
    context: ({ input }) => ({
      startTs: input.startTs,
      task: input.task,
      protocol: 'none',
      asyncIfSplit: false,
      needsMinCommitTs: false,
      commitTs: 0n,
      minCommitTs: 0n,
      error: undefined,
    }),
    initial: 'active',
    states: {
      active: {
        description: 'The caller reads and buffers writes; nothing is sent for them',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.Commit' },
        tags: 'open',
        on: {
          'lock.requested': 'locking',
          'lock.lost': {
            target: 'rollingBack',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'tellLost'],
          },
          'commit.requested': [
            {
              guard: { type: 'wroteNothing', params: ({ event }) => event },
              target: 'committed',
              actions: ['useStartTs', 'answerCommitted'],
            },
            {
              guard: { type: 'needsLatches', params: ({ event }) => event },
              target: 'committing.latching',
              actions: { type: 'plan', params: ({ event }) => event },
            },
            {
              guard: { type: 'needsMinCommitTs', params: ({ event }) => event },
              target: 'committing.fetchingMinCommitTs',
              actions: { type: 'plan', params: ({ event }) => event },
            },
            {
              guard: { type: 'isOnePhase', params: ({ event }) => event },
              target: 'committing.onePhaseCommitting',
              actions: { type: 'plan', params: ({ event }) => event },
            },
            {
              guard: { type: 'isAsync', params: ({ event }) => event },
              target: 'committing.asyncCommitting',
              actions: { type: 'plan', params: ({ event }) => event },
            },
            {
              target: 'committing.prewriting',
              actions: { type: 'plan', params: ({ event }) => event },
            },
          ],
          'rollback.requested': [
            { guard: { type: 'locksRemain', params: ({ event }) => event }, target: 'rollingBack' },
            { target: 'rolledBack' },
          ],
        },
      },
      locking: {
        description: 'Pessimistic locks are being taken on the keys asked for',
        meta: {
          source: 'client-go txnkv/transaction/pessimistic.go: actionPessimisticLock.handleSingleBatch',
        },
        tags: 'open',
        entry: 'lockKeys',
        exit: 'stopLocking',
        on: {
          'lock.acquired': 'active',
          'lock.refused': 'active',
          'rollback.requested': 'rollingBack',
          'lock.lost': {
            target: 'rollingBack',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'tellLost'],
          },
        },
      },
      committing: {
        description: 'The outcome is open, and the caller waits for it',
        meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.execute' },
        initial: 'prewriting',
        exit: 'stopKeepingAlive',
        on: {
          'outcome.committed': [
            {
              guard: { type: 'locksRemain', params: ({ event }) => event },
              target: 'committingSecondaries',
              actions: [{ type: 'keepOutcome', params: ({ event }) => event }, 'answerCommitted'],
            },
            {
              target: 'committed',
              actions: [{ type: 'keepOutcome', params: ({ event }) => event }, 'answerCommitted'],
            },
          ],
          'outcome.failed': [
            {
              guard: { type: 'locksRemain', params: ({ event }) => event },
              target: 'rollingBack',
              actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
            },
            {
              target: 'rolledBack',
              actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
            },
          ],
          'outcome.unclear': '.askingPrimary',
          'outcome.undetermined': {
            target: 'undetermined',
            actions: [{ type: 'keepError', params: ({ event }) => event }, 'answerFailed'],
          },
        },
        states: {
          latching: {
            description: 'Other transactions of this client that write the same keys commit first',
            meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.Commit' },
            entry: 'acquireLatches',
            on: {
              'latches.acquired': [
                {
                  guard: { type: 'needsMinCommitTs', params: ({ context }) => context },
                  target: 'fetchingMinCommitTs',
                },
                {
                  guard: { type: 'isOnePhase', params: ({ context }) => context },
                  target: 'onePhaseCommitting',
                },
                { guard: { type: 'isAsync', params: ({ context }) => context }, target: 'asyncCommitting' },
                { target: 'prewriting' },
              ],
            },
          },
          fetchingMinCommitTs: {
            description: 'A fresh timestamp keeps the commit above every snapshot that has been opened',
            meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.needLinearizability' },
            entry: 'fetchMinCommitTs',
            on: {
              'minCommitTs.fetched': [
                {
                  guard: { type: 'isOnePhase', params: ({ context }) => context },
                  target: 'onePhaseCommitting',
                },
                { target: 'asyncCommitting' },
              ],
            },
          },
          onePhaseCommitting: {
            description: 'One request locks and commits all keys, unless they do not fit into one',
            meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.checkOnePC' },
            tags: 'mayCommit',
            entry: { type: 'prewrite', params: { protocol: '1pc' } },
            on: {
              'onePhase.split': [
                {
                  guard: 'asyncIsNext',
                  target: 'asyncCommitting',
                  actions: { type: 'useProtocol', params: { protocol: 'async' } },
                },
                { target: 'prewriting', actions: { type: 'useProtocol', params: { protocol: '2pc' } } },
              ],
              'prewrite.finished': {
                target: 'fetchingCommitTs',
                actions: { type: 'useProtocol', params: { protocol: '2pc' } },
              },
            },
          },
          asyncCommitting: {
            description: 'Keys are being locked; the lock on the last of them commits the transaction',
            meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.checkAsyncCommit' },
            tags: 'mayCommit',
            entry: { type: 'prewrite', params: { protocol: 'async' } },
            on: {
              'prewrite.finished': {
                target: 'fetchingCommitTs',
                actions: { type: 'useProtocol', params: { protocol: '2pc' } },
              },
            },
          },
          prewriting: {
            description: 'Keys are being locked, with their values; this alone cannot commit anything',
            meta: { source: 'client-go txnkv/transaction/prewrite.go: actionPrewrite.handleSingleBatch' },
            entry: { type: 'prewrite', params: { protocol: '2pc' } },
            on: { 'prewrite.finished': 'fetchingCommitTs' },
          },
          fetchingCommitTs: {
            description: 'All keys are locked; the commit gets its place in the order of transactions',
            meta: {
              source: 'client-go txnkv/transaction/txn.go: KVTxn.GetTimestampForCommit',
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
      committingSecondaries: {
        description:
          'Committed, and the caller has been told; the locks that remain become values in the background',
        meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.doActionOnGroupMutations' },
        tags: 'committed',
        entry: 'commitSecondaries',
        on: { 'secondaries.ended': 'committed' },
      },
      rollingBack: {
        description: 'It will not commit; locks it may have left are removed in the background',
        meta: { source: 'client-go txnkv/transaction/cleanup.go: actionCleanup.handleSingleBatch' },
        tags: 'rolledBack',
        entry: ['stopKeepingAlive', 'rollBack'],
        on: { 'rollback.ended': 'rolledBack' },
      },
      committed: { description: 'Durable and visible', type: 'final', tags: 'committed' },
      rolledBack: {
        description: 'Nothing of it is or will be visible',
        type: 'final',
        tags: 'rolledBack',
      },
      undetermined: {
        description: 'This client cannot know what became of it; its locks are left to whoever finds out',
        meta: { source: 'client-go txnkv/transaction/2pc.go: twoPhaseCommitter.setUndeterminedErr' },
        type: 'final',
        tags: 'undetermined',
      },
    },
    output: ({ context: { protocol, commitTs, error } }) => ({ protocol, commitTs, error }),
    options: { maxIterations: 1000 },
  }),
);
