import { assign, setup } from 'xstate';
import type { TikvError } from '../src/model/errors.ts';
import { actionOf, delayOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

/** The members of PD, as one of them reported. Addresses are `host:port`. */
export interface PdMembers {
  readonly leader: string;
  readonly followers: readonly string[];
}

export interface PdSessionInput {
  /** What the actions work on; opaque to the chart. */
  readonly session: unknown;
}

export interface PdSessionContext extends PdSessionInput {
  /** How many rounds of asking in a row found members but no leader. */
  readonly leaderlessRounds: number;
}

export type PdSessionEvent =
  /** A caller needs the leader and none is known. */
  | { readonly type: 'leader.wanted' }
  /** A call to the leader failed, or it says that it does not lead any more. */
  | { readonly type: 'leader.doubted' }
  | { readonly type: 'members.found'; readonly members: PdMembers }
  /** Members answer, but there is no leader: they are electing one. */
  | { readonly type: 'members.leaderless'; readonly error: TikvError }
  | { readonly type: 'members.unreachable'; readonly error: TikvError }
  /** Endpoints of two clusters answered at the start, or no endpoint belongs to the own cluster any more. */
  | { readonly type: 'cluster.mismatched'; readonly error: TikvError }
  | { readonly type: 'session.closed'; readonly error: TikvError };

type Failure = { readonly error: TikvError };

/** How often an election is polled before callers are refused. */
const MAX_LEADERLESS_ROUNDS = 10;

/**
 * Finds PD's leader and keeps track of it. Callers wait while it is looked for. When it cannot be found they
 * are refused, and the next caller makes the session look again. Follows pd's client/servicediscovery (parity
 * rows PD-4, PD-12).
 */
export const pdSessionChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as PdSessionInput,
      context: {} as PdSessionContext,
      meta: {} as StateMeta,
      events: {} as PdSessionEvent,
      tags: {} as 'usable' | 'searching',
    },
    actions: {
      askMembers: actionOf('askMembers'),
      announceLeader: actionOf<{ readonly members: PdMembers }>('announceLeader'),
      withdrawLeader: actionOf('withdrawLeader'),
      refuseCallers: actionOf<Failure>('refuseCallers'),
      endSession: actionOf<Failure>('endSession'),
      countLeaderlessRound: assign({ leaderlessRounds: ({ context }) => context.leaderlessRounds + 1 }),
      forgetLeaderlessRounds: assign({ leaderlessRounds: 0 }),
    },
    guards: {
      electionMayEnd: ({ context }) => context.leaderlessRounds < MAX_LEADERLESS_ROUNDS,
    },
    delays: { electionPoll: delayOf('electionPoll'), refreshInterval: delayOf('refreshInterval') },
  }).createMachine({
    id: 'pdSession',
    description: 'Who leads PD',
    context: ({ input }) => ({ ...input, leaderlessRounds: 0 }),
    initial: 'idle',
    on: {
      'cluster.mismatched': {
        target: '.mismatched',
        actions: { type: 'endSession', params: ({ event }) => event },
      },
      'session.closed': { target: '.closed', actions: { type: 'endSession', params: ({ event }) => event } },
    },
    states: {
      idle: {
        description: 'Nobody has asked for the leader yet',
        on: { 'leader.wanted': 'searching' },
      },
      searching: {
        description: 'The leader is not known; callers wait',
        meta: { source: 'pd client/servicediscovery/service_discovery.go: serviceDiscovery.initRetry' },
        tags: 'searching',
        initial: 'discovering',
        on: {
          'members.found': {
            target: 'ready',
            actions: ['forgetLeaderlessRounds', { type: 'announceLeader', params: ({ event }) => event }],
          },
          'members.leaderless': [
            { guard: 'electionMayEnd', target: '.awaitingElection', actions: 'countLeaderlessRound' },
            {
              target: 'lost',
              actions: ['forgetLeaderlessRounds', { type: 'refuseCallers', params: ({ event }) => event }],
            },
          ],
          'members.unreachable': {
            target: 'lost',
            actions: ['forgetLeaderlessRounds', { type: 'refuseCallers', params: ({ event }) => event }],
          },
        },
        states: {
          discovering: {
            description: 'Asks every known endpoint who the members are and which of them leads',
            meta: {
              source: 'pd client/servicediscovery/service_discovery.go: serviceDiscovery.updateMember',
            },
            entry: 'askMembers',
          },
          awaitingElection: {
            description: 'Members answered but none leads: they are asked again shortly',
            after: { electionPoll: 'discovering' },
          },
        },
      },
      ready: {
        description: 'The leader is known',
        meta: {
          source: 'pd client/servicediscovery/service_discovery.go: serviceDiscovery.updateMemberLoop',
        },
        tags: 'usable',
        after: { refreshInterval: 'refreshing' },
        on: { 'leader.doubted': { target: 'searching', actions: 'withdrawLeader' } },
      },
      refreshing: {
        description: 'Asks for the members again, as it does regularly; the leader known so far stays in use',
        meta: { source: 'pd client/servicediscovery/service_discovery.go: serviceDiscovery.updateMember' },
        tags: 'usable',
        entry: 'askMembers',
        on: {
          'members.found': {
            target: 'ready',
            actions: { type: 'announceLeader', params: ({ event }) => event },
          },
          'members.leaderless': 'ready',
          'members.unreachable': 'ready',
          'leader.doubted': { target: 'searching', actions: 'withdrawLeader' },
        },
      },
      lost: {
        description:
          'No leader could be found, and the callers were refused; the next caller starts a new search',
        on: { 'leader.wanted': 'searching' },
      },
      mismatched: {
        description:
          'The endpoints belong to two clusters, or all to another one: callers are refused for good',
        meta: { source: 'pd client/servicediscovery/service_discovery.go: serviceDiscovery.getMembers' },
        type: 'final',
      },
      closed: {
        description: 'The client closed the session',
        type: 'final',
      },
    },
    options: { maxIterations: 100 },
  }),
);
