import { bestReplica } from './mixed-strategy.ts';
import { type Attempts, type Choice, type Field, isLeaderCandidate } from './replica-attempts.ts';
import type { ReplicaRead } from './replica-read.ts';

/**
 * First the best replica, for what it has; then the leader, plainly; then what is left. Follows client-go's
 * nextForReplicaReadMixed (parity row SEL-6), with two differences. The leader is always asked plainly: TiKV from 7.5 on
 * answers stale reads there whatever their timestamp, and does not keep later commits from falling below it; before, a
 * region without other replicas could not be read. A replica that had not all data is not asked for the same at once.
 */
export function chooseStale(field: Field, read: ReplicaRead): Choice | undefined {
  const { leader } = field;
  if (field.count === 1 && leader.count === 0 && isLeaderCandidate(leader)) return plainly(leader);
  // A leader that does not serve may still tell replicas how far they have to be, unless it is slow at that, too.
  const asksLeader = leader.count > 0 && !leader.timedOut && !leader.busy;
  const best = bestReplica(field, read, asksLeader);
  if (best === leader) return plainly(leader);
  return best && { replica: best.replica, readAs: asksLeader ? 'replica' : 'stale', busyThresholdMs: 0 };
}

function plainly({ replica }: Attempts): Choice {
  return { replica, readAs: 'plain', busyThresholdMs: 0 };
}
