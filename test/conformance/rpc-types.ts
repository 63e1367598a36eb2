import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

/** Request and answer types of an RPC. */
export interface RpcTypes {
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
}

const folder = fileURLToPath(new URL('../../proto/', import.meta.url));
const root = new protobuf.Root();
root.resolvePath = (_origin, target) => (target.startsWith('/') ? target : folder + target);
root.loadSync('tikvpb.proto').resolveAll();

/** Types of a method of service tikvpb.Tikv. */
export function rpcTypes(rpc: string): RpcTypes {
  const method = root.lookupService('tikvpb.Tikv').methods[rpc];
  if (method?.resolvedRequestType === undefined) throw new Error(`No RPC ${rpc}`);
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  if (request === null || response === null || response === undefined) throw new Error(`No types of ${rpc}`);
  return { request, response };
}
