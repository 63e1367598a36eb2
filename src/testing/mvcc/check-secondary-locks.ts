import type { kvrpcpb } from '#proto';
import { type Command, type CommandContext, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { ServerPanic } from './failure.ts';
import { type Key, keyOf } from './key.ts';
import { lockInfoOf } from './lock-info.ts';
import type { Lock } from './model.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import { collapsePreviousRollback, markRollback, putRollback, statusOfRecord } from './rollback.ts';

type SecondaryStatus =
  | { readonly kind: 'locked'; readonly lock: Lock }
  | { readonly kind: 'committed'; readonly commitTs: bigint }
  | { readonly kind: 'rolledBack' };

/**
 * KvCheckSecondaryLocks (server rule 49): lists the locks until one key tells that the transaction has
 * committed or is, from now on, rolled back.
 *
 * @see TiKV src/storage/txn/commands/check_secondary_locks.rs
 */
export const checkSecondaryLocksCommand: Command<
  kvrpcpb.CheckSecondaryLocksRequest,
  kvrpcpb.CheckSecondaryLocksResponse
> = {
  latchKeys: (request) => (request.keys ?? []).map(keyOf),
  run(request, context) {
    const txn = txnOf(request.startVersion);
    raiseMaxTs(context, txn.startTs, false);
    const reader = readerOf(context, txn.startTs);
    const locks: kvrpcpb.LockInfo[] = [];
    for (const key of (request.keys ?? []).map(keyOf)) {
      const status = checkKey(txn, reader, key, context);
      if (status.kind === 'rolledBack') return { response: {}, txn };
      if (status.kind === 'committed') {
        const { commitTs } = status;
        return { response: { commitTs }, txn, committed: [[txn.startTs, commitTs]] };
      }
      locks.push(lockInfoOf(key, status.lock));
    }
    return { response: { locks }, txn };
  },
  failed: (error) => ({ error }),
};

function checkKey(txn: MvccTxn, reader: MvccReader, key: Key, context: CommandContext): SecondaryStatus {
  const state = reader.loadLock(key);
  const found = reader.commitRecord(key);
  const determined = statusOfRecord(found);
  if (state !== undefined && state.type !== 'Shared' && state.startTs === txn.startTs) {
    if (state.type !== 'Pessimistic') return { kind: 'locked', lock: state };
    if (determined !== undefined && !state.lockedWithConflict) {
      throw new ServerPanic('KvCheckSecondaryLocks of a pessimistic lock whose transaction has ended');
    }
    txn.unlock(key);
  }
  if (determined?.kind === 'committed') return determined;
  if (determined === undefined) {
    if (state !== undefined && state.type !== 'Shared' && state.startTs !== txn.startTs) {
      markRollback(txn, key, state, context.sabotage);
    }
    putRollback(txn, key, true, found, context.sabotage);
    collapsePreviousRollback(txn, reader, key);
  }
  return { kind: 'rolledBack' };
}
