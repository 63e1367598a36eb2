import { UsageError } from '../model/errors.ts';
import type { TransactionMode } from '../txn/transaction.ts';
import { checkOptions, rules, type VerbOptions } from './verb-options.ts';

/** How long a call that locks waits for the locks of others. */
export interface WaitOptions extends VerbOptions {
  /**
   * How long to wait for others to give their locks up, in milliseconds; then LockWaitTimeoutError. `'no-wait'`, or 0,
   * does not wait: LockNotAvailableError. Default: as long as `timeoutMs` lasts. In pessimistic transactions only.
   */
  readonly waitMs?: number | 'no-wait' | undefined;
}

/** Options of `lock` beside what it is to tell. All but `timeoutMs` and `signal` in pessimistic transactions only. */
export interface LockOptions extends WaitOptions {
  /** Tell the newest committed value of each key. Default false. */
  readonly returnValues?: boolean | undefined;
  /** Tell whether each key exists. Default false. */
  readonly checkExistence?: boolean | undefined;
  /** Leave absent keys unlocked. Not beside `shared`. Default false. */
  readonly lockOnlyIfExists?: boolean | undefined;
  /**
   * Beside the shared locks of other transactions: nobody can write the keys, this transaction included, neither before
   * nor after. Another key of it must be locked before, without `shared`. Not in a statement. Default false.
   */
  readonly shared?: boolean | undefined;
}

/** What `lock` tells of a key. */
export interface LockedKey {
  /** False for an absent key under `lockOnlyIfExists`. */
  readonly locked: boolean;
}

/** The same, with `checkExistence`. */
export interface LockedExistence extends LockedKey {
  readonly exists: boolean;
}

/** The same, with `returnValues`. */
export interface LockedValue extends LockedExistence {
  /** The newest committed value, what the transaction itself has written left out; undefined when the key is absent. */
  readonly value: Uint8Array | undefined;
}

const WAIT_RULES = {
  waitMs: {
    is: `${rules.count.is}, or "no-wait"`,
    check: (value: unknown) => value === 'no-wait' || rules.count.check(value),
  },
};
const LOCK_RULES = {
  ...WAIT_RULES,
  returnValues: rules.flag,
  checkExistence: rules.flag,
  lockOnlyIfExists: rules.flag,
  shared: rules.flag,
};

/** Where there is nothing to wait for, and nothing to be told. */
const PESSIMISTIC_ONLY = Object.keys(LOCK_RULES) as readonly (keyof LockOptions)[];

/** @throws UsageError, also for options without a meaning in the transaction's mode */
export function checkLock(verb: 'lock', options: LockOptions | undefined, mode: TransactionMode): void;
export function checkLock(verb: string, options: WaitOptions | undefined, mode: TransactionMode): void;
export function checkLock(verb: string, options: LockOptions | undefined, mode: TransactionMode): void {
  checkOptions(verb, options, verb === 'lock' ? LOCK_RULES : WAIT_RULES);
  if (options === undefined) return;
  if (mode === 'pessimistic') {
    // To a shared lock that it repeats a store tells nothing of the key, so nobody would know whether it is locked.
    if (!options.shared || !options.lockOnlyIfExists) return;
    throw new UsageError('lock: shared and lockOnlyIfExists exclude each other');
  }
  const senseless = PESSIMISTIC_ONLY.filter((name) => options[name] !== undefined);
  if (senseless.length === 0) return;
  throw new UsageError(
    senseless.map(
      (name) => `${verb}: ${name} has no meaning in an optimistic transaction, which locks at commit`,
    ),
  );
}
