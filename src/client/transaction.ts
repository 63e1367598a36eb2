import { type TikvError, UsageError } from '../model/errors.ts';
import type { BytesInput } from '../model/keys.ts';
import { physicalMs, type Timestamp } from '../model/timestamp.ts';
import { Scanner } from '../region/scanner.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import type { ProtocolOptions } from '../txn/choose-protocol.ts';
import { LimitedScan } from '../txn/limited-scan.ts';
import { toRequestContext, withRequestContext } from '../txn/request-settings.ts';
import type { LockedKey as LockedKeyCore, LockRequest } from '../txn/locking.ts';
import type { TransactionReceipt } from '../txn/receipt.ts';
import { SnapshotReader } from '../txn/snapshot-reader.ts';
import type { Savepoint } from '../txn/savepoints.ts';
import {
  Transaction as TransactionCore,
  type TransactionMode,
  type TransactionState,
} from '../txn/transaction.ts';
import type { CommitResult } from '../txn/transaction-steps.ts';
import {
  BEGIN_ALONE_RULES,
  BEGIN_RULES,
  type BeginOptions,
  checkWrite,
  protocolsOf,
  type WriteOptions,
} from './begin-options.ts';
import type { ClientCore } from './client-core.ts';
import {
  checkLock,
  type LockedExistence,
  type LockedKey,
  type LockedValue,
  type LockOptions,
  type WaitOptions,
} from './lock-options.ts';
import {
  checkKeys,
  checkScan,
  type EntryOptions,
  READ_RULES,
  RESUME_RULES,
  type ReadOptions,
  type ScanOptions,
  toMap,
  toPointRead,
  type ValueOptions,
} from './reads.ts';
import { Scan } from './scan.ts';
import { INSPECT, shown } from './shown.ts';
import { checkOptions, type VerbOptions } from './verb-options.ts';

/** What `transact` gives the transactions it runs. */
export interface TransactRun {
  /** Ends every verb of the transaction, whatever their own options say. */
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
  /** Why the runs before this one failed, oldest first. */
  readonly conflicts: readonly TikvError[];
}

/** A value as a transaction sees it. */
export interface TransactionEntry {
  readonly value: Uint8Array;
  /** When it was committed; undefined when the transaction wrote it itself. */
  readonly commitTs: Timestamp | undefined;
}

/** @throws UsageError, ClosedError, FutureTimestampError, and what fetching the start timestamp throws */
export async function beginTransaction(
  core: ClientCore,
  options?: BeginOptions,
  run?: TransactRun,
): Promise<Transaction> {
  if (run === undefined) checkOptions('begin', options, { ...BEGIN_RULES, ...BEGIN_ALONE_RULES });
  core.use('transactional');
  const given = run === undefined ? options?.startTs : undefined;
  const ledger = new Ledger(core.parts.runtime.clock);
  const startTs = await (run === undefined
    ? core.run(
        options,
        async (deadline) => {
          if (given === undefined) return core.timestamps.timestamp(deadline);
          await core.checkGiven(given, deadline);
          return given;
        },
        ledger,
      )
    : core.timestamps.timestamp(run.deadline));
  if (run !== undefined) ledger.timestamps++;
  // The locks of a transaction live from its start timestamp on.
  const nowTs = given === undefined ? startTs : (core.timestamps.lowResolution() ?? startTs);
  const startAgeMs = Math.max(0, physicalMs(nowTs) - physicalMs(startTs));
  const protocols = protocolsOf(options, core.parts.options, startAgeMs);
  return new Transaction(core, startTs, protocols, options, run, ledger);
}

/**
 * Reads as of its beginning, and writes that become visible all at once when it commits. Writes stay in memory until
 * then; reads see them. Made by `tikv.begin()` and `tikv.transact()`.
 *
 * A verb called after `commit` or `rollback` throws TransactionFinishedError.
 */
export class Transaction implements AsyncDisposable {
  /** Why earlier runs of the function given to `transact` failed, oldest first. */
  readonly conflicts: readonly TikvError[];
  readonly mode: TransactionMode;
  readonly #core: ClientCore;
  readonly #run: TransactRun | undefined;
  readonly #transaction: TransactionCore;
  readonly #reader: SnapshotReader;

