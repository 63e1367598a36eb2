import type { Peer } from '../model/region.ts';
import type { Runtime } from '../model/runtime.ts';
import type { CachedRegion, Replica } from './cached-region.ts';

const MAX_LEADER_ATTEMPTS = 10;
const MAX_LEADER_ATTEMPTED_MS = 50_000;
/** After so many refusals of a busy leader, another replica is asked once whether it still is the leader. */
const BUSY_BEFORE_PROBE = 2;

/** What one request went through at one replica. */
interface Attempts {
  readonly replica: Replica;
  count: number;
  durationMs: number;
  /** Did not answer a read within the read's own limit. */
  timedOut: boolean;
  dataNotReady: boolean;
  notLeader: boolean;
  /** Seems to have lost the leadership without knowing. */
  suspect: boolean;
  /** Was busy, and is to be left alone for a while before it is asked again. */
  resting: boolean;
}

export interface Choice {
  readonly replica: Replica;
  /** The replica is to serve the read although it does not lead. */
  readonly replicaRead: boolean;
}

/**
 * Chooses the replica for each attempt of one request, in leader mode: the leader as long as it may be one, then
 * each other replica once, so that one of them names the leader. Follows client-go's replicaSelector with
 * ReplicaSelectLeaderStrategy and ReplicaSelectMixedStrategy (parity rows SEL-1 and SEL-10 to SEL-14). Other
 * modes differ in `next` and in what `#best` prefers.
 */
export class ReplicaSelector {
  readonly region: CachedRegion;
  readonly #runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly #replicas: readonly Attempts[];
  #busyLeader: Attempts | undefined;
  #busyCount = 0;
  #hasProbed = false;

