import type { InspectionEvent } from 'xstate';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import type { KeyCodec } from '../../src/keyspace/key-codec.ts';
import { plainCodec } from '../../src/keyspace/plain-codec.ts';
import { compareBytes } from '../../src/model/bytes.ts';
import { NetworkError, ProtocolError } from '../../src/model/errors.ts';
import type { KeyRange, Peer, RegionMeta, StoreMeta } from '../../src/model/region.ts';
import type { CallFailure, Sent } from '../../src/model/runtime.ts';
import type { PdClient } from '../../src/pd/pd-client.ts';
import type { PdRegion } from '../../src/pd/pd-types.ts';
import { RegionCache, type RegionCacheOptions } from '../../src/region/cache/region-cache.ts';
import type { ReplicaRead } from '../../src/region/replica/replica-read.ts';
import type { RegionCall, RegionResult } from '../../src/region/request/region-call.ts';
import { RegionClient } from '../../src/region/request/region-client.ts';
import type { RequestContext } from '../../src/region/request/request-context.ts';
import { StoreCache } from '../../src/region/store/store-cache.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { type DeadlineOptions, Deadlines } from '../../src/retry/deadline.ts';
import { Ledger, type Receipt } from '../../src/retry/ledger.ts';
import { decodeMessage, type PartlyEncoded } from '../../src/wire/codec/message.ts';
import { type errorpb, kvrpcpb } from '../../src/wire/codec/messages.ts';
import type { Rpc } from '../../src/wire/codec/rpc.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import type {
  RpcCall,
  RpcClient,
  RpcConnection,
  RpcListener,
  RpcResult,
  SentRpc,
} from '../../src/wire/rpc-client.ts';
import { turnOfEventLoop, VirtualClock } from './virtual-clock.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (key: Uint8Array) => new TextDecoder().decode(key);

/** A request that a fake store received. */
export interface SentRequest {
  readonly address: string;
  readonly rpc: string;
  readonly request: { readonly context?: kvrpcpb.Context | undefined };
  cancelled: boolean;
  readonly connection: RpcConnection;
  /** Not on a batch stream. */
  readonly alone: boolean;
  /** Without one of these the request waits for ever. */
  respond(response: object): void;
  fail(status: number, sent: Sent, message?: string): void;
  malformed(): void;
}

type Failing = Pick<CallFailure, 'status' | 'sent'> & Partial<CallFailure>;

/** What a fake store does with a request. */
export type Reply =
  | { readonly response: object }
  | { readonly regionError: Partial<errorpb.Error.Decoded> }
  | Failing
  | { readonly malformed: string }
  /** Answers never, or when the test says so. */
  | 'silence';

function whole({ encoded, rest }: PartlyEncoded<kvrpcpb.Context>): kvrpcpb.Context {
  return Object.assign(decodeMessage(kvrpcpb.Context, 'Context', encoded), rest);
}

/** Stores that answer by script, and record what they were asked. */
export class FakeRpcClient implements RpcClient {
  readonly sent: SentRequest[] = [];
  readonly closedAddresses: string[] = [];
  /** Those that are to be closed when nothing is under way there. */
  readonly leftAddresses: string[] = [];
  readonly #connections = new Map<string, RpcConnection>();
  readonly probed: string[] = [];
  /** Stores whose health check is answered; all others refuse it. */
  readonly healthy = new Set<string>();
  /** Health checks get no answer at all. */
  neverProbed = false;
  /** What a cancelled request tells. */
  cancelTells: Sent = 'maybe';
  /** The replies to the next requests, in order; an empty answer after that. */
  script: Reply[] = [];

