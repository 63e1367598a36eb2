import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf, delayOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

export interface TsoBatcherInput {
  /** What the actions work on; opaque to the chart. */
  readonly oracle: unknown;
}

export interface TsoBatcherContext extends TsoBatcherInput {
  /** There is a stream to the leader to send on. */
  readonly connected: boolean;
  /** How many attempts in a row brought no timestamps. */
  readonly failures: number;
}

/** One event for each batch, never one for each caller. `waiting`: there are callers that wait. */
export type TsoBatcherEvent =
  /** The first caller of a batch came. */
  | { readonly type: 'batch.wanted' }
  /** The turn of the event loop in which that caller came is over. */
  | { readonly type: 'batch.collected'; readonly waiting: boolean }
  | { readonly type: 'batch.answered'; readonly waiting: boolean }
  | { readonly type: 'stream.opened'; readonly waiting: boolean }
  /** There is no leader, no stream, no answer in time, or only an answer that cannot be right. */
  | { readonly type: 'stream.failed'; readonly waiting: boolean }
  /** A timestamp was not above the last one. */
  | { readonly type: 'oracle.wentBack'; readonly error: TikvError }
  | { readonly type: 'oracle.closed'; readonly error: TikvError };

type Waiting = { readonly waiting: boolean };

/**
 * Combines the callers of one turn of the event loop into one request to PD's timestamp oracle, with one
 * request under way at a time. When a batch fails, its callers wait for the next. Follows pd's
 * client/clients/tso (parity rows TSO-1 to TSO-6).
 */
export const tsoBatcherChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as TsoBatcherInput,
      context: {} as TsoBatcherContext,
      meta: {} as StateMeta,
      events: {} as TsoBatcherEvent,
      tags: {} as 'serving',
    },
    actions: {
      collectBatch: actionOf('collectBatch'),
      sendBatch: actionOf('sendBatch'),
      openStream: actionOf('openStream'),
      giveUpStream: actionOf('giveUpStream'),
      refuseCallers: actionOf<{ readonly error: TikvError }>('refuseCallers'),
      noteConnected: assign({ connected: true }),
      noteBroken: assign(({ context }) => ({ connected: false, failures: context.failures + 1 })),
      forgetFailures: assign({ failures: 0 }),
    },
    guards: {
      callersWait: (_, { waiting }: Waiting) => waiting,
      canSend: ({ context }, { waiting }: Waiting) => waiting && context.connected,
      firstFailure: ({ context }, { waiting }: Waiting) => waiting && context.failures === 0,
    },
    delays: { answerTimeout: delayOf('answerTimeout'), backoff: delayOf('backoff') },
  }).createMachine({
    id: 'tsoBatcher',
    description: 'Timestamps: the callers of one turn share a request',
    context: ({ input }) => ({ ...input, connected: false, failures: 0 }),
    initial: 'idle',
    on: {
      'oracle.wentBack': {
        target: '.failed',
        actions: { type: 'refuseCallers', params: ({ event }) => event },
      },
      'oracle.closed': {
        target: '.closed',
        actions: { type: 'refuseCallers', params: ({ event }) => event },
      },
    },
    states: {
      idle: {
        description: 'Nobody waits for a timestamp',
        tags: 'serving',
        on: { 'batch.wanted': 'collecting', 'stream.failed': { actions: 'noteBroken' } },
      },
      collecting: {
        description: 'Callers gather until the turn of the event loop is over',
        meta: { source: 'pd client/clients/tso/dispatcher.go: tsoDispatcher.handleDispatcher' },
        tags: 'serving',
        entry: 'collectBatch',
        on: {
          'batch.collected': [
            { guard: { type: 'canSend', params: ({ event }) => event }, target: 'inFlight' },
            { guard: { type: 'callersWait', params: ({ event }) => event }, target: 'reconnecting' },
            { target: 'idle' },
          ],
          'stream.failed': { actions: 'noteBroken' },
        },
      },
      inFlight: {
        description: 'One request is with PD; new callers gather for the next',
        meta: { source: 'pd client/clients/tso/dispatcher.go: tsoDispatcher.processRequests' },
        tags: 'serving',
        entry: 'sendBatch',
        after: { answerTimeout: { actions: 'giveUpStream' } },
        on: {
          'batch.answered': [
            {
              guard: { type: 'callersWait', params: ({ event }) => event },
              target: 'inFlight',
              reenter: true,
              actions: 'forgetFailures',
            },
            { target: 'idle', actions: 'forgetFailures' },
          ],
          'stream.failed': [
            {
              guard: { type: 'firstFailure', params: ({ event }) => event },
              target: 'reconnecting',
              actions: 'noteBroken',
            },
            {
              guard: { type: 'callersWait', params: ({ event }) => event },
              target: 'backingOff',
              actions: 'noteBroken',
            },
            { target: 'idle', actions: 'noteBroken' },
          ],
        },
      },
      reconnecting: {
        description: 'Asks for the leader and opens a stream to it',
        meta: { source: 'pd client/clients/tso/client.go: Cli.tryConnectToTSO' },
        tags: 'serving',
        entry: 'openStream',
        on: {
          'stream.opened': [
            {
              guard: { type: 'callersWait', params: ({ event }) => event },
              target: 'inFlight',
              actions: 'noteConnected',
            },
            { target: 'idle', actions: 'noteConnected' },
          ],
          'stream.failed': [
            {
              guard: { type: 'callersWait', params: ({ event }) => event },
              target: 'backingOff',
              actions: 'noteBroken',
            },
            { target: 'idle', actions: 'noteBroken' },
          ],
        },
      },
      backingOff: {
        description: 'Attempts failed: some time passes before the next one',
        meta: {
          source: 'pd client/clients/tso/dispatcher.go: tsoDispatcher.handleProcessRequestError',
          backoff: ['pdRpc'],
        },
        tags: 'serving',
        after: { backoff: 'reconnecting' },
      },
      failed: {
        description: 'The oracle went back: none of its timestamps can be trusted any more',
        meta: { source: 'pd client/clients/tso/dispatcher.go: tsoDispatcher.checkMonotonicity' },
        type: 'final',
      },
      closed: {
        description: 'The client closed the oracle',
        type: 'final',
      },
    },
    options: { maxIterations: 100 },
  }),
);
