import type { InspectionEvent, SnapshotFrom } from 'xstate';
import { lockResolverMachine } from '../../machines/index.ts';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { closeClient } from '../../src/client/close.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { type Lock, type ResolveResult, toLock } from '../../src/lock/lock.ts';
import type { TikvError } from '../../src/model/errors.ts';
import { maxTimestamp } from '../../src/model/timestamp.ts';
import { type Cluster, type FaultHandle, type Message, startCluster } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { ForeignWriter } from './foreign-writer.ts';
import { VirtualClock } from './virtual-clock.ts';

const RPCS = ['KvCheckTxnStatus', 'KvCheckSecondaryLocks', 'KvResolveLock', 'KVPessimisticRollback'];
/** How long the lock lives that is met. */
export const TTL_MS = 20_000;
/** How long a primary lives that is to be alive. */
export const LONG_TTL_MS = 3_600_000;

/** A client on an embedded cluster, whose clock stands still, and a writer that leaves locks for it. */
export class LockClient {
  readonly clock = new VirtualClock();
  readonly cluster: Cluster;
  readonly writer: ForeignWriter;
  readonly parts: ClientParts;
  readonly core: ClientCore;
  /** Told of the states of every lock resolver. */
  onState: (state: string) => void = () => {};

  private constructor(cluster: Cluster, writer: ForeignWriter, inspect: (event: InspectionEvent) => void) {
    this.cluster = cluster;
    this.writer = writer;
    const observe = (event: InspectionEvent) => {
      inspect(event);
      this.#note(event);
    };
    const runtime = { ...systemRuntime(), clock: this.clock };
    this.parts = assemble(parseOptions({ endpoints: cluster.pd.addresses, runtime, inspect: observe }));
    this.core = new ClientCore(this.parts);
  }

  static async start(inspect: (event: InspectionEvent) => void): Promise<LockClient> {
    const cluster = await startCluster();
    const client = new LockClient(cluster, await ForeignWriter.connect(cluster.url), inspect);
    await client.parts.timestamps.timestamp();
    return client;
  }

  async close(): Promise<void> {
    this.writer.close();
    await closeClient(this.core, { drainMs: 0 });
    await this.cluster.close();
  }

  #note(event: InspectionEvent): void {
    if (event.type !== '@xstate.snapshot') return;
    const snapshot = event.snapshot as SnapshotFrom<typeof lockResolverMachine>;
    if (snapshot.machine?.id === lockResolverMachine.id) this.onState(snapshot.value);
  }
}

/** One transaction that left a lock, and the caller who meets it. */
export class MetLock {
  readonly #client: LockClient;
  readonly primary: string;
  readonly met: string;
  readonly other: string;
  readonly mode: 'read' | 'write';
  readonly pessimistic: boolean;
  startTs = 0n;
  earlyTs = 0n;
  callerTs = 0n;
  /** Known once the fate is. */
  commitTs = 0n;
  verdict: Promise<ResolveResult | string> | undefined;
  isDecided = false;
  wasPrewritten = false;
  state = '';
  readonly controller = new AbortController();
  #gate: FaultHandle | undefined;
  #faults: FaultHandle[] = [];
  #hits = 0;
  #waiters: (() => void)[] = [];

  constructor(client: LockClient, nth: number, mode: 'read' | 'write', pessimistic: boolean) {
    this.#client = client;
    const name = `${mode} ${pessimistic} ${nth}`;
    this.primary = `${name} p`;
    this.met = `${name} s`;
    this.other = `${name} t`;
    this.mode = mode;
    this.pessimistic = pessimistic;
  }

  /** Locks the key that will be met; the primary is not written yet. */
  async begin(): Promise<void> {
    this.startTs = await this.#client.writer.timestamp();
    if (this.pessimistic)
      await this.#client.writer.lockPessimistically(this.startTs, this.met, TTL_MS, this.primary);
    else await this.lock(this.met, { useAsyncCommit: true, ttlMs: TTL_MS });
    this.earlyTs = await this.#client.writer.timestamp();
  }

  /** Time goes by, and the client knows. */
  async pass(ms: number): Promise<bigint> {
    this.#client.cluster.pd.tso.jumpForward(ms);
    return this.#client.parts.timestamps.timestamp();
  }

