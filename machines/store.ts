import { setup } from 'xstate';
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
  /** PD told where it is. */
  | { readonly type: 'store.located' }
  /** PD has removed it: no store of this id will ever answer again. */
  | { readonly type: 'store.removed' }
  /** PD did not tell where it is now. */
  | { readonly type: 'pd.failed' }
  /** A request was not answered: does the store serve at all? */
  | { readonly type: 'store.doubted' }
  /** The health check says that it serves. */
  | { readonly type: 'check.passed' }
  | { readonly type: 'check.failed'; readonly liveness: SilentLiveness }
  /** Refused for being busy, left a request unanswered, or told so itself. */
  | { readonly type: 'store.slowed' }
  /** The store itself says that it is no longer slow. */
  | { readonly type: 'store.recovered' };

type Target = { readonly store: unknown };

const notProvided = (name: string) => () => {
  throw new Error(`${name}: not provided`);
};

const ofStore = ({ context }: { readonly context: StoreInput }): Target => ({ store: context.store });

/**
 * Whether a store can be asked. It counts as reachable until a health check fails; one that is silent is checked
 * each second until it answers or PD says that it is gone. Follows client-go's store_cache.go
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
      check: notProvided('check') as (_: unknown, params: Target) => void,
      askPd: notProvided('askPd') as (_: unknown, params: Target) => void,
      noteSilence: notProvided('noteSilence') as (
        _: unknown,
        params: Target & { readonly liveness: SilentLiveness },
      ) => void,
      tellSilence: notProvided('tellSilence') as (_: unknown, params: Target) => void,
      noteReturn: notProvided('noteReturn') as (_: unknown, params: Target) => void,
    },
    guards: {
      pdIsDue: notProvided('pdIsDue') as unknown as (_: unknown, params: Target) => boolean,
      isSlow: notProvided('isSlow') as unknown as (_: unknown, params: Target) => boolean,
    },
    delays: {
      checkInterval: notProvided('checkInterval') as unknown as number,
      slowPeriod: notProvided('slowPeriod') as unknown as number,
    },
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
        description: 'Known by its id alone: PD has not told its address yet',
        meta: { source: 'client-go internal/locate/store_cache.go: Store.initResolve' },
        on: { 'store.located': 'ready' },
      },
      ready: {
        description: 'Answers, as far as anybody knows',
        tags: 'reachable',
        on: {
          'store.doubted': 'doubted',
          'store.slowed': 'slow',
        },
      },
      slow: {
        description: 'Answers late: it comes last where other replicas serve as well, for a while',
        meta: { source: 'client-go internal/locate/store_cache.go: StoreHealthStatus.updateSlowFlag' },
        tags: 'reachable',
        after: {
          slowPeriod: [
            { guard: { type: 'isSlow', params: ofStore }, target: 'slow', reenter: true },
            { target: 'ready' },
          ],
        },
        on: {
          'store.doubted': 'doubted',
          'store.recovered': 'ready',
        },
      },
      doubted: {
        description: 'A request went unanswered: its health is checked, and it counts as reachable meanwhile',
        meta: {
          source:
            'client-go internal/locate/store_cache.go: Store.requestLivenessAndStartHealthCheckLoopIfNeeded',
        },
        tags: ['reachable', 'checking'],
        entry: { type: 'check', params: ofStore },
        on: {
          'check.passed': [
            { guard: { type: 'isSlow', params: ofStore }, target: 'slow' },
            { target: 'ready' },
          ],
          'check.failed': {
            target: 'silent',
            actions: [
              {
                type: 'noteSilence',
                params: ({ context, event }) => ({ store: context.store, liveness: event.liveness }),
              },
              { type: 'tellSilence', params: ofStore },
            ],
          },
        },
      },
      silent: {
        description: 'Does not serve: requests avoid it until its next health check',
        meta: { source: 'client-go internal/locate/store_cache.go: startHealthCheckLoop' },
        after: {
          checkInterval: [
            { guard: { type: 'pdIsDue', params: ofStore }, target: 'locating' },
            { target: 'rechecked' },
          ],
        },
        on: { 'store.doubted': 'rechecked' },
      },
      locating: {
        description: 'Silent for long: PD is asked whether it has moved, or is gone',
        meta: { source: 'client-go internal/locate/store_cache.go: Store.reResolve' },
        entry: { type: 'askPd', params: ofStore },
        // PD may be away as well. Its answer counts for the next check, whenever it comes.
        after: { checkInterval: 'rechecked' },
        on: {
          'store.located': 'rechecked',
          'pd.failed': 'rechecked',
        },
      },
      rechecked: {
        description: 'Silent so far: its health is checked once more',
        meta: { source: 'client-go internal/locate/store_cache.go: requestLiveness' },
        tags: 'checking',
        entry: { type: 'check', params: ofStore },
        on: {
          'check.passed': [
            {
              guard: { type: 'isSlow', params: ofStore },
              target: 'slow',
              actions: { type: 'noteReturn', params: ofStore },
            },
            { target: 'ready', actions: { type: 'noteReturn', params: ofStore } },
          ],
          'check.failed': {
            target: 'silent',
            actions: {
              type: 'noteSilence',
              params: ({ context, event }) => ({ store: context.store, liveness: event.liveness }),
            },
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
