import { assign, setup } from 'xstate';
import { actionOf, delayOf, guardOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface BatchStreamInput {
  /** What the actions work on; opaque to the chart. */
  readonly stream: unknown;
}

export interface BatchStreamContext extends BatchStreamInput {
  /** How many streams in a row ended before their store answered anything. */
  readonly failures: number;
}

/** One event for each change of the connection. Requests and answers do not come here. */
export type BatchStreamEvent =
  /** There are requests to send and no stream to send them on. */
  | { readonly type: 'stream.wanted' }
  /** The first answer came. */
  | { readonly type: 'stream.answered' }
  /** The stream has ended, whoever ended it. */
  | { readonly type: 'stream.ended' }
  /** The client has no more use for it. */
  | { readonly type: 'stream.closed' };

/** An open stream is checked now and then, and ended when it has been unused for a while. */
const endedWhenUnused = <State extends string>(target: State) =>
  ({
    idleCheck: [
      { guard: 'unused', target: 'idle', actions: 'endStream' },
      { target, reenter: true },
    ],
  }) as const;

/**
 * One BatchCommands stream to one store, opened when it is first wanted, and again when it is wanted after it
 * broke. A stream that had answered is replaced at once; after one that never did, some time passes first
 * (client-go's internal/client/client_batch.go, recreateStreamingClient; parity rows BAT-8, BAT-9, RPC-4).
 */
export const batchStreamChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as BatchStreamInput,
      context: {} as BatchStreamContext,
      meta: {} as StateMeta,
      events: {} as BatchStreamEvent,
      tags: {} as 'streaming' | 'usable',
    },
    actions: {
      openStream: actionOf('openStream'),
      endStream: actionOf('endStream'),
      countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
      forgetFailures: assign({ failures: 0 }),
    },
    guards: { unused: guardOf('unused') },
    delays: { backoff: delayOf('backoff'), idleCheck: delayOf('idleCheck') },
  }).createMachine({
    id: 'batchStream',
    description: 'One stream of requests to one store',
    context: ({ input }) => ({ ...input, failures: 0 }),
    initial: 'idle',
    on: {
      'stream.closed': '.closed',
    },
    states: {
      idle: {
        description: 'No stream: the next request opens one',
        tags: 'usable',
        on: { 'stream.wanted': { target: 'connecting', actions: 'openStream' } },
      },
      connecting: {
        description: 'A stream was opened and may carry requests; no answer has come yet',
        meta: { source: 'client-go internal/client/client_batch.go: batchCommandsClient.initBatchClient' },
        tags: ['usable', 'streaming'],
        after: endedWhenUnused('connecting'),
        on: {
          'stream.answered': { target: 'open', actions: 'forgetFailures' },
          'stream.ended': { target: 'backingOff', actions: 'countFailure' },
          'stream.closed': { target: 'closed', actions: 'endStream' },
        },
      },
      open: {
        description: 'The store answers on the stream; after a while without requests it is ended',
        meta: { source: 'client-go internal/client/client_batch.go: batchCommandsClient.batchRecvLoop' },
        tags: ['usable', 'streaming'],
        after: endedWhenUnused('open'),
        on: { 'stream.ended': 'idle', 'stream.closed': { target: 'closed', actions: 'endStream' } },
      },
      backingOff: {
        description:
          'A stream ended without an answer: until some time has passed, requests take another one',
        meta: {
          source: 'client-go internal/client/client_batch.go: batchCommandsClient.recreateStreamingClient',
          backoff: ['tikvRpc'],
        },
        after: { backoff: 'idle' },
      },
      closed: {
        description: 'The client closed the stream, or the connection to its store',
        meta: { source: 'client-go internal/client/conn_batch.go: batchConn.Close' },
        type: 'final',
      },
    },
    options: { maxIterations: 100 },
  }),
);
