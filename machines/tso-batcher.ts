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
  /** A stream to the leader is there to send on. */
  readonly connected: boolean;
  /** Attempts in a row that brought no timestamps. */
  readonly failures: number;
}

/** One event for each batch, never for each caller. `waiting`: callers wait for timestamps. */
export type TsoBatcherEvent =
  /** A first caller came. */
  | { readonly type: 'batch.wanted' }
  /** The turn of the event loop in which it came is over. */
  | { readonly type: 'batch.collected'; readonly waiting: boolean }
  | { readonly type: 'batch.answered'; readonly waiting: boolean }
  | { readonly type: 'stream.opened'; readonly waiting: boolean }
  /** No leader, no stream, no answer, or none that can be right. */
  | { readonly type: 'stream.failed'; readonly waiting: boolean }
  /** The oracle went back. */
  | { readonly type: 'oracle.wentBack'; readonly error: TikvError }
  | { readonly type: 'oracle.closed'; readonly error: TikvError };

type Waiting = { readonly waiting: boolean };

/**
 * Turns the callers of one turn of the event loop into one request to PD's timestamp oracle, one request at a time.
 * Callers of a batch that failed wait for the next. Follows pd's client/clients/tso (parity rows TSO-1 to TSO-6).
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
        description: 'Attempts failed: some time passes before the next',
        meta: {
          source: 'pd client/clients/tso/dispatcher.go: tsoDispatcher.handleProcessRequestError',
          backoff: ['pdRpc'],
        },
        tags: 'serving',
        after: { backoff: 'reconnecting' },
      },
      failed: {
        description: 'The oracle went back: no timestamp of it can be trusted any more',
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
