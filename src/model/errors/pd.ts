import { TikvError, type TikvErrorOptions } from './tikv-error.ts';

/** PD answered with an error. */
export class PdError extends TikvError {
  override readonly code = 'TIKV_PD';
  override readonly retryable: boolean;

  constructor(message: string, options: TikvErrorOptions & { readonly retryable: boolean }) {
    super(message, options);
    this.retryable = options.retryable;
  }
}

/** No PD endpoint could be used; `attempts` has one error for each endpoint tried. */
export class PdUnreachableError extends TikvError {
  override readonly code = 'TIKV_PD_UNREACHABLE';
  override readonly retryable = true;
}

/**
 * The endpoints belonged to different clusters when the client connected, or all of them belong to another
 * cluster now. The client refuses all work from then on. A single endpoint that later belongs to another
 * cluster is only skipped.
 */
export class ClusterMismatchError extends TikvError {
  override readonly code = 'TIKV_CLUSTER_MISMATCH';
}

/**
 * The timestamp oracle went back. Nothing read or written after it can be trusted: the client refuses new
 * work.
 */
export class TimestampWentBackError extends TikvError {
  override readonly code = 'TIKV_TSO_WENT_BACK';
  /** The highest timestamp that this client had been given. */
  readonly previous: bigint;
  /** The one that came after it, and is not above it. */
  readonly received: bigint;

  constructor(previous: bigint, received: bigint) {
    super(`The timestamp oracle went back from ${previous} to ${received}`);
    this.previous = previous;
    this.received = received;
  }
}
