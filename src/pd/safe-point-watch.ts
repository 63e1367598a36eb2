import {
  asTikvError,
  NetworkError,
  PdError,
  PdUnreachableError,
  ReadBelowSafePointError,
} from '../model/errors.ts';
import type { Clock, Runtime } from '../model/runtime.ts';
import { MAX_TIMESTAMP, maxTimestamp, physicalMs, type Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline, Deadlines } from '../retry/deadline.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import type { PdGc } from './pd-gc.ts';
import type { TimestampOracle } from './timestamp-oracle.ts';

const POLL_INTERVAL_MS = 10_000;
const RETRY_INTERVAL_MS = 1_000;
/** What is older is not trusted (client-go's GcStateCacheInterval less its allowance). */
const MAX_AGE_MS = 90_000;

export interface SafePointWatchOptions {
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly gc: Pick<PdGc, 'txnSafePoint'>;
  readonly timestamps: Pick<TimestampOracle, 'lowResolution'>;
  readonly deadlines: Deadlines;
  /** The keyspace whose garbage collection it is; undefined for the cluster's. */
  readonly keyspaceId: number | undefined;
}

/**
 * Knows PD's transaction safe point, below which versions may have been collected, and asks for it every 10
 * seconds from the first check on. With a PD that is too old to have one, nothing is refused. Follows
 * client-go's CheckVisibility and runTxnSafePointUpdater (tikv/kv.go; parity rows KVS-10 and KVS-11).
 */
export class SafePointWatch {
  readonly #options: SafePointWatchOptions;
  readonly #clock: Clock;
  #known: { readonly safePoint: Timestamp; readonly askedAtMs: number } | undefined;
  #asking: Promise<void> | undefined;
  #timer: unknown;
  #isOff = false;

  constructor(options: SafePointWatchOptions) {
    this.#options = options;
    this.#clock = options.runtime.clock;
  }

  /**
   * Undefined when it is known at once that the timestamp can be read at. A timestamp younger than the time
   * between two questions to PD never waits for an answer: the last answer could be as old.
   * @throws ReadBelowSafePointError; PdUnreachableError when PD has not given the safe point for too long;
   * what the deadline says
   */
  check(readTs: Timestamp, deadline: Deadline): Promise<void> | undefined {
    if (this.#isOff || readTs === MAX_TIMESTAMP) return undefined;
    if (this.#timer === undefined && this.#asking === undefined) this.#ask();
    this.#refuseBelow(readTs);
    if (this.#isFresh || this.#isYoung(readTs)) return undefined;
    return this.#checkLater(readTs, deadline);
  }

  /** PD has moved the safe point, and said so to this client. */
  learn(safePoint: Timestamp): void {
    this.#note(safePoint, this.#clock.now());
  }

  /** Stops asking. */
  close(): void {
    this.#isOff = true;
    this.#clock.clearTimeout(this.#timer);
  }

  get #isFresh(): boolean {
    return this.#known !== undefined && this.#clock.now() - this.#known.askedAtMs <= MAX_AGE_MS;
  }

  #isYoung(readTs: Timestamp): boolean {
    const now = this.#options.timestamps.lowResolution(POLL_INTERVAL_MS);
    return now !== undefined && physicalMs(now) - physicalMs(readTs) < POLL_INTERVAL_MS;
  }

  #refuseBelow(readTs: Timestamp): void {
    if (this.#known !== undefined && readTs < this.#known.safePoint)
      throw new ReadBelowSafePointError(readTs, this.#known.safePoint);
  }

  async #checkLater(readTs: Timestamp, deadline: Deadline): Promise<void> {
    await beforeEnd(deadline, 'checking the safe point', this.#ask());
    this.#refuseBelow(readTs);
  }

  /** It never goes back: an answer may be older than what was learnt meanwhile. */
  #note(safePoint: Timestamp, askedAtMs: number): void {
    this.#known = { safePoint: maxTimestamp(this.#known?.safePoint ?? 0n, safePoint), askedAtMs };
  }

  /** One question for all who want to know. */
  #ask(): Promise<void> {
    if (this.#asking === undefined) {
      this.#clock.clearTimeout(this.#timer);
      this.#asking = this.#askPd().then(
        () => this.#askAfter(POLL_INTERVAL_MS),
        (error: unknown) => {
          this.#askAfter(RETRY_INTERVAL_MS);
          throw error;
        },
      );
      // Those who wait for it get the error; the next question follows either way.
      this.#asking.catch(() => {});
    }
    return this.#asking;
  }

  #askAfter(delayMs: number): void {
    this.#asking = undefined;
    if (!this.#isOff) this.#timer = this.#clock.setTimeout(() => this.#ask(), delayMs);
  }

  async #askPd(): Promise<void> {
    const { runtime, gc, deadlines, keyspaceId } = this.#options;
    const askedAtMs = this.#clock.now();
    const deadline = deadlines.start({ timeoutMs: POLL_INTERVAL_MS });
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
    try {
      this.#note(await gc.txnSafePoint(keyspaceId, backoffer), askedAtMs);
    } catch (error) {
      if (!isUnimplemented(error)) {
        const cause = asTikvError(error);
        throw new PdUnreachableError('PD did not give the safe point', { cause, attempts: cause.attempts });
      }
      this.#isOff = true;
    } finally {
      deadline.release();
    }
  }
}

function isUnimplemented(error: unknown): boolean {
  return (
    error instanceof PdError &&
    error.cause instanceof NetworkError &&
    error.cause.status === GRPC_STATUS.unimplemented
  );
}
