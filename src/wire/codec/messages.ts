/**
 * The messages of the wire contract and their enumerations, for the layers above the wire. Each message has
 * an interface to write it, every field optional (`kvrpcpb.GetRequest`), and one for what decoding gives
 * (`kvrpcpb.GetRequest.Decoded`): absent scalars hold their default, absent messages are undefined.
 */
export { coprocessor, deadlock, errorpb, kvrpcpb, tikvpb } from '#proto';
/** Types alone: their enumerations and codecs are loaded by `loadAdminRpcs`. */
export type {
  debugpb,
  keyspacepb,
  meta_storagepb,
  pdpb as adminPdpb,
  resource_manager,
  tsopb,
} from '#proto/admin';
/** Types alone: their values are in `connect-messages.ts`, which is loaded earlier. */
export type { grpc, metapb, pdpb } from '#proto/connect';
