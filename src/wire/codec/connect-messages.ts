/** The messages that connecting needs, and their enumerations; `messages.ts` has their types too. */
export { grpc, metapb, pdpb } from '#proto/connect';
