import { AbortedError } from '../model/errors.ts';
import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { RequestContext } from '../region/request/request-context.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import type { BulkOptions } from '../txn/bulk/bulk-environment.ts';
import { BulkTransaction as BulkCore } from '../txn/bulk/bulk-transaction.ts';
import type { TransactionReceipt } from '../txn/receipt.ts';
import { toRequestContext, withRequestContext } from '../txn/request-settings.ts';
import type { TransactionState } from '../txn/transaction-state.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { toList } from './lists.ts';
import { type BeginBulkOptions, BULK_REQUEST_SOURCE, toBulkOptions } from './options/bulk-options.ts';
import { checkOptions } from './options/check-options.ts';
import type { Rule } from './options/option-rules.ts';
import { type BoundedOptions, bothSignals, type VerbOptions } from './options/verb-options.ts';
import { ASSERT_RULES, type WriteOptions } from './options/write-options.ts';
import { toMap } from './reads.ts';
import { INSPECT, shown } from './shown.ts';

/**
 * How a key is written. `assert` counts for the first write of a key, and for later ones until the key is
 * flushed.
 */
export interface BulkWriteOptions extends VerbOptions, Pick<WriteOptions, 'assert'> {}

/** Shared by all writes that need not wait. */
const DONE = Promise.resolve();

/** @throws UsageError, ClosedError, FutureTimestampError, and what fetching the start timestamp throws */
export async function beginBulk(core: ClientCore, options?: BeginBulkOptions): Promise<BulkTransaction> {
  const chosen = toBulkOptions(options);
  core.use('transactional');
  const context = toRequestContext({
    ...options,
    requestSource: options?.requestSource ?? BULK_REQUEST_SOURCE,
  });
  const signal = options?.signal;
  const given = options?.startTs;
  const ledger = new Ledger(core.parts.runtime.clock);
  const startTs = await core.run(options, (deadline) => startOf(core, given, deadline), ledger);
  // The TTL of its locks counts from its start timestamp, which may have been given long before.
  const startAgeMs = given === undefined ? 0 : core.ageMs(given);
  return new BulkTransaction(core, startTs, { ...chosen, startAgeMs }, { context, signal }, ledger);
}

async function startOf(
  core: ClientCore,
  given: Timestamp | undefined,
  deadline: Deadline,
): Promise<Timestamp> {
  if (given === undefined) return core.timestamps.timestamp(deadline);
  await core.checkGiven(given, deadline);
  return given;
}

/**
 * A transaction of any size. Its writes are buffered in memory and flushed to the stores, again and again, as
 * locks with values: nobody sees them until the commit, which is one request however large the transaction
 * is. Made by `tikv.beginBulk()`.
 *
 * A conflict is found when the write is flushed, after the call that made it has returned. The transaction
 * has then failed: it is rolled back in the background, and every later verb throws that error. A verb called
 * after `commit` or `rollback` throws TransactionFinishedError.
 */
export class BulkTransaction implements AsyncDisposable {
  readonly #core: ClientCore;
  readonly #bulk: BulkCore;
  readonly #signal: AbortSignal | undefined;

