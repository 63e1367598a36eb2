import type { Store } from '../store/store.ts';
import { type Attempts, type Choice, type Field, isBusy, isStale } from './replica-attempts.ts';
import type { ReplicaRead } from './replica-read.ts';

/** The best replica not tried yet; it is asked for its own data where it does not lead. */
export function chooseMixed(field: Field, read: ReplicaRead): Choice | undefined {
  const best = bestReplica(field, read);
  if (best === undefined) return undefined;
  return {
    replica: best.replica,
    readAs: best === field.leader ? 'plain' : 'replica',
    busyThresholdMs: 0,
  };
}

/**
 * The replica that is wanted most among those that may be asked; chance decides between equals. Follows
 * client-go's ReplicaSelectMixedStrategy (parity rows SEL-4 and SEL-5).
 * @param retriesIncomplete whether a replica that lacked some data is asked once more, in another way.
 * Default false
 */
export function bestReplica(
  field: Field,
  read: ReplicaRead,
  { retriesIncomplete = false } = {},
): Attempts | undefined {
  let best: Attempts[] = [];
  let bestScore = -1;
  for (const attempts of field.replicas) {
    if (!isCandidate(attempts, field, read, retriesIncomplete)) continue;
    const score = scoreOf(attempts, field, read);
    if (score > bestScore) best = [];
    if (score >= bestScore) best.push(attempts);
    bestScore = Math.max(bestScore, score);
  }
  return best[Math.floor(field.random() * best.length)];
}

function isCandidate(
  attempts: Attempts,
  { leader, nowMs }: Field,
  read: ReplicaRead,
  retriesIncomplete: boolean,
): boolean {
  const { replica, count, dataNotReady } = attempts;
  const isLeader = attempts === leader;
  const maxAttempts = retriesIncomplete && dataNotReady && !isLeader ? 2 : 1;
  if (isStale(replica) || replica.store.liveness === 'unreachable' || count >= maxAttempts) return false;
  if (isLeader) return read.busyThresholdMs === 0;
  if (read.busyThresholdMs > 0 && isBusy(attempts, read.busyThresholdMs, nowMs)) return false;
  return read.mode !== 'prefer-leader' || !replica.store.isSlow(nowMs);
}

/** A fast store counts most, then a wanted one, then the kind of replica, then that it was not asked yet. */
function scoreOf(attempts: Attempts, { leader, nowMs }: Field, read: ReplicaRead): number {
  const { store, peer } = attempts.replica;
  const isSlow = store.isSlow(nowMs);
  const kind =
    attempts === leader
      ? leaderRank(read, isSlow)
      : Number(read.mode !== 'learner' || peer.role === 'learner');
  return (isSlow ? 0 : 16) + (isWanted(store, read) ? 8 : 0) + kind * 2 + (attempts.count === 0 ? 1 : 0);
}

/** 0 ranks below other replicas, 1 level with them, 2 above them. */
function leaderRank({ mode, labels }: ReplicaRead, isSlow: boolean): number {
  if (mode === 'prefer-leader') return isSlow ? 1 : 2;
  if (mode !== 'mixed') return 0;
  return labels.length > 0 ? 2 : 1;
}

/**
 * A store whose labels are unknown may have the wanted ones: it is looked up before it is asked, and judged
 * again.
 */
function isWanted(store: Store, { labels, stores }: ReplicaRead): boolean {
  if (stores.length > 0 && !stores.includes(store.id)) return false;
  if (labels.length === 0 || store.resolveState === 'unresolved') return true;
  return labels.every(([name, value]) => store.labels[name] === value);
}
