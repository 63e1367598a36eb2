import {
  AlreadyExistsError,
  type BeginBulkOptions,
  type BeginOptions,
  type BulkTransaction,
  type Snapshot,
  TikvError,
  type Transaction,
  UndeterminedError,
  WriteConflictError,
} from '../../src/index.ts';
import type { SeededRandom } from '../../src/testing/index.ts';
import type { CallerWishes, ScanBounds } from './caller-wishes.ts';
import { ClientDied } from './client-died.ts';
import type { History, LevelRead, Outcome, RawRecord, Refusal, TransactionRecord } from './history.ts';
import { Lease, type OpenCall, type Overrun } from './lease.ts';
import { outcomeOf } from './outcome-of.ts';
import { RawCalls } from './raw-calls.ts';
import { RecordedLevelReads } from './recorded-level-reads.ts';
import { askRaw, endRaw, type Moment, newRawRecord, type RawScanWish, scanRaw } from './recorded-raw.ts';
import { RecordedBulk, RecordedReads, RecordedTransaction, text } from './recorded-transaction.ts';
import type { SimulatedClient } from './simulated-client.ts';

export type Body = (transaction: RecordedTransaction) => Promise<void> | void;

/** What a workload asks of its transaction, whatever else is drawn. */
export type Wanted = Pick<BeginOptions, 'mode' | 'assertionLevel'> & {
  /** How likely a read locks what it reads. */
  readonly locking?: number;
};

/** What a body throws to give up on purpose. */
export class GaveUp extends Error {}

/**
 * One logical process: does one thing after another with a client, and notes what it saw. Its verbs do not throw what
 * the client throws.
 */
export class Session {
  readonly name: string;
  readonly random: SeededRandom;
  readonly history: History;
  readonly overruns: Overrun[] = [];
  /** What it has called and has not ended, also when it goes on without it. */
  readonly openCalls = new Set<OpenCall>();
  readonly unexpected: unknown[] = [];
  /** Calls of the raw API on many keys, and those that may be sent again or write what does not stay. */
  readonly rawCalls: RawCalls;
  readonly #client: () => Promise<SimulatedClient>;
  readonly #nowTs: () => bigint;
  readonly #changes: () => number;
  readonly #wishes: CallerWishes;
  readonly #isExpected: (error: TikvError) => boolean;
  readonly #hasAsked: (startTs: bigint) => boolean;
  readonly #sleep: (durationMs: number) => Promise<void>;

  constructor(options: {
    readonly name: string;
    readonly random: SeededRandom;
    readonly history: History;
    /** A living client: a dead one is replaced. */
    readonly client: () => Promise<SimulatedClient>;
    /** A timestamp of the cluster, taken without its clients. */
    readonly nowTs: () => bigint;
    /** How many changes of the data there have been. */
    readonly changes: () => number;
    readonly wishes: CallerWishes;
    /** Whether an error of the library may be thrown here at all. Default: any may. */
    readonly isExpected?: (error: TikvError) => boolean;
    /** Whether a client has sent what may commit a transaction. Default: it always has. */
    readonly hasAsked?: (startTs: bigint) => boolean;
    readonly sleep: (durationMs: number) => Promise<void>;
  }) {
    this.name = options.name;
    this.random = options.random;
    this.history = options.history;
    this.#client = options.client;
    this.#nowTs = options.nowTs;
    this.#changes = options.changes;
    this.#wishes = options.wishes;
    this.#isExpected = options.isExpected ?? (() => true);
    this.#hasAsked = options.hasAsked ?? (() => true);
    this.#sleep = options.sleep;
    this.rawCalls = new RawCalls({
      name: options.name,
      history: options.history,
      wishes: options.wishes,
      lease: () => this.#lease(),
      caught: (work) => this.#caught(work),
    });
  }

  /** Does nothing for a while. */
  sleep(durationMs: number): Promise<void> {
    return this.#sleep(durationMs);
  }

  /** Where its next scan of some keys begins and ends: with all that lies between two others, or among them. */
  scanBounds(low: string, high: string, keys: readonly string[]): ScanBounds {
    return this.#wishes.scanBounds(low, high, keys);
  }

