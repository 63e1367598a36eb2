import type { BulkTransaction, ScanOptions, Snapshot, Transaction } from '../../src/index.ts';
import type { Step } from './history.ts';
import type { Lease } from './lease.ts';

const decoder = new TextDecoder();

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

/** Point reads of texts, noted as they were answered. */
class RecordedGets {
  protected readonly lease: Lease;
  protected readonly steps: Step[];
  readonly #reader: Pick<Transaction, 'get' | 'batchGet'>;

  constructor(reader: Pick<Transaction, 'get' | 'batchGet'>, steps: Step[], lease: Lease) {
    this.#reader = reader;
    this.lease = lease;
    this.steps = steps;
  }

  async get(key: string): Promise<string | undefined> {
    const value = text(await this.lease.call('get', (options) => this.#reader.get(key, options)));
    this.steps.push({ kind: 'read', key, value });
    return value;
  }

  async batchGet(keys: readonly string[]): Promise<(string | undefined)[]> {
    const bytes = await this.lease.call('batchGet', (options) => this.#reader.batchGet(keys, options));
    const values = bytes.map(text);
    for (const [index, key] of keys.entries()) this.steps.push({ kind: 'read', key, value: values[index] });
    return values;
  }

  protected note(key: string, value: string | undefined, insert = false): void {
    this.steps.push({ kind: 'write', key, value, insert });
  }
}

/** Reads of texts, scans too. */
export class RecordedReads extends RecordedGets {
  readonly #scanner: Pick<Snapshot | Transaction, 'scan'>;

  constructor(reader: Transaction | Snapshot, steps: Step[], lease: Lease) {
    super(reader as Transaction, steps, lease);
    this.#scanner = reader;
  }

  async scan(
    start: string,
    end: string,
    options: Pick<ScanOptions, 'reverse' | 'limit' | 'batchSize'> = {},
  ): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    const { timeoutMs } = this.lease;
    const scanning = async () => {
      for await (const { key, value } of this.#scanner.scan({ start, end, timeoutMs, ...options })) {
        rows.push([text(key) as string, text(value) as string]);
      }
    };
    await this.lease.survive(scanning());
    const { reverse = false, limit } = options;
    this.steps.push({ kind: 'scan', start, end, reverse, limit, rows });
    return rows;
  }
}

/** A transaction over texts, noting what it read and wrote. */
export class RecordedTransaction extends RecordedReads {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction, steps: Step[], lease: Lease) {
    super(transaction, steps, lease);
    this.#transaction = transaction;
  }

  get startTs(): bigint {
    return this.#transaction.startTs;
  }

  put(key: string, value: string): void {
    this.#transaction.put(key, value);
    this.note(key, value);
  }

  insert(key: string, value: string): void {
    this.#transaction.insert(key, value);
    this.note(key, value, true);
  }

  delete(key: string): void {
    this.#transaction.delete(key);
    this.note(key, undefined);
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

/** A bulk transaction over texts. Its writes may wait, and may fail for what was written before. */
export class RecordedBulk extends RecordedGets {
  readonly #bulk: BulkTransaction;

  constructor(bulk: BulkTransaction, steps: Step[], lease: Lease) {
    super(bulk as unknown as Transaction, steps, lease);
    this.#bulk = bulk;
  }

  async put(key: string, value: string): Promise<void> {
    this.note(key, value);
    await this.lease.call('bulk put', (options) => this.#bulk.put(key, value, options));
  }

  async insert(key: string, value: string): Promise<void> {
    this.note(key, value, true);
    await this.lease.call('bulk insert', (options) => this.#bulk.insert(key, value, options));
  }

  async delete(key: string): Promise<void> {
    this.note(key, undefined);
    await this.lease.call('bulk delete', (options) => this.#bulk.delete(key, options));
  }

  flush(): Promise<void> {
    return this.lease.call('flush', (options) => this.#bulk.flush(options));
  }
}
