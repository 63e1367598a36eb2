import type { BatchCommand } from '../../wire/codec/rpc.ts';
import type { Fields } from '../faults/message.ts';

/** A command as the service sees it, its types forgotten. */
export interface StoreRpc {
  readonly name: string;
  readonly path: string;
  readonly batch: BatchCommand | undefined;
  decodeRequest(bytes: Uint8Array): Fields;
  encodeResponse(response: Fields): Uint8Array;
}
