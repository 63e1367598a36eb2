import { TikvError, type TikvErrorOptions } from './tikv-error.ts';

/** A store refused a request for a routing reason. Thrown only when retries are used up or would not help. */
export class RegionError extends TikvError {
  override readonly code = 'TIKV_REGION';
  override readonly retryable: boolean;
  /** The field of errorpb.Error, such as `notLeader`, or `unknown`. */
  readonly kind: string;
  /** The region of the request; undefined when it was for none. */
  declare readonly regionId: bigint | undefined;
  /** The store that refused it, when known. */
  declare readonly storeId: bigint | undefined;

  constructor(
    kind: string,
    message: string,
    where: { regionId?: bigint | undefined; storeId?: bigint | undefined; retryable?: boolean } = {},
    options?: TikvErrorOptions,
  ) {
    super(message, options);
    this.kind = kind;
    if (where.regionId !== undefined) this.regionId = where.regionId;
    if (where.storeId !== undefined) this.storeId = where.storeId;
    this.retryable = where.retryable ?? true;
  }
}

/**
 * The retries of a call were used up: a region without a leader, moving regions, or stores that do not
 * answer.
 */
export class RegionUnavailableError extends TikvError {
  override readonly code = 'TIKV_REGION_UNAVAILABLE';
  override readonly retryable = true;
}

/** The stores stayed busy, or their disks full, for as long as the call waited. */
export class StoreBusyError extends TikvError {
  override readonly code = 'TIKV_STORE_BUSY';
  override readonly retryable = true;
}

/** A store answered with an error that no other class covers. */
export class ServerError extends TikvError {
  override readonly code = 'TIKV_SERVER';
}
