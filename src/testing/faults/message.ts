/** A decoded message of any RPC: camelCase fields, u64 as bigint, bytes as Uint8Array. */
export type Fields = Readonly<Record<string, unknown>>;

/** The stages of a message, in order; reads skip those of a write. */
export type Stage = 'received' | 'latched' | 'proposed' | 'applied' | 'answered';

/** Who got a message: a store by id, or a PD member by index (from 0). */
export type Target =
  | { readonly kind: 'store'; readonly storeId: bigint }
  | { readonly kind: 'pd'; readonly member: number };

/** How a message ended: `lost` means that no answer was sent, whatever was done. */
export type MessageOutcome = 'pending' | 'answered' | 'failed' | 'lost';

/**
 * One message the cluster saw, as its log keeps it. `request` and `response` are decoded and must not be
 * changed. Commands of a batch stream appear one by one, under the name of their unary call.
 */
export interface Message {
  /** Counts all messages of a cluster from 1. */
  readonly sequence: number;
  /** Who got it. */
  readonly target: Target;
  /** Last part of the gRPC path: `KvPrewrite`, `GetRegion`, `Tso`. */
  readonly rpc: string;
  /** Zero when the message is for no region. */
  readonly regionId: bigint;
  /** As decoded. */
  readonly request: Fields;
  /** Stages gone through, with the cluster's monotonic time. */
  readonly stages: { readonly stage: Stage; readonly atMs: number }[];
  /** As decoded; undefined until there is one. */
  response: Fields | undefined;
  /** gRPC status when the message failed. */
  status: number | undefined;
  /** How it ended, or `pending`. */
  outcome: MessageOutcome;
}

/** What goes back to the client. */
export type Reply =
  | { readonly kind: 'answer'; readonly response: Fields }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'status'; readonly status: number; readonly message: string }
  /** Like `status`, and the stream the message came on ends with it. */
  | { readonly kind: 'break'; readonly status: number; readonly message: string }
  | { readonly kind: 'lost' };

export const LOST: Reply = { kind: 'lost' };

/** An early end of a message by a fault. */
export interface Cut {
  readonly reply: Reply;
  /** Whether a write that was proposed is applied all the same. */
  readonly applies: boolean;
}
