import type { KeptTask, PeriodicTask } from '../actor/periodic-keeper.ts';
import { MANAGED_LOCK_TTL_MS } from '../lock/lock.ts';
import { ClosedError, LockLostError, TikvError } from '../model/errors.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';
import { sendByKey } from '../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { toKeyError } from './key-errors.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

const MAX_FAILURES_IN_A_ROW = 10;

/** For one attempt: when a store hangs, there is time to find the new leader before the lock expires. */
const ATTEMPT_TIMEOUT_MS = MANAGED_LOCK_TTL_MS / 4;

/** What a transaction may want of its heartbeats beyond a longer TTL. */
export interface HeartbeatOptions {
  /** When the transaction began, by the clock of the runtime. Default: now. */
  readonly beganAtMs?: number;
  /** How long the locks are kept alive at most. Default: the client's. */
  readonly maxLifeMs?: number;
  /** The min_commit_ts for the primary's lock, given a timestamp of PD. Default: nothing. */
  minCommitTs?(now: Timestamp): Timestamp;
  /** The lock has been kept alive once more. */
  onKept?(): void;
}

/**
 * Extends the TTL of a transaction's primary lock, and with it of all its locks, every 10 seconds. Follows
 * client-go's ttlManager (txnkv/transaction/2pc.go keepAlive and sendTxnHeartBeat; parity rows TTL-1 to
 * TTL-5).
 *
 * Others count a TTL by the timestamps of PD, and so does the TTL sent. How long the transaction may live is
 * counted by the clock, where client-go uses PD: timestamps that jump ahead end nothing (fault F24).
 */
export class KeepAlive implements PeriodicTask {
  readonly #environment: TransactionEnvironment;
  readonly #startTs: Timestamp;
  readonly primary: Uint8Array;
  readonly #onLost: (error: TikvError) => void;
  readonly #options: HeartbeatOptions;
  readonly #beganAtMs: number;
  /** When the last heartbeat that kept the locks alive began. */
  #keptAtMs = 0;
  #kept: KeptTask | undefined;
  #failures = 0;

  /**
   * @param onLost called once when the locks are gone or are not kept alive any longer; never after `stop`
   */
  constructor(
    environment: TransactionEnvironment,
    startTs: Timestamp,
    primary: Uint8Array,
    onLost: (error: TikvError) => void,
    options: HeartbeatOptions = {},
  ) {
    this.#environment = environment;
    this.#startTs = startTs;
    this.primary = primary;
    this.#onLost = onLost;
    this.#options = options;
    this.#beganAtMs = options.beganAtMs ?? environment.runtime.clock.now();
  }

  /** The primary is locked. */
  start(): void {
    this.#keptAtMs = this.#environment.runtime.clock.now();
    this.#kept = this.#environment.keeper.add(this, this.#keptAtMs);
  }

  stop(): void {
    if (this.#kept !== undefined) this.#environment.keeper.remove(this.#kept);
  }

  /** @internal @throws when the locks are not to be kept alive any longer */
  async beat(): Promise<void> {
    const beganMs = this.#environment.runtime.clock.now();
    const sinceMs = beganMs - this.#keptAtMs;
    if (sinceMs > MANAGED_LOCK_TTL_MS) {
      this.#environment.events.emit('transaction.stalled', { startTs: this.#startTs, sinceMs });
    }
    const backoffer = this.#environment.detachedBackoffer(BACKOFF_BUDGET_MS.keepAlive);
    try {
      const now = await this.#environment.timestamps.timestamp(backoffer.deadline);
      const lifeMs = this.#environment.runtime.clock.now() - this.#beganAtMs;
      if (lifeMs > (this.#options.maxLifeMs ?? this.#environment.limits.maxLifeMs)) {
        throw new LockLostError(
          `The transaction has been open for ${Math.round(lifeMs)} ms; its locks are given up`,
        );
      }
      const ageMs = physicalMs(now) - physicalMs(this.#startTs);
      const keyError = await this.#send(ageMs, this.#options.minCommitTs?.(now), backoffer);
      if (keyError === 'unanswered') return;
      if (keyError !== undefined) throw toKeyError(keyError);
      this.#keptAtMs = beganMs;
    } finally {
      backoffer.deadline.release();
    }
  }

  /** @internal */
  onEnd(error: unknown): void {
    // No lock is lost: the client's close is what ends the transaction.
    if (error instanceof ClosedError) return;
    const isTyped = error instanceof TikvError;
    this.#onLost(isTyped ? error : new LockLostError('The heartbeat ended', { cause: error }));
  }

  /** @throws the last of too many failures in a row */
  async #send(
    ageMs: number,
    minCommitTs: Timestamp | undefined,
    backoffer: Backoffer,
  ): Promise<kvrpcpb.KeyError.Decoded | 'unanswered' | undefined> {
    try {
      const { response } = await sendByKey(this.#environment.regions, this.primary, {
        rpc: tikvRpcs.kvTxnHeartBeat,
        request: {
          primaryLock: this.primary,
          startVersion: this.#startTs,
          adviseLockTtl: BigInt(ageMs + MANAGED_LOCK_TTL_MS),
          minCommitTs,
        },
        timeoutMs: ATTEMPT_TIMEOUT_MS,
        backoffer,
      });
      this.#failures = 0;
      if (response.error === undefined) this.#options.onKept?.();
      return response.error;
    } catch (error) {
      if (++this.#failures > MAX_FAILURES_IN_A_ROW) throw error;
      return 'unanswered';
    }
  }
}
