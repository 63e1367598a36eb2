import type { Message } from './message-form.ts';

/** How a server is set up; recordings hold for one set-up each. */
export interface ServerKind {
  readonly api: 'v1' | 'v2';
  /** Pessimistic locks are kept in memory, beside the lock column. */
  readonly inMemory: boolean;
}

/** A call under way. */
export interface Call {
  readonly answer: Promise<Message>;
  /** Milliseconds from sending to the answer; meaningful once it is there. */
  elapsedMs(): number;
}

/** A server that recordings are replayed against. Nobody else may use it meanwhile. */
export interface Target {
  /** A timestamp of PD. Two consecutive ones are at least 16 apart. */
  tso(): Promise<bigint>;
  /** Sends a request of service tikvpb.Tikv; fields are named as in the codecs. */
  call(rpc: string, request: Message): Call;
  /** Lets at least so much time pass, timestamps included. */
  sleep(timeoutMs: number): Promise<void>;
  /** Waits for an answer, letting time pass as needed. */
  settle(call: Call): Promise<Message>;
  close(): Promise<void>;
}

/** Starts, or connects to, a server of a kind; undefined when it cannot be had. */
export type OpenTarget = (kind: ServerKind) => Promise<Target | undefined>;
