import { ReadBelowSafePointError, UndeterminedError, UsageError } from '../model/errors.ts';
import { showValue } from '../model/show-value.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { ClientCore } from './client-core.ts';
import { rules } from './options/option-rules.ts';
import type { VerbOptions } from './options/verb-options.ts';

/** The final outcome of a transaction. */
export type Settlement =
  | { readonly outcome: 'committed'; readonly commitTs: Timestamp }
  | { readonly outcome: 'rolledBack' };

/**
 * Asks the cluster what became of a transaction. Below the safe point that cannot be known: a commit record
 * that was garbage-collected looks like one that never existed (scenario S047).
 */
export function settle(
  core: ClientCore,
  transaction: UndeterminedError | { readonly startTs: Timestamp; readonly primary: Uint8Array },
  options: VerbOptions | undefined,
): Promise<Settlement> {
  const { startTs, primary } = transaction ?? {};
  if (transaction instanceof UndeterminedError && startTs === undefined) {
    throw new UsageError('settle: the error is from a raw write, which has no transaction to ask about');
  }
  if (startTs === undefined || primary === undefined) {
    throw new UsageError('settle: give an UndeterminedError of a transaction, or its { startTs, primary }');
  }
  if (!rules.timestamp.check(startTs)) {
    throw new UsageError(`settle: startTs must be ${rules.timestamp.is}, not ${showValue(startTs)}`);
  }
  const key = core.toKey(primary);
  return core.run(options, async (deadline) => {
    core.use('transactional');
    const { gc, locks, keyspaceId } = core.parts;
    await core.checkGiven(startTs, deadline);
    const txnSafePoint = await gc.txnSafePoint(keyspaceId, core.backoffer(deadline, 'read'));
    if (startTs <= txnSafePoint) {
      throw new ReadBelowSafePointError(startTs, txnSafePoint);
    }
    const fate = await locks.settle(startTs, key, core.backoffer(deadline, 'read'));
    return fate.kind === 'committed'
      ? { outcome: 'committed', commitTs: fate.commitTs }
      : { outcome: 'rolledBack' };
  });
}