  static {
    guardVerbs(BulkTransaction, (object) => #core in object, {
      promised: ['put', 'insert', 'delete', 'get', 'batchGet', 'batchGetMap', 'flush', 'commit', 'rollback'],
      direct: [],
    });
  }

  /** @internal */
  constructor(
    core: ClientCore,
    startTs: Timestamp,
    chosen: BulkOptions,
    given: { readonly context: RequestContext | undefined; readonly signal: AbortSignal | undefined },
    ledger: Ledger,
  ) {
    const { context, signal } = given;
    this.#core = core;
    const { bulk, deadlines } = core.parts;
    const reads = withRequestContext(bulk.reads, context);
    this.#bulk = new BulkCore({ ...withRequestContext(bulk, context), reads }, startTs, chosen, ledger);
    core.openBulk.add(this.#bulk);
    void this.#bulk.left.then(() => core.openBulk.delete(this.#bulk));
    this.#signal = signal;
    if (signal === undefined) return;
    const listener = {
      aborted: ({ reason }: AbortSignal) =>
        this.#bulk.abandon(new AbortedError('running the transaction', reason)),
    };
    if (signal.aborted) {
      listener.aborted(signal);
      return;
    }
    deadlines.listen(signal, listener);
    void this.#bulk.left.then(() => deadlines.unlisten(signal, listener));
  }

  /** The timestamp it reads at, which is its identity in the cluster. */
  get startTs(): Timestamp {
    return this.#bulk.startTs;
  }

  /** Whether it is open, or how it ended: `rolledBack` also after a flush that failed. */
  get state(): TransactionState {
    return this.#bulk.state;
  }

  /**
   * Number of keys written so far, including deletions; a key that was flushed and then written again counts
   * twice.
   */
  get length(): number {
    return this.#bulk.length;
  }

  /** Size of the keys and values written so far, in bytes. */
  get sizeBytes(): number {
    return this.#bulk.sizeBytes;
  }

  /** Whether nothing was written so far, in which case its commit sends nothing. */
  get isReadOnly(): boolean {
    return this.#bulk.isReadOnly;
  }

  /** Approximate memory that its writes take in this process, in bytes: what `maxBufferBytes` bounds. */
  get memoryBytes(): number {
    return this.#bulk.memoryBytes;
  }

  /** What it has cost so far, in requests, retries, timestamps and time, and its outcome. */
  get receipt(): TransactionReceipt {
    return this.#bulk.receipt;
  }

  /**
   * Writes a key. The bytes are copied, or encoded, before this returns. The promise is resolved at once
   * while there is buffer space; await it before the next write, or memory is not bounded. The write itself
   * precedes the wait: when the deadline or signal ends the wait, the write is still part of the transaction
   * and is committed with it.
   * @throws UsageError, TooLargeError, TransactionFinishedError, ClosedError; DeadlineError and AbortedError
   * while it waits; the error that the transaction has failed with, for example WriteConflictError or
   * AssertionFailedError
   */
  put(key: BytesInput, value: BytesInput, options?: BulkWriteOptions): Promise<void> {
    return this.#write(
      'put',
      options,
      () => this.#bulk.put(this.#core.toKey(key), this.#core.toValue(value), options?.assert),
      ASSERT_RULES,
    );
  }

  /**
   * Writes a key that must be absent. If it is not, the transaction fails with AlreadyExistsError, thrown by
   * this call, a later verb or `commit`.
   * @throws as `put`
   */
  insert(key: BytesInput, value: BytesInput, options?: VerbOptions): Promise<void> {
    return this.#write('insert', options, () =>
      this.#bulk.insert(this.#core.toKey(key), this.#core.toValue(value)),
    );
  }

  /** Deletes a key, whether it exists or not. @throws as `put` */
  delete(key: BytesInput, options?: BulkWriteOptions): Promise<void> {
    return this.#write(
      'delete',
      options,
      () => this.#bulk.delete(this.#core.toKey(key), options?.assert),
      ASSERT_RULES,
    );
  }

  /**
   * The value as the transaction sees it, including its own writes; undefined when the key is absent. An
   * empty value is a value.
   * @throws UsageError, TransactionFinishedError, DeadlineError, AbortedError, ClosedError; the error that
   * the transaction has failed with; RegionUnavailableError or the like when stores cannot be reached;
   * ResolveLockTimeoutError when another transaction's lock stays in the way
   */
  async get(key: BytesInput, options?: VerbOptions): Promise<Uint8Array | undefined> {
    const [value] = await this.#batchGet('get', [key], options);
    return value;
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: VerbOptions): Promise<(Uint8Array | undefined)[]> {
    return this.#batchGet('batchGet', keys, options);
  }

  /** The keys that exist, as they were given, with their values. @throws as `get` */
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: VerbOptions,
  ): Promise<Map<Key, Uint8Array>> {
    const given = toList('batchGetMap', 'keys', keys);
    return toMap(given, await this.#batchGet('batchGetMap', given, options));
  }

  /**
   * Sends everything written so far to the stores and waits until they have it. Nobody sees it before the
   * commit.
   * @throws as `put`
   */
  async flush(options?: VerbOptions): Promise<void> {
    checkOptions('flush', options);
    return this.#run(options, (deadline) => this.#bulk.flush(deadline));
  }

  /**
   * Flushes what is left, then makes all writes durable and visible at one timestamp, or none of them.
   * `timeoutMs` is for both steps together.
   * @returns when they became visible; protocol `'2pc'`, or `'none'` when nothing was written
   * @throws UndeterminedError when it cannot be known whether they became visible. After any other error they
   * did not and will not: the error of a flush, LockLostError, TransactionAbortedError, DeadlineError,
   * AbortedError, ClosedError, TransactionFinishedError, and the errors of PD and stores
   */
  async commit(options?: VerbOptions): Promise<CommitResult> {
    checkOptions('commit', options);
    const signal = bothSignals(options?.signal, this.#signal);
    return this.#run({ timeoutMs: options?.timeoutMs, signal }, (deadline) => this.#bulk.commit(deadline));
  }

  /**
   * Drops all writes and waits until their locks are removed from the cluster; locks that could not be
   * removed are left to the transactions that meet them. After the transaction has failed, this only waits;
   * after its commit, or once the client has closed, it does nothing, so it may be called in a `finally`.
   * @throws TransactionFinishedError while a commit is under way; ClosedError when the client is closed
   * meanwhile
   */
  rollback(): Promise<void> {
    return this.#bulk.rollback();
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    const { startTs, state, length, sizeBytes } = this;
    return { startTs: String(startTs), state, length, sizeBytes };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  /** Rolls back unless the transaction has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state === 'active') await this.rollback();
  }

  #run<Result>(
    options: BoundedOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(options, verb, this.#bulk.ledger);
  }

  #write(
    verb: string,
    options: VerbOptions | undefined,
    write: () => void,
    known?: Readonly<Record<string, Rule>>,
  ): Promise<void> {
    checkOptions(verb, options, known);
    write();
    if (!this.#bulk.isFull) return DONE;
    return this.#run(options, (deadline) => this.#bulk.room(deadline));
  }

  async #batchGet(
    verb: string,
    keys: readonly BytesInput[],
    options: VerbOptions | undefined,
  ): Promise<(Uint8Array | undefined)[]> {
    checkOptions(verb, options);
    const bytes = this.#core.toKeys(verb, keys);
    return this.#run(options, (deadline) =>
      this.#bulk.batchGet(bytes, this.#core.backoffer(deadline, 'read')),
    );
  }
}
