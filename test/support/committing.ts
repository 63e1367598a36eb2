import type { InspectionEvent, SnapshotFrom } from 'xstate';
import { transactionMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import type { TikvError } from '../../src/model/errors.ts';
import { maxTimestamp } from '../../src/model/timestamp.ts';
import { sendByKey } from '../../src/region/send-by-key.ts';
import {
  type Cluster,
  type FaultHandle,
  type FaultRule,
  type Message,
  startCluster,
} from '../../src/testing/index.ts';
import type { ProtocolOptions } from '../../src/txn/commit/choose-protocol.ts';
import { Transaction } from '../../src/txn/transaction.ts';
import type { CommitResult } from '../../src/txn/transaction-steps.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { ForeignWriter } from './foreign-writer.ts';

/** What a transaction writes: its keys lie in one region, or in two; a check leaves no lock. */
export type Writes = 'nothing' | 'one key' | 'two regions' | 'a check';

/** An embedded cluster, a client of it, and another client that gets in its way. */
export class CommitClient {
  readonly cluster: Cluster;
  readonly writer: ForeignWriter;
  readonly parts: ClientParts;
  readonly core: ClientCore;
  /** Told of the states of every transaction. */
  onState: (snapshot: SnapshotFrom<typeof transactionMachine>) => void = () => {};

  private constructor(cluster: Cluster, writer: ForeignWriter, inspect: (event: InspectionEvent) => void) {
    this.cluster = cluster;
    this.writer = writer;
    const observe = (event: InspectionEvent) => {
      inspect(event);
      if (event.type !== '@xstate.snapshot') return;
      const snapshot = event.snapshot as SnapshotFrom<typeof transactionMachine>;
      if (snapshot.machine?.id === transactionMachine.id) this.onState(snapshot);
    };
    this.parts = assemble(parseOptions({ endpoints: cluster.pd.addresses, inspect: observe }));
    this.core = new ClientCore(this.parts);
  }

  static async start(inspect: (event: InspectionEvent) => void): Promise<CommitClient> {
    const cluster = await startCluster();
    return new CommitClient(cluster, await ForeignWriter.connect(cluster.url), inspect);
  }

  async close(): Promise<void> {
    this.writer.close();
    await closeClient(this.core, { drainMs: 0 });
    await this.cluster.close();
  }
}

const RPCS = ['KvPrewrite', 'KvCommit', 'KvBatchRollback', 'KvCheckTxnStatus', 'Tso'];
const ALWAYS = { times: Number.POSITIVE_INFINITY };

/** What a key holds of a transaction: when it was committed, or what else. */
export type Held = 'locked' | 'rolledBack' | 'nothing' | bigint;

/** One transaction, each of whose requests waits at its server until the test lets it go. */
export class Committing {
  readonly writes: Writes;
  readonly primary: string;
  readonly other: string;
  readonly #client: CommitClient;
  readonly #prefix: string;
  readonly #controller = new AbortController();
  #transaction: Transaction | undefined;
  #gate: FaultHandle | undefined;
  #faults: FaultHandle[] = [];
  #seen = 0;
  #waiters: (() => void)[] = [];
  #answered: Promise<void> = Promise.resolve();
  startTs = 0n;
  state = '';
  /** What the caller of commit hears: a result, or the code of an error. */
  verdict: CommitResult | string = 'pending';
  /** Code of the error it is to hear should the transaction fail; pending while nobody asked for a commit. */
  reason = 'pending';

  constructor(client: CommitClient, prefix: string, writes: Writes) {
    this.#client = client;
    this.#prefix = prefix;
    this.primary = `${prefix}/a`;
    this.other = `${prefix}/z`;
    this.writes = writes;
  }

  /** From now on requests wait. With one phase all keys begin in one region. */
  async begin(options: ProtocolOptions): Promise<Transaction> {
    const { cluster, parts } = this.#client;
    cluster.split(`${this.#prefix}/`);
    if (this.writes === 'two regions' && !options.onePhaseCommit) cluster.split(this.other);
    this.startTs = await parts.timestamps.timestamp();
    await this.learnRegions();
    this.#gate = this.fail({ ...ALWAYS, rpc: RPCS, action: 'pause' });
    this.#client.onState = (snapshot) => {
      const { value } = snapshot;
      this.state = typeof value === 'string' ? value : `committing.${value.committing}`;
      for (const wake of this.#waiters.splice(0)) wake();
    };
    const transaction = new Transaction(parts.transactions, this.startTs, options);
    const keys = {
      nothing: [],
      'one key': [this.primary],
      'a check': [],
      'two regions': [this.primary, this.other],
    };
    for (const key of keys[this.writes]) transaction.put(Buffer.from(key), Buffer.from('new'));
    if (this.writes === 'a check') {
      transaction.insert(Buffer.from(this.primary), Buffer.from('new'));
      transaction.delete(Buffer.from(this.primary));
    }
    this.#transaction = transaction;
    return transaction;
  }

  async commit(options: ProtocolOptions): Promise<void> {
    const transaction = await this.begin(options);
    const deadline = this.#client.core.startDeadline({ signal: this.#controller.signal });
    this.#answered = transaction.commit(deadline).then(
      (result) => {
        this.verdict = result;
      },
      (error: TikvError) => {
        this.verdict = error.code;
      },
    );
  }

  /** What the client says of it. */
  get told(): string | undefined {
    return this.#transaction?.state;
  }

  /** Lets the client learn of the regions, by reads of keys that nobody writes. */
  async learnRegions(): Promise<void> {
    const { core, parts } = this.#client;
    const backoffer = core.backoffer(core.startDeadline(undefined), 'read');
    for (const name of [`${this.primary}a`, `${this.other}z`]) {
      const key = Buffer.from(name);
      const request = { key, version: this.startTs };
      await sendByKey(parts.regions, key, { rpc: tikvRpcs.kvGet, request, timeoutMs: 10_000, backoffer });
    }
  }

  split(): void {
    this.#client.cluster.split(this.other);
  }

  /** Sets a fault for requests of the transaction and, with the gate, for timestamps. */
  fail(rule: FaultRule): FaultHandle {
    const when = (message: Message) => (rule.when?.(message) ?? true) && this.#isOwn(message);
    const fault = this.#client.cluster.fail({ ...rule, when });
    this.#faults.push(fault);
    return fault;
  }

  /** Another client, who can act on the transaction while this one waits. */
  get writer(): ForeignWriter {
    return this.#client.writer;
  }

  /** A fresh timestamp, for others. */
  nextTs(): bigint {
    return this.#client.cluster.pd.tso.next();
  }

  /** The other client's requests do not tell the cluster. */
  #isOwn({ rpc, request }: Message): boolean {
    if (rpc === 'Tso') return true;
    const { startVersion, lockTs, context } = request as {
      readonly startVersion?: bigint;
      readonly lockTs?: bigint;
      readonly context: { readonly clusterId: bigint };
    };
    return context.clusterId !== 0n && (startVersion ?? lockTs) === this.startTs;
  }

  /** Readers have been at work far ahead: what the stores work out is too late for the client. */
  async readFarAhead(): Promise<void> {
    this.#client.cluster.pd.tso.jumpForward(5_000);
    for (const key of [`${this.primary}a`, `${this.other}z`]) await this.writer.get(key, this.nextTs());
  }

  /** Waits until the chart is in a state: to know when to look, not what to see. */
  async until(state: string): Promise<void> {
    while (this.state !== state) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Waits for the next request of a kind, and of a key. */
  async request(rpc: string, key?: string): Promise<Message> {
    for (;;) {
      this.#seen += 1;
      const message = await (this.#gate as FaultHandle).waitForHit(this.#seen);
      if (message.rpc === rpc && (key === undefined || keysOf(message).includes(key))) return message;
    }
  }

  release(): void {
    this.#gate?.release();
  }

  /** From now on requests do not wait. */
  open(): void {
    this.#gate?.remove();
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Requests of the transaction so far. */
  sent(rpc: string): readonly Message[] {
    return this.#client.cluster.log
      .messages(rpc)
      .filter(({ request }) => request.startVersion === this.startTs);
  }

  /** What its two keys hold. */
  get data(): readonly [primary: Held, other: Held] {
    return [this.#on(this.primary), this.#on(this.other)];
  }

  /** When its primary was committed or, with locks of async commit, will be. */
  get committedAt(): Held {
    const [primary] = this.data;
    if (primary !== 'locked') return primary;
    const own = this.#client.cluster
      .locks()
      .flatMap(({ lock }) =>
        'minCommitTs' in lock && lock.startTs === this.startTs ? lock.minCommitTs : [],
      );
    return own.reduce(maxTimestamp);
  }

  #on(key: string): Held {
    const name = Buffer.from(key).toString('hex');
    const isIt = (entry: { readonly key: Uint8Array }) => Buffer.from(entry.key).toString('hex') === name;
    const { locks, writes } = this.#client.cluster.dump();
    const own = (ts: bigint) => ts === this.startTs;
    if (locks.some((entry) => isIt(entry) && 'startTs' in entry.lock && own(entry.lock.startTs)))
      return 'locked';
    const record = writes.find((write) => isIt(write) && own(write.startTs));
    if (record === undefined) return 'nothing';
    return record.type === 'Rollback' ? 'rolledBack' : record.commitTs;
  }

  /** Whatever is still under way ends. */
  async end(): Promise<void> {
    this.#client.onState = () => {};
    this.abort();
    for (const fault of this.#faults) fault.remove();
    await this.#answered;
    await this.#client.parts.background.idle();
  }
}

/** Keys of a request, as text. */
export function keysOf({ request }: Message): readonly string[] {
  const { keys, mutations, primaryKey } = request as {
    readonly keys?: readonly Uint8Array[];
    readonly mutations?: readonly { readonly key: Uint8Array }[];
    readonly primaryKey?: Uint8Array;
  };
  const all = keys ?? mutations?.map(({ key }) => key) ?? (primaryKey === undefined ? [] : [primaryKey]);
  return all.map((key) => Buffer.from(key).toString());
}
