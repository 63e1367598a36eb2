import { type UndeterminedError, UsageError } from '../model/errors.ts';
import { INSPECTED } from '../model/inspected.ts';
import type { BytesInput } from '../model/keys.ts';
import { describeType } from '../model/show-value.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../model/timestamp.ts';
import { unknownNames } from '../model/unknown-names.ts';
import { type ClientEvents, EVENT_TABLE, type EventName } from '../observe/event-table.ts';
import type { ValueEntry } from '../txn/reads/point-read.ts';
import { ReadView } from '../txn/reads/read-view.ts';
import { snapshotGet } from '../txn/reads/snapshot-get.ts';
import { toRequestContext, withRequestContext } from '../txn/request-settings.ts';
import { Admin } from './admin.ts';
import { type BulkTransaction, beginBulk } from './bulk-transaction.ts';
import type { ClientCore } from './client-core.ts';
import { type CloseOptions, closeClient } from './close.ts';
import { guardVerbs } from './guard-verbs.ts';
import { Locks } from './locks.ts';
import type { BeginOptions } from './options/begin-options.ts';
import type { BeginBulkOptions } from './options/bulk-options.ts';
import { checkNamed, checkOptions } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import { toReplicas } from './options/replica-options.ts';
import {
  type ReadSettings,
  SETTING_RULES,
  SNAPSHOT_RULES,
  type SnapshotOptions,
  type SnapshotScanOptions,
  splitSettings,
  toReadContext,
  toSnapshotSettings,
} from './options/snapshot-options.ts';
import type { VerbOptions } from './options/verb-options.ts';
import { RawClient } from './raw-client.ts';
import { type EntryOptions, READ_RULES, type ReadOptions, toPointRead, type ValueOptions } from './reads.ts';
import type { Scan } from './scan.ts';
import { type Settlement, settle } from './settle.ts';
import { INSPECT, shown } from './shown.ts';
import { Snapshot } from './snapshot.ts';
import { SnapshotReads } from './snapshot-reads.ts';
import { OneReader } from './snapshot-sources.ts';
import { type TransactBody, type TransactOptions, transact } from './transact.ts';
import { beginTransaction, type Transaction } from './transaction.ts';

export interface TimestampOptions extends VerbOptions {
  /**
   * Return the last known timestamp, without asking PD. It is at most `lowResolutionIntervalMs` old while PD
   * answers, and as old as PD's last answer while it does not. Default false.
   */
  readonly lowResolution?: boolean | undefined;
}

export interface StaleTimestampOptions extends VerbOptions {
  /** How far in the past, in milliseconds. */
  readonly ageMs: number;
}

const TIMESTAMP_RULES = { lowResolution: rules.flag };
const GET_RULES = { ...READ_RULES, ...SETTING_RULES };

/** A client of one TiKV cluster. Made by `connect`; share one throughout the process. */
export class Tikv implements AsyncDisposable {
  /**
   * Reads and writes without transactions. Outside a keyspace, one client cannot use both this and
   * transactions.
   */
  readonly raw: RawClient;
  /** The locks of transactions, for administrators. */
  readonly locks: Locks;
  /** Administration of the cluster: region splits, garbage collection, destruction of ranges. */
  readonly admin: Admin;
  readonly #core: ClientCore;