  /** @internal */
  constructor(
    core: ClientCore,
    startTs: Timestamp,
    protocols: ProtocolOptions,
    options: BeginOptions | undefined,
    run: TransactRun | undefined,
    ledger: Ledger,
  ) {
    const context = toRequestContext(options);
    this.#core = core;
    this.#run = run;
    this.conflicts = run?.conflicts ?? [];
    this.mode = options?.mode ?? 'optimistic';
    this.#transaction = new TransactionCore(
      withRequestContext(core.parts.transactions, context),
      startTs,
      protocols,
      this.mode,
      ledger,
    );
    this.#reader = new SnapshotReader(withRequestContext(core.reads, context), startTs);
  }

  /** What it reads at, and its identity in the cluster. */
  get startTs(): Timestamp {
    return this.#transaction.startTs;
  }

  /**
   * Why it ended before anybody asked for that: LockLostError, or DeadlockError. Undefined while that has not happened.
   * Every verb throws it from then on, but `rollback`.
   */
  get lostBy(): TikvError | undefined {
    return this.#transaction.lostBy;
  }

  /** 1 in the first run of the function given to `transact`, 2 in the second, and so on. */
  get attempt(): number {
    return this.conflicts.length + 1;
  }

  get state(): TransactionState {
    return this.#transaction.state;
  }

  /** Keys written so far, deletions included. */
  get length(): number {
    return this.#transaction.length;
  }

  /** Keys and values written so far; what `maxTransactionSizeBytes` bounds. */
  get sizeBytes(): number {
    return this.#transaction.sizeBytes;
  }

  /** What its writes take in the memory of this process, about. */
  get memoryBytes(): number {
    return this.#transaction.memoryBytes;
  }

  /** Nothing was written so far: its commit sends nothing. */
  get isReadOnly(): boolean {
    return this.#transaction.length === 0;
  }

  /**
   * What it has cost so far, by requests, retries, timestamps and time, and what came of it; also after it has ended,
   * however it did.
   */
  get receipt(): TransactionReceipt {
    return this.#transaction.receipt;
  }

  /**
   * The value as the transaction sees it, its own writes included; undefined when the key is absent.
   * @throws UsageError, TransactionFinishedError, DeadlineError, AbortedError, ClosedError, and its like when
   * stores cannot be reached or another transaction's lock stays in the way
   */
  get(key: BytesInput, options?: ValueOptions): Promise<Uint8Array | undefined>;
  /** The value and when it was committed. @throws as `get`; ServerError */
  get(key: BytesInput, options: EntryOptions): Promise<TransactionEntry | undefined>;
  async get(key: BytesInput, options?: ReadOptions): Promise<Uint8Array | TransactionEntry | undefined> {
    checkOptions('get', options, READ_RULES);
    const bytes = this.#core.toKey(key);
    return this.#transaction.get<Uint8Array | TransactionEntry>(
      bytes,
      (own) =>
        this.#within(options, (deadline) =>
          this.#reader.get(own, toPointRead(options), this.#core.backoffer(deadline, 'read')),
        ),
      takeOwn(options),
    );
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: ValueOptions): Promise<(Uint8Array | undefined)[]>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGet(keys: readonly BytesInput[], options: EntryOptions): Promise<(TransactionEntry | undefined)[]>;
  async batchGet(
    keys: readonly BytesInput[],
    options?: ReadOptions,
  ): Promise<(Uint8Array | TransactionEntry | undefined)[]> {
    checkOptions('batchGet', options, READ_RULES);
    checkKeys('batchGet', keys);
    const bytes = keys.map((key) => this.#core.toKey(key));
    return this.#transaction.batchGet<Uint8Array | TransactionEntry>(
      bytes,
      (own) =>
        this.#within(options, (deadline) =>
          this.#reader.batchGet(own, toPointRead(options), this.#core.backoffer(deadline, 'read')),
        ),
      takeOwn(options),
    );
  }

  /** The keys that exist, as they were given, with their values. @throws as `get` */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ValueOptions,
  ): Promise<Map<Key, Uint8Array>>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: EntryOptions,
  ): Promise<Map<Key, TransactionEntry>>;
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ReadOptions,
  ): Promise<Map<Key, Uint8Array | TransactionEntry>> {
    return toMap(keys, await this.batchGet(keys, options as ValueOptions));
  }

  /**
   * Locks keys, in ascending order of the keys; none of them when the call fails. In a pessimistic transaction nobody
   * else can lock or write them until it ends, and it waits for those who have: `waitMs`. In an optimistic one nothing
   * is sent: commit fails with WriteConflictError when another transaction has written one of them since this one began,
   * as if it were written here.
   *
   * Calls of one transaction that lock run one after another.
   * @returns aligned with the keys
   * @throws LockNotAvailableError, LockWaitTimeoutError; DeadlockError and LockLostError, which end the transaction;
   * AlreadyExistsError for a key inserted before; UsageError, TransactionFinishedError, DeadlineError, AbortedError,
   * ClosedError, and its like when stores cannot be reached
   */
  lock(
    keys: readonly BytesInput[],
    options: LockOptions & { readonly returnValues: true },
  ): Promise<LockedValue[]>;
  lock(
    keys: readonly BytesInput[],
    options: LockOptions & { readonly checkExistence: true },
  ): Promise<LockedExistence[]>;
  lock(keys: readonly BytesInput[], options?: LockOptions): Promise<LockedKey[]>;
  async lock(keys: readonly BytesInput[], options?: LockOptions): Promise<LockedKey[]> {
    checkLock('lock', options, this.mode);
    checkKeys('lock', keys);
    const {
      returnValues = false,
      checkExistence = false,
      lockOnlyIfExists = false,
      shared = false,
    } = options ?? {};
    const locked = await this.#lock(keys, options, {
      isShared: shared,
      returnValues,
      onlyIfExists: lockOnlyIfExists,
    });
    return locked.map(({ isLocked, exists, value }) => ({
      locked: isLocked,
      ...((checkExistence || returnValues) && { exists }),
      ...(returnValues && { value }),
    }));
  }

  /**
   * Locks a key and gives its newest value, even if it was written after the transaction began; or the transaction's own
   * write. In an optimistic transaction the value as of its beginning, which commit finds to be the newest or fails.
   * @throws as `lock`
   */
  async getForUpdate(key: BytesInput, options?: WaitOptions): Promise<Uint8Array | undefined> {
    return (await this.batchGetForUpdate([key], options))[0];
  }

  /** The same for many keys: values aligned with them. @throws as `lock` */
  async batchGetForUpdate(
    keys: readonly BytesInput[],
    options?: WaitOptions,
  ): Promise<(Uint8Array | undefined)[]> {
    checkLock('getForUpdate', options, this.mode);
    checkKeys('getForUpdate', keys);
    const locked = await this.#lock(keys, options, {
      isShared: false,
      returnValues: true,
      onlyIfExists: false,
    });
    if (this.mode === 'optimistic') return this.batchGet(keys, options);
    return keys.map((key, index) => {
      const own = this.#transaction.written(this.#core.toKey(key));
      return own === undefined ? locked[index]?.value : own.value;
    });
  }

  /**
   * The pairs of a range in key order, or from its end downward, with the transaction's own writes as they are when
   * this is called. `timeoutMs` is for each page.
   * @throws UsageError and TransactionFinishedError at once; while iterating as `get`
   */
  scan(options?: ScanOptions): Scan {
    const scan = checkScan(options, this.#core.scanLimits, RESUME_RULES);
    const { reverse, keysOnly } = scan;
    const all = { ...scan, limit: undefined, maxBytes: undefined };
    const snapshot = new Scanner(all, (rest, batchSize) =>
      this.#within(options, (deadline) => {
        const page = { reverse, keysOnly, batchSize };
        return this.#reader.scanPage(rest, page, this.#core.backoffer(deadline, 'read'));
      }),
    );
    const pairs = this.#transaction.scan(snapshot.pairs(), all);
    return new Scan(new LimitedScan(pairs, scan), reverse);
  }

  /**
   * Writes a key. The bytes are copied, or encoded, before this returns.
   * @throws UsageError, also when the opposite was asserted of the key before; TooLargeError,
   * TransactionFinishedError. A write that throws changes nothing
   */
  put(key: BytesInput, value: BytesInput, options?: WriteOptions): void {
    checkWrite('put', options);
    this.#transaction.put(this.#core.toKey(key), this.#core.toValue(value), options?.assert);
  }

  /**
   * Writes a key that must be absent: `commit` throws AlreadyExistsError when it is not.
   * @throws AlreadyExistsError when the transaction has written the key itself; else as `put`
   */
  insert(key: BytesInput, value: BytesInput): void {
    this.#transaction.insert(this.#core.toKey(key), this.#core.toValue(value));
  }

  /** Deletes a key, whether it exists or not. @throws as `put` */
  delete(key: BytesInput, options?: WriteOptions): void {
    checkWrite('delete', options);
    this.#transaction.delete(this.#core.toKey(key), options?.assert);
  }

  /**
   * Runs a function, and undoes the transaction's writes since its beginning when it throws. Others stay, and so do
   * locks. Savepoints nest; one inside of another ends before it.
   * @returns what the function returned
   * @throws what the function throws; UsageError when it ends while a savepoint opened after its own is open, such as
   * that of another function started beside it: their writes are undone, and the transaction can be used on;
   * TransactionFinishedError, ClosedError
   */
  async savepoint<Result>(body: () => Promise<Result> | Result): Promise<Result> {
    if (typeof body !== 'function') throw new UsageError('savepoint: the body must be a function');
    return this.#transaction.savepoint(body);
  }

  /**
   * Opens a savepoint to be closed by hand, the last one opened first: `rollback` undoes the writes made since,
   * `release` keeps them. What is open when the transaction commits is kept.
   * @throws TransactionFinishedError, ClosedError
   */
  createSavepoint(): Savepoint {
    return this.#transaction.createSavepoint();
  }

  /**
   * Makes all writes durable and visible at one timestamp, or none of them.
   * @returns when they became visible, and by which protocol; `'none'` when nothing was written
   * @throws UndeterminedError when it cannot be known whether they did. After any other error they did not and will
   * not: WriteConflictError, AlreadyExistsError, AssertionFailedError, LockLostError, TransactionAbortedError,
   * DeadlineError, AbortedError, ClosedError, TransactionFinishedError, and what PD and stores failed with
   */
  async commit(options?: VerbOptions): Promise<CommitResult> {
    checkOptions('commit', options);
    return this.#within(options, (deadline) => this.#transaction.commit(deadline));
  }

  /** Gives all writes up. @throws TransactionFinishedError, ClosedError */
  rollback(): Promise<void> {
    return this.#transaction.rollback();
  }

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    const { startTs, state, attempt } = this;
    return { startTs: String(startTs), state, attempt };
  }

  [INSPECT](): string {
    return shown(this);
  }

  /** Rolls back unless the transaction has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state === 'active') await this.rollback();
  }

  async #lock(
    keys: readonly BytesInput[],
    options: WaitOptions | undefined,
    wish: Pick<LockRequest, 'isShared' | 'returnValues' | 'onlyIfExists'>,
  ): Promise<readonly LockedKeyCore[]> {
    const bytes = keys.map((key) => this.#core.toKey(key));
    return this.#within(options, (deadline) =>
      this.#transaction.lock({ ...wish, keys: bytes, waitMs: options?.waitMs }, deadline),
    );
  }

  #within<Result>(
    options: VerbOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(this.#bounded(options), verb, this.#transaction.ledger);
  }

  /** Within `transact`, no verb lasts longer than it, and its signal ends them too. */
  #bounded(options: VerbOptions | undefined): VerbOptions | undefined {
    if (this.#run === undefined) return options;
    const { deadline, signal } = this.#run;
    const own = options?.timeoutMs ?? this.#core.parts.options.timeoutMs;
    const signals = [options?.signal, signal].filter((each) => each !== undefined);
    return {
      timeoutMs: Math.min(own, Math.max(1, deadline.remainingMs())),
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    };
  }
}

/** What a read makes of a value that the transaction wrote itself. */
function takeOwn(options: ReadOptions | undefined): (value: Uint8Array) => Uint8Array | TransactionEntry {
  return options?.withCommitTs === true ? uncommitted : asValue;
}

const asValue = (value: Uint8Array) => value;
const uncommitted = (value: Uint8Array) => ({ value, commitTs: undefined });