  send<Request, Response>(
    address: string,
    rpc: Rpc<Request, Response>,
    request: Request,
    call: RpcCall,
    listener: RpcListener<Response>,
    context?: PartlyEncoded<kvrpcpb.Context>,
  ): SentRpc {
    let isOpen = true;
    const connection = this.connectionTo(address);
    const answer = (result: RpcResult<never>) => {
      if (isOpen) listener.answered(result);
      isOpen = false;
    };
    if (rpc.name === 'Check') {
      this.probed.push(address);
      if (this.neverProbed) return { connection, cancel: () => 'maybe' };
      const isHealthy = this.healthy.has(address);
      queueMicrotask(() =>
        answer(isHealthy ? ok({ status: 1 }) : failed(address, { status: 14, sent: 'no' })),
      );
      return { connection, cancel: () => 'maybe' };
    }
    const sent: SentRequest = {
      address,
      rpc: rpc.name,
      request: context === undefined ? (request as object) : { ...request, context: whole(context) },
      cancelled: false,
      connection,
      alone: call.alone === true,
      respond: (response) => answer(ok(response)),
      fail: (status, wasSent, message = 'Failed') =>
        answer(failed(address, { status, sent: wasSent, message })),
      malformed: () => answer({ ok: false, error: new ProtocolError('Malformed') }),
    };
    this.sent.push(sent);
    const reply = this.script.shift() ?? { response: {} };
    if (reply !== 'silence') queueMicrotask(() => answer(resultOf(address, reply)));
    return {
      connection,
      cancel: () => {
        sent.cancelled = true;
        isOpen = false;
        return this.cancelTells;
      },
    };
  }

  closeWhenIdle(address: string): void {
    this.leftAddresses.push(address);
  }

  close(): void {}

  connectionTo(address: string): RpcConnection {
    const known = this.#connections.get(address);
    if (known !== undefined) return known;
    const connection = {
      address,
      isClosed: false,
      close: () => {
        if (connection.isClosed) return;
        connection.isClosed = true;
        this.closedAddresses.push(address);
        this.#connections.delete(address);
      },
    };
    this.#connections.set(address, connection);
    return connection;
  }

  /** The addresses asked so far, in order. */
  get addresses(): string[] {
    return this.sent.map(({ address }) => address);
  }

  /** The contexts of the requests received so far, in order. */
  get contexts(): kvrpcpb.Context[] {
    return this.sent.map(({ request }) => request.context ?? {});
  }
}

function resultOf(address: string, reply: Exclude<Reply, 'silence'>): RpcResult<never> {
  if ('response' in reply) return ok(reply.response);
  if ('regionError' in reply) return ok({ regionError: regionErrorOf(reply.regionError) });
  if ('malformed' in reply) return { ok: false, error: new ProtocolError(reply.malformed) };
  return failed(address, reply);
}

const ok = (response: object): RpcResult<never> => ({ ok: true, response: response as never, sizeBytes: 0 });

function failed(address: string, failure: Failing): RpcResult<never> {
  return { ok: false, error: new NetworkError(address, { message: 'Failed', ...failure }) };
}

export const regionErrorOf = (fields: Partial<errorpb.Error.Decoded>): errorpb.Error.Decoded => ({
  message: '',
  ...fields,
});

export interface FakeRegion {
  readonly id: bigint;
  readonly start: string;
  readonly end: string;
  readonly version?: bigint;
  readonly confVer?: bigint;
  /** Ids of the stores that have a peer; the peer's id is ten times that. Default 1, 2, 3. */
  readonly stores?: readonly bigint[];
  /** Store of the leader; 0 for none. Default the first. */
  readonly leader?: bigint;
  readonly down?: readonly bigint[];
  readonly witnesses?: readonly bigint[];
  readonly learners?: readonly bigint[];
}

export const peerOn = (storeId: bigint, isWitness = false): Peer => ({
  id: storeId * 10n,
  storeId,
  role: 'voter',
  isWitness,
});

const toPdRegion = (region: FakeRegion): PdRegion => {
  const { stores = [1n, 2n, 3n], witnesses = [], learners = [] } = region;
  const { leader = stores[0] ?? 0n } = region;
  const meta: RegionMeta = {
    id: region.id,
    epoch: { version: region.version ?? 1n, confVer: region.confVer ?? 1n },
    startKey: bytes(region.start),
    endKey: bytes(region.end),
    peers: stores.map((id) => ({
      ...peerOn(id, witnesses.includes(id)),
      role: learners.includes(id) ? 'learner' : 'voter',
    })),
  };
  return {
    meta,
    leader: leader === 0n ? undefined : peerOn(leader, witnesses.includes(leader)),
    downPeers: (region.down ?? []).map((id) => peerOn(id)),
  };
};

/** The same region as a store names it in EpochNotMatch. */
export const toWireRegion = (region: FakeRegion) => {
  const { meta } = toPdRegion(region);
  return {
    id: meta.id,
    startKey: meta.startKey,
    endKey: meta.endKey,
    regionEpoch: meta.epoch,
    peers: meta.peers.map(({ id, storeId, isWitness }) => ({ id, storeId, role: 0, isWitness })),
    isInFlashback: false,
    flashbackStartTs: 0n,
  };
};

