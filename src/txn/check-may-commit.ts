import { UsageError } from '../model/errors.ts';
import type { Savepoints } from './buffer/savepoints.ts';
import type { Locking } from './locking/locking.ts';

/**
 * Refuses a commit while its transaction has calls under way: it does not wait for them.
 * @throws UsageError while a lock call, a statement or a function with a savepoint runs
 */
export function checkMayCommit(
  locking: Pick<Locking, 'isBusy' | 'hasStatement'> | undefined,
  savepoints: Pick<Savepoints, 'running'> | undefined,
): void {
  if (locking?.isBusy) {
    throw new UsageError('commit: keys are still being locked; await every lock call before');
  }
  if (locking?.hasStatement) throw new UsageError('commit: a statement has not ended; await it first');
  const running = savepoints?.running ?? 0;
  if (running === 0) return;
  throw new UsageError(`commit: ${running} functions given to savepoint have not ended; await them first`);
}
