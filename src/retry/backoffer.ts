import type { TikvError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { BACKOFF_KINDS, type BackoffKind, backoffDelayMs, SERVER_BUSY_EXCLUDED_MS } from './backoff-kinds.ts';
import { CAUSES_KEPT, type Deadline } from './deadline.ts';
import { sleep } from './sleep.ts';

export interface BackofferOptions {
  /** Ends every sleep, and with it the verb. */
  readonly deadline: Deadline;
  /** How long to sleep in total; see BACKOFF_BUDGET_MS. */
  readonly budgetMs: number;
}

export type BackoffDecision =
  | { readonly sleepMs: number }
  /** The budget is used up: this error ends the verb. */
  | { readonly exhausted: TikvError };

/** How often and how long the verb waited, by kind; kinds never met are absent. */
type WaitsByKind = ReadonlyMap<BackoffKind, { readonly times: number; readonly sleptMs: number }>;

const NO_WAITS: WaitsByKind = new Map();
const NO_CAUSES: readonly unknown[] = [];

/** Errors of budgets that were used up. */
const exhaustions = new WeakSet<TikvError>();

/** Whether an error says that the retry budget of its verb is used up, which means nothing to other verbs. */
export function isExhaustion(error: unknown): boolean {
  return exhaustions.has(error as TikvError);
}

/**
 * The retry state of one verb: an attempt counter for each kind of waiting, one budget for all of them, and
 * the last causes. Follows client-go's retry.Backoffer (config/retry/backoff.go; parity rows BO-20 to BO-26).
 */
export class Backoffer {
  readonly deadline: Deadline;
  readonly budgetMs: number;
  readonly #runtime: Pick<Runtime, 'clock' | 'random'>;
  #waits = NO_WAITS;
  #causes: readonly unknown[] = NO_CAUSES;
  #totalSleepMs = 0;
  #excludedSleepMs = 0;

  constructor(runtime: Pick<Runtime, 'clock' | 'random'>, options: BackofferOptions) {
    this.#runtime = runtime;
    this.deadline = options.deadline;
    this.budgetMs = options.budgetMs;
  }

  /** How long `next` and `sleep` have decided to wait so far, in milliseconds, all kinds together. */
  get totalSleepMs(): number {
    return this.#totalSleepMs;
  }

  /**
   * Decides how long to wait before the next try, and counts that as waited. The budget is checked before the
   * sleep is added, so the last sleep may exceed it.
   *
   * @param cause what made the wait necessary; the last three are the `attempts` of the error at the end
   * @param maxSleepMs upper limit of this one sleep, for example what is left of a lock's TTL
   * @param minSleepMs lower limit of this one sleep, for example what a busy server asks for; the cap still
   * holds
   */
  next(kind: BackoffKind, cause: unknown, maxSleepMs?: number, minSleepMs = 0): BackoffDecision {
    if (this.#isUsedUp(kind)) return { exhausted: this.#exhausted(kind, cause) };
    const { times, sleptMs } = this.#waits.get(kind) ?? { times: 0, sleptMs: 0 };
    const row = BACKOFF_KINDS[kind];
    const delayMs = Math.floor(backoffDelayMs(row, times, this.#runtime));
    const wishedMs = Math.min(Math.max(delayMs, minSleepMs), row.capMs);
    const sleepMs = maxSleepMs === undefined ? wishedMs : Math.min(wishedMs, Math.max(0, maxSleepMs));
    this.#waits = new Map(this.#waits).set(kind, { times: times + 1, sleptMs: sleptMs + sleepMs });
    this.#totalSleepMs += sleepMs;
    if (kind === 'serverBusy') this.#excludedSleepMs += sleepMs;
    this.#causes = [...this.#causes.slice(1 - CAUSES_KEPT), cause];
    this.deadline.noteRetry(kind, sleepMs, cause);
    return { sleepMs };
  }

  /**
   * Waits as `next` decides.
   *
   * @throws the kind's error when the budget is used up; DeadlineError, AbortedError or ClosedError as soon
   * as the deadline ends
   */
  async sleep(kind: BackoffKind, cause: unknown, maxSleepMs?: number): Promise<void> {
    this.deadline.check('backing off');
    const decision = this.next(kind, cause, maxSleepMs);
    if ('exhausted' in decision) throw decision.exhausted;
    await sleep(this.#runtime.clock, decision.sleepMs, this.deadline);
    this.deadline.check('backing off');
  }

  /** A copy for one of several branches that run at the same time. @param deadline Default: the same */
  fork(deadline = this.deadline): Backoffer {
    const fork = new Backoffer(this.#runtime, { deadline, budgetMs: this.budgetMs });
    fork.merge(this);
    return fork;
  }

  /** Adopts the state of a fork if that waited longer: the longest branch decides how much budget is used. */
  merge(fork: Backoffer): void {
    if (fork.#totalSleepMs < this.#totalSleepMs) return;
    this.#waits = fork.#waits;
    this.#causes = fork.#causes;
    this.#totalSleepMs = fork.#totalSleepMs;
    this.#excludedSleepMs = fork.#excludedSleepMs;
  }

  #isUsedUp(kind: BackoffKind): boolean {
    if (this.#totalSleepMs - this.#excludedSleepMs >= this.budgetMs) return true;
    return (
      kind === 'serverBusy' &&
      this.#excludedSleepMs >= SERVER_BUSY_EXCLUDED_MS &&
      this.#excludedSleepMs >= this.budgetMs
    );
  }

  #exhausted(kind: BackoffKind, cause: unknown): TikvError {
    let longest: BackoffKind | undefined;
    let longestMs = 0;
    for (const [other, { sleptMs }] of this.#waits) {
      if (other !== 'serverBusy' && sleptMs > longestMs) {
        longest = other;
        longestMs = sleptMs;
      }
    }
    const attempts = [...this.#causes.slice(1 - CAUSES_KEPT), cause];
    const error = BACKOFF_KINDS[longest ?? kind].exhausted({ cause, attempts });
    exhaustions.add(error);
    return error;
  }
}
