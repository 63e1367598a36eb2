import {
  type BulkTransaction,
  DeadlockError,
  type LockedValue,
  type LockOptions,
  type Receipt,
  type Savepoint,
  type Scan,
  type Snapshot,
  type SnapshotScanOptions,
  type Statement,
  TikvError,
  type Transaction,
  type WriteOptions,
} from '../../src/index.ts';
import { type History, type LockStep, type Step, type TransactionRecord, writesOf } from './history.ts';
import type { CallOptions, Lease, PageMeter } from './lease.ts';

const decoder = new TextDecoder();

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

type Accounted = { readonly receipt: Pick<Receipt, 'rpcs'> };

/** Counts the pages of transactional scans by what they cost. */
export function pagesOf(reader: Accounted): PageMeter {
  const asked = () => reader.receipt.rpcs.KvScan?.sent ?? 0;
  return () => {
    const before = asked();
    return () => asked() - before;
  };
}

const LOCKED = { kind: 'lock', isShared: false, isLocked: true } as const;

/** Point reads of texts, noted as they were answered. */
class RecordedGets {
  readonly steps: Step[];
  protected readonly lease: Lease;
  /** Of a statement. */
  protected readonly at: bigint | undefined;
  readonly #reader: Pick<Transaction, 'get' | 'batchGet'>;

  constructor(reader: Pick<Transaction, 'get' | 'batchGet'>, steps: Step[], lease: Lease, at?: bigint) {
    this.#reader = reader;
    this.at = at;
    this.lease = lease;
    this.steps = steps;
  }

  /** Further options of reads. */
  protected get reading(): Lease['reading'] {
    return {};
  }

  async get(key: string): Promise<string | undefined> {
    const value = text(
      await this.lease.call('get', (options) => this.#reader.get(key, { ...options, ...this.reading })),
    );
    this.steps.push({ kind: 'read', key, value, at: this.at });
    return value;
  }

  async batchGet(keys: readonly string[]): Promise<(string | undefined)[]> {
    const bytes = await this.lease.call('batchGet', (options) =>
      this.#reader.batchGet(keys, { ...options, ...this.reading }),
    );
    const values = bytes.map(text);
    for (const [index, key] of keys.entries()) {
      this.steps.push({ kind: 'read', key, value: values[index], at: this.at });
    }
    return values;
  }

  protected note(
    key: string,
    value: string | undefined,
    how: Pick<WriteOptions, 'assert' | 'unchecked'> & { readonly insert?: boolean } = {},
  ): void {
    this.steps.push({ kind: 'write', key, value, insert: false, ...how });
  }
}

/** How a scan is made. */
export interface ScanWish
  extends Pick<SnapshotScanOptions, 'reverse' | 'limit' | 'batchSize' | 'maxBytes' | 'keysOnly'> {
  /** Of snapshots only. */
  readonly sampleStep?: number | undefined;
  /** It is left after so many rows, and gone on with by its token. Beside no other bound. Default: it runs through. */
  readonly rowsAtOnce?: number | undefined;
}

/** Reads of texts, scans too. */
export class RecordedReads extends RecordedGets {
  readonly #scanner: Pick<Snapshot, 'scan'> & Pick<Transaction, 'batchGet'>;
  readonly #pages: PageMeter;

  /** @param accounted what its reads are counted by */
  constructor(
    reader: Transaction | Snapshot | Statement,
    accounted: Accounted,
    steps: Step[],
    lease: Lease,
    at?: bigint,
  ) {
    super(reader as Transaction, steps, lease, at);
    this.#scanner = reader as Transaction;
    this.#pages = pagesOf(accounted);
  }

  protected override get reading(): Lease['reading'] {
    return this.lease.reading;
  }

  /** Values with the timestamps of their commits. */
  async entries(keys: readonly string[]): Promise<void> {
    const entries = await this.lease.call('entries', (options) =>
      this.#scanner.batchGet(keys, { ...options, withCommitTs: true }),
    );
    for (const [index, key] of keys.entries()) {
      const { value, commitTs } = entries[index] ?? {};
      this.steps.push({ kind: 'read', key, value: text(value), at: this.at, told: { commitTs } });
    }
  }

