import type { ProtocolError } from '../model/errors.ts';
import type { Rpc } from './codec/rpc.ts';
import type { RpcResult } from './rpc-client.ts';

/** What an answer says, or why it cannot be read. */
export function decodeResult<Response>(rpc: Rpc<never, Response>, message: Uint8Array): RpcResult<Response> {
  try {
    return { ok: true, response: rpc.decode(message), sizeBytes: message.length };
  } catch (error) {
    return { ok: false, error: error as ProtocolError };
  }
}
