import { bytesName } from '../../model/bytes.ts';
import { type TikvError, WriteConflictError } from '../../model/errors.ts';
import { OldestEntry } from '../../model/oldest-entry.ts';
import { physicalMs, type Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';

/** What a transaction has latched. */
export interface Latched {
  /**
   * @param commitTs when the keys were written; undefined when they were not, or nobody knows. Repeated calls
   * do nothing
   */
  release(commitTs: Timestamp | undefined): void;
}

/** Commits older than this, by the newest commit, are forgotten (client-go's expireDuration). */
const REMEMBERED_MS = 120_000;

/**
 * Lets transactions of one client that write the same keys commit one after another. Those that began before
 * another one's commit fail at once, which otherwise takes requests, and locks in each other's way, to find
 * out. Correctness never depends on it. Follows client-go's LatchesScheduler (internal/latch; parity rows
 * LAT-1 to LAT-4), with a map of keys in place of its hashed slots: no key waits for another that shares its
 * slot.
 */
export class Latches {
  readonly #capacity: number;
  readonly #held = new Map<string, Latch>();
  /** When keys that nobody holds were last written, in the order in which the commits became known. */
  readonly #written = new Map<string, Timestamp>();
  readonly #oldestWritten = new OldestEntry(this.#written);
  /** Transactions that have got what they waited for, a latch or a conflict, and are to go on. */
  readonly #woken: Claim[] = [];

  /** @param capacity keys whose commits are remembered at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Latches keys one after another, and waits for each that another transaction has.
   * @param keys ascending, each once: two transactions can never wait for each other
   * @throws WriteConflictError when one was written after `startTs`; what the deadline says
   */
  acquire(startTs: Timestamp, keys: readonly Uint8Array[], deadline: Deadline): Promise<Latched> {
    return new Promise((resolve, reject) => {
      const off = deadline.onEnd(() => {
        claim.failure = deadline.error('waiting for a lock');
        this.#drop(claim);
        this.#goOn();
      });
      const claim: Claim = {
        startTs,
        keys,
        names: keys.map(bytesName),
        taken: 0,
        failure: deadline.error('waiting for a lock'),
        isOver: false,
        settle: (failure) => {
          off();
          if (failure === undefined) resolve({ release: (commitTs) => this.#release(claim, commitTs) });
          else reject(failure);
        },
      };
      this.#woken.push(claim);
      this.#goOn();
    });
  }

  /** A loop, since each that goes on may wake others. */
  #goOn(): void {
    for (let claim = this.#woken.shift(); claim !== undefined; claim = this.#woken.shift()) {
      if (claim.failure === undefined && !this.#take(claim)) continue;
      claim.settle(claim.failure);
      if (claim.failure !== undefined) this.#giveBack(claim, undefined);
    }
  }

  /** @returns false when it waits for one of its keys */
  #take(claim: Claim): boolean {
    for (; claim.taken < claim.names.length; claim.taken++) {
      const name = claim.names[claim.taken] as string;
      const latch = this.#held.get(name);
      if (latch !== undefined) {
        latch.waiting.push(claim);
        return false;
      }
      claim.failure = lateness(claim, this.#written.get(name));
      if (claim.failure !== undefined) return true;
      this.#held.set(name, { waiting: [] });
    }
    return true;
  }

  /** Takes a claim that waits out of its queue. */
  #drop(claim: Claim): void {
    const waiting = this.#held.get(claim.names[claim.taken] as string)?.waiting ?? [];
    const place = waiting.indexOf(claim);
    if (place < 0) return;
    waiting.splice(place, 1);
    this.#woken.push(claim);
  }

  #release(claim: Claim, commitTs: Timestamp | undefined): void {
    if (claim.isOver) return;
    claim.isOver = true;
    this.#giveBack(claim, commitTs);
    this.#goOn();
  }

  #giveBack(claim: Claim, commitTs: Timestamp | undefined): void {
    for (const name of claim.names.slice(0, claim.taken)) {
      if (commitTs !== undefined) this.#remember(name, commitTs);
      this.#pass(name);
    }
    if (commitTs !== undefined) this.#forget(commitTs);
  }

  /** Hands a key to the next that is not too late for it. */
  #pass(name: string): void {
    const { waiting } = this.#held.get(name) as Latch;
    const writtenTs = this.#written.get(name);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      next.failure = lateness(next, writtenTs);
      this.#woken.push(next);
      if (next.failure !== undefined) continue;
      next.taken++;
      return;
    }
    this.#held.delete(name);
  }

  #remember(name: string, commitTs: Timestamp): void {
    this.#written.delete(name);
    this.#written.set(name, commitTs);
  }

  #forget(newestTs: Timestamp): void {
    const oldestMs = physicalMs(newestTs) - REMEMBERED_MS;
    for (let oldest = this.#oldestWritten.find(); oldest !== undefined; oldest = this.#oldestWritten.find()) {
      const [name, commitTs] = oldest;
      if (this.#written.size <= this.#capacity && physicalMs(commitTs) > oldestMs) return;
      this.#written.delete(name);
    }
  }
}

/** A key that is held. */
interface Latch {
  /** First come, first served. */
  readonly waiting: Claim[];
}

/** A transaction that wants keys, or has them. */
interface Claim {
  readonly startTs: Timestamp;
  readonly keys: readonly Uint8Array[];
  readonly names: readonly string[];
  /** How many it has, from the first on. */
  taken: number;
  failure: TikvError | undefined;
  isOver: boolean;
  settle(failure: TikvError | undefined): void;
}

/** Why a claim is too late for the key it wants next, if it is. */
function lateness({ startTs, keys, taken }: Claim, writtenTs: Timestamp | undefined): TikvError | undefined {
  if (writtenTs === undefined || writtenTs <= startTs) return undefined;
  const conflict = {
    startTs,
    conflictStartTs: 0n,
    conflictCommitTs: writtenTs,
    reason: 'localLatch',
  } as const;
  return new WriteConflictError(keys[taken] as Uint8Array, conflict);
}
