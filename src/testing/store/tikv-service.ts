import type { kvrpcpb } from '#proto';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { type Fields, LOST, type Message, type Reply } from '../faults/message.ts';
import { KvEngine } from '../mvcc/engine.ts';
import { decodeRequest, unaryAnswer } from '../routed-service.ts';
import {
  type CallInfo,
  GRPC_STATUS,
  type MethodKind,
  type Service,
  ServiceError,
  type StreamListener,
  type StreamSink,
} from '../service.ts';
import { BatchCommandsStream } from './batch-commands.ts';
import { RegionCommands } from './region-commands.ts';
import { STORE_COMMANDS } from './store-commands.ts';
import type { StoreContext } from './store-context.ts';
import type { StoreRpc } from './store-rpc.ts';

const { batchCommands, ...unaryRpcs } = tikvRpcs;

/** Commands that are there; all others are UNIMPLEMENTED, as those that only a full TiKV has. */
const SERVED = (Object.values(unaryRpcs) as unknown as readonly StoreRpc[]).filter(
  ({ name }) => KvEngine.handles(name) || Object.hasOwn(STORE_COMMANDS, name),
);
const BY_PATH: ReadonlyMap<string, StoreRpc> = new Map(SERVED.map((rpc) => [rpc.path, rpc]));

/** Said to a call of its own. On a stream it is said in another way. */
const OTHER_CLUSTER = 'the cluster id of the request does not match the TiKV cluster';

/** Names of the commands that are there. */
export const STORE_RPC_NAMES: readonly string[] = SERVED.map(({ name }) => name);

/** The service `tikvpb.Tikv` of one store. @see TiKV src/server/service/kv.rs */
export class TikvService implements Service {
  readonly methods: ReadonlyMap<string, MethodKind> = new Map<string, MethodKind>([
    ...SERVED.map(({ path }) => [path, 'unary'] as const),
    [batchCommands.path, 'stream'],
  ]);
  readonly #context: StoreContext;
  readonly #regionCommands: RegionCommands;

  constructor(context: StoreContext) {
    this.#context = context;
    this.#regionCommands = new RegionCommands(context);
  }

  async unary(method: string, bytes: Uint8Array, call: CallInfo): Promise<Uint8Array> {
    const proxied = this.#forwardedTo(call);
    if (proxied !== undefined) return proxied.unary(method, bytes, { metadata: {} });
    const rpc = BY_PATH.get(method) as StoreRpc;
    const reply = await this.execute(rpc, decodeRequest(rpc, bytes), () => OTHER_CLUSTER);
    return unaryAnswer(rpc, reply);
  }

  stream(method: string, call: CallInfo, sink: StreamSink): StreamListener {
    const proxied = this.#forwardedTo(call);
    if (proxied !== undefined) return proxied.stream(method, { metadata: {} }, sink);
    const { clusterId } = this.#context;
    const otherCluster = (asked: bigint) =>
      `cluster of request=${asked} does not match TiKV cluster id=${clusterId}`;
    return new BatchCommandsStream(this.#context, sink, (rpc, request) =>
      this.execute(rpc, request, otherCluster),
    );
  }

  /**
   * Takes one command from its arrival to its reply.
   * @param otherCluster what is said to a request that asks another cluster
   */
  execute(rpc: StoreRpc, request: Fields, otherCluster: (asked: bigint) => string): Promise<Reply> {
    if (!BY_PATH.has(rpc.path)) {
      return Promise.resolve({ kind: 'status', status: GRPC_STATUS.unimplemented, message: rpc.name });
    }
    const { desk, node, clusterId } = this.#context;
    const context = request.context as kvrpcpb.Context | undefined;
    const fields = {
      target: { kind: 'store', storeId: node.id } as const,
      rpc: rpc.name,
      regionId: context?.regionId ?? 0n,
      request,
    };
    return desk.deliver(fields, (message) => {
      const asked = context?.clusterId ?? 0n;
      if (asked !== 0n && asked !== clusterId) {
        return { kind: 'break', status: GRPC_STATUS.invalidArgument, message: otherCluster(asked) };
      }
      return this.#run(rpc, request, message);
    });
  }

  #run(rpc: StoreRpc, request: Fields, message: Message): Promise<Reply> | Reply {
    const poison = this.#context.poison();
    if (poison !== undefined) {
      return { kind: 'status', status: GRPC_STATUS.internal, message: `the cluster is broken: ${poison}` };
    }
    if (this.#context.node.life === undefined) return LOST;
    const command = STORE_COMMANDS[rpc.name];
    if (command !== undefined) return command(this.#context, request, message);
    return this.#regionCommands.run(rpc.name, request, message);
  }

  /** The store a call is for, when this one is only its proxy. */
  #forwardedTo(call: CallInfo): Service | undefined {
    const address = call.metadata['tikv-forwarded-host'];
    if (address === undefined || address === '' || address === this.#context.node.address) return undefined;
    const service = this.#context.serviceAt(address);
    if (service === undefined) {
      throw new ServiceError(GRPC_STATUS.unavailable, `cannot forward to ${address}`);
    }
    return service;
  }
}
