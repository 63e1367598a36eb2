/**
 * The messages of the wire contract and their enumerations, for the layers above the wire. Each message has an
 * interface to write it, every field optional (`kvrpcpb.GetRequest`), and one for what decoding gives
 * (`kvrpcpb.GetRequest.Decoded`): absent scalars hold their default, absent messages are undefined.
 */
export {
  coprocessor,
  deadlock,
  errorpb,
  grpc,
  kvrpcpb,
  metapb,
  pdpb,
  resource_manager,
  tikvpb,
} from '#proto';
