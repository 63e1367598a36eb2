import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface RangeTaskInput {
  /** What the actions work on; opaque to the chart. */
  readonly task: unknown;
}

export interface RangeTaskContext extends RangeTaskInput {
  /** The regions that were located last reach to the end of the range. */
  readonly isLastStretch: boolean;
  readonly error: TikvError | undefined;
}

export type RangeTaskEvent =
  /** The regions of the next stretch of the range are known. */
  | { readonly type: 'stretch.located'; readonly isLast: boolean }
  /** Every region of the stretch has been worked on. */
  | { readonly type: 'stretch.done' }
  | { readonly type: 'step.failed'; readonly error: TikvError };

export interface RangeTaskOutput {
  readonly error: TikvError | undefined;
}

/**
 * One kind of work on every region of a range, some of them at once. Regions are located stretch by stretch,
 * so that a range of any size takes bounded memory. Follows client-go's rangetask.Runner
 * (txnkv/rangetask/range_task.go; parity row KVS-8).
 */
export const rangeTaskChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as RangeTaskInput,
      context: {} as RangeTaskContext,
      meta: {} as StateMeta,
      events: {} as RangeTaskEvent,
      output: {} as RangeTaskOutput,
    },
    actions: {
      locate: actionOf('locate'),
      work: actionOf('work'),
      keepStretch: assign((_, { isLast }: { readonly isLast: boolean }) => ({ isLastStretch: isLast })),
      keepError: assign((_, { error }: { readonly error: TikvError }) => ({ error })),
    },
    guards: {
      wasLastStretch: ({ context }) => context.isLastStretch,
    },
  }).createMachine({
    id: 'rangeTask',
    description: 'One kind of work on every region of a range of keys',
    context: ({ input }) => ({ task: input.task, isLastStretch: false, error: undefined }),
    initial: 'locating',
    on: {
      'step.failed': { target: '.failed', actions: { type: 'keepError', params: ({ event }) => event } },
    },
    states: {
      locating: {
        description: 'The regions of the next stretch of the range are being looked up',
        meta: { source: 'client-go txnkv/rangetask/range_task.go: Runner.RunOnRange' },
        entry: 'locate',
        on: {
          'stretch.located': {
            target: 'working',
            actions: { type: 'keepStretch', params: ({ event }) => event },
          },
        },
      },
      working: {
        description: 'Requests go to the regions of the stretch, a bounded number of them at once',
        meta: { source: 'client-go txnkv/rangetask/range_task.go: rangeTaskWorker.run' },
        entry: 'work',
        on: {
          'stretch.done': [{ guard: 'wasLastStretch', target: 'done' }, { target: 'locating' }],
        },
      },
      done: { description: 'Every region of the range has been worked on', type: 'final' },
      failed: { description: 'A step failed, and no further region was begun', type: 'final' },
    },
    output: ({ context: { error } }) => ({ error }),
    options: { maxIterations: 1000 },
  }),
);
