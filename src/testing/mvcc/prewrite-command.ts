import { kvrpcpb } from '#proto';
import { type Command, type CommandContext, orEmpty, raiseMaxTs, readerOf, txnOf } from './command.ts';
import { abort, CommandFailure, ServerPanic } from './failure.ts';
import { type Key, keyOf } from './key.ts';
import type { MvccReader } from './mvcc-reader.ts';
import type { MvccTxn } from './mvcc-txn.ts';
import { prewriteKey } from './prewrite-key.ts';
import type { CommitKind, PrewriteMutation, PrewriteProperties } from './prewrite-mutation.ts';
import { RegionFailure } from './region-failure.ts';

const { Op } = kvrpcpb;
const { PessimisticAction } = kvrpcpb.PrewriteRequest;

/** Requests with more mutations than this may skip checks over an empty range (server rule 21). */
const SKIP_CHECK_ABOVE_MUTATIONS = 12;

/**
 * KvPrewrite (server rules 18-30).
 *
 * @see TiKV src/storage/txn/commands/prewrite.rs
 */
export const prewriteCommand: Command<kvrpcpb.PrewriteRequest, kvrpcpb.PrewriteResponse> = {
  latchKeys: (request) => (request.mutations ?? []).map((mutation) => keyOf(mutation.key)),
  run(request, context) {
    if ((request.mutations ?? []).length === 0) throw new ServerPanic('KvPrewrite without mutations');
    const prewrite = new Prewrite(request, context);
    return prewrite.run();
  },
  failed: (error) => ({ errors: [error] }),
};

/** One prewrite request on its way through its mutations. */
class Prewrite {
  readonly #context: CommandContext;
  readonly #reader: MvccReader;
  readonly #txn: MvccTxn;
  readonly #mutations: readonly PrewriteMutation[];
  readonly #properties: PrewriteProperties;
  readonly #secondaries: readonly Uint8Array[] | undefined;
  readonly #errors: kvrpcpb.KeyError[] = [];
  #commitKind: CommitKind;
  #async: boolean;
  #minCommitTs = 0n;

  constructor(request: kvrpcpb.PrewriteRequest, context: CommandContext) {
    const startTs = request.startVersion ?? 0n;
    this.#context = context;
    this.#reader = readerOf(context, startTs);
    this.#txn = txnOf(startTs);
    this.#async = request.useAsyncCommit ?? false;
    this.#secondaries = this.#async ? (request.secondaries ?? []) : undefined;
    this.#commitKind = request.tryOnePc ? 'onePhase' : this.#async ? 'async' : 'twoPhase';
    if (this.#commitKind !== 'twoPhase' && !context.environment.maxTsSynced) {
      throw new RegionFailure({ message: 'max timestamp not synced', maxTimestampNotSynced: {} });
    }
    this.#mutations = mutationsOf(request);
    this.#properties = this.#propertiesOf(request, startTs);
  }

  run() {
    let assertionFailure: CommandFailure | undefined;
    for (const mutation of this.#mutations) {
      try {
        this.#prewrite(mutation);
      } catch (failure) {
        if (!(failure instanceof CommandFailure)) throw failure;
        const committedAt = this.#recover(failure, mutation.key);
        if (committedAt !== undefined) return this.#alreadyCommitted(committedAt);
        if (failure.kind === 'AssertionFailed') assertionFailure ??= failure;
        else if (failure.kind === 'KeyIsLocked') this.#errors.push(failure.keyError);
      }
    }
    if (assertionFailure !== undefined) throw assertionFailure;
    return this.#finish(this.#minCommitTs);
  }

  #prewrite(mutation: PrewriteMutation): void {
    const isPrimary = mutation.key === this.#properties.primary;
    const listed = isPrimary ? this.#secondaries : [];
    const secondaries = this.#async ? listed : undefined;
    const needsMinCommitTs = this.#async || this.#commitKind === 'onePhase';
    const minCommitTs = prewriteKey(
      this.#txn,
      this.#reader,
      { ...this.#properties, commitKind: this.#commitKind },
      { ...mutation, secondaries },
    );
    if (!needsMinCommitTs) return;
    if (minCommitTs === 0n) this.#fallBack();
    else if (minCommitTs > this.#minCommitTs) this.#minCommitTs = minCommitTs;
  }

  /**
   * Deals with the failure of one key: commit timestamp when the transaction is found committed on it
   * (server rule 26), undefined when the request goes on, otherwise the failure is thrown again.
   */
  #recover(failure: CommandFailure, key: Key): bigint | undefined {
    const mayBeCommitted =
      (failure.kind === 'WriteConflict' && failure.conflictAboveStart) ||
      failure.kind === 'PessimisticLockNotFound' ||
      failure.kind === 'CommitTsTooLarge' ||
      failure.kind === 'KeyIsLocked';
    if (mayBeCommitted && !this.#context.sabotage.nonIdempotentPrewrite) {
      const found = this.#reader.commitRecord(key);
      if (found.kind === 'single' && found.record.type !== 'Rollback') return found.record.commitTs;
    }
    if (failure.kind === 'CommitTsTooLarge') this.#fallBack();
    else if (failure.kind !== 'KeyIsLocked' && failure.kind !== 'AssertionFailed') throw failure;
    return undefined;
  }

