import type { kvrpcpb } from '#proto';

/** A request of any RPC: fields as the generated codecs give them, all optional. */
export interface Request {
  readonly context?: kvrpcpb.Context | undefined;
}

/** An answer of any RPC, as the generated codecs take it. */
export type Response = Readonly<Record<string, unknown>>;
