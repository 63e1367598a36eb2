import { assign, setup } from 'xstate';
import type { NetworkError, ProtocolError, RegionError, TikvError } from '../src/model/errors.ts';
import type { Peer, RegionMeta } from '../src/model/region.ts';
import { actionOf } from './not-provided.ts';
import { onFirstUse } from './on-first-use.ts';
import type { StateMeta } from './state-meta.ts';

/** An attempt whose outcome nobody knows. */
export type LostAttempt = NetworkError | ProtocolError | RegionError;

/** The rows of the backoff table that a region request waits by. */
export type RegionBackoffKind =
  | 'tikvRpc'
  | 'regionMiss'
  | 'regionScheduling'
  | 'serverBusy'
  | 'diskFull'
  | 'recoveryInProgress'
  | 'maxTsNotSynced'
  | 'regionNotInitialized'
  | 'isWitness';

export interface RegionRequestInput {
  /** What the actions work on; opaque to the chart. */
  readonly request: unknown;
  /** The request must not be sent again once an attempt may have been executed. */
  readonly atMostOnce: boolean;
}

export interface RegionRequestContext extends RegionRequestInput {
  readonly attempts: number;
  /** What went wrong last: the cause when the request fails. */
  readonly error: TikvError | undefined;
  /** The last attempt whose outcome is unknown; a later answer does not reveal it. */
  readonly lost: LostAttempt | undefined;
  readonly sleepMs: number;
}

/** A store refused the request. The type names the field of errorpb.Error, and what follows from it. */
type Refusal<Type extends string, Payload = unknown> = Payload & {
  readonly type: Type;
  readonly error: RegionError;
};

export interface BusyStore {
  /** How long the store asks not to be sent requests, in milliseconds; 0 when it does not say. */
  readonly backoffMs: number;
  /** How long a request would have to wait there, in milliseconds; 0 when it does not say. */
  readonly estimatedWaitMs: number;
}

export type RegionRefusalEvent =
  /** The write was proposed; whether it was applied is not known. */
  | Refusal<'region.undetermined', { readonly lost: RegionError }>
  /** The store does not lead the region, and knows no leader. */
  | Refusal<'region.leaderUnknown'>
  /** The store does not lead the region, and names the leader. */
  | Refusal<'region.leaderElsewhere', { readonly leader: Peer }>
  /** The store does not lead the region, and names a peer that has denied it, or itself. */
  | Refusal<'region.leaderDisputed', { readonly leader: Peer }>
  | Refusal<'region.diskFull'>
  | Refusal<'region.recovering'>
  | Refusal<'region.isWitness'>
  | Refusal<'region.flashback'>
  /** A follower refused a read because of the flashback: the leader may serve it. */
  | Refusal<'region.flashbackAtReplica'>
  | Refusal<'region.flashbackNotPrepared'>
  | Refusal<'region.notFound'>
  /** A follower does not have the region, and the leader has not been asked yet. */
  | Refusal<'region.notFoundAtReplica'>
  | Refusal<'region.keyOutside'>
  | Refusal<'region.epochChanged', { readonly regions: readonly RegionMeta[] }>
  /** The store knows an older version of the region than this client. */
  | Refusal<'region.epochBehind'>
  | Refusal<'region.bucketsChanged'>
  /** The execution limit of a read ran out before it was executed. */
  | Refusal<'region.readTimedOut'>
  | Refusal<'region.busy', BusyStore>
  /** The store is busy, and another replica can be asked at once. */
  | Refusal<'region.busyButOthers', BusyStore>
  /** The leader's term changed during the request, which may or may not be executed. */
  | Refusal<'region.staleCommand', { readonly lost: RegionError }>
  | Refusal<'region.storeMismatch'>
  | Refusal<'region.entryTooLarge'>
  | Refusal<'region.maxTsNotSynced'>
  | Refusal<'region.notInitialized'>
  | Refusal<'region.readIndexNotReady'>
  | Refusal<'region.merging'>
  | Refusal<'region.dataNotReady'>
  | Refusal<'region.peerMismatch'>
  | Refusal<'region.maxTsInvalid'>
  | Refusal<'region.unknownRefusal'>;

