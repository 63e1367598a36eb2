import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { Scanner } from '../region/scanner.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { LockOutcome } from '../txn/locking/locking.ts';
import type { LockRequest } from '../txn/locking/to-lock-call.ts';
import { LimitedScan } from '../txn/reads/limited-scan.ts';
import { type PointRead, VALUES } from '../txn/reads/point-read.ts';
import type { SnapshotReader } from '../txn/reads/snapshot-reader.ts';
import type { Transaction as TransactionCore, TransactionMode } from '../txn/transaction.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { toList } from './lists.ts';
import { checkOptions } from './options/check-options.ts';
import {
  checkLock,
  type LockedExistence,
  type LockedKey,
  type LockedValue,
  type LockOptions,
  type WaitOptions,
} from './options/lock-options.ts';
import { type BoundedOptions, toVerbOptions, type VerbOptions } from './options/verb-options.ts';
import { checkWrite, type WriteOptions } from './options/write-options.ts';
import {
  type EntryOptions,
  READ_RULES,
  RESUME_RULES,
  type ReadOptions,
  type ScanOptions,
  toCheckedScan,
  toMap,
  toPointRead,
  type ValueOptions,
} from './reads.ts';
import { Scan } from './scan.ts';
import type { TransactRun } from './transact-run.ts';

/** A value as a transaction sees it. */
export interface TransactionEntry {
  /** May be empty, which is not the same as absent. */
  readonly value: Uint8Array;
  /** When it was committed; undefined when the transaction wrote it itself. */
  readonly commitTs: Timestamp | undefined;
}

/** What a transaction, or a statement of it, can do with keys. */
export abstract class TransactionVerbs {
  /** Pessimistic locks keys before commit; optimistic finds conflicts at commit. */
  readonly mode: TransactionMode;
  readonly #core: ClientCore;
  readonly #transaction: TransactionCore;
  readonly #reader: SnapshotReader;
  readonly #run: TransactRun | undefined;

