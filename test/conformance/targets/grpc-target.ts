import { Client, credentials } from '@grpc/grpc-js';
import type { kvrpcpb } from '#proto';
import { bytesOf, encodeKey } from '../../../src/testing/mvcc/key.ts';
import { pdRpcs } from '../../../src/wire/codec/pd-rpcs.ts';
import type { Rpc } from '../../../src/wire/codec/rpc.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import type { Message } from '../message-form.ts';
import type { Call, ServerKind, Target } from '../target.ts';

type AnyRpc = Rpc<Message, Message>;

/** Timestamps are taken in batches of this many: the last one counts. */
const TSO_COUNT = 16;

const rpcs: ReadonlyMap<string, AnyRpc> = new Map(
  Object.values(tikvRpcs).map((rpc) => [rpc.name, rpc as unknown as AnyRpc]),
);

/**
 * A cluster of one store over gRPC; all recorded keys must lie in one region.
 *
 * @param address of PD, host and port
 */
export async function openGrpc(address: string, kind: ServerKind): Promise<Target> {
  const pd = new Client(address, credentials.createInsecure());
  const members = await callUnary(pd, pdRpcs.getMembers, {});
  const clusterId = members.header?.clusterId ?? 0n;
  const header = { clusterId };
  // API V2 has a region of its own for each keyspace.
  const regionKey = bytesOf(kind.api === 'v2' ? encodeKey('r\0\0\0') : '');
  const { region, leader } = await callUnary(pd, pdRpcs.getRegion, { header, regionKey });
  const { store } = await callUnary(pd, pdRpcs.getStore, { header, storeId: leader?.storeId ?? 0n });
  if (region === undefined || leader === undefined || store === undefined)
    throw new Error('PD knows no region');
  const context: kvrpcpb.Context = { regionId: region.id, regionEpoch: region.regionEpoch, peer: leader };
  const tikv = new Client(store.address, credentials.createInsecure());
  const tso = new TsoStream(pd, clusterId);
  return {
    tso: () => tso.next(),
    call: (rpc, request) => timedCall(() => send(tikv, rpc, request, context)),
    sleep: (timeoutMs) => new Promise((resolve) => setTimeout(resolve, timeoutMs)),
    settle: (call) => call.answer,
    close: async () => {
      tso.close();
      pd.close();
      tikv.close();
    },
  };
}

function send(tikv: Client, name: string, request: Message, context: kvrpcpb.Context): Promise<Message> {
  const rpc = rpcs.get(name);
  if (rpc === undefined) throw new Error(`No RPC ${name}`);
  return callUnary(tikv, rpc, { ...request, context: { ...context, ...(request.context as object) } });
}

function timedCall(start: () => Promise<Message>): Call {
  const sentMs = performance.now();
  let doneMs = sentMs;
  const answer = start().finally(() => {
    doneMs = performance.now();
  });
  // An answer that is taken only later must not count as unhandled until then.
  answer.catch(() => {});
  return { answer, elapsedMs: () => doneMs - sentMs };
}

function callUnary<Request, Response>(
  client: Client,
  rpc: Pick<Rpc<Request, Response>, 'path' | 'encode' | 'decode'>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      rpc.path,
      (message: Request) => Buffer.from(rpc.encode(message)),
      (bytes: Buffer) => rpc.decode(bytes),
      request,
      (error, response) => {
        if (error === null && response !== undefined) resolve(response);
        else reject(error ?? new Error(`${rpc.path} answered nothing`));
      },
    );
  });
}

/** PD's stream of timestamps, asked one at a time. */
class TsoStream {
  readonly #stream;
  readonly #clusterId: bigint;
  readonly #waiting: { resolve(ts: bigint): void; reject(error: Error): void }[] = [];

  constructor(pd: Client, clusterId: bigint) {
    const { path, encode, decode } = pdRpcs.tso;
    this.#clusterId = clusterId;
    this.#stream = pd.makeBidiStreamRequest(
      path,
      (message: Parameters<typeof encode>[0]) => Buffer.from(encode(message)),
      (bytes: Buffer) => decode(bytes),
    );
    this.#stream.on('data', (answer: ReturnType<typeof decode>) => {
      const physical = answer.timestamp?.physical ?? 0n;
      this.#waiting.shift()?.resolve((physical << 18n) + (answer.timestamp?.logical ?? 0n));
    });
    this.#stream.on('error', (error: Error) => {
      for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
    });
  }

  next(): Promise<bigint> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#stream.write({ header: { clusterId: this.#clusterId }, count: TSO_COUNT });
    });
  }

  close(): void {
    this.#stream.cancel();
  }
}
