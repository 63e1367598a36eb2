import { TikvError, UsageError, withAttempts } from '../model/errors.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { type BeginOptions, TRANSACT_RULES } from './begin-options.ts';
import type { ClientCore } from './client-core.ts';
import { beginRun, type Transaction, toPlan } from './transaction.ts';
import { checkOptions } from './verb-options.ts';

export interface TransactOptions extends Omit<BeginOptions, 'startTs'> {
  /** Runs of the function before its last conflict is thrown. Default: the client's `maxTransactAttempts`. */
  readonly maxAttempts?: number | undefined;
}

/** Why a run may be followed by another: the transaction is known not to have happened. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'TIKV_WRITE_CONFLICT',
  'TIKV_DEADLOCK',
  'TIKV_LOCK_LOST',
  'TIKV_TRANSACTION_ABORTED',
]);

/** Conflicts are with live transactions, over in milliseconds: the pause only keeps them from marching in step. */
const PAUSE_BASE_MS = 2;
const PAUSE_CAP_MS = 500;

/**
 * Runs a body in transactions of its own until one commits. The write set of a failed run is never applied again:
 * the body reads anew (scenario S004). No run follows an undetermined outcome.
 */
export async function transact<Result>(
  core: ClientCore,
  body: (transaction: Transaction) => Promise<Result> | Result,
  options: TransactOptions | undefined,
): Promise<Result> {
  if (typeof body !== 'function') throw new UsageError('transact: the body must be a function');
  checkOptions('transact', options, TRANSACT_RULES);
  const maxAttempts = options?.maxAttempts ?? core.parts.options.maxTransactAttempts;
  const signal = options?.signal;
  const plan = toPlan(options);
  return core.run(options, async (deadline) => {
    const conflicts: TikvError[] = [];
    for (;;) {
      const run = { deadline, signal, conflicts: [...conflicts] };
      const transaction = await beginRun(core, plan, run);
      try {
        return await runIn(core, transaction, body, deadline);
      } catch (error) {
        // A body that commits by itself may fail with another's conflict: what it wrote is not written again.
        if (!isConflict(error) || transaction.state !== 'rolledBack') throw error;
        // The error thrown is the last attempt's: it lists those before it.
        if (conflicts.length + 1 >= maxAttempts) throw withAttempts(error, conflicts);
        conflicts.push(error);
      }
      deadline.check('running the transaction');
      await pause(core, deadline, conflicts.length);
    }
  });
}

async function runIn<Result>(
  core: ClientCore,
  transaction: Transaction,
  body: (transaction: Transaction) => Promise<Result> | Result,
  deadline: Deadline,
): Promise<Result> {
  try {
    const running = Promise.resolve(body(transaction));
    const result = await beforeEnd(deadline, 'running the transaction', running).catch(async (error) => {
      // A body that commits by itself has its commit's deadline, and only its commit can tell what happened.
      const mayCommit = transaction.state !== 'active' && transaction.state !== 'rolledBack';
      if (mayCommit) return running;
      // At once: a body that goes on would commit what its caller is told has failed.
      await giveUp(core, transaction, deadline);
      throw error;
    });
    // One that was lost says so, whether or not the body has noticed.
    if (transaction.state === 'active' || transaction.lostBy !== undefined) await transaction.commit();
    return result;
  } finally {
    await giveUp(core, transaction, deadline);
  }
}

/** Rolls back what is still open. When the deadline is over it goes on behind the caller, who has waited long enough. */
async function giveUp(core: ClientCore, transaction: Transaction, deadline: Deadline): Promise<void> {
  if (transaction.state !== 'active') return;
  const { background } = core.parts;
  const rolledBack = transaction.rollback();
  background.run(`rollback of transaction ${transaction.startTs}`, () => rolledBack);
  // Whatever it fails with: nothing was or will be written, and locks expire.
  await beforeEnd(deadline, 'running the transaction', rolledBack).catch(() => {});
}

function isConflict(error: unknown): error is TikvError {
  return error instanceof TikvError && CONFLICTS.has(error.code) && error.retryable;
}

function pause(core: ClientCore, deadline: Deadline, runs: number): Promise<void> {
  const { clock, random } = core.parts.runtime;
  const longestMs = Math.min(PAUSE_CAP_MS, PAUSE_BASE_MS * 2 ** runs);
  return new Promise((resolve, reject) => {
    const off = deadline.onEnd(() => {
      clock.clearTimeout(timer);
      reject(deadline.error('backing off'));
    });
    const timer = clock.setTimeout(() => {
      off();
      resolve();
    }, random() * longestMs);
  });
}
