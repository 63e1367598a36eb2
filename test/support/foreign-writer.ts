import type { metapb } from '#proto/connect';
import { encodeMemcomparable } from '../../src/keyspace/memcomparable.ts';
import { composeTimestamp, LOGICAL_BITS } from '../../src/model/timestamp.ts';
import { kvrpcpb } from '../../src/wire/codec/messages.ts';
import type { Rpc, StreamRpc } from '../../src/wire/codec/rpc.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { bytes, RawClient, type RawStream } from '../unit/testing/cluster/raw-client.ts';

/** One key of a prewrite: a value to put, or null to delete. */
export type Writes = Readonly<Record<string, string | null>>;

export interface PrewriteOptions {
  /** Default: the first key of the writes. */
  readonly primary?: string;
  /** Milliseconds from the start timestamp on. Default 20 s. */
  readonly ttlMs?: number;
  readonly minCommitTs?: bigint;
  readonly txnSize?: bigint;
  /** Commit with the last prewrite: the primary's lock lists these. */
  readonly secondaries?: readonly string[];
  readonly useAsyncCommit?: boolean;
}

/** What carries its calls. */
export interface BareCalls extends Disposable {
  call<Request, Response>(address: string, rpc: Rpc<Request, Response>, request: Request): Promise<Response>;
  stream<Request, Response>(
    address: string,
    rpc: StreamRpc<Request, Response>,
  ): Pick<RawStream<Request, Response>, 'send' | 'next' | 'end'>;
}

/**
 * A client that speaks the bare protocol: it leaves locks as dead, slow or foreign clients do. It sends one key in a
 * request, asks PD for the region each time, and retries nothing.
 */
export class ForeignWriter {
  readonly #rpcs: BareCalls;
  readonly #pd: string;
  readonly #context: kvrpcpb.Context;
  #header: { readonly clusterId: bigint } = { clusterId: 0n };

  private constructor(pd: string, context: kvrpcpb.Context, rpcs: BareCalls) {
    this.#pd = pd;
    this.#rpcs = rpcs;
    this.#context = context;
  }

  /**
   * @param url of the cluster; its first PD must lead.
   * @param context of every request, beside the region's. Default: API V1.
   * @param rpcs Default: over sockets.
   */
  static async connect(
    url: string,
    context: kvrpcpb.Context = {},
    rpcs: BareCalls = new RawClient(),
  ): Promise<ForeignWriter> {
    const [first] = url.replace('tikv://', '').split(',') as [string];
    const writer = new ForeignWriter(first, context, rpcs);
    const { header } = await writer.#rpcs.call(first, pdRpcs.getMembers, {});
    writer.#header = { clusterId: header?.clusterId ?? 0n };
    return writer;
  }

  /** A fresh timestamp. */
  async timestamp(): Promise<bigint> {
    const stream = this.#rpcs.stream(this.#pd, pdRpcs.tso);
    stream.send({ header: this.#header, count: 1 });
    const { timestamp } = await stream.next();
    stream.end();
    if (timestamp === undefined) throw new Error('PD gave no timestamp');
    return composeTimestamp(Number(timestamp.physical), Number(timestamp.logical));
  }

  /** A start timestamp of so long ago. */
  async longAgo(ms = 60_000): Promise<bigint> {
    return (await this.timestamp()) - (BigInt(ms) << LOGICAL_BITS);
  }

  /**
   * Locks keys, each with its value.
   * @returns the answers, in the order of the keys
   */
  async prewrite(
    startVersion: bigint,
    writes: Writes,
    { primary = Object.keys(writes)[0] as string, ttlMs = 20_000, ...options }: PrewriteOptions = {},
  ): Promise<kvrpcpb.PrewriteResponse.Decoded[]> {
    const {
      minCommitTs = 0n,
      txnSize = 1n,
      secondaries,
      useAsyncCommit = secondaries !== undefined,
    } = options;
    const answers: kvrpcpb.PrewriteResponse.Decoded[] = [];
    for (const [key, value] of Object.entries(writes)) {
      const mutation =
        value === null ? { op: kvrpcpb.Op.Del, key: bytes(key) } : { key: bytes(key), value: bytes(value) };
      answers.push(
        await this.send(key, tikvRpcs.kvPrewrite, {
          mutations: [mutation],
          primaryLock: bytes(primary),
          startVersion,
          lockTtl: BigInt(ttlMs),
          minCommitTs,
          txnSize,
          useAsyncCommit,
          secondaries: key === primary ? (secondaries ?? []).map(bytes) : [],
        }),
      );
    }
    return answers;
  }

  /** Like `prewrite`, and throws unless every key was locked. */
  async lock(startVersion: bigint, writes: Writes, options?: PrewriteOptions): Promise<void> {
    const answers = await this.prewrite(startVersion, writes, options);
    const error = answers.flatMap(({ errors }) => errors)[0];
    if (error !== undefined) throw new Error(`not locked: ${Object.keys(error)}`);
  }

  /** Commits values of so long ago. */
  async put(writes: Writes, ms = 120_000): Promise<void> {
    const startTs = await this.longAgo(ms);
    await this.lock(startTs, writes);
    for (const key of Object.keys(writes)) {
      const { error } = await this.commit(startTs, startTs + 1n, key);
      if (error !== undefined) throw new Error(`not committed: ${Object.keys(error)}`);
    }
  }

  lockPessimistically(
    startVersion: bigint,
    key: string,
    ttlMs: number,
    primary = key,
    forUpdateTs = startVersion,
  ) {
    return this.send(key, tikvRpcs.kvPessimisticLock, {
      mutations: [{ op: kvrpcpb.Op.PessimisticLock, key: bytes(key) }],
      primaryLock: bytes(primary),
      startVersion,
      forUpdateTs,
      lockTtl: BigInt(ttlMs),
    });
  }

  commit(startVersion: bigint, commitVersion: bigint, key: string) {
    return this.send(key, tikvRpcs.kvCommit, { startVersion, commitVersion, keys: [bytes(key)] });
  }

  rollBack(startVersion: bigint, key: string) {
    return this.send(key, tikvRpcs.kvBatchRollback, { startVersion, keys: [bytes(key)] });
  }

  /** The bare answer to a read. */
  get(key: string, version: bigint) {
    return this.send(key, tikvRpcs.kvGet, { key: bytes(key), version });
  }

  /** Sends a request to the leader of a key's region. */
  async send<Request, Response>(
    key: string,
    rpc: Rpc<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const { address, context } = await this.#locate(key);
    return this.#rpcs.call(address, rpc, { ...request, context });
  }

  close(): void {
    this.#rpcs[Symbol.dispose]();
  }

  async #locate(key: string) {
    const { region, leader } = await this.#rpcs.call(this.#pd, pdRpcs.getRegion, {
      header: this.#header,
      regionKey: encodeMemcomparable(bytes(key)),
    });
    if (region === undefined || leader === undefined) throw new Error(`PD knows no leader for ${key}`);
    const { store } = await this.#rpcs.call(this.#pd, pdRpcs.getStore, {
      header: this.#header,
      storeId: leader.storeId,
    });
    const { address } = store as metapb.Store.Decoded;
    const { id: regionId, regionEpoch } = region;
    return { address, context: { ...this.#context, regionId, regionEpoch, peer: leader } };
  }
}