interface Failure<Type extends string> {
  readonly type: Type;
  readonly error: NetworkError;
  /** The same error, when the request can have reached the store. */
  readonly lost: NetworkError | undefined;
}

export type RegionRequestEvent =
  | { readonly type: 'replica.chosen' }
  /** The only replica left was busy a moment ago. */
  | { readonly type: 'replica.resting'; readonly error: RegionError }
  | { readonly type: 'replica.none'; readonly error: RegionError }
  /** The cached region must not be used any more. */
  | { readonly type: 'region.stale'; readonly error: RegionError }
  | { readonly type: 'answer.received' }
  | { readonly type: 'answer.malformed'; readonly error: ProtocolError; readonly lost: ProtocolError }
  | RegionRefusalEvent
  /** A read was not answered within its own limit, and the verb has time left. */
  | Failure<'rpc.readTimedOut'>
  /** The other side cancelled the call: the connection is of no more use. */
  | Failure<'rpc.cancelled'>
  /** This client ended the connection, or its stream, because of another request, not of the store. */
  | Failure<'rpc.closed'>
  /** A store of another cluster is at the address, and has executed nothing. */
  | { readonly type: 'rpc.misdirected'; readonly error: NetworkError; readonly lost: undefined }
  /** A gRPC status that a retry does not change. */
  | Failure<'rpc.refused'>
  | Failure<'rpc.failed'>
  | { readonly type: 'store.answers' }
  | { readonly type: 'store.silent' }
  | { readonly type: 'backoff.planned'; readonly sleepMs: number }
  | { readonly type: 'backoff.exhausted'; readonly error: TikvError }
  /** The deadline ended, the caller aborted, the client closed, or there is no way to continue. */
  | {
      readonly type: 'request.stopped';
      readonly error: TikvError;
      readonly lost: NetworkError | undefined;
    };

type Trouble = { readonly error?: TikvError | undefined; readonly lost?: LostAttempt | undefined };

/** What went wrong, if anything did. Events that are no trouble have no error. */
const troubleOf = (event: RegionRequestEvent): Trouble => ('error' in event ? event : {});

const backOff = (kind: RegionBackoffKind) => ({ type: 'backOff', params: { kind, atLeastMs: 0 } }) as const;

/**
 * One request to one region, until it is answered, the caller must locate its keys again, or nothing is left
 * to try. Region errors are in the order in which they are checked for. Follows client-go's
 * RegionRequestSender.onRegionError and onSendFail (parity 6.3 and 6.4).
 */
