import { Client, credentials } from '@grpc/grpc-js';
import { pdpb } from '../../proto/gen/connect.js';
import { type kvrpcpb, tikvpb } from '../../proto/gen/hot.js';
import { NULL_KEYSPACE_ID } from '../../src/keyspace/key-codec.ts';

type Body = tikvpb.BatchCommandsResponse.Response.Decoded;
type Settle = { resolve(body: Body): void; reject(error: unknown): void };

const asIs = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The ceiling: messages through the same codec and one batch stream, flushed once per turn of the event loop, and
 * nothing else. No routing, no deadlines, no retries, no checks.
 */
export class BareClient {
  readonly #store: Client;
  readonly #pd: Client;
  readonly #stream;
  readonly #tso;
  readonly #waiting = new Map<bigint, Settle>();
  readonly #context: kvrpcpb.Context;
  readonly #header: pdpb.RequestHeader;
  #queue: tikvpb.BatchCommandsRequest.Request[] = [];
  #ids: bigint[] = [];
  #nextId = 1n;
  #timestampWaiters: ((timestamp: bigint) => void)[] = [];
  #timestampBatches: ((timestamp: bigint) => void)[][] = [];
  /** Told of each request while it is set. */
  onRequest: ((request: tikvpb.BatchCommandsRequest.Request) => void) | undefined;

  private constructor(store: Client, pd: Client, context: kvrpcpb.Context, header: pdpb.RequestHeader) {
    this.#store = store;
    this.#pd = pd;
    this.#context = context;
    this.#header = header;
    this.#stream = store.makeBidiStreamRequest(
      '/tikvpb.Tikv/BatchCommands',
      (message: tikvpb.BatchCommandsRequest) => asIs(tikvpb.BatchCommandsRequest.encode(message).finish()),
      (bytes: Buffer) => tikvpb.BatchCommandsResponse.decode(bytes),
    );
    this.#stream.on('data', ({ requestIds, responses }: tikvpb.BatchCommandsResponse.Decoded) => {
      requestIds.forEach((id, index) => {
        this.#waiting.get(id)?.resolve(responses[index] as Body);
        this.#waiting.delete(id);
      });
    });
    this.#stream.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
    });
    this.#tso = pd.makeBidiStreamRequest(
      '/pdpb.PD/Tso',
      (message: pdpb.TsoRequest) => asIs(pdpb.TsoRequest.encode(message).finish()),
      (bytes: Buffer) => pdpb.TsoResponse.decode(bytes),
    );
    this.#tso.on('data', ({ count, timestamp }: pdpb.TsoResponse.Decoded) => {
      const last = ((timestamp?.physical ?? 0n) << 18n) + (timestamp?.logical ?? 0n);
      this.#timestampBatches.shift()?.forEach((waiter, index) => {
        waiter(last - BigInt(count) + 1n + BigInt(index));
      });
    });
    this.#tso.on('error', () => {});
  }

  static async open(pdAddress: string): Promise<BareClient> {
    const options = {
      'grpc-node.flow_control_window': 128 * 1024 * 1024,
      'grpc.max_receive_message_length': -1,
    };
    const pd = new Client(pdAddress, credentials.createInsecure(), options);
    const ask = <Request, Response>(
      method: string,
      request: { encode(message: Request): { finish(): Uint8Array } },
      response: { decode(bytes: Uint8Array): Response },
      message: Request,
    ) =>
      new Promise<Response>((resolve, reject) => {
        pd.makeUnaryRequest(
          `/pdpb.PD/${method}`,
          (it: Request) => asIs(request.encode(it).finish()),
          (bytes: Buffer) => response.decode(bytes),
          message,
          (error, value) => (error === null && value !== undefined ? resolve(value) : reject(error)),
        );
      });
    const members = await ask('GetMembers', pdpb.GetMembersRequest, pdpb.GetMembersResponse, {});
    const header = { clusterId: members.header?.clusterId };
    const found = await ask('GetRegion', pdpb.GetRegionRequest, pdpb.GetRegionResponse, {
      header,
      regionKey: new TextEncoder().encode('bench'),
    });
    const stores = await ask('GetAllStores', pdpb.GetAllStoresRequest, pdpb.GetAllStoresResponse, { header });
    const address = stores.stores.find(({ id }) => id === found.leader?.storeId)?.address;
    if (found.region === undefined || address === undefined) throw new Error('The region has no leader');
    const context = {
      regionId: found.region.id,
      regionEpoch: found.region.regionEpoch,
      peer: found.leader,
      keyspaceId: NULL_KEYSPACE_ID,
      clusterId: members.header?.clusterId,
      maxExecutionDurationMs: 20_000n,
    };
    return new BareClient(new Client(address, credentials.createInsecure(), options), pd, context, header);
  }

  get context(): kvrpcpb.Context {
    return this.#context;
  }

  send(request: tikvpb.BatchCommandsRequest.Request): Promise<Body> {
    if (this.#queue.length === 0) setImmediate(() => this.#flush());
    const id = this.#nextId++;
    this.#queue.push(request);
    this.#ids.push(id);
    this.onRequest?.(request);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#queue.length >= 128) this.#flush();
    });
  }

  timestamp(): Promise<bigint> {
    if (this.#timestampWaiters.length === 0) setImmediate(() => this.#flushTimestamps());
    return new Promise((resolve) => {
      this.#timestampWaiters.push(resolve);
    });
  }

  /** What nobody waits for may be under way. */
  close(): void {
    this.#waiting.clear();
    this.#stream.cancel();
    this.#tso.cancel();
    this.#store.close();
    this.#pd.close();
  }

  #flush(): void {
    if (this.#queue.length === 0) return;
    const message = { requests: this.#queue, requestIds: this.#ids };
    this.#queue = [];
    this.#ids = [];
    this.#stream.write(message);
  }

  #flushTimestamps(): void {
    const batch = this.#timestampWaiters;
    this.#timestampWaiters = [];
    this.#timestampBatches.push(batch);
    this.#tso.write({ header: this.#header, count: batch.length });
  }
}