  static {
    guardVerbs(Tikv, (object) => #core in object, {
      promised: [
        'get',
        'batchGet',
        'batchGetMap',
        'timestamp',
        'staleTimestamp',
        'begin',
        'beginBulk',
        'transact',
        'settle',
        'close',
      ],
      direct: ['scan', 'snapshot', 'on'],
    });
  }

  /** @internal */
  constructor(core: ClientCore) {
    this.#core = core;
    this.raw = new RawClient(core);
    this.locks = new Locks(core);
    this.admin = new Admin(core);
  }

  /** @internal What is alive in it now. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { root, background } = this.#core.parts;
    return { actors: root.liveCounts, background: background.size };
  }

  /** The id PD gave the cluster. */
  get clusterId(): bigint {
    return this.#core.parts.pd.clusterId;
  }

  /**
   * The newest committed value of a key, or undefined when it is absent. An empty value is a value. Fetches
   * no timestamp.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError; RegionUnavailableError or the like when
   * stores cannot be reached; ResolveLockTimeoutError when another transaction's lock stays in the way
   */
  get(key: BytesInput, options?: ValueOptions & ReadSettings): Promise<Uint8Array | undefined>;
  /** The same with the timestamp of its commit. @throws as `get`; ServerError */
  get(key: BytesInput, options: EntryOptions & ReadSettings): Promise<ValueEntry | undefined>;
  /** Either of them, for a variable `withCommitTs`. */
  get(key: BytesInput, options: ReadOptions & ReadSettings): Promise<Uint8Array | ValueEntry | undefined>;
  get(key: BytesInput, options?: ReadOptions & ReadSettings): Promise<Uint8Array | ValueEntry | undefined> {
    checkOptions('get', options, GET_RULES);
    if (options?.isolation === 'rcCheckTs') {
      throw new UsageError('get: isolation "rcCheckTs" needs a timestamp to check; use tikv.snapshot()');
    }
    const bytes = this.#core.toKey(key);
    const replicas = toReplicas('get', options, this.#core.parts.options.zone);
    return this.#core.run(options, (deadline) => {
      this.#core.use('transactional');
      const reads = withRequestContext(this.#core.reads, toRequestContext(options));
      const view = new ReadView(reads, MAX_TIMESTAMP, toReadContext(options), replicas);
      return snapshotGet(view, bytes, toPointRead(options), this.#core.backoffer(deadline, 'read'));
    });
  }

  /** Values as of one timestamp, aligned with the keys; undefined where a key is absent. @throws as `get` */
  batchGet(
    keys: readonly BytesInput[],
    options?: ValueOptions & ReadSettings,
  ): Promise<(Uint8Array | undefined)[]>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGet(
    keys: readonly BytesInput[],
    options: EntryOptions & ReadSettings,
  ): Promise<(ValueEntry | undefined)[]>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGet(
    keys: readonly BytesInput[],
    options: ReadOptions & ReadSettings,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]>;
  async batchGet(
    keys: readonly BytesInput[],
    options?: ReadOptions & ReadSettings,
  ): Promise<(Uint8Array | ValueEntry | undefined)[]> {
    const { reads, rest } = this.#oneRead('batchGet', options);
    return reads.batchGet('batchGet', keys, rest as ReadOptions);
  }

  /** The keys that exist, as given, with their values as of one timestamp. @throws as `get` */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ValueOptions & ReadSettings,
  ): Promise<Map<Key, Uint8Array>>;
  /** The same with the timestamps of commits. @throws as `get`; ServerError */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: EntryOptions & ReadSettings,
  ): Promise<Map<Key, ValueEntry>>;
  /** Either of them, for a variable `withCommitTs`. */
  batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: ReadOptions & ReadSettings,
  ): Promise<Map<Key, Uint8Array | ValueEntry>>;
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: ReadOptions & ReadSettings,
  ): Promise<Map<Key, Uint8Array | ValueEntry>> {
    const { reads, rest } = this.#oneRead('batchGetMap', options);
    return reads.batchGetMap(keys, rest as ReadOptions);
  }

  /** The pairs of a range as of one timestamp; see `Snapshot.scan`. */
  scan(options?: SnapshotScanOptions & ReadSettings): Scan {
    const { reads, rest } = this.#oneRead('scan', options);
    return reads.scan(rest);
  }

  /** A view of the data as of one timestamp. @throws UsageError */
  snapshot(options?: SnapshotOptions): Snapshot {
    if (options !== undefined) checkNamed('snapshot', options, SNAPSHOT_RULES);
    if (options?.at !== undefined && options.at >= 2n ** 63n) {
      throw new UsageError('snapshot: at must be a timestamp of the cluster, not one above 2^63');
    }
    const settings = toSnapshotSettings('snapshot', options, this.#core.parts.options.zone);
    return new Snapshot(this.#core, options?.at, settings);
  }

  /**
   * A fresh timestamp of the cluster, larger than all before; or, with `lowResolution`, the last known one.
   */
  timestamp(options?: TimestampOptions): Promise<Timestamp> {
    checkOptions('timestamp', options, TIMESTAMP_RULES);
    return this.#core.run(options, (deadline) => {
      const { timestamps } = this.#core;
      const known = options?.lowResolution === true ? timestamps.lowResolution() : undefined;
      return known === undefined ? timestamps.timestamp(deadline) : Promise.resolve(known);
    });
  }

  /**
   * The timestamp of a moment in the past, for reads as of then: `tikv.snapshot({ at })`. Usually fetches
   * nothing.
   * @throws UsageError when the moment is before 1970
   */
  async staleTimestamp(options: StaleTimestampOptions): Promise<Timestamp> {
    checkOptions('staleTimestamp', options, { ageMs: rules.count });
    const ageMs = options?.ageMs;
    if (ageMs === undefined) throw new UsageError('staleTimestamp: give ageMs, in milliseconds');
    return this.#core.run(options, async (deadline) => {
      const { timestamps } = this.#core;
      if (timestamps.lowResolution() === undefined) await timestamps.timestamp(deadline);
      const stale = timestamps.stale(ageMs);
      if (stale === undefined || stale <= 0n)
        throw new UsageError('staleTimestamp: ageMs goes back to before 1970');
      return stale;
    });
  }

  /**
   * Calls a listener for every event of one kind; docs/guide/events.md lists the events and when they are
   * emitted. A listener that throws disturbs nothing else.
   * @returns a function that removes the listener
   * @throws UsageError for an unknown event
   */
  on<Name extends EventName>(event: Name, listener: (payload: ClientEvents[Name]) => unknown): () => void {
    if (typeof event !== 'string') {
      throw new UsageError(`on: the event must be a string, not ${describeType(event)}`);
    }
    if (!Object.hasOwn(EVENT_TABLE, event)) {
      throw new UsageError(unknownNames('on: unknown event', [event], Object.keys(EVENT_TABLE)));
    }
    if (typeof listener !== 'function') throw new UsageError('on: the listener must be a function');
    return this.#core.parts.events.on(event, listener);
  }

  /** Begins a transaction that the caller has to commit or roll back. */
  begin(options?: BeginOptions): Promise<Transaction> {
    return beginTransaction(this.#core, options);
  }

  /**
   * Begins a transaction of any size: its writes go to the stores while it runs, so its memory stays bounded.
   * See docs/guide/bulk.md for what it cannot do.
   * @throws UsageError for options that do not apply to it; FutureTimestampError for a `startTs` that PD has
   * not given yet; the errors of fetching the start timestamp
   */
  beginBulk(options?: BeginBulkOptions): Promise<BulkTransaction> {
    return beginBulk(this.#core, options);
  }

  /**
   * Runs a function in a transaction and commits it. When that transaction has a conflict, the function is
   * run again in a new one, so it must do nothing that cannot be repeated. It is not run again after an
   * UndeterminedError, nor for a conflict of another transaction. `timeoutMs` and `signal` are for all runs
   * together; if the function commits by itself, they do not end what it does after that.
   * @returns what the function returned in the run whose transaction was committed, or was rolled back by the
   * function itself
   * @throws what the function throws, and as `Transaction.commit`; the conflict of the last run after
   * `maxAttempts` runs, and DeadlineError, list the conflicts of the runs before as `attempts`
   */
  transact<Result>(body: TransactBody<Result>, options?: TransactOptions): Promise<Result> {
    return transact(this.#core, body, options);
  }

  /**
   * Finds out what became of a transaction whose outcome is unknown, and makes it final: a transaction that
   * has not committed by then never will. Takes the UndeterminedError itself, or its `startTs` and `primary`.
   * Waits while the transaction is still alive: one of which nothing has arrived counts as alive for 20
   * seconds from its `startTs`. If the key is not its primary, `rolledBack` says nothing.
   * @throws UsageError, also for the error of a raw write, whose outcome cannot be asked for;
   * ReadBelowSafePointError when the transaction began so long ago that its traces may have been
   * garbage-collected; ResolveLockTimeoutError, DeadlineError and the like
   */
  async settle(
    transaction: UndeterminedError | { readonly startTs: Timestamp; readonly primary: Uint8Array },
    options?: VerbOptions,
  ): Promise<Settlement> {
    checkOptions('settle', options);
    return settle(this.#core, transaction, options);
  }

  /**
   * Waits at most `drainMs` for background work to finish, then ends every call in flight with a ClosedError
   * (an UndeterminedError where a commit is under way) and closes all connections. A second call waits for
   * the first.
   */
  close(options?: CloseOptions): Promise<void> {
    return closeClient(this.#core, options);
  }

  /** As `close` without options. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    return { clusterId: String(this.clusterId), endpoints: this.#core.parts.options.endpoints };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  /** What makes one read, with the settings among its options; and the rest of its options. */
  #oneRead<Options extends ReadSettings>(verb: string, options: Options | undefined) {
    const { settings, rest } = splitSettings(verb, options);
    const { zone } = this.#core.parts.options;
    const own = { ...toSnapshotSettings(verb, settings, zone), cacheSizeBytes: 0 };
    return { reads: new SnapshotReads(this.#core, new OneReader(this.#core, own)), rest };
  }
}
