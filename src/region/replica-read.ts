/** Which replicas of a region are to serve a read, and which of them are liked best. */
export interface ReplicaRead {
  /**
   * `leader`: the leader, or where it is busy, another. `follower`: any but the leader, before it. `mixed`: any. `learner`:
   * learners before all others. `prefer-leader`: the leader, and others while its store is slow. Each goes on with what
   * is left when what it wants does not answer.
   */
  readonly mode: 'leader' | 'follower' | 'mixed' | 'learner' | 'prefer-leader';
  /** The replica gives what it has without asking the leader, if that is enough for the timestamp of the read. */
  readonly isStale: boolean;
  /** Stores with all of these labels come before others. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** These stores come before others; empty for all. */
  readonly stores: readonly bigint[];
  /** In mode `leader`: for how long a read may have to wait there before an idle replica serves it; 0 for ever. */
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

/** Any replica but the leader, before it. */
export const FOLLOWER_READ: ReplicaRead = { ...LEADER_READ, mode: 'follower' };

/**
 * How one attempt asks for data: as the leader has to be asked; by the replica's own data, once the leader has told
 * how far that must be; or by what the replica has, leader or not.
 */
export type ReadKind = 'plain' | 'replica' | 'stale';