/** A PD that knows what it is told to know, and counts what it is asked. Bounds are as in the script. */
export class FakePd
  implements Pick<PdClient, 'clusterId' | 'getRegion' | 'getPrevRegion' | 'batchScanRegions' | 'getStore'>
{
  readonly clusterId = 7n;
  regions: FakeRegion[] = [];
  readonly stores = new Map<bigint, StoreMeta>();
  /** Every call, such as `getRegion b`. */
  readonly calls: string[] = [];
  /** Answers to the next calls about regions, before what `regions` says; `hole` is none. */
  script: (FakeRegion | 'hole' | Error)[] = [];
  /** Held back until the test resolves it. */
  gate: Promise<void> = Promise.resolve();

  async getRegion(key: Uint8Array): Promise<PdRegion | undefined> {
    this.calls.push(`getRegion ${text(key)}`);
    return this.#answer((region) => compareBytes(bytes(region.start), key) <= 0 && isBelow(key, region.end));
  }

  async getPrevRegion(key: Uint8Array): Promise<PdRegion | undefined> {
    this.calls.push(`getPrevRegion ${text(key)}`);
    const index = this.regions.findIndex(
      (region) => compareBytes(bytes(region.start), key) <= 0 && isBelow(key, region.end),
    );
    return this.#answer((region) => region === this.regions[index - 1]);
  }

  async batchScanRegions(ranges: readonly KeyRange[], limit: number): Promise<readonly PdRegion[]> {
    this.calls.push(
      `batchScanRegions ${ranges.map(({ start, end }) => `${text(start)}..${text(end)}`)} ${limit}`,
    );
    await this.gate;
    const found = this.regions.filter((region) => {
      const [from, to] = [bytes(region.start), bytes(region.end)];
      return ranges.some(({ start, end }) => isBefore(start, to) && isBefore(from, end));
    });
    return found.slice(0, limit).map(toPdRegion);
  }

  async getStore(id: bigint): Promise<StoreMeta | undefined> {
    this.calls.push(`getStore ${id}`);
    await this.gate;
    return this.stores.get(id);
  }

  /** Calls about regions alone. */
  get regionCalls(): string[] {
    return this.calls.filter((call) => !call.startsWith('getStore'));
  }

  async #answer(matches: (region: FakeRegion) => boolean): Promise<PdRegion | undefined> {
    const scripted = this.script.shift();
    await this.gate;
    if (scripted instanceof Error) throw scripted;
    if (scripted === 'hole') return undefined;
    const region = scripted ?? this.regions.find(matches);
    return region && toPdRegion(region);
  }
}

function isBelow(key: Uint8Array, end: string): boolean {
  return isBefore(key, bytes(end));
}

function isBefore(key: Uint8Array, end: Uint8Array): boolean {
  return end.length === 0 || compareBytes(key, end) < 0;
}

const labelsOf = (zone: string | undefined): Readonly<Record<string, string>> =>
  zone === undefined ? {} : { zone };

export interface FakeRegionServersOptions {
  readonly actors?: 'on-demand' | 'always';
  readonly regions?: readonly FakeRegion[];
  readonly codec?: KeyCodec;
  readonly cache?: Partial<RegionCacheOptions>;
  readonly random?: () => number;
  readonly inspect?: (event: InspectionEvent) => void;
  /** Which replicas serve reads. Default: the leader. */
  readonly read?: ReplicaRead;
  /** What requests say beside. Default: nothing. */
  readonly context?: RequestContext;
  /** Labels `zone` of the stores, in order. Default: none. */
  readonly zones?: readonly string[];
}

/** One region client in virtual time, over three stores (s1, s2, s3) and a PD that are played by the test. */
export class FakeRegionServers {
  readonly clock = new VirtualClock();
  readonly rpc = new FakeRpcClient();
  readonly pd = new FakePd();
  readonly wheel = new TimerWheel(this.clock);
  readonly deadlines = new Deadlines(this.clock, this.wheel);
  readonly actorErrors: unknown[] = [];
  readonly root: ActorRoot;
  /** Of the actors of stores, which live on. */
  readonly storeRoot: ActorRoot;
  readonly runtime: { readonly clock: VirtualClock; readonly random: () => number };
  readonly stores: StoreCache;
  readonly cache: RegionCache;
  readonly client: RegionClient;

