import type { ScanOptions, Snapshot, Transaction } from '../../src/index.ts';
import type { Step } from './history.ts';
import type { Lease } from './lease.ts';

const decoder = new TextDecoder();

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

type Reader = Pick<Transaction | Snapshot, 'get' | 'batchGet' | 'scan'>;

/** Reads of texts, noted as they were answered. */
export class RecordedReads {
  readonly #reader: Reader;
  readonly #lease: Lease;
  protected readonly steps: Step[];

  constructor(reader: Reader, steps: Step[], lease: Lease) {
    this.#reader = reader;
    this.#lease = lease;
    this.steps = steps;
  }

  async get(key: string): Promise<string | undefined> {
    const value = text(await this.#lease.call('get', (options) => this.#reader.get(key, options)));
    this.steps.push({ kind: 'read', key, value });
    return value;
  }

  async batchGet(keys: readonly string[]): Promise<(string | undefined)[]> {
    const bytes = await this.#lease.call('batchGet', (options) => this.#reader.batchGet(keys, options));
    const values = bytes.map(text);
    for (const [index, key] of keys.entries()) this.steps.push({ kind: 'read', key, value: values[index] });
    return values;
  }

  async scan(
    start: string,
    end: string,
    options: Pick<ScanOptions, 'reverse' | 'limit' | 'batchSize'> = {},
  ): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    const { timeoutMs } = this.#lease;
    const scanning = async () => {
      for await (const { key, value } of this.#reader.scan({ start, end, timeoutMs, ...options })) {
        rows.push([text(key) as string, text(value) as string]);
      }
    };
    await this.#lease.survive(scanning());
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
    this.steps.push({ kind: 'write', key, value, insert: false });
  }

  insert(key: string, value: string): void {
    this.#transaction.insert(key, value);
    this.steps.push({ kind: 'write', key, value, insert: true });
  }

  delete(key: string): void {
    this.#transaction.delete(key);
    this.steps.push({ kind: 'write', key, value: undefined, insert: false });
  }
}
