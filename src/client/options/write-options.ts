import { UsageError } from '../../model/errors.ts';
import type { Existence } from '../../txn/buffer/write-buffer.ts';
import type { TransactionMode } from '../../txn/transaction.ts';
import { checkNamed } from './check-options.ts';
import { rules } from './option-rules.ts';

/** How a key is written. */
export interface WriteOptions {
  /**
   * Asserts that the key exists, or is absent, before this transaction: `commit` throws AssertionFailedError
   * when that is not so. Unlike a read, this costs no wait. Default: nothing is asserted.
   */
  readonly assert?: Existence | undefined;
  /**
   * Overwrites a key that is not locked, whatever other transactions have committed since this one began;
   * without this option that is a WriteConflictError. A request that may have been executed and is sent again
   * is still checked: a commit of another transaction since then is a LockLostError. The commit takes two
   * phases. Has no effect for a key that is locked, or that is also written without it. In pessimistic
   * transactions only, and not together with `assert`. Default false.
   */
  readonly unchecked?: boolean | undefined;
}

/** The rule of `assert`, which every write has. */
export const ASSERT_RULES = { assert: rules.oneOf('exists', 'absent') };

const WRITE_RULES = { ...ASSERT_RULES, unchecked: rules.flag };

/** @throws UsageError, also for options that exclude each other, or do not apply to the transaction's mode */
export function checkWrite(verb: string, options: WriteOptions | undefined, mode: TransactionMode): void {
  if (options === undefined) return;
  checkNamed(verb, options, WRITE_RULES);
  if (options.unchecked !== true) return;
  if (mode === 'optimistic') {
    throw new UsageError(
      `${verb}: unchecked has no meaning in an optimistic transaction, which checks all keys`,
    );
  }
  if (options.assert !== undefined) {
    throw new UsageError(`${verb}: unchecked and assert exclude each other: an assertion is a check`);
  }
}
