// A saga as a chart: the steps of an order, each a transaction of its own, and the way back when one cannot be done.
import { UndeterminedError } from 'tikv-client';
import { assign, fromPromise, setup } from 'xstate';

export interface Order {
  readonly id: string;
  readonly item: string;
  readonly customer: string;
  readonly cents: number;
}

/** What a transaction of unknown outcome is found by. */
export interface Unknown {
  readonly startTs: bigint;
  readonly primary: Uint8Array;
}

interface Context {
  readonly order: Order;
  /** Why there is a way back. */
  readonly reason: string | undefined;
  readonly unknown: Unknown | undefined;
}

const notProvided = (name: string) => async (): Promise<never> => {
  throw new Error(`${name}: not provided`);
};

export const orderMachine = setup({
  types: {
    input: {} as Order,
    context: {} as Context,
    output: {} as { readonly reason: string | undefined },
  },
  actors: {
    reserve: fromPromise<void, Order>(notProvided('reserve')),
    charge: fromPromise<void, Order>(notProvided('charge')),
    settle: fromPromise<'committed' | 'rolledBack', Unknown>(notProvided('settle')),
    release: fromPromise<void, Order>(notProvided('release')),
  },
  actions: {
    keepReason: assign({ reason: (_, { error }: { error: unknown }) => (error as Error).message }),
    keepUnknown: assign({
      unknown: (_, { error }: { error: unknown }) => {
        const { startTs = 0n, primary = new Uint8Array() } = error as UndeterminedError;
        return { startTs, primary };
      },
    }),
  },
  guards: {
    nobodyKnows: (_, { error }: { error: unknown }) => error instanceof UndeterminedError,
    isCommitted: (_, { outcome }: { outcome: string }) => outcome === 'committed',
  },
}).createMachine({
  id: 'order',
  context: ({ input }) => ({ order: input, reason: undefined, unknown: undefined }),
  initial: 'reserving',
  states: {
    reserving: {
      description: 'One item of the stock is put aside for the order',
      invoke: {
        id: 'reserve',
        src: 'reserve',
        input: ({ context }) => context.order,
        onDone: 'charging',
        onError: { target: 'refused', actions: { type: 'keepReason', params: ({ event }) => event } },
      },
    },
    charging: {
      description: 'The customer pays',
      invoke: {
        id: 'charge',
        src: 'charge',
        input: ({ context }) => context.order,
        onDone: 'fulfilled',
        onError: [
          {
            guard: { type: 'nobodyKnows', params: ({ event }) => event },
            target: 'settling',
            actions: { type: 'keepUnknown', params: ({ event }) => event },
          },
          { target: 'releasing', actions: { type: 'keepReason', params: ({ event }) => event } },
        ],
      },
    },
    settling: {
      description:
        'Whether the customer has paid is found out: neither paying again nor going back would be safe',
      invoke: {
        id: 'settle',
        src: 'settle',
        input: ({ context }) => context.unknown as Unknown,
        onDone: [
          {
            guard: { type: 'isCommitted', params: ({ event }) => ({ outcome: event.output }) },
            target: 'fulfilled',
          },
          { target: 'releasing' },
        ],
        onError: { target: 'stuck', actions: { type: 'keepReason', params: ({ event }) => event } },
      },
    },
    releasing: {
      description: 'The item goes back to the stock',
      invoke: {
        id: 'release',
        src: 'release',
        input: ({ context }) => context.order,
        onDone: 'refused',
        onError: { target: 'stuck', actions: { type: 'keepReason', params: ({ event }) => event } },
      },
    },
    fulfilled: { description: 'Paid, and the item is theirs', type: 'final' },
    refused: { description: 'All is as before', type: 'final' },
    stuck: { description: 'A person has to look', type: 'final' },
  },
  output: ({ context }) => ({ reason: context.reason }),
});