export const regionRequestChart = onFirstUse(() =>
  setup({
    types: {
      input: {} as RegionRequestInput,
      context: {} as RegionRequestContext,
      meta: {} as StateMeta,
      events: {} as RegionRequestEvent,
    },
    actions: {
      chooseReplica: actionOf('chooseReplica'),
      send: actionOf<{ isResend: boolean }>('send'),
      probeStore: actionOf('probeStore'),
      backOff: actionOf<{ kind: RegionBackoffKind; atLeastMs: number }>('backOff'),
      confirmLeader: actionOf('confirmLeader'),
      flagNotLeader: actionOf('flagNotLeader'),
      followHint: actionOf<{ leader: Peer }>('followHint'),
      askLeader: actionOf('askLeader'),
      flagTimedOut: actionOf('flagTimedOut'),
      flagDataNotReady: actionOf('flagDataNotReady'),
      noteBusy: actionOf<{ estimatedWaitMs: number }>('noteBusy'),
      restReplica: actionOf('restReplica'),
      invalidateRegion: actionOf('invalidateRegion'),
      adoptRegions: actionOf<{ regions: readonly RegionMeta[] }>('adoptRegions'),
      recheckStore: actionOf('recheckStore'),
      recheckAddress: actionOf('recheckAddress'),
      giveUpStore: actionOf('giveUpStore'),
      closeConnection: actionOf('closeConnection'),
      countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
      keepTrouble: assign(({ context }, { error, lost }: Trouble) => ({
        error: error ?? context.error,
        lost: lost ?? context.lost,
      })),
      // The refusal that made the region stale says more than that it is stale.
      keepStaleness: assign({
        error: ({ context }, params: { error: RegionError }) =>
          context.error?.code === 'TIKV_REGION' ? context.error : params.error,
      }),
      keepSleep: assign((_, { sleepMs }: { readonly sleepMs: number }) => ({ sleepMs })),
    },
    guards: {
      mustNotResend: ({ context }, params: { lost: LostAttempt | undefined }) =>
        context.atMostOnce && params.lost !== undefined,
    },
    delays: {
      backoff: ({ context }) => context.sleepMs,
    },
  }).createMachine({
    id: 'regionRequest',
    description: 'One request to one region, until it is answered or there is nothing left to try',
    context: ({ input }) => ({ ...input, attempts: 0, error: undefined, lost: undefined, sleepMs: 0 }),
    initial: 'locating',
    on: {
      'request.stopped': {
        target: '.failed',
        actions: { type: 'keepTrouble', params: ({ event }) => event },
      },
    },
    states: {
      locating: {
        description: 'Chooses the replica to ask, and finds out where its store is',
        meta: { source: 'client-go internal/locate/replica_selector.go: replicaSelector.next' },
        entry: 'chooseReplica',
        on: {
          'replica.chosen': 'sending',
          'replica.resting': {
            target: 'backingOff',
            actions: [{ type: 'keepStaleness', params: ({ event }) => event }, backOff('serverBusy')],
          },
          'replica.none': {
            target: 'moved',
            actions: { type: 'keepStaleness', params: ({ event }) => event },
          },
          'region.stale': {
            target: 'moved',
            actions: { type: 'keepStaleness', params: ({ event }) => event },
          },
        },
      },
      sending: {
        description: 'Waits for the answer, and decides what follows from it',
        meta: { source: 'client-go internal/locate/region_request.go: RegionRequestSender.onRegionError' },
        entry: [
          'countAttempt',
          { type: 'send', params: ({ context }) => ({ isResend: context.attempts > 1 }) },
        ],
        exit: { type: 'keepTrouble', params: ({ event }) => troubleOf(event) },
        on: {
          'answer.received': { target: 'succeeded', actions: 'confirmLeader' },
          'answer.malformed': 'failed',

          'region.undetermined': [
            { guard: { type: 'mustNotResend', params: ({ event }) => event }, target: 'failed' },
            { target: 'moved' },
          ],
          'region.leaderUnknown': {
            target: 'backingOff',
            actions: ['flagNotLeader', backOff('regionScheduling')],
          },
          'region.leaderElsewhere': {
            target: 'locating',
            actions: ['flagNotLeader', { type: 'followHint', params: ({ event }) => event }],
          },
          'region.leaderDisputed': {
            target: 'backingOff',
            actions: [
              'flagNotLeader',
              { type: 'followHint', params: ({ event }) => event },
              backOff('regionScheduling'),
            ],
          },
          'region.diskFull': { target: 'backingOff', actions: backOff('diskFull') },
          'region.recovering': {
            target: 'backingOff',
            actions: ['invalidateRegion', backOff('recoveryInProgress')],
          },
          'region.isWitness': { target: 'backingOff', actions: ['invalidateRegion', backOff('isWitness')] },
          'region.flashbackAtReplica': { target: 'locating', actions: 'askLeader' },
          'region.flashback': 'failed',
          'region.flashbackNotPrepared': 'failed',
          'region.notFoundAtReplica': { target: 'locating', actions: ['invalidateRegion', 'askLeader'] },
          'region.notFound': { target: 'moved', actions: 'invalidateRegion' },
          'region.keyOutside': { target: 'moved', actions: 'invalidateRegion' },
          'region.epochBehind': { target: 'backingOff', actions: backOff('regionMiss') },
          'region.epochChanged': {
            target: 'moved',
            actions: { type: 'adoptRegions', params: ({ event }) => event },
          },
          'region.bucketsChanged': { target: 'moved', actions: 'invalidateRegion' },
          'region.readTimedOut': { target: 'locating', actions: 'flagTimedOut' },
          'region.busyButOthers': {
            target: 'locating',
            actions: [{ type: 'noteBusy', params: ({ event }) => event }, 'restReplica'],
          },
          'region.busy': {
            target: 'backingOff',
            actions: [
              { type: 'noteBusy', params: ({ event }) => event },
              {
                type: 'backOff',
                params: ({ event }) => ({ kind: 'serverBusy', atLeastMs: event.backoffMs }),
              },
            ],
          },
          'region.staleCommand': [
            { guard: { type: 'mustNotResend', params: ({ event }) => event }, target: 'failed' },
            { target: 'locating' },
          ],
          'region.storeMismatch': {
            target: 'moved',
            actions: ['recheckStore', 'invalidateRegion', 'closeConnection'],
          },
          'region.entryTooLarge': 'failed',
          'region.maxTsNotSynced': { target: 'backingOff', actions: backOff('maxTsNotSynced') },
          'region.notInitialized': { target: 'backingOff', actions: backOff('regionNotInitialized') },
          'region.readIndexNotReady': { target: 'backingOff', actions: backOff('regionScheduling') },
          'region.merging': { target: 'backingOff', actions: backOff('regionScheduling') },
          'region.dataNotReady': { target: 'locating', actions: 'flagDataNotReady' },
          'region.peerMismatch': { target: 'moved', actions: 'invalidateRegion' },
          'region.maxTsInvalid': 'failed',
          'region.unknownRefusal': 'locating',

          'rpc.readTimedOut': { target: 'locating', actions: 'flagTimedOut' },
          'rpc.misdirected': {
            target: 'backingOff',
            // A new connection looks up the store's name again: it may lead to the store by now.
            actions: ['recheckStore', 'invalidateRegion', 'closeConnection', backOff('tikvRpc')],
          },
          'rpc.refused': { target: 'failed', actions: 'recheckAddress' },
          'rpc.cancelled': [
            {
              guard: { type: 'mustNotResend', params: ({ event }) => event },
              target: 'failed',
              actions: 'closeConnection',
            },
            { target: 'probing', actions: 'closeConnection' },
          ],
          'rpc.closed': [
            { guard: { type: 'mustNotResend', params: ({ event }) => event }, target: 'failed' },
            { target: 'backingOff', actions: backOff('tikvRpc') },
          ],
          'rpc.failed': [
            { guard: { type: 'mustNotResend', params: ({ event }) => event }, target: 'failed' },
            { target: 'probing' },
          ],
        },
      },
      probing: {
        description: 'No answer came: a health check shows whether the store serves at all',
        meta: { source: 'client-go internal/locate/region_request.go: RegionRequestSender.onSendFail' },
        entry: 'probeStore',
        on: {
          'store.answers': { target: 'backingOff', actions: ['recheckAddress', backOff('tikvRpc')] },
          'store.silent': { target: 'backingOff', actions: ['giveUpStore', backOff('tikvRpc')] },
        },
      },
      backingOff: {
        description: 'Waits before the next attempt, as long as the budget of the verb allows',
        meta: {
          source: 'client-go config/retry/backoff.go: Backoffer.BackoffWithCfgAndMaxSleep',
          backoff: ['serverBusy'],
        },
        initial: 'planning',
        states: {
          planning: {
            description: 'The budget of the verb decides how long to wait, if at all',
            on: {
              'backoff.planned': {
                target: 'sleeping',
                actions: { type: 'keepSleep', params: ({ event }) => event },
              },
              'backoff.exhausted': {
                target: '#regionRequest.failed',
                actions: { type: 'keepTrouble', params: ({ event }) => event },
              },
            },
          },
          sleeping: {
            description: 'Waits',
            after: { backoff: '#regionRequest.locating' },
          },
        },
      },
      succeeded: {
        description: 'The region answered; other errors in the answer are for the caller to judge',
        type: 'final',
      },
      moved: {
        description: 'The caller locates its keys again',
        type: 'final',
      },
      failed: {
        description: 'Nothing is left to try, or nobody waits for the answer any more',
        type: 'final',
      },
    },
    options: { maxIterations: 1000 },
  }),
);
