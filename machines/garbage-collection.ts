import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface GarbageCollectionInput {
  /** What no read is to need any more is older than what is read at this timestamp. */
  readonly safePoint: bigint;
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface GarbageCollectionContext extends GarbageCollectionInput {
  readonly error: TikvError | undefined;
}

export type GarbageCollectionEvent =
  /** How far collection has come is known, and it is this client's to go on. */
  | { readonly type: 'state.read' }
  /** Transactions that began before the new transaction safe point come to nothing from now on. */
  | { readonly type: 'txnSafePoint.advanced'; readonly isFurther: boolean }
  | { readonly type: 'locks.resolved' }
  | { readonly type: 'gcSafePoint.advanced' }
  | { readonly type: 'step.failed'; readonly error: TikvError };

export interface GarbageCollectionOutput {
  readonly error: TikvError | undefined;
}

/**
 * Lets stores drop versions that no read needs any more. Two safe points move, in this order: first nobody may read or
 * begin before it, then no lock is left from before it, and only then may stores drop what is older. Whatever fails in
 * between is taken up by the next collection. Follows client-go's KVStore.GC (tikv/gc.go) with PD's newest calls (parity
 * rows KVS-12 and PDG-2).
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
        description: 'PD is asked how far collection has come, and whose it is',
        entry: 'readState',
        on: {
          'state.read': 'advancingTxnSafePoint',
        },
      },
      advancingTxnSafePoint: {
        description: 'PD moves the transaction safe point, as far as no barrier stands in its way',
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
          'No lock from before the transaction safe point is left: their transactions are committed or end',
        meta: { source: 'client-go tikv/gc.go: KVStore.resolveLocks' },
        entry: 'resolveLocks',
        on: {
          'locks.resolved': 'advancingGcSafePoint',
        },
      },
      advancingGcSafePoint: {
        description: 'PD moves the safe point that stores collect up to',
        meta: { source: 'pd pkg/gc/gc_state_manager.go: GCStateManager.AdvanceGCSafePoint' },
        entry: 'advanceGcSafePoint',
        on: {
          'gcSafePoint.advanced': 'done',
        },
      },
      unchanged: {
        description: 'A barrier holds everything back, or stores collect up to there already',
        type: 'final',
      },
      done: { description: 'Stores collect up to the new safe point, each in its own time', type: 'final' },
      failed: {
        description: 'A step failed; the next collection goes on from where it stands',
        type: 'final',
      },
    },
    output: ({ context: { error } }) => ({ error }),
    options: { maxIterations: 1000 },
  }),
);
