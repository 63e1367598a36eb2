import type { History, LockStep, TransactionRecord } from '../history.ts';
import { Unordered } from './fingerprint.ts';
import type { Moments } from './moments.ts';

/**
 * In what order transactions locked, committed and ended that may both be committed yet, as far as that bears on what locks
 * promise: see `checkLocks`. What failed promises nothing.
 */
export function lockOrder({ transactions }: History, moments: Moments): unknown {
  const live = transactions.filter(({ outcome }) => outcome !== 'failed');
  return new Unordered(
    live.flatMap((holder) =>
      live.filter((other) => other !== holder).map((other) => told(holder, other, moments)),
    ),
  );
}

/** Of what one transaction did while another had locks. */
function told(holder: TransactionRecord, other: TransactionRecord, moments: Moments): unknown {
  const asked = isOver(other) ? undefined : moments.lastArrivalOf(other.process);
  const hasEnded = holder.outcome === 'ok' && asked !== undefined && holder.endedAt < asked;
  const locks = locksOf(holder).map((lock) => [
    lock.key,
    moments.isBehind(other.committingAt, other.endedAt, lock.endedAt),
    asked !== undefined && asked > lock.endedAt,
    locksOf(other)
      .filter(({ key }) => key === lock.key)
      .map(({ beganAt, endedAt }) => [
        moments.isBehind(beganAt, endedAt, lock.endedAt),
        moments.isBehind(holder.heldUntil, holder.endedAt, endedAt),
      ]),
  ]);
  return [holder.startTs, other.startTs, hasEnded, locks];
}

function isOver({ endedAt }: TransactionRecord): boolean {
  return endedAt !== Number.POSITIVE_INFINITY;
}

function locksOf({ steps }: TransactionRecord): readonly LockStep[] {
  return steps.filter((step) => step.kind === 'lock');
}
