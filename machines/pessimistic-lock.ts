import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface PessimisticLockInput {
  readonly startTs: bigint;
  /** The first request needs a newer timestamp than the last one known. */
  readonly needsTimestamp: boolean;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface PessimisticLockContext extends PessimisticLockInput {
  /** Why the keys are not locked. */
  readonly error: TikvError | undefined;
}

export type PessimisticLockEvent =
  | { readonly type: 'timestamp.fetched' }
  /** The requests under way have locked their keys; `isAll`: those were the last ones. */
  | { readonly type: 'keys.locked'; readonly isAll: boolean }
  /** Others hold locks, and the store has not waited any longer. `needsTimestamp`: keys were written, too. */
  | { readonly type: 'keys.blocked'; readonly needsTimestamp: boolean }
  /** Keys were written after the timestamp that the request named. */
  | { readonly type: 'keys.conflicted' }
  /**
   * Transactions wait for each other in a circle, which the store broke by refusing this call. `opensByRelease`:
   * the others wait only for keys of this call, which it can give back, or for keys given back before, which
   * their stores have not noticed yet. Otherwise only the end of the transaction opens the circle.
   */
  | { readonly type: 'deadlock.found'; readonly opensByRelease: boolean; readonly error: TikvError }
  | { readonly type: 'locks.resolved'; readonly mustPause: boolean }
  | { readonly type: 'pause.ended' }
  | { readonly type: 'keys.released' }
  /** The keys cannot be locked in the time there is, or at all; the transaction may go on without them. */
  | { readonly type: 'keys.refused'; readonly error: TikvError }
  /** Others have rolled the transaction back. */
  | { readonly type: 'transaction.lost'; readonly error: TikvError };

export interface PessimisticLockOutput {
  readonly error: TikvError | undefined;
}

type Failure = { readonly error: TikvError };

/**
 * One call that locks keys for a pessimistic transaction, from its first request until all keys or none are
 * locked. Each phase is started by one action and answered by one event, however many regions it goes to.
 * Follows client-go's KVTxn.lockKeys and actionPessimisticLock (txnkv/transaction/txn.go and pessimistic.go;
 * parity rows PES-1 to PES-15, FAIR-3).
 */
export const pessimisticLockChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as PessimisticLockInput,
      context: {} as PessimisticLockContext,
      meta: {} as StateMeta,
      events: {} as PessimisticLockEvent,
      output: {} as PessimisticLockOutput,
      tags: {} as 'acquired' | 'refused' | 'doomed',
    },
    actions: {
      fetchTimestamp: actionOf('fetchTimestamp'),
      lockKeys: actionOf('lockKeys'),
      resolveLocks: actionOf('resolveLocks'),
      pause: actionOf('pause'),
      releaseKeys: actionOf('releaseKeys'),
      giveUpKeys: actionOf('giveUpKeys'),
      askForTimestamp: assign({ needsTimestamp: true }),
      noteTimestamp: assign({ needsTimestamp: false }),
      keepError: assign((_, { error }: Failure) => ({ error })),
    },
    guards: {
      needsTimestamp: (_, { needsTimestamp }: { readonly needsTimestamp: boolean }) => needsTimestamp,
      isAll: (_, { isAll }: { readonly isAll: boolean }) => isAll,
      opensByRelease: (_, { opensByRelease }: { readonly opensByRelease: boolean }) => opensByRelease,
      mustPause: (_, { mustPause }: { readonly mustPause: boolean }) => mustPause,
    },
  }).createMachine({
    id: 'pessimisticLock',
    description: 'One call that locks keys before commit: all of them, or none',
    context: ({ input }) => ({ ...input, error: undefined }),
    initial: 'preparing',
    on: {
      'keys.refused': {
        target: '.refused',
        actions: [{ type: 'keepError', params: ({ event }) => event }, 'giveUpKeys'],
      },
      'transaction.lost': {
        target: '.doomed',
        actions: [{ type: 'keepError', params: ({ event }) => event }, 'giveUpKeys'],
      },
    },
    states: {
      preparing: {
        description: 'Keys are locked as of a timestamp: the last one known, unless a newer one is needed',
        always: [
          {
            guard: { type: 'needsTimestamp', params: ({ context }) => context },
            target: 'fetchingTimestamp',
          },
          { target: 'locking' },
        ],
      },
      fetchingTimestamp: {
        description:
          'Keys were written since the last timestamp, or locks are being given back up to it: a new one is fetched',
        meta: { source: 'client-go txnkv/transaction/txn.go: KVTxn.lockKeys' },
        entry: 'fetchTimestamp',
        on: { 'timestamp.fetched': { target: 'locking', actions: 'noteTimestamp' } },
      },
      locking: {
        description:
          'Requests are under way: first for the primary where this call chooses it, then for all other keys at once',
        meta: {
          source: 'client-go txnkv/transaction/pessimistic.go: actionPessimisticLock.handleSingleBatch',
        },
        entry: 'lockKeys',
        on: {
          'keys.locked': [
            { guard: { type: 'isAll', params: ({ event }) => event }, target: 'acquired' },
            { target: 'locking', reenter: true },
          ],
          'keys.blocked': [
            {
              guard: { type: 'needsTimestamp', params: ({ event }) => event },
              target: 'resolving',
              actions: 'askForTimestamp',
            },
            { target: 'resolving' },
          ],
          'keys.conflicted': 'fetchingTimestamp',
          'deadlock.found': [
            { guard: { type: 'opensByRelease', params: ({ event }) => event }, target: 'yielding' },
            {
              target: 'doomed',
              actions: [{ type: 'keepError', params: ({ event }) => event }, 'giveUpKeys'],
            },
          ],
        },
      },
      resolving: {
        description:
          'The transactions that hold the locks are looked up, and the locks of dead ones are removed',
        meta: {
          source:
            'client-go txnkv/transaction/pessimistic.go: actionPessimisticLock.handleKeyErrorForResolve',
        },
        entry: 'resolveLocks',
        on: {
          'locks.resolved': [
            { guard: { type: 'mustPause', params: ({ event }) => event }, target: 'pausing' },
            { target: 'preparing' },
          ],
        },
      },
      pausing: {
        description:
          'The holders are alive, and the store did not wait for them: it is asked again after a moment',
        meta: {
          source:
            'client-go txnkv/transaction/pessimistic.go: actionPessimisticLock.handlePessimisticLockResponseNormalMode',
          backoff: ['txnLockFast'],
        },
        entry: 'pause',
        on: { 'pause.ended': 'preparing' },
      },
      yielding: {
        description:
          'The others wait for keys of this call, or for keys given back before: they are released, so that the others go first',
        meta: {
          source: 'client-go txnkv/transaction/pessimistic.go: actionPessimisticRollback.handleSingleBatch',
          backoff: ['txnLockFast'],
        },
        entry: 'releaseKeys',
        on: { 'keys.released': 'fetchingTimestamp' },
      },
      acquired: { description: 'All keys are locked', type: 'final', tags: 'acquired' },
      refused: {
        description: 'The call has no locks; those that it may have taken are given back in the background',
        type: 'final',
        tags: 'refused',
      },
      doomed: {
        description:
          'The whole transaction has to give way: only its end frees the transactions that wait for it',
        meta: { source: 'client-go txnkv/transaction/txn.go: hashInKeys' },
        type: 'final',
        tags: 'doomed',
      },
    },
    output: ({ context: { error } }) => ({ error }),
    options: { maxIterations: 1000 },
  }),
);