  async scan(start: string, end: string, options: ScanWish = {}): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    const { rowsAtOnce = Number.POSITIVE_INFINITY, ...asked } = options;
    let scan: Scan | undefined;
    let after: string | undefined;
    const begin = (within: CallOptions) => {
      scan = this.#scanner.scan({ start, end, ...asked, ...within, ...(after !== undefined && { after }) });
      return scan;
    };
    do {
      let left = rowsAtOnce;
      for await (const { key, value } of this.lease.rows(begin, this.#pages)) {
        rows.push([text(key) as string, text(value) as string]);
        if (--left === 0) break;
      }
      after = rowsAtOnce === Number.POSITIVE_INFINITY ? undefined : scan?.token;
    } while (after !== undefined);
    const { reverse = false, limit, maxBytes, keysOnly, sampleStep } = asked;
    const bounds = { reverse, limit, maxBytes, keysOnly, sampleStep };
    this.steps.push({ kind: 'scan', start, end, ...bounds, rows, at: this.at });
    return rows;
  }
}

/** What a transaction is noted in, and what it does by chance. */
export interface Recording {
  readonly record: TransactionRecord;
  readonly history: History;
  readonly lease: Lease;
  /** Whether the next read locks what it reads. */
  readonly locksNext: () => boolean;
}

/** What `lock` is given here. */
export interface LockWish extends Pick<LockOptions, 'shared' | 'lockOnlyIfExists' | 'returnValues'> {
  readonly waitMs?: number | undefined;
}

/** A transaction over texts, noting what it read, locked and wrote. */
export class RecordedTransaction extends RecordedReads {
  readonly #transaction: Transaction;
  readonly #recording: Recording;

  constructor(transaction: Transaction, recording: Recording) {
    super(transaction, transaction, recording.record.steps, recording.lease);
    this.#transaction = transaction;
    this.#recording = recording;
  }

  get isPessimistic(): boolean {
    return this.#recording.record.mode === 'pessimistic';
  }

  /** Locks the key, now and then. */
  override get(key: string): Promise<string | undefined> {
    return this.#recording.locksNext() ? this.getForUpdate(key) : super.get(key);
  }

  /** Locks the keys, now and then. */
  override batchGet(keys: readonly string[]): Promise<(string | undefined)[]> {
    return this.#recording.locksNext() ? this.batchGetForUpdate(keys) : super.batchGet(keys);
  }

  async getForUpdate(key: string, waitMs?: number): Promise<string | undefined> {
    return (await this.batchGetForUpdate([key], waitMs))[0];
  }

  /** @param waitMs means nothing in an optimistic transaction */
  async batchGetForUpdate(keys: readonly string[], waitMs?: number): Promise<(string | undefined)[]> {
    const own = writesOf(this);
    const { isPessimistic } = this;
    const [values, times] = await this.#locking(keys, waitMs, async (options) =>
      (await this.#transaction.batchGetForUpdate(keys, options)).map(text),
    );
    for (const [index, key] of keys.entries()) {
      const value = values[index];
      const isTold = isPessimistic && !own.has(key);
      const read = isTold ? { value } : undefined;
      this.steps.push({ ...LOCKED, key, read, exists: isTold ? value !== undefined : undefined, ...times });
      if (!isTold) this.steps.push({ kind: 'read', key, value });
    }
    return values;
  }

  /** In a pessimistic transaction. Gives the values, where they are wished for. */
  async lock(keys: readonly string[], { waitMs, ...wish }: LockWish = {}): Promise<(string | undefined)[]> {
    const [locked, times] = await this.#locking(keys, waitMs, (options) =>
      this.isPessimistic
        ? (this.#transaction.lock(keys, { ...options, ...wish, checkExistence: true }) as Promise<
            LockedValue[]
          >)
        : this.#transaction.lock(keys, options),
    );
    const values: (string | undefined)[] = [];
    for (const [index, key] of keys.entries()) {
      const told = locked[index] as LockedValue;
      const value = text(told.value);
      values.push(value);
      this.steps.push({
        kind: 'lock',
        key,
        isShared: wish.shared === true,
        isLocked: told.locked,
        exists: this.isPessimistic ? told.exists : undefined,
        read: wish.returnValues === true ? { value } : undefined,
        ...times,
      });
    }
    return values;
  }

