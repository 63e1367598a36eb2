/** Which replicas of a region are to serve a read, and which of them are preferred. */
export interface ReplicaRead {
  /**
   * `leader`: the leader, or another replica where the leader is busy. `follower`: any other replica before
   * the leader. `mixed`: any. `learner`: learners before all others. `prefer-leader`: the leader, or another
   * while the leader's store is slow. Each falls back on the remaining replicas when those that it wants do
   * not answer.
   */
  readonly mode: 'leader' | 'follower' | 'mixed' | 'learner' | 'prefer-leader';
  /**
   * The replica gives what it has without asking the leader, if that is enough for the timestamp of the read.
   */
  readonly isStale: boolean;
  /** Stores with all of these labels come before others. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** These stores come before others; empty for all. */
  readonly stores: readonly bigint[];
  /**
   * In mode `leader`: how long a read may have to wait there, in milliseconds, before an idle replica serves
   * it instead; 0 for no limit.
   */
  readonly busyThresholdMs: number;
}

/** The leader, however busy it is. */
export const LEADER_READ: ReplicaRead = {
  mode: 'leader',
  isStale: false,
  labels: [],
  stores: [],
  busyThresholdMs: 0,
};

/** Any other replica before the leader. */
export const FOLLOWER_READ: ReplicaRead = { ...LEADER_READ, mode: 'follower' };

/**
 * How one attempt asks for data. `plain`: as a leader is asked. `replica`: for the replica's own data, once
 * the leader has said how far that must have come. `stale`: for what the replica has, without asking the
 * leader.
 */
export type ReadKind = 'plain' | 'replica' | 'stale';