  /** The rest of the request, and what it has collected so far, becomes plain two-phase. */
  #fallBack(): void {
    this.#commitKind = 'twoPhase';
    this.#async = false;
    this.#minCommitTs = 0n;
    this.#txn.fallBackFromOnePc();
  }

  #alreadyCommitted(commitTs: bigint) {
    this.#txn.clear();
    this.#errors.length = 0;
    return this.#finish(commitTs);
  }

  #finish(minCommitTs: bigint) {
    const asyncTs = this.#async ? { minCommitTs } : {};
    if (this.#errors.length > 0) return { response: { errors: this.#errors, ...asyncTs } };
    if (this.#commitKind !== 'onePhase') return { response: asyncTs, txn: this.#txn };
    commitInOnePhase(this.#txn, minCommitTs);
    return {
      response: { ...asyncTs, onePcCommitTs: minCommitTs },
      txn: this.#txn,
      committed: [[this.#txn.startTs, minCommitTs] as const],
    };
  }

  #propertiesOf(request: kvrpcpb.PrewriteRequest, startTs: bigint): PrewriteProperties {
    const context = this.#context;
    const forUpdateTs = request.forUpdateTs ?? 0n;
    const pessimistic = forUpdateTs !== 0n;
    const knownCommitted =
      pessimistic && context.environment.volatile.txnStatuses.committedAt(startTs) !== undefined;
    return {
      startTs,
      primary: keyOf(request.primaryLock),
      pessimistic,
      forUpdateTs,
      skipConstraintCheck: (request.skipConstraintCheck ?? false) || this.#overEmptyRange(pessimistic),
      commitKind: this.#commitKind,
      maxCommitTs: request.maxCommitTs ?? 0n,
      txnSize: request.txnSize ?? 0n,
      lockTtlMs: request.lockTtl ?? 0n,
      minCommitTs: request.minCommitTs ?? 0n,
      isRetryRequest: (request.context?.isRetryRequest ?? false) || knownCommitted,
      assertionLevel: request.assertionLevel ?? 0,
      generation: 0n,
      sabotage: context.sabotage,
      raiseMaxTs: (ts) => raiseMaxTs(context, ts),
      maxTs: () => context.environment.volatile.maxTs,
    };
  }

  #overEmptyRange(pessimistic: boolean): boolean {
    if (pessimistic || this.#mutations.length <= SKIP_CHECK_ABOVE_MUTATIONS) return false;
    const keys = this.#mutations.map((mutation) => mutation.key).sort();
    const [first, last] = [keys[0], keys.at(-1)];
    return first !== undefined && last !== undefined && !this.#reader.hasRecordsBetween(first, last);
  }
}

/** Turns the locks of a one-phase commit into commit records. */
function commitInOnePhase(txn: MvccTxn, commitTs: bigint): void {
  for (const { key, lock, replacesPessimistic } of txn.onePcLocks.splice(0)) {
    txn.putWrite(key, {
      type: lock.type === 'Pessimistic' ? 'Lock' : lock.type,
      commitTs,
      startTs: txn.startTs,
      shortValue: lock.shortValue,
      hasOverlappedRollback: false,
      gcFence: undefined,
    });
    if (replacesPessimistic) txn.unlock(key, commitTs);
  }
}

/** Mutations with their actions; pessimistic requests with fewer actions lose the rest (server rule 18). */
function mutationsOf(request: kvrpcpb.PrewriteRequest): PrewriteMutation[] {
  const pessimistic = (request.forUpdateTs ?? 0n) !== 0n;
  const actions = request.pessimisticActions ?? [];
  const taken = pessimistic ? (request.mutations ?? []).slice(0, actions.length) : (request.mutations ?? []);
  const mutations = taken.map((mutation, index) => ({
    ...prewriteMutationOf(mutation),
    action: pessimistic
      ? (actions[index] ?? PessimisticAction.SKIP_PESSIMISTIC_CHECK)
      : PessimisticAction.SKIP_PESSIMISTIC_CHECK,
    expectedForUpdateTs: undefined as bigint | undefined,
  }));
  if (!pessimistic) {
    if (mutations.length > SKIP_CHECK_ABOVE_MUTATIONS)
      mutations.sort((one, other) => (one.key < other.key ? -1 : 1));
    return mutations;
  }
  for (const constraint of request.forUpdateTsConstraints ?? []) {
    const constrained = mutations[constraint.index ?? 0];
    if (constrained === undefined) {
      throw abort(
        'Error(Txn(Error(Other("prewrite request invalid: for_update_ts constraint out of range"))))',
      );
    }
    constrained.expectedForUpdateTs = constraint.expectedForUpdateTs ?? 0n;
  }
  return mutations;
}

/** A mutation message with its defaults filled in. */
export function prewriteMutationOf(mutation: kvrpcpb.Mutation): PrewriteMutation {
  const operation = mutation.op ?? Op.Put;
  const known: readonly number[] = [Op.Put, Op.Del, Op.Lock, Op.Insert, Op.CheckNotExists, Op.SharedLock];
  if (!known.includes(operation)) throw new ServerPanic(`prewrite of a mutation with operation ${operation}`);
  return {
    key: keyOf(mutation.key),
    op: operation,
    value: orEmpty(mutation.value),
    assertion: mutation.assertion ?? 0,
    action: PessimisticAction.SKIP_PESSIMISTIC_CHECK,
    expectedForUpdateTs: undefined,
    secondaries: undefined,
  };
}