  /** The caller meets the lock, and has it looked after. */
  async resolve(): Promise<void> {
    this.callerTs = await this.pass(10);
    const times = Number.POSITIVE_INFINITY;
    this.#gate = this.#client.cluster.fail({ rpc: RPCS, when: this.#isMine, times, action: 'pause' });
    this.#faults.push(this.#gate);
    const lock = await this.#meet();
    this.#client.onState = (state) => {
      this.state = state;
      for (const wake of this.#waiters.splice(0)) wake();
    };
    const { core } = this.#client;
    const deadline = core.startDeadline({ signal: this.controller.signal });
    const options = { callerStartTs: this.callerTs, mode: this.mode };
    this.verdict = this.#client.parts.locks.resolve([lock], options, core.backoffer(deadline, 'read')).then(
      (result) => {
        this.isDecided = true;
        return result;
      },
      (error: TikvError) => {
        this.isDecided = true;
        return error.code;
      },
    );
  }

  readonly #isMine = ({ request }: Message) =>
    request.lockTs === this.startTs || request.startVersion === this.startTs;

  async #meet(): Promise<Lock> {
    const [answer] = await this.#client.writer.prewrite(this.callerTs, { [this.met]: 'mine' });
    return toLock(answer?.errors[0]?.locked as never);
  }

  /** Waits until the chart is in a state: to know when to look, not what to see. */
  async until(state: string): Promise<void> {
    while (this.state !== state) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** The next request of the resolver, which waits at the store. */
  async nextRequest(): Promise<Message> {
    this.#hits += 1;
    return (this.#gate as FaultHandle).waitForHit(this.#hits);
  }

  get waitingRequests(): number {
    return (this.#gate as FaultHandle).hits - this.#hits;
  }

  release(): void {
    this.#gate?.release();
  }

  /** Lets the request that waits be answered with an error that nobody can do anything about. */
  refuse(): void {
    const refusal = { error: { abort: 'no' }, errors: [{ abort: 'no' }] };
    const action = { response: () => refusal };
    this.#faults.push(this.#client.cluster.fail({ rpc: RPCS, when: this.#isMine, action }));
    this.release();
  }

  lock(key: string, options: Parameters<ForeignWriter['lock']>[2] = {}): Promise<void> {
    return this.#client.writer.lock(
      this.startTs,
      { [key]: 'new' },
      { primary: this.primary, ttlMs: LONG_TTL_MS, ...options },
    );
  }

  /** The transaction went on since its pessimistic lock was met. */
  async prewriteMet(): Promise<void> {
    if (!this.pessimistic) return;
    const { errors } = await this.#client.writer.send(this.met, tikvRpcs.kvPrewrite, {
      mutations: [{ key: Buffer.from(this.met), value: Buffer.from('new') }],
      primaryLock: Buffer.from(this.primary),
      startVersion: this.startTs,
      forUpdateTs: this.startTs,
      pessimisticActions: [1],
      lockTtl: BigInt(TTL_MS),
      useAsyncCommit: true,
    });
    if (errors[0] !== undefined) throw new Error(`not prewritten: ${Object.keys(errors[0])}`);
    this.wasPrewritten = true;
  }

  /** Of the locks on its three keys. */
  largestMinCommitTs(): bigint {
    const names = [this.primary, this.met, this.other];
    const own = this.#client.cluster.locks().filter(({ key }) => names.includes(Buffer.from(key).toString()));
    const all = own.map(({ lock }) => ('minCommitTs' in lock ? lock.minCommitTs : 0n));
    return all.reduce(maxTimestamp, 0n);
  }

  /** What a key holds of the transaction. */
  on(key: string): 'locked' | 'rolledBack' | 'nothing' | bigint {
    const name = Buffer.from(key).toString('hex');
    const isIt = (entry: { readonly key: Uint8Array }) => Buffer.from(entry.key).toString('hex') === name;
    const { locks, writes } = this.#client.cluster.dump();
    if (locks.some(isIt)) return 'locked';
    const record = writes.find((write) => isIt(write) && write.startTs === this.startTs);
    if (record === undefined) return 'nothing';
    return record.type === 'Rollback' ? 'rolledBack' : record.commitTs;
  }

  /** Whatever is still under way ends. */
  async end(): Promise<void> {
    this.#client.onState = () => {};
    this.controller.abort();
    for (const fault of this.#faults) fault.remove();
    await this.verdict;
  }
}