  /** Runs a transaction once, by hand; its record tells what became of it, undefined when it did not begin. */
  async once(workload: string, body: Body, wanted: Wanted = {}): Promise<TransactionRecord | undefined> {
    const lease = await this.#lease();
    const beganAt = this.history.tick();
    const { locking = this.#wishes.locking(), ...asked } = wanted;
    const begin = { ...this.#wishes.beginOptions(), ...asked };
    let transaction: Transaction | undefined;
    let record: TransactionRecord | undefined;
    const error = await this.#caught(async () => {
      const startTs = await this.#startTs(lease);
      const begun = await lease.call('begin', (options) =>
        lease.tikv.begin({ ...begin, ...startTs, ...options }),
      );
      transaction = begun;
      record = this.#note(workload, begun.startTs, beganAt, begin);
      await this.#runBody(body, begun, record, lease, locking);
      await this.#commit(begun, record, lease);
    });
    if (transaction === undefined || record === undefined) return undefined;
    return this.#leave(transaction, record, error, lease);
  }

  /** A timestamp for the next transaction, when it is not to take one itself. */
  async #startTs(lease: Lease): Promise<Pick<BeginOptions, 'startTs'>> {
    const afterMs = this.#wishes.beginsAfterMs();
    if (afterMs === undefined) return {};
    const startTs = await lease.call('timestamp', (options) => lease.tikv.timestamp(options));
    await this.sleep(afterMs);
    return { startTs };
  }

  /** Runs a bulk transaction once; its record tells what became of it, undefined when it did not begin. */
  async bulk(
    workload: string,
    flushing: BeginBulkOptions,
    body: (bulk: RecordedBulk) => Promise<void>,
  ): Promise<TransactionRecord | undefined> {
    const lease = await this.#lease();
    const beganAt = this.history.tick();
    const begin = { ...this.#wishes.bulkOptions(), ...flushing };
    let bulk: BulkTransaction | undefined;
    let record: TransactionRecord | undefined;
    const error = await this.#caught(async () => {
      // Its signal would be for all of the transaction.
      const begun = await lease.callUnaborted('begin bulk', (options) =>
        lease.tikv.beginBulk({ ...begin, ...options }),
      );
      bulk = begun;
      record = this.#note(workload, begun.startTs, beganAt, begin);
      await body(new RecordedBulk(begun, record.steps, lease));
      await this.#commit(begun, record, lease);
    });
    if (bulk === undefined || record === undefined) return undefined;
    return this.#leave(bulk, record, error, lease);
  }

  /** Rolls back what failed and is open still. */
  async #leave(
    transaction: Transaction | BulkTransaction,
    record: TransactionRecord,
    error: unknown,
    lease: Lease,
  ): Promise<TransactionRecord> {
    if (error !== undefined && !(error instanceof ClientDied) && transaction.state === 'active') {
      await this.#caught(() => lease.rollBack(transaction));
    }
    await this.#conclude(record, error);
    return record;
  }

  /** Notes the outcome, and asks for it where it is unknown, now and then. */
  async #conclude(record: TransactionRecord, error: unknown): Promise<void> {
    this.#end(record, error);
    if (record.primary !== undefined && this.#wishes.settlesSoon()) await this.settle(record);
  }

  async #commit(
    transaction: Transaction | BulkTransaction,
    record: TransactionRecord,
    lease: Lease,
  ): Promise<void> {
    record.committingAt = this.history.tick();
    const { commitTs, protocol } = await lease.call('commit', (options) => transaction.commit(options));
    Object.assign(record, { commitTs, protocol });
  }

  async #runBody(
    body: Body,
    transaction: Transaction,
    record: TransactionRecord,
    lease: Lease,
    locking: number,
  ): Promise<void> {
    const { history, random } = this;
    const locksNext = () => locking > 0 && random.chance(locking);
    try {
      await body(new RecordedTransaction(transaction, { record, history, lease, locksNext }));
    } catch (error) {
      if (error instanceof ClientDied) throw error;
      record.heldUntil = history.tick();
      throw error;
    }
    record.heldUntil = history.tick();
  }

  /** Runs a body by `transact`; every run is a record. Gives that of the last run. */
  async transact(workload: string, body: Body, wanted: Wanted = {}): Promise<TransactionRecord | undefined> {
    const lease = await this.#lease();
    let last: TransactionRecord | undefined;
    let beganAt = this.history.tick();
    const { locking = this.#wishes.locking(), ...asked } = wanted;
    const begin = { ...this.#wishes.beginOptions(), ...asked };
    // A body may commit by itself, and is told more then.
    const commitsItself = this.random.chance(0.3);
    const run = async (transaction: Transaction) => {
      if (last !== undefined) this.#close(last, 'failed', 'rerun');
      const record = this.#note(workload, transaction.startTs, beganAt, begin);
      last = record;
      try {
        await this.#runBody(body, transaction, record, lease, locking);
        if (commitsItself) await this.#commit(transaction, record, lease);
        else record.committingAt = this.history.tick();
      } finally {
        beganAt = this.history.tick();
      }
    };
    const error = await this.#caught(() =>
      lease.call('transact', (options) => lease.tikv.transact(run, { ...begin, ...options })),
    );
    if (last !== undefined) await this.#conclude(last, error);
    return last;
  }

  /** Either of both. */
  run(workload: string, body: Body, wanted: Wanted = {}): Promise<TransactionRecord | undefined> {
    return this.random.chance(0.5)
      ? this.once(workload, body, wanted)
      : this.transact(workload, body, wanted);
  }

  /** Reads in a snapshot of their own, which are a transaction without writes. */
  async snapshot(
    workload: string,
    body: (reads: RecordedReads) => Promise<void>,
  ): Promise<TransactionRecord | undefined> {
    const lease = await this.#lease();
    const beganAt = this.history.tick();
    let record: TransactionRecord | undefined;
    const error = await this.#caught(async () => {
      const staleAfterMs = this.#wishes.isStaleAfterMs();
      const snapshot =
        staleAfterMs === undefined
          ? lease.tikv.snapshot(this.#wishes.snapshotOptions(false))
          : await this.#staleSnapshot(lease, staleAfterMs);
      const startTs = await lease.call('snapshot timestamp', (options) => snapshot.timestamp(options));
      record = this.#note(workload, startTs, beganAt, {});
      await body(new RecordedReads(snapshot, snapshot, record.steps, lease));
    });
    if (record !== undefined) this.#end(record, error);
    return record;
  }

  async #staleSnapshot(lease: Lease, staleAfterMs: number): Promise<Snapshot> {
    const options = this.#wishes.snapshotOptions(true);
    const at = await lease.call('timestamp', (within) => lease.tikv.timestamp(within));
    await this.sleep(staleAfterMs);
    return lease.tikv.snapshot({ ...options, at, staleRead: true });
  }

  /** Reads at another isolation level than a snapshot's, a while after its timestamp was taken. */
  async level(
    isolation: LevelRead['isolation'],
    pauseMs: number,
    body: (reads: RecordedLevelReads) => Promise<void>,
  ): Promise<boolean> {
    const lease = await this.#lease();
    const { history, name } = this;
    const beganAt = history.tick();
    let hasBegun = false;
    await this.#caught(async () => {
      const snapshot = lease.tikv.snapshot({ isolation });
      const at = await lease.call('snapshot timestamp', (options) => snapshot.timestamp(options));
      history.timestamps.push({ beganAt, endedAt: history.tick(), ts: at });
      hasBegun = true;
      if (pauseMs > 0) await this.sleep(pauseMs);
      const changes = this.#changes;
      await body(new RecordedLevelReads(snapshot, { process: name, isolation, at, history, lease, changes }));
    });
    return hasBegun;
  }

  /** The newest value of a key. Gives whether there was an answer. */
  async latest(key: string): Promise<boolean> {
    const lease = await this.#lease();
    const beganAt = this.history.tick();
    const error = await this.#caught(async () => {
      const value = text(
        await lease.call('latest get', (options) =>
          lease.tikv.get(key, { ...this.#wishes.latestOptions(), ...options }),
        ),
      );
      this.history.latest.push({ process: this.name, key, value, beganAt, endedAt: this.history.tick() });
    });
    return error === undefined;
  }

  /** Resolves the locks of transactions that are over. */
  async sweep(): Promise<void> {
    const lease = await this.#lease();
    await this.#caught(() => lease.call('resolve', (options) => lease.tikv.locks.resolve(options)));
  }

  /** A timestamp. Gives whether there was an answer. */
  async timestamp(): Promise<boolean> {
    const lease = await this.#lease();
    const beganAt = this.history.tick();
    const error = await this.#caught(async () => {
      const ts = await lease.call('timestamp', (options) => lease.tikv.timestamp(options));
      this.history.timestamps.push({ beganAt, endedAt: this.history.tick(), ts });
    });
    return error === undefined;
  }

  /** One call of the raw API. */
  async raw(verb: RawRecord['verb'], key: string, value?: string, expected?: string): Promise<RawRecord> {
    const lease = await this.#lease();
    const begun = newRawRecord(this.name, verb, key, this.#now(lease));
    const record = { ...begun, expected, value };
    this.history.raw.push(record);
    const error = await this.#caught(() =>
      lease.call(`raw ${verb}`, (options) => askRaw(lease.tikv.raw.atomic(), record, options)),
    );
    endRaw(record, outcomeOf(error), this.#now(lease));
    return record;
  }

  /** A scan of the raw API, which is a read of each key that it comes past. */
  async rawScan(wish: RawScanWish): Promise<boolean> {
    const lease = await this.#lease();
    const began = this.#now(lease);
    const error = await this.#caught(async () => {
      const rows = await scanRaw(lease, wish);
      const ended = this.#now(lease);
      for (const [key, found] of rows) {
        const read = newRawRecord(this.name, 'get', key, began);
        endRaw(read, 'ok', ended);
        this.history.raw.push(Object.assign(read, { found }));
      }
    });
    return error === undefined;
  }

  #now({ nowMs }: Lease): Moment {
    return { tick: this.history.tick(), ms: nowMs };
  }

  /** Asks what became of a transaction of unknown outcome. Gives what went wrong. */
  async settle(record: TransactionRecord): Promise<unknown> {
    const { startTs, primary } = record;
    if (primary === undefined) return undefined;
    const lease = await this.#lease();
    return this.#caught(async () => {
      const settlement = await lease.call('settle', (options) =>
        lease.tikv.settle({ startTs, primary }, options),
      );
      if (record.settled !== undefined && record.settled !== settlement.outcome) {
        throw new Error(`${record.id} was ${record.settled}, and is ${settlement.outcome}`);
      }
      record.settled = settlement.outcome;
      if (settlement.outcome === 'committed') record.settledTs = settlement.commitTs;
    });
  }

  async #lease(): Promise<Lease> {
    const client = await this.#client();
    // A session does one thing at a time: this ends what was open before.
    this.history.open.set(this.name, this.#nowTs());
    const { overruns, openCalls } = this;
    return new Lease({
      client,
      timeoutMs: this.#wishes.timeoutMs(),
      firstAttemptTimeoutMs: this.#wishes.firstAttemptTimeoutMs(),
      nextAbortMs: () => this.#wishes.nextAbortMs(),
      nextScanAbortMs: () => this.#wishes.nextScanAbortMs(),
      overruns,
      open: openCalls,
    });
  }

  #note(workload: string, startTs: bigint, beganAt: number, begin: BeginOptions): TransactionRecord {
    const record: TransactionRecord = {
      id: this.history.transactions.length,
      process: this.name,
      workload,
      startTs,
      beganAt,
      steps: [],
      causal: begin.causalConsistency ?? false,
      mode: begin.mode ?? 'optimistic',
      assertionLevel: begin.assertionLevel ?? 'strict',
      isPicky: begin.checkCommitTs !== undefined,
      above: begin.commitWaitUntilTs,
      heldUntil: Number.POSITIVE_INFINITY,
      committingAt: Number.POSITIVE_INFINITY,
      endedAt: Number.POSITIVE_INFINITY,
      outcome: 'unknown',
      commitTs: undefined,
      protocol: undefined,
      error: undefined,
      refusal: undefined,
      primary: undefined,
      settled: undefined,
      settledTs: undefined,
    };
    this.history.transactions.push(record);
    return record;
  }

  #end(record: TransactionRecord, error: unknown): void {
    if (error instanceof UndeterminedError) {
      record.primary = error.primary;
      if (!this.#isUndetermined(record, error)) {
        this.unexpected.push(
          new Error(`transaction ${record.id} is told to be of unknown outcome, though it is not`),
        );
      }
    }
    record.refusal = refusalOf(error);
    this.#close(record, outcomeOf(error), error instanceof TikvError ? error.code : error && String(error));
  }

  /** Whether it may be told of unknown outcome: its commit was asked for, and something was sent that may commit it. */
  #isUndetermined({ startTs, committingAt }: TransactionRecord, error: UndeterminedError): boolean {
    const isToldWhole = error.startTs === startTs && error.primary !== undefined;
    return isToldWhole && committingAt !== Number.POSITIVE_INFINITY && this.#hasAsked(startTs);
  }

  #close(record: TransactionRecord, outcome: Outcome, error: unknown): void {
    record.outcome = outcome;
    record.error = error as string | undefined;
    record.endedAt = this.history.tick();
  }

  /** Gives what was thrown. */
  async #caught(work: () => Promise<unknown>): Promise<unknown> {
    try {
      await work();
      return undefined;
    } catch (error) {
      const isKnown =
        error instanceof TikvError
          ? this.#isExpected(error)
          : error instanceof ClientDied || error instanceof GaveUp;
      if (!isKnown) this.unexpected.push(error);
      return error;
    }
  }
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof AlreadyExistsError) return { key: text(error.key) as string, conflict: undefined };
  if (!(error instanceof WriteConflictError)) return undefined;
  const { key, startTs, conflictStartTs, conflictCommitTs } = error;
  return { key: text(key) as string, conflict: { startTs, conflictStartTs, conflictCommitTs } };
}
