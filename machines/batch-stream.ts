import { assign, setup } from 'xstate';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface BatchStreamInput {
  /** What the actions work on; opaque to the chart. */
  readonly stream: unknown;
}

export interface BatchStreamContext extends BatchStreamInput {
  /** Streams in a row that ended before their server answered anything. */
  readonly failures: number;
}

/** One event for each change of the connection; requests and answers never come here. */
export type BatchStreamEvent =
  /** There are requests to send and no stream to send them on. */
  | { readonly type: 'stream.wanted' }
  /** The first answer came. */
  | { readonly type: 'stream.answered' }
  /** The stream is over, whoever ended it. */
  | { readonly type: 'stream.ended' }
  /** The client has no more use for it. */
  | { readonly type: 'stream.closed' };

type Target = { readonly stream: unknown };

const notProvided = (name: string) => () => {
  throw new Error(`${name}: not provided`);
};

const streamOf = ({ context: { stream } }: { readonly context: BatchStreamContext }): Target => ({ stream });

/** A stream that carries requests is looked at now and then, and ended when it has none. */
const endedWhenUnused = <State extends string>(target: State) =>
  ({
    idleCheck: [
      {
        guard: { type: 'unused', params: streamOf },
        target: 'idle',
        actions: { type: 'endStream', params: streamOf },
      },
      { target, reenter: true },
    ],
  }) as const;

/**
 * One BatchCommands stream to one store, opened when it is first wanted and opened again when it is wanted after
 * it broke. A stream that had answered is replaced at once; one that never did is given time
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
      openStream: notProvided('openStream') as (_: unknown, params: Target) => void,
      endStream: notProvided('endStream') as (_: unknown, params: Target) => void,
      countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
      forgetFailures: assign({ failures: 0 }),
    },
    guards: {
      unused: notProvided('unused') as unknown as (_: unknown, params: Target) => boolean,
    },
    delays: {
      backoff: notProvided('backoff') as unknown as number,
      idleCheck: notProvided('idleCheck') as unknown as number,
    },
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
        on: {
          'stream.wanted': {
            target: 'connecting',
            actions: { type: 'openStream', params: streamOf },
          },
        },
      },
      connecting: {
        description: 'A stream was opened and may carry requests; nothing has come back yet',
        meta: { source: 'client-go internal/client/client_batch.go: batchCommandsClient.initBatchClient' },
        tags: ['usable', 'streaming'],
        after: endedWhenUnused('connecting'),
        on: {
          'stream.answered': { target: 'open', actions: 'forgetFailures' },
          'stream.ended': { target: 'backingOff', actions: 'countFailure' },
          'stream.closed': {
            target: 'closed',
            actions: { type: 'endStream', params: streamOf },
          },
        },
      },
      open: {
        description: 'The store answers on the stream; it is ended after a while without requests',
        meta: { source: 'client-go internal/client/client_batch.go: batchCommandsClient.batchRecvLoop' },
        tags: ['usable', 'streaming'],
        after: endedWhenUnused('open'),
        on: {
          'stream.ended': 'idle',
          'stream.closed': {
            target: 'closed',
            actions: { type: 'endStream', params: streamOf },
          },
        },
      },
      backingOff: {
        description: 'A stream ended unanswered: requests take another one until some time has passed',
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
