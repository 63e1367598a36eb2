import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface GarbageCollectionInput {
  /** No read below this timestamp is needed any more. */
  readonly safePoint: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface GarbageCollectionContext extends GarbageCollectionInput {
  readonly error: TikvError | undefined;
}

export type GarbageCollectionEvent =
  /** How far collection has come is known, and this client may continue it. */
  | { readonly type: 'state.read' }
  /** From now on, transactions that began before the new transaction safe point cannot commit. */
  | { readonly type: 'txnSafePoint.advanced'; readonly isFurther: boolean }
  | { readonly type: 'locks.resolved' }
  | { readonly type: 'gcSafePoint.advanced' }
  | { readonly type: 'step.failed'; readonly error: TikvError };

export interface GarbageCollectionOutput {
  readonly error: TikvError | undefined;
}

/**
 * Lets stores drop versions that no read needs any more. There are two safe points. The transaction safe
 * point moves first: nobody may read or begin before it. Then the locks from before it are resolved, and only
 * then does the GC safe point move, below which stores drop versions. The next collection continues where one
 * has failed. Follows client-go's KVStore.GC (tikv/gc.go) with PD's newest calls (parity rows KVS-12 and
 * PDG-2).
 */
export const garbageCollectionChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as GarbageCollectionInput,
      context: {} as GarbageCollectionContext,
      meta: {} as StateMeta,
      events: {} as GarbageCollectionEvent,
      output: {} as GarbageCollectionOutput,
    },
    actions: {
      readState: actionOf('readState'),
      advanceTxnSafePoint: actionOf('advanceTxnSafePoint'),
      resolveLocks: actionOf('resolveLocks'),
      advanceGcSafePoint: actionOf('advanceGcSafePoint'),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error })),
    },
    guards: {
      isFurther: (_, params: { readonly isFurther: boolean }) => params.isFurther,
    },
  }).createMachine({
    id: 'garbageCollection',
    description: 'Lets stores drop versions that no read needs any more',
    context: ({ input }) => ({ ...input, error: undefined }),
    initial: 'readingState',
    on: {
      'step.failed': { target: '.failed', actions: { type: 'keepError', params: ({ event }) => event } },
    },
    states: {
      readingState: {
        description: 'PD is asked how far collection has come, and who may continue it',
        entry: 'readState',
        on: {
          'state.read': 'advancingTxnSafePoint',
        },
      },
      advancingTxnSafePoint: {
        description: 'PD moves the transaction safe point, as far as no barrier is in its way',
        meta: { source: 'pd pkg/gc/gc_state_manager.go: GCStateManager.AdvanceTxnSafePoint' },
        entry: 'advanceTxnSafePoint',
        on: {
          'txnSafePoint.advanced': [
            { guard: { type: 'isFurther', params: ({ event }) => event }, target: 'resolvingLocks' },
            { target: 'unchanged' },
          ],
        },
      },
      resolvingLocks: {
        description:
          'Locks from before the transaction safe point are removed: their transactions are committed or rolled back',
        meta: { source: 'client-go tikv/gc.go: KVStore.resolveLocks' },
        entry: 'resolveLocks',
        on: {
          'locks.resolved': 'advancingGcSafePoint',
        },
      },
      advancingGcSafePoint: {
        description: 'PD moves the GC safe point, up to which stores collect',
        meta: { source: 'pd pkg/gc/gc_state_manager.go: GCStateManager.AdvanceGCSafePoint' },
        entry: 'advanceGcSafePoint',
        on: {
          'gcSafePoint.advanced': 'done',
        },
      },
      unchanged: {
        description: 'A barrier holds everything back, or stores collect up to the safe point already',
        type: 'final',
      },
      done: { description: 'Stores collect up to the new safe point, each at its own pace', type: 'final' },
      failed: {
        description: 'A step failed; the next collection continues from here',
        type: 'final',
      },
    },
    output: ({ context: { error } }) => ({ error }),
    options: { maxIterations: 1000 },
  }),
);
