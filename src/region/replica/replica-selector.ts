import type { Peer } from '../../model/region.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { CachedRegion, Replica } from '../cache/cached-region.ts';
import { chooseLeader } from './leader-strategy.ts';
import { chooseMixed } from './mixed-strategy.ts';
import {
  type Attempts,
  type Choice,
  type Field,
  isExhausted,
  isLeaderCandidate,
  isStale,
  MAX_LEADER_ATTEMPTS,
  obstacleOf,
  unattempted,
} from './replica-attempts.ts';
import { LEADER_READ, type ReplicaRead } from './replica-read.ts';
import { chooseStale } from './stale-strategy.ts';

/**
 * After this many refusals by a busy leader, another replica is asked once, which says whether that one still
 * leads.
 */
const BUSY_BEFORE_PROBE = 2;

/**
 * Chooses the replica for each attempt of one request, by one of three strategies, and remembers how the
 * attempts ended. Follows client-go's replicaSelector (parity rows SEL-1 to SEL-14).
 */
export class ReplicaSelector {
  readonly region: CachedRegion;
  readonly #runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly #replicas: readonly Attempts[];
  #read: ReplicaRead;
  #busyThresholdMs: number;
  /** Attempts at all replicas. */
  #count = 0;
  #busyLeader: Attempts | undefined;
  #busyCount = 0;
  #hasProbed = false;

  /** @param read which replicas are to serve it; for a write, the leader */
  constructor(region: CachedRegion, runtime: Pick<Runtime, 'clock' | 'random'>, read: ReplicaRead) {
    this.region = region;
    this.#runtime = runtime;
    this.#replicas = region.replicas.map(unattempted);
    this.#read = read;
    this.#busyThresholdMs = read.busyThresholdMs;
  }

  /** The replica to ask next; undefined when all were tried. */
  next(isRead: boolean): Choice | undefined {
    const choice = this.#choose(isRead);
    if (choice !== undefined) this.#busyThresholdMs = choice.busyThresholdMs;
    return choice;
  }

  #choose(isRead: boolean): Choice | undefined {
    const field: Field = {
      replicas: this.#replicas,
      leader: this.#leader,
      count: this.#count,
      nowMs: this.#runtime.clock.now(),
      random: () => this.#runtime.random(),
    };
    if (this.#asksLeader) return chooseLeader(field, { isRead, busyThresholdMs: this.#busyThresholdMs });
    return this.#read.isStale ? chooseStale(field, this.#read) : chooseMixed(field, this.#read);
  }

  get #asksLeader(): boolean {
    return this.#read.mode === 'leader';
  }

  /** Whether a replica is stale in a way that makes PD worth asking for a newer region. */
  get hasStaleReplica(): boolean {
    return this.#replicas.some(
      (attempts) =>
        isStale(attempts.replica) &&
        (attempts === this.#leader || attempts.replica.store.liveness === 'reachable'),
    );
  }

  /** What keeps each replica from being asked, in words. */
  get obstacles(): string {
    return this.#replicas.map(obstacleOf).join(', ');
  }

  /** Whether a replica did not answer in time: then the region may still be right. */
  get hasTimedOut(): boolean {
    return this.#replicas.some((attempts) => attempts.timedOut);
  }

  /**
   * Whether the next attempt goes to another replica anyway, so that a busy one needs no wait. It does so
   * after each refusal because of the threshold, where client-go waits when an idle replica turns out to be
   * busy.
   * @param estimatedWaitMs what the replica said; 0 when it did not say
   */
  passesOver(estimatedWaitMs: number): boolean {
    const leader = this.#leader;
    if (!this.#asksLeader || !isLeaderCandidate(leader) || leader.busy) return true;
    return estimatedWaitMs > 0 && this.#busyThresholdMs > 0;
  }

  get leaderUntried(): boolean {
    return this.#leader.count === 0;
  }

  hasDenied(peer: Pick<Peer, 'id'>): boolean {
    return this.#replicas.some((attempts) => attempts.replica.peer.id === peer.id && attempts.notLeader);
  }

  recordAttempt(replica: Replica): void {
    this.#count++;
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

  /** The leader is asked next, and serves the read itself, however busy it is. */
  askLeader(): void {
    this.#read = LEADER_READ;
    this.#busyThresholdMs = 0;
    this.#leader.timedOut = false;
  }

  rest(replica: Replica): void {
    const attempts = this.#of(replica);
    attempts.resting = true;
    attempts.busy = true;
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
   * Another replica says that this one leads: gives it a chance.
   * @returns whether it got one: not when its store does not answer, since the others have to be asked then,
   * or they would not elect a new leader
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
    if (isLeaderCandidate(hinted)) this.#read = LEADER_READ;
    return true;
  }

  /** The store of the replica is too busy to say when it will not be. */
  noteBusy(replica: Replica): void {
    const attempts = this.#of(replica);
    if (!this.#asksLeader || attempts !== this.#leader || this.#hasProbed) return;
    if (this.#busyLeader !== attempts) {
      this.#busyLeader = attempts;
      this.#busyCount = 0;
    }
    this.#busyCount++;
    if (this.#busyCount < BUSY_BEFORE_PROBE) return;
    attempts.suspect = true;
    this.#hasProbed = true;
  }

  /** The store of the replica says how long a request has to wait there. */
  noteWait(replica: Replica, waitMs: number): void {
    replica.store.noteWait(waitMs, this.#runtime.clock.now());
    if (this.#busyThresholdMs > 0) this.#of(replica).busy = true;
  }

  get #leader(): Attempts {
    return this.#replicas[this.region.leaderIndex] as Attempts;
  }

  #of(replica: Replica): Attempts {
    return this.#replicas[this.region.replicas.indexOf(replica)] as Attempts;
  }
}