  constructor(options: FakeRegionServersOptions = {}) {
    const { clock, rpc, pd, deadlines, wheel } = this;
    const { inspect } = options;
    this.root = new ActorRoot({ clock, inspect, onError: (error) => this.actorErrors.push(error) });
    this.storeRoot = new ActorRoot({ clock, onError: (error) => this.actorErrors.push(error) });
    const { root } = this;
    this.runtime = { clock, random: options.random ?? (() => 0) };
    pd.regions = [...(options.regions ?? [{ id: 1n, start: '', end: '' }])];
    for (const id of [1n, 2n, 3n]) {
      pd.stores.set(id, {
        id,
        address: `s${id}`,
        state: 'up',
        labels: labelsOf(options.zones?.[Number(id) - 1]),
      });
      rpc.healthy.add(`s${id}`);
    }
    const { runtime } = this;
    this.stores = new StoreCache({ runtime, pd, rpc, deadlines, root: this.storeRoot });
    this.cache = new RegionCache({
      runtime,
      pd,
      codec: options.codec ?? plainCodec,
      stores: this.stores,
      deadlines,
      ...options.cache,
    });
    const { actors = 'on-demand', context, read } = options;
    const parts = { runtime, timers: wheel, cache: this.cache, rpc, root, actors };
    this.client = new RegionClient(parts, undefined, context, read);
  }

  backoffer(options: Partial<DeadlineOptions> & { budgetMs?: number } = {}): Backoffer {
    const { timeoutMs = 100_000, signal, budgetMs = 40_000 } = options;
    const deadline = this.deadlines.start({ timeoutMs, signal, ledger: new Ledger(this.clock) });
    return new Backoffer(this.runtime, { deadline, budgetMs });
  }

  /** Sends a KvGet, or another request, to the region of a key. */
  async send(
    key = 'k',
    options: Partial<RegionCall<kvrpcpb.GetRequest, kvrpcpb.GetResponse.Decoded>> = {},
  ): Promise<RegionResult<kvrpcpb.GetResponse.Decoded>> {
    const backoffer = options.backoffer ?? this.backoffer();
    const region = options.region ?? (await this.cache.locate(bytes(key), backoffer));
    const request = { key: bytes(key), version: 5n };
    const call = { rpc: tikvRpcs.kvGet, request, region, timeoutMs: 30_000, ...options, backoffer };
    const result = await this.client.send(call);
    if (options.backoffer === undefined) backoffer.deadline.release();
    return result;
  }

  /** As a write: no other replica may serve it, and its execution limit means nothing. */
  async write(
    options: Partial<RegionCall<kvrpcpb.RawPutRequest, kvrpcpb.RawPutResponse.Decoded>> = {},
  ): Promise<RegionResult<kvrpcpb.RawPutResponse.Decoded>> {
    const backoffer = options.backoffer ?? this.backoffer();
    const region = options.region ?? (await this.cache.locate(bytes('k'), backoffer));
    const request = { key: bytes('k'), value: bytes('v') };
    const call = { rpc: tikvRpcs.rawPut, request, region, timeoutMs: 30_000, ...options, backoffer };
    const result = await this.client.send(call);
    if (options.backoffer === undefined) backoffer.deadline.release();
    return result;
  }

  /** Lets time pass until the promise is settled. */
  async until<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    for (let turns = 0; !isSettled; turns++) {
      if (turns === 100_000) throw new Error('Not settled in virtual time');
      await this.clock.advanceAsync(turns === 0 ? 0 : 2);
    }
    return promise;
  }

  /** Milliseconds of virtual time that the promise takes; to 2 ms. */
  async timed<Value>(promise: Promise<Value>): Promise<{ readonly value: Value; readonly tookMs: number }> {
    const startMs = this.clock.now();
    const value = await this.until(promise);
    return { value, tookMs: this.clock.now() - startMs };
  }

  settle(): Promise<void> {
    return turnOfEventLoop();
  }
}

/** What a call has waited for, by its backoffer, which is one of `FakeRegionServers`. */
export function retriesOf(backoffer: Backoffer): Receipt['retries'] {
  return backoffer.deadline.ledger?.receipt.retries ?? {};
}
