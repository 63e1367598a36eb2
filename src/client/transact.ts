import { DeadlineError, TikvError, UsageError, withAttempts } from '../model/errors.ts';
import { describeType } from '../model/show-value.ts';
import { backoffDelayMs, TRANSACT_PAUSE } from '../retry/backoff-kinds.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { sleep } from '../retry/sleep.ts';
import type { ClientCore } from './client-core.ts';
import { type BeginOptions, TRANSACT_RULES } from './options/begin-options.ts';
import { checkOptions } from './options/check-options.ts';
import type { VerbOptions } from './options/verb-options.ts';
import { TransactRun } from './transact-run.ts';
import { beginRun, type Transaction, type TransactionPlan, toPlan } from './transaction.ts';

/** How `transact` runs its function: the options of `begin`, and how often. */
export interface TransactOptions extends Omit<BeginOptions, 'startTs'> {
  /**
   * How often the function is run, at most, before the last conflict is thrown. Default: the client's
   * `maxTransactAttempts`.
   */
  readonly maxAttempts?: number | undefined;
}

/** The function given to `tikv.transact`: run in a transaction, and again in a new one after a conflict. */
export type TransactBody<Result> = (transaction: Transaction) => Promise<Result> | Result;

/** Errors after which the function may be run again: the transaction is known not to have happened. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'TIKV_WRITE_CONFLICT',
  'TIKV_DEADLOCK',
  'TIKV_LOCK_LOST',
  'TIKV_TRANSACTION_ABORTED',
]);

const STAGE = 'running the transaction';

/**
 * Runs a function in one transaction after another until one commits. The write set of a failed run is never
 * applied again: the function reads anew (scenario S004). No run follows an undetermined outcome, nor a
 * conflict of another transaction.
 */
export async function transact<Result>(
  core: ClientCore,
  body: TransactBody<Result>,
  options: TransactOptions | undefined,
): Promise<Result> {
  if (typeof body !== 'function') {
    throw new UsageError(`transact takes a function, then options, not ${describeType(body)}`);
  }
  checkOptions('transact', options, TRANSACT_RULES);
  const plan = toPlan('transact', core, options);
  const maxAttempts = options?.maxAttempts ?? core.parts.options.maxTransactAttempts;
  const signal = options?.signal;
  return core.run(options, async (deadline) => {
    const conflicts: TikvError[] = [];
    try {
      return await runUntilCommitted(core, body, { plan, maxAttempts, signal }, deadline, conflicts);
    } catch (error) {
      throw error instanceof DeadlineError ? withAttempts(error, conflicts) : error;
    }
  });
}

/** What all runs have in common. */
interface RunPlan {
  readonly plan: TransactionPlan;
  readonly maxAttempts: number;
  readonly signal: AbortSignal | undefined;
}

/** @param conflicts the conflicts of the runs that are followed by another are added to it */
async function runUntilCommitted<Result>(
  core: ClientCore,
  body: TransactBody<Result>,
  { plan, maxAttempts, signal }: RunPlan,
  deadline: Deadline,
  conflicts: TikvError[],
): Promise<Result> {
  for (;;) {
    const run = new TransactRun(deadline, signal, [...conflicts]);
    const transaction = await beginRun(core, plan, run);
    try {
      return await runIn(core, transaction, body, run);
    } catch (error) {
      if (!isConflict(error) || !isOf(transaction, run, error)) throw error;
      // The last attempt's error is thrown: it lists those before it.
      if (conflicts.length + 1 >= maxAttempts) throw withAttempts(error, conflicts);
      conflicts.push(error);
    }
    deadline.check(STAGE);
    await pause(core, deadline, conflicts.length);
  }
}

async function runIn<Result>(
  core: ClientCore,
  transaction: Transaction,
  body: TransactBody<Result>,
  run: TransactRun,
): Promise<Result> {
  const { deadline } = run;
  try {
    let hasThrown = false;
    const running = begun(body, transaction);
    running.catch(() => {
      hasThrown = true;
    });
    const result = await beforeEnd(deadline, STAGE, running).catch(async (error) => {
      const { state } = transaction;
      // At once: a body that goes on could commit what its caller believes has failed.
      if (state === 'active') await giveUp(core, transaction, deadline);
      if (state === 'active' || state === 'rolledBack') throw error;
      // The body has requested the commit by itself, so only the commit can say what happened.
      if (!hasThrown) await run.commit;
      else if (state === 'committing') await run.commit?.catch(() => {});
      // Committed, or the body has ended: any other result would not be true.
      return running;
    });
    // The outcome of a commit by the body itself counts, whether or not the body waited for it or noticed it.
    if (run.commit !== undefined) await run.commit;
    // So does the loss of the transaction: the commit throws its error.
    else if (transaction.state === 'active' || transaction.lostBy !== undefined) {
      await transaction.commit(restOf(deadline, core.parts.options.timeoutMs));
    }
    return result;
  } finally {
    await giveUp(core, transaction, deadline);
  }
}

/** The commit has all the time that is left, not the default of a verb. */
function restOf(deadline: Deadline, usualMs: number): VerbOptions | undefined {
  if (deadline.timeoutMs <= usualMs) return undefined;
  return { timeoutMs: Math.max(1, Math.ceil(deadline.remainingMs())) };
}

/** A function that is not async may throw at once. */
function begun<Result>(body: TransactBody<Result>, transaction: Transaction): Promise<Result> {
  try {
    return Promise.resolve(body(transaction));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Rolls back a transaction that is still open. When the deadline is over, that goes on in the background. */
async function giveUp(core: ClientCore, transaction: Transaction, deadline: Deadline): Promise<void> {
  if (transaction.state !== 'active') return;
  const { background } = core.parts;
  const rolledBack = transaction.rollback();
  background.run(`rollback of transaction ${transaction.startTs}`, () => rolledBack);
  // Whatever it fails with: nothing was or will be written, and locks expire.
  await beforeEnd(deadline, STAGE, rolledBack).catch(() => {});
}

function isConflict(error: unknown): error is TikvError {
  return error instanceof TikvError && CONFLICTS.has(error.code) && error.retryable;
}

/** Whether this transaction, not another one, failed with the error, and nothing of it was written. */
function isOf(transaction: Transaction, run: TransactRun, error: TikvError): boolean {
  if (transaction.state !== 'rolledBack') return false;
  return run.hasFailedWith(error) || error === transaction.lostBy;
}

async function pause(core: ClientCore, deadline: Deadline, runs: number): Promise<void> {
  const { runtime } = core.parts;
  await sleep(runtime.clock, backoffDelayMs(TRANSACT_PAUSE, runs, runtime), deadline);
  deadline.check('backing off');
}