  async #locking<Result>(
    keys: readonly string[],
    waitMs: number | undefined,
    verb: (options: CallOptions & { readonly waitMs?: number }) => Promise<Result>,
  ): Promise<[Result, { readonly beganAt: number; readonly endedAt: number }]> {
    const { history, record, lease } = this.#recording;
    const isFirst = !this.steps.some(({ kind }) => kind === 'lock');
    const beganAt = history.tick();
    const beganMs = lease.nowMs;
    const wait = waitMs !== undefined && this.isPessimistic ? { waitMs } : {};
    let error: unknown;
    try {
      const result = await lease.call('lock', (options) => verb({ ...options, ...wait }));
      return [result, { beganAt, endedAt: history.tick() }];
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      history.lockCalls.push({
        id: record.id,
        workload: record.workload,
        keys,
        isFirst,
        waitMs: wait.waitMs,
        tookMs: lease.nowMs - beganMs,
        error: error === undefined ? undefined : error instanceof TikvError ? error.code : 'other',
        cycle: error instanceof DeadlockError ? error.cycle : undefined,
      });
    }
  }

  get startTs(): bigint {
    return this.#transaction.startTs;
  }

  put(key: string, value: string, options: WriteOptions = {}): void {
    this.#transaction.put(key, value, options);
    this.note(key, value, options);
  }

  insert(key: string, value: string): void {
    this.#transaction.insert(key, value);
    this.note(key, value, { insert: true });
  }

  delete(key: string, options: WriteOptions = {}): void {
    this.#transaction.delete(key, options);
    this.note(key, undefined, options);
  }

  /** In a pessimistic transaction: reads what is newest, and runs again when what it locks was written since. */
  async statement(body: (statement: RecordedStatement) => Promise<void>): Promise<void> {
    const asked = new Map<string, number>();
    let from: number | undefined;
    let last: RecordedStatement | undefined;
    const undo = () => {
      if (from !== undefined) this.steps.push({ kind: 'undo', from });
    };
    try {
      await this.lease.call('statement', (options) =>
        this.#transaction.statement(async (statement) => {
          undo();
          from = this.steps.length;
          last = new RecordedStatement(statement, this.#transaction, this.#recording, asked);
          await body(last);
        }, options),
      );
    } catch (error) {
      undo();
      throw error;
    }
    this.steps.push(...(last?.locks.values() ?? []));
  }

  /** Opens a savepoint to be closed by hand. */
  createSavepoint(): Pick<Savepoint, 'release' | 'rollback'> {
    const savepoint = this.#transaction.createSavepoint();
    const from = this.steps.length;
    return {
      release: () => savepoint.release(),
      rollback: () => {
        savepoint.rollback();
        this.steps.push({ kind: 'undo', from });
      },
    };
  }

  /** Runs a part that may be undone, alone, by what it throws. */
  async savepoint(body: () => Promise<void>): Promise<void> {
    const from = this.steps.length;
    try {
      await this.#transaction.savepoint(body);
    } catch (error) {
      this.steps.push({ kind: 'undo', from });
      throw error;
    }
  }
}

/** One run of a statement. Its locks count when it is the last one. */
export class RecordedStatement extends RecordedReads {
  readonly locks = new Map<string, LockStep>();
  readonly #statement: Statement;
  readonly #history: History;
  /** When keys were first asked for, in any run. */
  readonly #asked: Map<string, number>;

  constructor(
    statement: Statement,
    transaction: Transaction,
    { record, history, lease }: Recording,
    asked: Map<string, number>,
  ) {
    super(statement, transaction, record.steps, lease, statement.asOf);
    this.#statement = statement;
    this.#history = history;
    this.#asked = asked;
  }

  /** @param value what the key was found to hold; undefined when it was not looked at */
  async lock(key: string, value?: { readonly value: string | undefined }): Promise<void> {
    const beganAt = this.#asked.get(key) ?? this.#history.tick();
    this.#asked.set(key, beganAt);
    const wasHeld = this.steps.some((step) => step.kind === 'lock' && step.key === key);
    const isOwn = writesOf(this).has(key);
    await this.lease.call('statement lock', (options) => this.#statement.lock([key], options));
    const endedAt = this.#history.tick();
    const read = wasHeld || isOwn ? undefined : value;
    if (!wasHeld) this.locks.set(key, { ...LOCKED, key, read, exists: undefined, beganAt, endedAt });
  }

  put(key: string, value: string): void {
    this.#statement.put(key, value);
    this.note(key, value);
  }

  insert(key: string, value: string): void {
    this.#statement.insert(key, value);
    this.note(key, value, { insert: true });
  }

  delete(key: string): void {
    this.#statement.delete(key);
    this.note(key, undefined);
  }
}

/** A bulk transaction over texts. Its writes may wait, and may fail for what was written before. */
export class RecordedBulk extends RecordedGets {
  readonly #bulk: BulkTransaction;

  constructor(bulk: BulkTransaction, steps: Step[], lease: Lease) {
    super(bulk as unknown as Transaction, steps, lease);
    this.#bulk = bulk;
  }

  async put(key: string, value: string, how: Pick<WriteOptions, 'assert'> = {}): Promise<void> {
    this.note(key, value, how);
    await this.lease.call('bulk put', (options) => this.#bulk.put(key, value, { ...options, ...how }));
  }

  async insert(key: string, value: string): Promise<void> {
    this.note(key, value, { insert: true });
    await this.lease.call('bulk insert', (options) => this.#bulk.insert(key, value, options));
  }

  async delete(key: string, how: Pick<WriteOptions, 'assert'> = {}): Promise<void> {
    this.note(key, undefined, how);
    await this.lease.call('bulk delete', (options) => this.#bulk.delete(key, { ...options, ...how }));
  }

  flush(): Promise<void> {
    return this.lease.call('flush', (options) => this.#bulk.flush(options));
  }
}
