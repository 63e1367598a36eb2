import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

/** What became of the transaction whose locks were met. */
export type TransactionFate =
  | { readonly kind: 'committed'; readonly commitTs: bigint }
  | { readonly kind: 'rolledBack' };

/** What the next status check asks of the primary's store. */
export interface StatusQuestion {
  /** The lock has expired: if its primary was never written, the store rolls it back for good. */
  readonly rollbackIfNotExist: boolean;
  /** A secondary turned out not to be part of an async commit: the primary is judged by its TTL alone. */
  readonly forceSyncCommit: boolean;
}

export interface LockResolverInput {
  readonly startTs: bigint;
  /** The locks that were met are pessimistic: nothing was prewritten under them. */
  readonly pessimistic: boolean;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface LockResolverContext extends LockResolverInput, StatusQuestion {
  readonly fate: TransactionFate | undefined;
  /** What is left of the lock's TTL; 0 when it is no longer in the way. */
  readonly waitMs: number;
  /** Whatever the transaction will commit at is above the reader's timestamp. */
  readonly pushed: boolean;
  readonly backoffMs: number;
  readonly error: TikvError | undefined;
}

export type LockResolverEvent =
  /** The primary's store knows how the transaction ended. */
  | { readonly type: 'status.final'; readonly fate: TransactionFate }
  /** The primary is locked, and its TTL has not expired. */
  | { readonly type: 'status.alive'; readonly waitMs: number; readonly pushed: boolean }
  /** The primary is locked by an async commit, and its TTL has expired: its secondaries decide. */
  | { readonly type: 'status.asyncCommitExpired' }
  /** The transaction of the pessimistic locks has ended, or the primary that they name is not one. */
  | { readonly type: 'status.pessimisticLockDead' }
  /** The primary's store knows nothing about the transaction. */
  | {
      readonly type: 'status.notFound';
      readonly ttlExpired: boolean;
      readonly waitMs: number;
      readonly backoffMs: number;
    }
  | { readonly type: 'secondaries.decided'; readonly fate: TransactionFate }
  | { readonly type: 'secondaries.notAsyncCommit' }
  | { readonly type: 'locks.applied' }
  | { readonly type: 'step.failed'; readonly error: TikvError };

export interface LockResolverOutput {
  readonly fate: TransactionFate | undefined;
  readonly waitMs: number;
  readonly pushed: boolean;
  readonly error: TikvError | undefined;
}

type Fate = { readonly fate: TransactionFate };
type Life = { readonly waitMs: number; readonly pushed: boolean };

/**
 * One transaction met through its locks, until its fate is known and applied to them. Follows client-go's
 * txnkv/txnlock/lock_resolver.go (parity rows LCK-4 to LCK-14).
 */
export const lockResolverChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as LockResolverInput,
      context: {} as LockResolverContext,
      meta: {} as StateMeta,
      events: {} as LockResolverEvent,
      output: {} as LockResolverOutput,
      tags: {} as 'blocked' | 'decided',
    },
    actions: {
      checkStatus: actionOf('checkStatus'),
      checkSecondaries: actionOf('checkSecondaries'),
      applyFate: actionOf('applyFate'),
      clearPessimisticLocks: actionOf('clearPessimisticLocks'),
      keepFate: assign((_, { fate }: Fate) => ({ fate })),
      keepLife: assign((_, { waitMs, pushed }: Life) => ({ waitMs, pushed })),
      keepBackoff: assign((_, { backoffMs }: { readonly backoffMs: number }) => ({ backoffMs })),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error })),
      askForRollback: assign({ rollbackIfNotExist: true }),
      askForSyncCommit: assign({ forceSyncCommit: true }),
    },
    guards: {
      isCommitted: (_, { fate }: Fate) => fate.kind === 'committed',
      lockExpired: (_, { ttlExpired }: { readonly ttlExpired: boolean }) => ttlExpired,
      pessimistic: ({ context }) => context.pessimistic,
    },
    delays: {
      backoff: ({ context }) => context.backoffMs,
    },
  }).createMachine({
    id: 'lockResolver',
    description: 'What became of a transaction whose locks are in the way, and what to do about them',
    context: ({ input }) => ({
      ...input,
      rollbackIfNotExist: false,
      forceSyncCommit: false,
      fate: undefined,
      waitMs: 0,
      pushed: false,
      backoffMs: 0,
      error: undefined,
    }),
    initial: 'checkingStatus',
    on: {
      'step.failed': { target: '.failed', actions: { type: 'keepError', params: ({ event }) => event } },
    },
    states: {
      checkingStatus: {
        description:
          'Asks the primary what became of the transaction; the store rolls back an expired primary when it is asked',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.getTxnStatus' },
        entry: 'checkStatus',
        on: {
          'status.final': [
            {
              guard: { type: 'isCommitted', params: ({ event }) => event },
              target: 'committing',
              actions: { type: 'keepFate', params: ({ event }) => event },
            },
            { target: 'rollingBack', actions: { type: 'keepFate', params: ({ event }) => event } },
          ],
          'status.alive': { target: 'alive', actions: { type: 'keepLife', params: ({ event }) => event } },
          'status.asyncCommitExpired': 'checkingSecondaries',
          'status.pessimisticLockDead': 'clearingPessimistic',
          'status.notFound': [
            {
              guard: { type: 'lockExpired', params: ({ event }) => event },
              target: 'checkingStatus',
              reenter: true,
              actions: 'askForRollback',
            },
            {
              guard: 'pessimistic',
              target: 'alive',
              actions: { type: 'keepLife', params: ({ event }) => ({ waitMs: event.waitMs, pushed: false }) },
            },
            { target: 'waitingForPrimary', actions: { type: 'keepBackoff', params: ({ event }) => event } },
          ],
        },
      },
      waitingForPrimary: {
        description:
          'A secondary was prewritten before its primary: the primary may still come while the lock lives',
        meta: {
          source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.getTxnStatusFromLock',
          backoff: ['txnNotFound'],
        },
        tags: 'blocked',
        after: { backoff: 'checkingStatus' },
      },
      checkingSecondaries: {
        description:
          'An expired async commit is committed if every secondary is locked or committed, else rolled back',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.checkAllSecondaries' },
        entry: 'checkSecondaries',
        on: {
          'secondaries.decided': [
            {
              guard: { type: 'isCommitted', params: ({ event }) => event },
              target: 'committing',
              actions: { type: 'keepFate', params: ({ event }) => event },
            },
            { target: 'rollingBack', actions: { type: 'keepFate', params: ({ event }) => event } },
          ],
          'secondaries.notAsyncCommit': {
            target: 'checkingStatus',
            actions: 'askForSyncCommit',
          },
        },
      },
      committing: {
        description: 'The transaction is committed: its locks become values',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.resolveLock' },
        tags: 'decided',
        entry: 'applyFate',
        on: { 'locks.applied': 'resolved' },
      },
      rollingBack: {
        description: 'The transaction is rolled back: its locks go away',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.resolveLock' },
        tags: 'decided',
        entry: 'applyFate',
        on: { 'locks.applied': 'resolved' },
      },
      clearingPessimistic: {
        description:
          'Only the pessimistic locks that were met are removed; the transaction itself is left undecided',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.resolvePessimisticLock' },
        entry: 'clearPessimisticLocks',
        on: { 'locks.applied': 'resolved' },
      },
      alive: {
        description:
          'The transaction is alive: whoever met its locks waits for their TTL, or reads below them',
        meta: { source: 'client-go txnkv/txnlock/lock_resolver.go: LockResolver.resolveLocks' },
        type: 'final',
      },
      resolved: { description: 'The locks that were met are no longer in the way', type: 'final' },
      failed: {
        description: 'The outcome of the transaction could not be found out or applied',
        type: 'final',
      },
    },
    output: ({ context }) => ({
      fate: context.fate,
      waitMs: context.waitMs,
      pushed: context.pushed,
      error: context.error,
    }),
    options: { maxIterations: 1000 },
  }),
);
