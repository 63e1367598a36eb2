import { TikvError, type TikvErrorOptions } from './tikv-error.ts';

/** A store refused a request for a reason of routing. It leaves the client only when no retry is left or useful. */
export class RegionError extends TikvError {
  override readonly code = 'TIKV_REGION';
  override readonly retryable: boolean;
  /** The field of errorpb.Error, such as `notLeader`, or `unknown`. */
  readonly kind: string;
  declare readonly regionId: bigint | undefined;
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

/** The retries of a call were used up: no leader, moving regions, or a store that does not answer. */
export class RegionUnavailableError extends TikvError {
  override readonly code = 'TIKV_REGION_UNAVAILABLE';
  override readonly retryable = true;
}

/** The stores stayed busy, or their disks full, for longer than the call would wait. */
export class StoreBusyError extends TikvError {
  override readonly code = 'TIKV_STORE_BUSY';
  override readonly retryable = true;
}

/** A store answered with an error that has no better name. */
export class ServerError extends TikvError {
  override readonly code = 'TIKV_SERVER';
}