  constructor(region: CachedRegion, runtime: Pick<Runtime, 'clock' | 'random'>) {
    this.region = region;
    this.#runtime = runtime;
    this.#replicas = region.replicas.map((replica) => ({
      replica,
      count: 0,
      durationMs: 0,
      timedOut: false,
      dataNotReady: false,
      notLeader: false,
      suspect: false,
      resting: false,
    }));
  }

  /** The replica to ask next; undefined when all were tried. */
  next(isRead: boolean): Choice | undefined {
    const leader = this.#leader;
    if (isLeaderCandidate(leader) && !leader.suspect) return { replica: leader.replica, replicaRead: false };
    const other = this.#best();
    if (other !== undefined)
      return { replica: other.replica, replicaRead: isRead && leader.timedOut && other !== leader };
    if (!leader.suspect) return undefined;
    leader.suspect = false;
    return isLeaderCandidate(leader) ? { replica: leader.replica, replicaRead: false } : undefined;
  }

  /** Whether a replica that a store went away under makes PD worth asking for a newer region. */
  get hasStaleReplica(): boolean {
    return this.#replicas.some(
      (attempts) =>
        isStale(attempts.replica) &&
        (attempts === this.#leader || attempts.replica.store.liveness === 'reachable'),
    );
  }

  /** Whether a replica did not answer in time: then the region may still be right. */
  get hasTimedOut(): boolean {
    return this.#replicas.some((attempts) => attempts.timedOut);
  }

  /** Whether the next attempt goes to another replica anyway, so that a busy one needs no wait. */
  get leaderIsOut(): boolean {
    return !isLeaderCandidate(this.#leader);
  }

  get leaderUntried(): boolean {
    return this.#leader.count === 0;
  }

  hasDenied(peer: Pick<Peer, 'id'>): boolean {
    return this.#replicas.some((attempts) => attempts.replica.peer.id === peer.id && attempts.notLeader);
  }

  recordAttempt(replica: Replica): void {
    this.#of(replica).count++;
  }

  recordDuration(replica: Replica, durationMs: number): void {
    this.#of(replica).durationMs += durationMs;
  }

  flagNotLeader(replica: Replica): void {
    this.#of(replica).notLeader = true;
  }

  flagTimedOut(replica: Replica): void {
    this.#of(replica).timedOut = true;
  }

  flagDataNotReady(replica: Replica): void {
    this.#of(replica).dataNotReady = true;
  }

  /** The leader is asked next, and serves the read itself. */
  askLeader(): void {
    this.#leader.timedOut = false;
  }

  rest(replica: Replica): void {
    this.#of(replica).resting = true;
  }

  /** Whether the replica has to be left alone first; it counts as rested afterwards. */
  takeRest(replica: Replica): boolean {
    const attempts = this.#of(replica);
    const { resting } = attempts;
    attempts.resting = false;
    return resting;
  }

  /** Whether any replica has to be left alone; one wait rests them all. */
  takeAllRests(): boolean {
    const resting = this.#replicas.filter((attempts) => attempts.resting);
    for (const attempts of resting) attempts.resting = false;
    return resting.length > 0;
  }

  /**
   * Another replica says that this one leads. Gives it a chance, and says whether it got one: not when its store does not
   * answer, since the others have to be asked, or they would not elect a new leader.
   */
  followHint(leader: Replica): boolean {
    const hinted = this.#of(leader);
    if (leader.store.liveness !== 'reachable') return false;
    if (isExhausted(hinted)) {
      hinted.count = MAX_LEADER_ATTEMPTS - 1;
      hinted.durationMs = 0;
    }
    hinted.notLeader = false;
    hinted.suspect = false;
    return true;
  }

  /** The store of the replica is too busy to say when it will not be. */
  noteBusy(replica: Replica): void {
    const attempts = this.#of(replica);
    if (attempts !== this.#leader || this.#hasProbed) return;
    if (this.#busyLeader !== attempts) {
      this.#busyLeader = attempts;
      this.#busyCount = 0;
    }
    this.#busyCount++;
    if (this.#busyCount < BUSY_BEFORE_PROBE) return;
    attempts.suspect = true;
    this.#hasProbed = true;
  }

  get #leader(): Attempts {
    return this.#replicas[this.region.leaderIndex] as Attempts;
  }

  #of(replica: Replica): Attempts {
    return this.#replicas[this.region.replicas.indexOf(replica)] as Attempts;
  }

  #best(): Attempts | undefined {
    const nowMs = this.#runtime.clock.now();
    let best: Attempts[] = [];
    let bestScore = -1;
    for (const attempts of this.#replicas) {
      const isLeader = attempts === this.#leader;
      if (!isCandidate(attempts, isLeader)) continue;
      const score =
        (attempts.replica.store.isSlow(nowMs) ? 0 : 4) + (isLeader ? 0 : 2) + (attempts.count === 0 ? 1 : 0);
      if (score > bestScore) best = [];
      if (score >= bestScore) best.push(attempts);
      bestScore = Math.max(bestScore, score);
    }
    return best[Math.floor(this.#runtime.random() * best.length)];
  }
}

/** Whether the store was given up since the region was cached, or holds no keys. */
export function isStale({ store, storeEpoch }: Replica): boolean {
  return store.epoch !== storeEpoch || store.resolveState === 'tombstone' || !store.servesKeys;
}

function isExhausted({ count, durationMs }: Attempts): boolean {
  return count >= MAX_LEADER_ATTEMPTS || durationMs >= MAX_LEADER_ATTEMPTED_MS;
}

function isLeaderCandidate(attempts: Attempts): boolean {
  return (
    attempts.replica.store.liveness === 'reachable' &&
    !isExhausted(attempts) &&
    !attempts.timedOut &&
    !attempts.notLeader &&
    !isStale(attempts.replica)
  );
}

function isCandidate(attempts: Attempts, isLeader: boolean): boolean {
  const maxAttempts = attempts.dataNotReady && !isLeader ? 2 : 1;
  return (
    !isStale(attempts.replica) &&
    attempts.replica.store.liveness !== 'unreachable' &&
    attempts.count < maxAttempts
  );
}
