import { type ActorRefFrom, assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';

/** How a transaction commits; `'none'` when it wrote nothing that needs it. */
export type TransactionProtocol = '2pc' | 'async' | '1pc' | 'none';

export interface TransactionInput {
  readonly startTs: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface TransactionContext extends TransactionInput {
  readonly protocol: TransactionProtocol;
  /** One phase was turned down before anything was sent: whether async commit is the next choice. */
  readonly asyncIfSplit: boolean;
  /** 0n until known. */
  readonly commitTs: bigint;
  /** What a commit timestamp may not be below; 0n without such a bound. */
  readonly minCommitTs: bigint;
  readonly error: TikvError | undefined;
}

export type TransactionEvent =
  /** Locks on keys are wanted before commit. */
  | { readonly type: 'lock.requested'; readonly keys: readonly Uint8Array[] }
  | { readonly type: 'lock.acquired' }
  | { readonly type: 'lock.refused' }
  /** Nothing the transaction does can commit any more: a deadlock's victim, or a lock that expired. */
  | { readonly type: 'lock.lost'; readonly error: TikvError }
  | {
      readonly type: 'commit.requested';
      readonly protocol: TransactionProtocol;
      readonly asyncIfSplit: boolean;
      /** The servers work out the commit timestamp, and it shall be above every one handed out so far. */
      readonly needsMinCommitTs: boolean;
    }
  | { readonly type: 'rollback.requested'; readonly locksRemain: boolean }
  | { readonly type: 'minCommitTs.fetched' }
  /** The keys do not fit one request, and none was sent. */
  | { readonly type: 'onePhase.split' }
  /** Every key is locked, and only this client can commit them. */
  | { readonly type: 'prewrite.finished' }
  | { readonly type: 'commitTs.fetched'; readonly commitTs: bigint }
  /** A reader was promised not to see the transaction at this timestamp. */
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

type Task = { readonly task: unknown };
type Ts = { readonly commitTs: bigint };
type Protocol = { readonly protocol: TransactionProtocol };
type Failure = { readonly error: TikvError };

const notProvided = (name: string) => () => {
  throw new Error(`${name}: not provided`);
};

/**
 * A transaction from begin to end. Each phase is started by one action and answered by one event, however many
 * regions it goes to; what the answers mean is decided elsewhere and arrives as `outcome.*`. Follows client-go's
 * twoPhaseCommitter.execute (txnkv/transaction/2pc.go; parity rows COM-1 to COM-12, CLN-1).
 */
export const transactionMachine = setup({
  types: {
    input: {} as TransactionInput,
    context: {} as TransactionContext,
    events: {} as TransactionEvent,
    output: {} as TransactionOutput,
    tags: {} as 'open' | 'mayCommit' | 'committed' | 'rolledBack' | 'undetermined',
  },
  actions: {
    lockKeys: notProvided('lockKeys') as (_: unknown, params: Task & { keys: readonly Uint8Array[] }) => void,
    fetchMinCommitTs: notProvided('fetchMinCommitTs') as (_: unknown, params: Task) => void,
    prewrite: notProvided('prewrite') as (
      _: unknown,
      params: Task & { protocol: '2pc' | 'async' | '1pc' },
    ) => void,
    fetchCommitTs: notProvided('fetchCommitTs') as (
      _: unknown,
      params: Task & { minCommitTs: bigint },
    ) => void,
    commitPrimary: notProvided('commitPrimary') as (_: unknown, params: Task & Ts) => void,
    askPrimary: notProvided('askPrimary') as (_: unknown, params: Task) => void,
    commitSecondaries: notProvided('commitSecondaries') as (_: unknown, params: Task & Ts & Protocol) => void,
    rollBack: notProvided('rollBack') as (_: unknown, params: Task) => void,
    stopKeepingAlive: notProvided('stopKeepingAlive') as (_: unknown, params: Task) => void,
    answerCommitted: notProvided('answerCommitted') as (_: unknown, params: Task & Ts & Protocol) => void,
    answerFailed: notProvided('answerFailed') as (_: unknown, params: Task & Failure) => void,
    rememberPlan: assign((_, params: Protocol & { asyncIfSplit: boolean }) => params),
    rememberProtocol: assign((_, params: Protocol) => params),
    rememberCommit: assign((_, params: Ts & Protocol) => params),
    rememberCommitTs: assign((_, params: Ts) => params),
    rememberMinCommitTs: assign((_, params: { minCommitTs: bigint }) => params),
    rememberError: assign((_, params: Failure) => params),
  },
  guards: {
    wroteNothing: (_, params: Protocol) => params.protocol === 'none',
    isOnePhase: (_, params: Protocol) => params.protocol === '1pc',
    isAsync: (_, params: Protocol) => params.protocol === 'async',
    asyncIsNext: ({ context }) => context.asyncIfSplit,
    needsMinCommitTs: (_, params: { needsMinCommitTs: boolean }) => params.needsMinCommitTs,
    locksRemain: (_, params: { locksRemain: boolean }) => params.locksRemain,
  },
}).createMachine({
  id: 'transaction',
  context: ({ input }) => ({
    ...input,
    protocol: 'none',
    asyncIfSplit: false,
    commitTs: 0n,
    minCommitTs: 0n,
    error: undefined,
  }),
  initial: 'active',
  states: {
    active: {
      description: 'The caller reads and buffers writes; nothing is sent for them',
      tags: 'open',
      on: {
        'lock.requested': 'locking',
        'lock.lost': {
          target: 'rollingBack',
          actions: { type: 'rememberError', params: ({ event }) => ({ error: event.error }) },
        },
        'commit.requested': [
          {
            guard: { type: 'wroteNothing', params: ({ event }) => event },
            target: 'committed',
            actions: [
              { type: 'rememberCommitTs', params: ({ context }) => ({ commitTs: context.startTs }) },
              {
                type: 'answerCommitted',
                params: ({ context }) => ({
                  task: context.task,
                  commitTs: context.startTs,
                  protocol: 'none' as const,
                }),
              },
            ],
          },
          {
            guard: { type: 'needsMinCommitTs', params: ({ event }) => event },
            target: 'committing.fetchingMinCommitTs',
            actions: { type: 'rememberPlan', params: ({ event }) => planOf(event) },
          },
          {
            guard: { type: 'isOnePhase', params: ({ event }) => event },
            target: 'committing.onePhaseCommitting',
            actions: { type: 'rememberPlan', params: ({ event }) => planOf(event) },
          },
          {
            guard: { type: 'isAsync', params: ({ event }) => event },
            target: 'committing.asyncCommitting',
            actions: { type: 'rememberPlan', params: ({ event }) => planOf(event) },
          },
          {
            target: 'committing.prewriting',
            actions: { type: 'rememberPlan', params: ({ event }) => planOf(event) },
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
      tags: 'open',
      entry: {
        type: 'lockKeys',
        params: ({ context, event }) => ({
          task: context.task,
          keys: event.type === 'lock.requested' ? event.keys : [],
        }),
      },
      on: {
        'lock.acquired': 'active',
        'lock.refused': 'active',
        'lock.lost': {
          target: 'rollingBack',
          actions: { type: 'rememberError', params: ({ event }) => ({ error: event.error }) },
        },
      },
    },
    committing: {
      description: 'The outcome is open, and the caller waits for it',
      initial: 'prewriting',
      exit: { type: 'stopKeepingAlive', params: ({ context }) => ({ task: context.task }) },
      on: {
        'outcome.committed': [
          {
            guard: { type: 'locksRemain', params: ({ event }) => event },
            target: 'committingSecondaries',
            actions: [
              { type: 'rememberCommit', params: ({ event }) => commitOf(event) },
              {
                type: 'answerCommitted',
                params: ({ context, event }) => ({ task: context.task, ...commitOf(event) }),
              },
            ],
          },
          {
            target: 'committed',
            actions: [
              { type: 'rememberCommit', params: ({ event }) => commitOf(event) },
              {
                type: 'answerCommitted',
                params: ({ context, event }) => ({ task: context.task, ...commitOf(event) }),
              },
            ],
          },
        ],
        'outcome.failed': [
          {
            guard: { type: 'locksRemain', params: ({ event }) => event },
            target: 'rollingBack',
            actions: [
              { type: 'rememberError', params: ({ event }) => ({ error: event.error }) },
              {
                type: 'answerFailed',
                params: ({ context, event }) => ({ task: context.task, error: event.error }),
              },
            ],
          },
          {
            target: 'rolledBack',
            actions: [
              { type: 'rememberError', params: ({ event }) => ({ error: event.error }) },
              {
                type: 'answerFailed',
                params: ({ context, event }) => ({ task: context.task, error: event.error }),
              },
            ],
          },
        ],
        'outcome.unclear': '.askingPrimary',
        'outcome.undetermined': {
          target: 'undetermined',
          actions: [
            { type: 'rememberError', params: ({ event }) => ({ error: event.error }) },
            {
              type: 'answerFailed',
              params: ({ context, event }) => ({ task: context.task, error: event.error }),
            },
          ],
        },
      },
      states: {
        fetchingMinCommitTs: {
          description: 'A fresh timestamp keeps the commit above every snapshot that has begun',
          entry: { type: 'fetchMinCommitTs', params: ({ context }) => ({ task: context.task }) },
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
          description: 'One request locks and commits all keys, unless they do not fit one',
          tags: 'mayCommit',
          entry: {
            type: 'prewrite',
            params: ({ context }) => ({ task: context.task, protocol: '1pc' as const }),
          },
          on: {
            'onePhase.split': [
              {
                guard: 'asyncIsNext',
                target: 'asyncCommitting',
                actions: { type: 'rememberProtocol', params: { protocol: 'async' } },
              },
              {
                target: 'prewriting',
                actions: { type: 'rememberProtocol', params: { protocol: '2pc' } },
              },
            ],
            'prewrite.finished': {
              target: 'fetchingCommitTs',
              actions: { type: 'rememberProtocol', params: { protocol: '2pc' } },
            },
          },
        },
        asyncCommitting: {
          description: 'Keys are being locked; the lock on the last of them commits the transaction',
          tags: 'mayCommit',
          entry: {
            type: 'prewrite',
            params: ({ context }) => ({ task: context.task, protocol: 'async' as const }),
          },
          on: {
            'prewrite.finished': {
              target: 'fetchingCommitTs',
              actions: { type: 'rememberProtocol', params: { protocol: '2pc' } },
            },
          },
        },
        prewriting: {
          description: 'Keys are being locked, with their values; nothing of it can commit by itself',
          entry: {
            type: 'prewrite',
            params: ({ context }) => ({ task: context.task, protocol: '2pc' as const }),
          },
          on: { 'prewrite.finished': 'fetchingCommitTs' },
        },
        fetchingCommitTs: {
          description: 'All keys are locked; the commit gets its place in the order of transactions',
          entry: {
            type: 'fetchCommitTs',
            params: ({ context }) => ({ task: context.task, minCommitTs: context.minCommitTs }),
          },
          on: {
            'commitTs.fetched': {
              target: 'committingPrimary',
              actions: { type: 'rememberCommitTs', params: ({ event }) => ({ commitTs: event.commitTs }) },
            },
          },
        },
        committingPrimary: {
          description: "The primary's commit is on its way: only its answer decides now",
          tags: 'mayCommit',
          entry: {
            type: 'commitPrimary',
            params: ({ context }) => ({ task: context.task, commitTs: context.commitTs }),
          },
          on: {
            'commitTs.expired': {
              target: 'fetchingCommitTs',
              actions: {
                type: 'rememberMinCommitTs',
                params: ({ event }) => ({ minCommitTs: event.minCommitTs }),
              },
            },
          },
        },
        askingPrimary: {
          description:
            'An answer was lost, and a later one does not tell: the primary is asked what became of it',
          tags: 'mayCommit',
          entry: { type: 'askPrimary', params: ({ context }) => ({ task: context.task }) },
        },
      },
    },
    committingSecondaries: {
      description: 'Committed, and the caller knows; the locks that remain become values in the background',
      tags: 'committed',
      entry: {
        type: 'commitSecondaries',
        params: ({ context }) => ({
          task: context.task,
          commitTs: context.commitTs,
          protocol: context.protocol,
        }),
      },
      on: { 'secondaries.ended': 'committed' },
    },
    rollingBack: {
      description: 'It will not commit; locks it may have left are removed in the background',
      tags: 'rolledBack',
      entry: [
        { type: 'stopKeepingAlive', params: ({ context }) => ({ task: context.task }) },
        { type: 'rollBack', params: ({ context }) => ({ task: context.task }) },
      ],
      on: { 'rollback.ended': 'rolledBack' },
    },
    committed: {
      description: 'Durable and visible',
      type: 'final',
      tags: 'committed',
    },
    rolledBack: {
      description: 'Nothing of it is or will be visible',
      type: 'final',
      tags: 'rolledBack',
    },
    undetermined: {
      description: 'Nobody here can know what became of it; its locks are left for whoever finds out',
      type: 'final',
      tags: 'undetermined',
    },
  },
  output: ({ context }) => ({
    protocol: context.protocol,
    commitTs: context.commitTs,
    error: context.error,
  }),
  options: { maxIterations: 1000 },
});

export type TransactionActorRef = ActorRefFrom<typeof transactionMachine>;

function planOf({ protocol, asyncIfSplit }: Protocol & { asyncIfSplit: boolean }) {
  return { protocol, asyncIfSplit };
}

function commitOf({ commitTs, protocol }: Ts & Protocol) {
  return { commitTs, protocol };
}
