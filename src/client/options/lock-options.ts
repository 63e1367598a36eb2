import { UsageError } from '../../model/errors.ts';
import type { TransactionMode } from '../../txn/transaction.ts';
import { checkOptions } from './check-options.ts';
import { rules } from './option-rules.ts';
import type { VerbOptions } from './verb-options.ts';

/** How long a call that locks keys waits for the locks of other transactions. */
export interface WaitOptions extends VerbOptions {
  /**
   * How long to wait for locks of other transactions, in milliseconds, before LockWaitTimeoutError.
   * `'no-wait'`, or 0, does not wait: LockNotAvailableError. A shared lock may also have to wait for locks that the
   * transaction itself is giving back. Default: as long as `timeoutMs` allows. In pessimistic transactions only.
   */
  readonly waitMs?: number | 'no-wait' | undefined;
}

/** Options of `lock`. All but `timeoutMs` and `signal` are for pessimistic transactions only. */
export interface LockOptions extends WaitOptions {
  /** Return the newest committed value of each key. Default false. */
  readonly returnValues?: boolean | undefined;
  /** Return whether each key exists. Default false. */
  readonly checkExistence?: boolean | undefined;
  /** Leave absent keys unlocked. Not together with `shared`. Default false. */
  readonly lockOnlyIfExists?: boolean | undefined;
  /**
   * Take shared locks, which other transactions can hold at the same time. Nobody can write the keys while
   * they are locked, and this transaction neither before nor after. It must already hold a lock that is not
   * shared on another key. Not in a statement. Default false.
   */
  readonly shared?: boolean | undefined;
}

/** What `lock` returns for a key. */
export interface LockedKey {
  /** False for an absent key with `lockOnlyIfExists`. */
  readonly locked: boolean;
}

/** The same, with `checkExistence`. */
export interface LockedExistence extends LockedKey {
  /** Whether the key has a value. */
  readonly exists: boolean;
}

/** The same, with `returnValues`. */
export interface LockedValue extends LockedExistence {
  /** The newest committed value, ignoring the transaction's own writes; undefined when the key is absent. */
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

/** An optimistic transaction waits for no lock and learns nothing while locking. */
const PESSIMISTIC_ONLY = Object.keys(LOCK_RULES) as readonly (keyof LockOptions)[];

/** @throws UsageError, also for options that do not apply to the transaction's mode */
export function checkLock(verb: 'lock', options: LockOptions | undefined, mode: TransactionMode): void;
export function checkLock(verb: string, options: WaitOptions | undefined, mode: TransactionMode): void;
export function checkLock(verb: string, options: LockOptions | undefined, mode: TransactionMode): void {
  checkOptions(verb, options, verb === 'lock' ? LOCK_RULES : WAIT_RULES);
  if (options === undefined) return;
  if (mode === 'pessimistic') {
    // A store that repeats a shared lock returns nothing about the key, so nobody would know whether it is
    // locked.
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
