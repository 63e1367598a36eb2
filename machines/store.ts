import { setup } from 'xstate';
import { actionOf, delayOf, guardOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface StoreInput {
  /** What the actions work on; opaque to the chart. */
  readonly store: unknown;
}

/** Why a health check does not show that the store serves. */
export type SilentLiveness = 'unreachable' | 'unknown';

/** One event for each change of the store, never one for each request. */
export type StoreEvent =
  /** PD has given its address. */
  | { readonly type: 'store.located' }
  /** PD has removed it: no store with this id will ever answer again. */
  | { readonly type: 'store.removed' }
  /** PD could not say where it is now. */
  | { readonly type: 'pd.failed' }
  /** A request was not answered: does the store serve at all? */
  | { readonly type: 'store.doubted' }
  /** The health check says that it serves. */
  | { readonly type: 'check.passed' }
  | { readonly type: 'check.failed'; readonly liveness: SilentLiveness }
  /** The store refused a request because it is busy, left one unanswered, or says itself that it is slow. */
  | { readonly type: 'store.slowed' }
  /** The store itself says that it is no longer slow. */
  | { readonly type: 'store.recovered' };

/**
 * Whether a store can be sent requests. It counts as reachable until a health check fails; a silent store is
 * checked every second until it answers, or PD says that it was removed. Follows client-go's store_cache.go
 * (requestLivenessAndStartHealthCheckLoopIfNeeded, startHealthCheckLoop; parity rows STO-5, STO-6, STO-9).
 */
export const storeChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as StoreInput,
      context: {} as StoreInput,
      meta: {} as StateMeta,
      events: {} as StoreEvent,
      tags: {} as 'reachable' | 'checking',
    },
    actions: {
      check: actionOf('check'),
      askPd: actionOf('askPd'),
      noteSilence: actionOf<{ readonly liveness: SilentLiveness }>('noteSilence'),
      tellSilence: actionOf('tellSilence'),
      noteReturn: actionOf('noteReturn'),
    },
    guards: { pdIsDue: guardOf('pdIsDue'), isSlow: guardOf('isSlow') },
    delays: { checkInterval: delayOf('checkInterval'), slowPeriod: delayOf('slowPeriod') },
  }).createMachine({
    id: 'store',
    description: 'Whether a store answers, and whether it is slow',
    context: ({ input }) => input,
    initial: 'unlocated',
    on: {
      'store.removed': '.removed',
    },
    states: {
      unlocated: {
        description: 'Known by its id alone: PD has not given its address yet',
        meta: { source: 'client-go internal/locate/store_cache.go: Store.initResolve' },
        on: { 'store.located': 'ready' },
      },
      ready: {
        description: 'Answers, as far as is known',
        tags: 'reachable',
        on: {
          'store.doubted': 'doubted',
          'store.slowed': 'slow',
        },
      },
      slow: {
        description: 'Answers late: for a while, other replicas that can serve are asked first',
        meta: { source: 'client-go internal/locate/store_cache.go: StoreHealthStatus.updateSlowFlag' },
        tags: 'reachable',
        after: { slowPeriod: [{ guard: 'isSlow', target: 'slow', reenter: true }, { target: 'ready' }] },
        on: {
          'store.doubted': 'doubted',
          'store.recovered': 'ready',
        },
      },
      doubted: {
        description:
          'A request was not answered: its health is checked, and meanwhile it counts as reachable',
        meta: {
          source:
            'client-go internal/locate/store_cache.go: Store.requestLivenessAndStartHealthCheckLoopIfNeeded',
        },
        tags: ['reachable', 'checking'],
        entry: 'check',
        on: {
          'check.passed': [{ guard: 'isSlow', target: 'slow' }, { target: 'ready' }],
          'check.failed': {
            target: 'silent',
            actions: [{ type: 'noteSilence', params: ({ event }) => event }, 'tellSilence'],
          },
        },
      },
      silent: {
        description: 'Does not serve: requests avoid it until its next health check',
        meta: { source: 'client-go internal/locate/store_cache.go: startHealthCheckLoop' },
        after: { checkInterval: [{ guard: 'pdIsDue', target: 'locating' }, { target: 'rechecked' }] },
        on: { 'store.doubted': 'rechecked' },
      },
      locating: {
        description: 'Silent for a long time: PD is asked whether it has moved, or was removed',
        meta: { source: 'client-go internal/locate/store_cache.go: Store.reResolve' },
        entry: 'askPd',
        // PD may be away as well. Its answer counts for the next check, whenever it comes.
        after: { checkInterval: 'rechecked' },
        on: {
          'store.located': 'rechecked',
          'pd.failed': 'rechecked',
        },
      },
      rechecked: {
        description: 'Still silent: its health is checked once more',
        meta: { source: 'client-go internal/locate/store_cache.go: requestLiveness' },
        tags: 'checking',
        entry: 'check',
        on: {
          'check.passed': [
            { guard: 'isSlow', target: 'slow', actions: 'noteReturn' },
            { target: 'ready', actions: 'noteReturn' },
          ],
          'check.failed': {
            target: 'silent',
            actions: { type: 'noteSilence', params: ({ event }) => event },
          },
        },
      },
      removed: {
        description: 'PD has removed it',
        type: 'final',
      },
    },
    options: { maxIterations: 100 },
  }),
);
