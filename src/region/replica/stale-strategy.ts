import { bestReplica } from './mixed-strategy.ts';
import { type Choice, type Field, isLeaderCandidate, plainly } from './replica-attempts.ts';
import type { ReplicaRead } from './replica-read.ts';

/**
 * First the best replica, for what it has; then the leader, plainly; then what is left. Follows client-go's
 * nextForReplicaReadMixed (parity row SEL-6), with three differences. The leader is always asked plainly:
 * TiKV from 7.5 on answers stale reads there whatever their timestamp, and does not keep later commits from
 * falling below it; before, a region without other replicas could not be read. A replica that lacked some
 * data is not asked for the same again at once. And where no leader can be asked, replicas are first asked
 * for what they have, and then to ask a leader that they may reach.
 */
export function chooseStale(field: Field, read: ReplicaRead): Choice | undefined {
  const { leader } = field;
  const isLeading = isLeaderCandidate(leader);
  if (field.count === 1 && leader.count === 0 && isLeading) return plainly(leader, 0);
  // A leader that does not serve may still say how far replicas have to be, unless it is slow at that, too.
  const asksLeader = leader.count > 0 && isLeading && !leader.busy;
  const own = asksLeader ? undefined : bestReplica(field, read);
  if (own === leader) return plainly(leader, 0);
  if (own !== undefined) return { replica: own.replica, readAs: 'stale', busyThresholdMs: 0 };
  if (leader.timedOut || leader.busy) return undefined;
  const viaLeader = bestReplica(field, read, { retriesIncomplete: true });
  return viaLeader && { replica: viaLeader.replica, readAs: 'replica', busyThresholdMs: 0 };
}
