import type { kvrpcpb } from '#proto';
import { type Command, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { abort, CommandFailure } from './failure.ts';
import { keyOf, MAX_TS } from './key.ts';
import { prewriteMutationOf } from './prewrite-command.ts';
import { prewriteKey } from './prewrite-key.ts';
import type { PrewriteProperties } from './prewrite-mutation.ts';

/**
 * KvFlush (server rule 54): prewrites key by key, so unlocked keys are written although others are locked.
 *
 * @see TiKV src/storage/txn/commands/flush.rs
 */
export const flushCommand: Command<kvrpcpb.FlushRequest, kvrpcpb.FlushResponse> = {
  latchKeys: (request) => (request.mutations ?? []).map((mutation) => keyOf(mutation.key)),
  run(request, context) {
    const startTs = request.startTs ?? 0n;
    const generation = request.generation ?? 0n;
    if (generation === 0n) {
      throw abort('Error(Txn(Error(Other("generation should be greater than 0 for Flush requests"))))');
    }
    const properties: PrewriteProperties = {
      startTs,
      primary: keyOf(request.primaryKey),
      pessimistic: false,
      forUpdateTs: 0n,
      skipConstraintCheck: false,
      commitKind: 'twoPhase',
      maxCommitTs: 0n,
      txnSize: MAX_TS,
      lockTtlMs: request.lockTtl ?? 0n,
      minCommitTs: startTs + 1n,
      isRetryRequest: request.context?.isRetryRequest ?? false,
      assertionLevel: request.assertionLevel ?? 0,
      generation,
      sabotage: context.sabotage,
      raiseMaxTs: (ts) => raiseMaxTs(context, ts),
      maxTs: () => context.environment.volatile.maxTs,
    };
    const txn = txnOf(startTs);
    const reader = readerOf(context, startTs);
    const errors: kvrpcpb.KeyError[] = [];
    let assertionFailure: CommandFailure | undefined;
    for (const mutation of (request.mutations ?? []).map(prewriteMutationOf)) {
      try {
        prewriteKey(txn, reader, properties, mutation);
      } catch (failure) {
        if (!(failure instanceof CommandFailure)) throw failure;
        const mayBeCommitted =
          failure.kind === 'KeyIsLocked' || (failure.kind === 'WriteConflict' && failure.conflictAboveStart);
        const found = mayBeCommitted ? reader.commitRecord(mutation.key) : undefined;
        if (found?.kind === 'single' && found.record.type !== 'Rollback') return { response: {} };
        if (failure.kind === 'KeyIsLocked') errors.push(failure.keyError);
        else if (failure.kind === 'AssertionFailed') assertionFailure ??= failure;
        else if (failure.kind !== 'GenerationOutOfOrder') throw failure;
      }
    }
    if (assertionFailure !== undefined) throw assertionFailure;
    return { response: errors.length > 0 ? { errors } : {}, txn };
  },
  failed: (error) => ({ errors: [error] }),
};
