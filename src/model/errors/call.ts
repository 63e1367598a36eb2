import type { CallFailure, PassedLimit, Sent } from '../runtime.ts';
import { TikvError, type TikvErrorOptions } from './tikv-error.ts';
import { withoutKeys } from './without-keys.ts';

/** What a verb was doing when it was stopped. */
export type Stage =
  | 'connecting'
  | 'waiting for a timestamp'
  | 'checking the safe point'
  | 'locating a region'
  | 'queued for sending'
  | 'waiting for an answer'
  | 'backing off'
  | 'resolving locks'
  | 'waiting for a lock'
  | 'running the transaction'
  | 'running the statement'
  | 'committing'
  | 'flushing';

/** The verb's deadline passed. */
export class DeadlineError extends TikvError {
  override readonly code = 'TIKV_DEADLINE';
  override readonly retryable = true;
  /** What the call was doing then. */
  readonly stage: Stage;

  constructor(stage: Stage, timeoutMs: number, options?: TikvErrorOptions) {
    super(`Deadline of ${Math.round(timeoutMs)} ms passed while ${stage}`, options);
    this.stage = stage;
  }
}

/** The caller's AbortSignal fired; its reason is the cause. */
export class AbortedError extends TikvError {
  override readonly code = 'TIKV_ABORTED';
  /** What the call was doing then. */
  readonly stage: Stage;

  constructor(stage: Stage, reason: unknown) {
    super(`Aborted by the caller while ${stage}`, { cause: reason });
    this.stage = stage;
  }
}

/** No answer: the connection was refused or lost, or the server ended the call with a gRPC status. */
export class NetworkError extends TikvError {
  override readonly code = 'TIKV_NETWORK';
  override readonly retryable = true;
  /** `host:port` of the server. */
  readonly address: string;
  /** gRPC status number. */
  readonly status: number;
  /** Whether the request may have reached the server. */
  readonly sent: Sent;
  /**
   * @internal Set when an answer exceeded the client's limit: the answer to this request, or to another one
   * on its stream.
   */
  declare readonly tooLarge: PassedLimit | undefined;

  constructor(address: string, failure: CallFailure, options?: TikvErrorOptions) {
    super(`${withoutKeys(failure.message)} (${address}, gRPC status ${failure.status})`, options);
    this.address = address;
    this.status = failure.status;
    this.sent = failure.sent;
    if (failure.tooLarge !== undefined) this.tooLarge = failure.tooLarge;
  }
}

/** A server gave an answer that cannot be right: undecodable, out of range, out of order or not asked for. */
export class ProtocolError extends TikvError {
  override readonly code = 'TIKV_PROTOCOL';
}

/** What TooLargeError can be made with. */
export interface TooLargeErrorOptions extends TikvErrorOptions {
  /** What to do about it, for the message. */
  readonly remedy?: string;
}

/** A key, an entry, a message or a transaction is larger than its limit. */
export class TooLargeError extends TikvError {
  override readonly code = 'TIKV_TOO_LARGE';
  /** How large it is, in bytes; of an answer that was cut off, at least this large. */
  readonly sizeBytes: number;
  /** How large it may be, in bytes. */
  readonly limitBytes: number;

  constructor(what: string, sizeBytes: number, limitBytes: number, options?: TooLargeErrorOptions) {
    const problem = `${what} has ${sizeBytes} bytes, more than the limit of ${limitBytes}`;
    super(options?.remedy === undefined ? problem : `${problem}: ${options.remedy}`, options);
    this.sizeBytes = sizeBytes;
    this.limitBytes = limitBytes;
  }
}

/** A defect of this library. Please report it. */
export class InternalError extends TikvError {
  override readonly code = 'TIKV_INTERNAL';
}
