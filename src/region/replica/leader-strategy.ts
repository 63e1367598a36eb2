import { bestReplica } from './mixed-strategy.ts';
import { type Choice, type Field, isBusy, isLeaderCandidate, plainly } from './replica-attempts.ts';
import { FOLLOWER_READ } from './replica-read.ts';

/**
 * The leader as long as it may be one, then each other replica once, so that one of them names the leader.
 * Where reads would wait longer than the threshold at the leader, an idle replica serves them; without one
 * the threshold is lifted. Follows client-go's nextForReplicaReadLeader (parity rows SEL-1, SEL-2 and
 * SEL-12).
 */
export function chooseLeader(
  field: Field,
  { isRead, busyThresholdMs }: { readonly isRead: boolean; readonly busyThresholdMs: number },
): Choice | undefined {
  const { leader } = field;
  if (isLeaderCandidate(leader) && !leader.suspect) return leaderOrIdle(field, busyThresholdMs);
  const other = bestReplica(field, FOLLOWER_READ);
  if (other !== undefined) {
    const readAs = isRead && leader.timedOut && other !== leader ? 'replica' : 'plain';
    return { replica: other.replica, readAs, busyThresholdMs };
  }
  if (!leader.suspect) return undefined;
  leader.suspect = false;
  return isLeaderCandidate(leader) ? plainly(leader, busyThresholdMs) : undefined;
}

function leaderOrIdle(field: Field, busyThresholdMs: number): Choice {
  const { leader, nowMs } = field;
  if (busyThresholdMs === 0 || !isBusy(leader, busyThresholdMs, nowMs))
    return plainly(leader, busyThresholdMs);
  const idle = bestReplica(field, { ...FOLLOWER_READ, busyThresholdMs });
  return idle === undefined
    ? plainly(leader, 0)
    : { replica: idle.replica, readAs: 'replica', busyThresholdMs };
}
