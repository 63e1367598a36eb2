import type { Replica } from '../cache/cached-region.ts';
import type { ReadKind } from './replica-read.ts';

/** Attempts at one leader. */
export const MAX_LEADER_ATTEMPTS = 10;
const MAX_LEADER_ATTEMPTED_MS = 50_000;

/** What one request has met at one replica. */
export interface Attempts {
  readonly replica: Replica;
  count: number;
  durationMs: number;
  /** Did not answer a read within the read's own limit. */
  timedOut: boolean;
  /** Lacked some data for a stale read. */
  dataNotReady: boolean;
  notLeader: boolean;
  /** Seems to have lost the leadership without knowing. */
  suspect: boolean;
  /** Was too busy for this request. */
  busy: boolean;
  /** Was busy, and is to be left alone for a while before it is asked again. */
  resting: boolean;
}

/** What a strategy chooses from. */
export interface Field {
  readonly replicas: readonly Attempts[];
  /** One of them. */
  readonly leader: Attempts;
  /** Attempts made so far, at all of them. */
  readonly count: number;
  readonly nowMs: number;
  /** From 0 to below 1: chooses between replicas that are equally good. */
  random(): number;
}

/** The replica to ask next, and how. */
export interface Choice {
  readonly replica: Replica;
  readonly readAs: ReadKind;
  /** How long a read may have to wait there, in milliseconds; a busier store refuses it. 0 for no limit. */
  readonly busyThresholdMs: number;
}

/** The replica is asked as the leader is. */
export function plainly({ replica }: Attempts, busyThresholdMs: number): Choice {
  return { replica, readAs: 'plain', busyThresholdMs };
}

export function unattempted(replica: Replica): Attempts {
  return {
    replica,
    count: 0,
    durationMs: 0,
    timedOut: false,
    dataNotReady: false,
    notLeader: false,
    suspect: false,
    busy: false,
    resting: false,
  };
}

/** Whether the store was given up since the region was cached, or holds no keys. */
export function isStale({ store, storeEpoch }: Replica): boolean {
  return store.epoch !== storeEpoch || store.resolveState === 'tombstone' || !store.servesKeys;
}

/** Whether a leader was asked so often, or for so long, that others are asked instead. */
export function isExhausted({ count, durationMs }: Attempts): boolean {
  return count >= MAX_LEADER_ATTEMPTS || durationMs >= MAX_LEADER_ATTEMPTED_MS;
}

/** Whether the leader may be asked as such. */
export function isLeaderCandidate(attempts: Attempts): boolean {
  return (
    attempts.replica.store.liveness === 'reachable' &&
    !isExhausted(attempts) &&
    !attempts.timedOut &&
    !attempts.notLeader &&
    !isStale(attempts.replica)
  );
}

/** What keeps the replica from being asked, in words. */
export function obstacleOf(attempts: Attempts): string {
  const { id, address, resolveState, servesKeys, liveness } = attempts.replica.store;
  const store = `store ${id}${address === '' ? '' : ` (${address})`}`;
  if (resolveState === 'tombstone') return `${store} was removed`;
  if (!servesKeys) return `${store} serves no keys`;
  if (liveness !== 'reachable') return `${store} does not answer`;
  if (isStale(attempts.replica)) return `${store} was given up`;
  if (attempts.timedOut) return `${store} did not answer in time`;
  if (attempts.notLeader) return `${store} does not lead`;
  if (attempts.dataNotReady) return `${store} has not all data yet`;
  if (attempts.busy) return `${store} is busy`;
  return attempts.count > 0 ? `${store} was asked ${attempts.count} times` : `${store} cannot serve it`;
}

/** Whether reads would have to wait longer there, as far as is known. */
export function isBusy({ busy, replica }: Attempts, thresholdMs: number, nowMs: number): boolean {
  return busy || replica.store.estimatedWaitMs(nowMs) > thresholdMs;
}