  static {
    guardVerbs({ name: 'Transaction', prototype: TransactionVerbs.prototype }, (object) => #core in object, {
      promised: ['get', 'batchGet', 'batchGetMap', 'lock', 'getForUpdate', 'batchGetForUpdate'],
      direct: ['scan', 'put', 'insert', 'delete'],
    });
  }

  /** @internal */
  constructor(
    core: ClientCore,
    transaction: TransactionCore,
    reader: SnapshotReader,
    mode: TransactionMode,
    run: TransactRun | undefined,
  ) {
    this.#core = core;
    this.#transaction = transaction;
    this.#reader = reader;
    this.mode = mode;
    this.#run = run;
  }

  /**
   * The value as the transaction sees it, including its own writes; undefined when the key is absent.
   * @throws UsageError, TransactionFinishedError, DeadlineError, AbortedError, ClosedError;
   * RegionUnavailableError or the like when stores cannot be reached; ResolveLockTimeoutError when another
   * transaction's lock stays in the way
   */
  get(key: BytesInput, options?: ValueOptions): Promise<Uint8Array | undefined>;
  /** The value and when it was committed. @throws as `get`; ServerError */
  get(key: BytesInput, options: EntryOptions): Promise<TransactionEntry | undefined>;
  /** Either of them, for a variable `withCommitTs`. */
  get(key: BytesInput, options: ReadOptions): Promise<Uint8Array | TransactionEntry | undefined>;
  async get(key: BytesInput, options?: ReadOptions): Promise<Uint8Array | TransactionEntry | undefined> {
    this.checkUsable();
    checkOptions('get', options, READ_RULES);
    const bytes = this.#core.toKey(key);
    return this.#transaction.get<Uint8Array | TransactionEntry>(
      bytes,
      (own) =>
        this.within(options, (deadline) =>
          this.#reader.get(own, toPointRead(options), this.#core.backoffer(deadline, 'read')),
        ),
      takeOwn(options),
    );
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  batchGet(keys: readonly BytesInput[], options?: ValueOptions): Promise<(Uint8Array | undefined)[]>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGet(keys: readonly BytesInput[], options: EntryOptions): Promise<(TransactionEntry | undefined)[]>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGet(
    keys: readonly BytesInput[],
    options: ReadOptions,
  ): Promise<(Uint8Array | TransactionEntry | undefined)[]>;
  batchGet(
    keys: readonly BytesInput[],
    options?: ReadOptions,
  ): Promise<(Uint8Array | TransactionEntry | undefined)[]> {
    return this.#batchGet('batchGet', keys, options);
  }

  /** The keys that exist, as given, with their values. @throws as `get` */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ValueOptions,
  ): Promise<Map<Key, Uint8Array>>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: EntryOptions,
  ): Promise<Map<Key, TransactionEntry>>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: ReadOptions,
  ): Promise<Map<Key, Uint8Array | TransactionEntry>>;
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ReadOptions,
  ): Promise<Map<Key, Uint8Array | TransactionEntry>> {
    const given = toList('batchGetMap', 'keys', keys);
    return toMap(given, await this.#batchGet('batchGetMap', given, options));
  }

  /**
   * Locks keys, in ascending order; none of them when the call fails. In a pessimistic transaction nobody
   * else can lock or write them until it ends, and the call waits for locks of others (`waitMs`). In an
   * optimistic transaction nothing is sent: as if it wrote the keys, `commit` fails with WriteConflictError
   * when another transaction has written or locked one of them and committed since this one began.
   *
   * Calls of one transaction that lock keys run one after another.
   * @returns aligned with the keys
   * @throws LockNotAvailableError, LockWaitTimeoutError; DeadlockError and LockLostError, which end the
   * transaction; AlreadyExistsError for a key that was inserted and exists; UsageError,
   * TransactionFinishedError, DeadlineError, AbortedError, ClosedError; RegionUnavailableError or the like
   * when stores cannot be reached
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
    const bytes = this.#core.toKeys('lock', keys);
    const {
      returnValues = false,
      checkExistence = false,
      lockOnlyIfExists = false,
      shared = false,
    } = options ?? {};
    const locked = await this.#lock(bytes, options, {
      isShared: shared,
      returnValues,
      checkExistence,
      onlyIfExists: lockOnlyIfExists,
    });
    return locked.map(({ isLocked, exists, value }) => ({
      locked: isLocked,
      ...((checkExistence || returnValues) && { exists }),
      ...(returnValues && { value }),
    }));
  }

  /**
   * Locks a key and returns its newest value, even if that was written after the transaction began; or the
   * transaction's own write. In an optimistic transaction, returns the value as of its start; `commit` fails
   * unless that is still the newest.
   * @throws as `lock`
   */
  getForUpdate(key: BytesInput, options?: WaitOptions): Promise<Uint8Array | undefined> {
    return this.#getForUpdate('getForUpdate', [key], options, ([value]) => value);
  }

  /** The same for many keys; the values are aligned with them. @throws as `lock` */
  batchGetForUpdate(keys: readonly BytesInput[], options?: WaitOptions): Promise<(Uint8Array | undefined)[]> {
    return this.#getForUpdate('batchGetForUpdate', keys, options, (values) => values);
  }

  /**
   * The pairs of a range in key order, or in reverse, including the transaction's own writes as of this call.
   * `timeoutMs` is for each page.
   * @throws UsageError and TransactionFinishedError at once; while iterating, as `get`
   */
  scan(options?: ScanOptions): Scan {
    this.checkUsable();
    const scan = toCheckedScan(options, this.#core, RESUME_RULES);
    const { reverse, keysOnly } = scan;
    const all = { ...scan, limit: undefined, maxBytes: undefined };
    // Each own write hides one pair of the snapshot at most.
    const limit = scan.limit === undefined ? undefined : scan.limit + this.#transaction.length;
    const ofPages = toVerbOptions(options);
    const snapshot = new Scanner({ ...all, limit }, (rest, batchSize, by) =>
      this.within(ofPages, (deadline) => {
        by(deadline);
        const page = { reverse, keysOnly, batchSize };
        return this.#reader.scanPage(rest, page, this.#core.backoffer(deadline, 'read'));
      }),
    );
    const pairs = this.#transaction.scan(snapshot.pairs(), all);
    return new Scan(new LimitedScan(pairs, scan), reverse);
  }

  /**
   * Writes a key. The bytes are copied, or encoded, before this returns.
   * @throws UsageError, also when the opposite was already asserted about the key, and for a key with a
   * shared lock of this transaction or a pending call for one; TooLargeError, TransactionFinishedError, and
   * the error that the transaction was lost by. A write that throws changes nothing
   */
  put(key: BytesInput, value: BytesInput, options?: WriteOptions): void {
    this.checkUsable();
    checkWrite('put', options, this.mode);
    const [bytes, own] = [this.#core.toKey(key), this.#core.toValue(value)];
    this.#transaction.put(bytes, own, options?.assert, options?.unchecked);
  }

  /**
   * Writes a key that must be absent: if it is not, `commit` throws AlreadyExistsError, as does a call that
   * locks the key. That holds whatever else is written to the key, unless a savepoint undoes the insert.
   * @throws AlreadyExistsError when the transaction itself has written a value to the key, or has locked it
   * and knows that it exists; else as `put`
   */
  insert(key: BytesInput, value: BytesInput): void {
    this.checkUsable();
    this.#transaction.insert(this.#core.toKey(key), this.#core.toValue(value));
  }

  /** Deletes a key, whether it exists or not. @throws as `put` */
  delete(key: BytesInput, options?: WriteOptions): void {
    this.checkUsable();
    checkWrite('delete', options, this.mode);
    this.#transaction.delete(this.#core.toKey(key), options?.assert, options?.unchecked);
  }

  /** @internal Called before each verb. @throws when it must not be used any more */
  protected checkUsable(): void {}

  /** @internal The options of a verb, bounded by what it is part of. */
  protected abstract bounded(options: VerbOptions | undefined): BoundedOptions | undefined;

  /** @internal Runs a verb, and records what it costs and its error. */
  protected within<Result>(
    options: VerbOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(this.bounded(options), verb, this.#transaction.ledger, this.#run);
  }

  /** @internal */
  protected abstract lockKeys(request: LockRequest, deadline: Deadline): Promise<readonly LockOutcome[]>;

  async #batchGet(
    verb: string,
    keys: readonly BytesInput[],
    options: ReadOptions | undefined,
  ): Promise<(Uint8Array | TransactionEntry | undefined)[]> {
    this.checkUsable();
    checkOptions(verb, options, READ_RULES);
    return this.#read<Uint8Array | TransactionEntry>(
      this.#core.toKeys(verb, keys),
      options,
      toPointRead(options),
      takeOwn(options),
    );
  }

  #getForUpdate<Result>(
    verb: string,
    keys: readonly BytesInput[],
    options: WaitOptions | undefined,
    take: (values: (Uint8Array | undefined)[]) => Result,
  ): Promise<Result> {
    checkLock(verb, options, this.mode);
    const bytes = this.#core.toKeys(verb, keys);
    const locking = this.#lock(bytes, options, FOR_UPDATE);
    if (this.mode === 'optimistic') {
      const ofRead = toVerbOptions(options);
      return locking.then(() => this.#read(bytes, ofRead, VALUES, asValue)).then(take);
    }
    return locking.then((locked) =>
      take(
        bytes.map((key, index) => {
          const own = this.#transaction.written(key);
          return own === undefined ? locked[index]?.value : own.value;
        }),
      ),
    );
  }

  #read<Found>(
    keys: readonly Uint8Array[],
    options: VerbOptions | undefined,
    read: PointRead<Found>,
    take: (own: Uint8Array) => Found,
  ): Promise<(Found | undefined)[]> {
    const readSnapshot = (others: readonly Uint8Array[]) =>
      this.within(options, (deadline) =>
        this.#reader.batchGet(others, read, this.#core.backoffer(deadline, 'read')),
      );
    return this.#transaction.batchGet(keys, readSnapshot, take);
  }

  #lock(
    keys: readonly Uint8Array[],
    options: WaitOptions | undefined,
    wish: Omit<LockRequest, 'keys' | 'waitMs'>,
  ): Promise<readonly LockOutcome[]> {
    this.checkUsable();
    const { isShared, returnValues, checkExistence, onlyIfExists } = wish;
    const waitMs = options?.waitMs === 'no-wait' ? 0 : options?.waitMs;
    const request = { keys, isShared, returnValues, checkExistence, onlyIfExists, waitMs };
    return this.within(options, (deadline) => this.lockKeys(request, deadline));
  }
}

/** Turns a value that the transaction wrote itself into the result of a read. */
function takeOwn(options: ReadOptions | undefined): (value: Uint8Array) => Uint8Array | TransactionEntry {
  return options?.withCommitTs === true ? uncommitted : asValue;
}

const FOR_UPDATE = { isShared: false, returnValues: true, checkExistence: false, onlyIfExists: false };

const asValue = (value: Uint8Array) => value;
const uncommitted = (value: Uint8Array) => ({ value, commitTs: undefined });
