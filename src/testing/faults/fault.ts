import type { Fields, Message, Stage } from './message.ts';

/**
 * What a fault does to a message.
 * - `dropRequest`: it never arrives. `dropResponse`: it is done, and not answered.
 * - `duplicate`: it is done a second time after the first, unless that was refused; the client gets the first answer.
 * - `breakStream`: the stream, or the call, ends with UNAVAILABLE.
 * - `pause`: it stays at its stage until the handle's `release()`.
 * - `delayMs`: it stays at its stage that long.
 * - `regionError`, `keyError`, `status`, `malformed`: it is answered with that.
 * - `response`: the answer is replaced, or made from the true one.
 */
export type FaultAction =
  | 'dropRequest'
  | 'dropResponse'
  | 'duplicate'
  | 'breakStream'
  | 'pause'
  | { readonly delayMs: number }
  /** Fields of errorpb.Error, such as `{ notLeader: { regionId } }`. */
  | { readonly regionError: Fields }
  /** Fields of kvrpcpb.KeyError; put where the RPC's answer has its errors. */
  | { readonly keyError: Fields }
  /** A gRPC status number. */
  | { readonly status: number; readonly message?: string }
  /** Bytes that stand where the answer should; on a batch stream they are a whole message of it. */
  | { readonly malformed: Uint8Array }
  | {
      /** Fields of the answer, or a function that makes them of the true ones. */
      readonly response: Fields | ((response: Fields, message: Message) => Fields);
    };

/** Which messages a fault is for, how often, and what it does. All given conditions must hold. */
export interface FaultRule {
  /** RPC name or names, such as `KvCommit`; default all but the batch stream itself. */
  readonly rpc?: string | readonly string[] | undefined;
  /** Only at this store. */
  readonly store?: number | bigint | undefined;
  /** Only at this PD member, from 0. */
  readonly pd?: number | undefined;
  /** Only for this region. */
  readonly region?: bigint | undefined;
  /** Only when a key of the request equals this one. */
  readonly key?: Uint8Array | string | undefined;
  /** Any other condition. */
  readonly when?: ((message: Message) => boolean) | undefined;
  /** Lets this many matching messages pass first. Default 0. */
  readonly skip?: number | undefined;
  /** Ends after so many hits. Default 1; `Infinity` for until removed. */
  readonly times?: number | undefined;
  /** Hits a matching message with this probability, drawn from the cluster's randomness. Default 1. */
  readonly probability?: number | undefined;
  /** What happens to the message. */
  readonly action: FaultAction;
  /**
   * Where it happens: before the stage's work is left behind. Default `received`, and `answered` for
   * `dropResponse` and `response`. At `proposed` the write is in the log but not applied.
   */
  readonly at?: Stage | undefined;
  /** For errors and drops at `proposed`: whether the write is applied all the same. Default true. */
  readonly applies?: boolean | undefined;
}

/** A fault that was set: disposing it removes it. */
export interface FaultHandle extends Disposable {
  /** How often it has hit. */
  readonly hits: number;
  /** Lets go of every message paused by this rule; later ones still pause until `remove()`. */
  release(): void;
  /** Ends the rule and releases what it holds. */
  remove(): void;
  /** Settles with the message of the n-th hit (from 1, default 1), also when that is past. */
  waitForHit(n?: number): Promise<Message>;
}
