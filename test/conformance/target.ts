import type { Message } from './message-form.ts';
import type { RpcTypes } from './rpc-types.ts';

/** A call under way. */
export interface Call {
  readonly answer: Promise<Message>;
  /** Milliseconds from sending to the answer; meaningful once it is there. */
  elapsedMs(): number;
}

/** A server that recordings are replayed against. */
export interface Target {
  /** Only documents of this API version can be replayed. */
  readonly api: 'v1' | 'v2';
  /** Pessimistic locks are kept in memory: `mem` documents hold, instead of those recorded without. */
  readonly keepsLocksInMemory: boolean;
  /** A timestamp of PD. Two consecutive ones are at least 16 apart. */
  tso(): Promise<bigint>;
  call(rpc: string, types: RpcTypes, request: Message): Call;
  /** Lets at least so much time pass, timestamps included. */
  sleep(timeoutMs: number): Promise<void>;
  /** Waits for an answer, letting time pass as needed. */
  settle(call: Call): Promise<Message>;
  /** A fresh state where that is cheap; otherwise fresh prefixes keep documents apart. */
  reset(document: { readonly api: 'v1' | 'v2'; readonly inMemory: boolean }): void;
  close(): Promise<void>;
}
