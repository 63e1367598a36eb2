/** Every code an error of this library can carry. Codes are stable; messages are not. */
export const ERROR_CODES = [
  'TIKV_USAGE',
  'TIKV_CLOSED',
  'TIKV_TRANSACTION_FINISHED',
  'TIKV_DEADLINE',
  'TIKV_ABORTED',
  'TIKV_NETWORK',
  'TIKV_PROTOCOL',
  'TIKV_REGION',
  'TIKV_REGION_UNAVAILABLE',
  'TIKV_STORE_BUSY',
  'TIKV_PD',
  'TIKV_PD_UNREACHABLE',
  'TIKV_CLUSTER_MISMATCH',
  'TIKV_TSO_WENT_BACK',
  'TIKV_TOO_LARGE',
  'TIKV_LOCKED',
  'TIKV_WRITE_CONFLICT',
  'TIKV_ALREADY_EXISTS',
  'TIKV_DEADLOCK',
  'TIKV_LOCK_WAIT_TIMEOUT',
  'TIKV_LOCK_LOST',
  'TIKV_ASSERTION_FAILED',
  'TIKV_TRANSACTION_ABORTED',
  'TIKV_RESOLVE_LOCK_TIMEOUT',
  'TIKV_READ_BELOW_SAFE_POINT',
  'TIKV_SERVER',
  'TIKV_UNDETERMINED',
  'TIKV_PARTIAL_WRITE',
  'TIKV_INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface TikvErrorOptions {
  readonly cause?: unknown;
  /** What went wrong on each attempt, oldest first. */
  readonly attempts?: readonly unknown[];
}

const BRAND = Symbol.for('tikv-client.error');

/**
 * The root of every error this library throws. `retryable` says that running the same verb again can
 * succeed and does no harm; it is never true for a write whose outcome is unknown.
 */
export abstract class TikvError extends Error {
  abstract readonly code: ErrorCode;
  readonly retryable: boolean = false;
  readonly attempts: readonly unknown[];
  /** @internal */
  readonly [BRAND] = true;

  constructor(message: string, options: TikvErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.attempts = options.attempts ?? [];
    this.name = new.target.name;
    Object.defineProperty(this, 'name', { enumerable: false });
    if (this.attempts.length === 0) Object.defineProperty(this, 'attempts', { enumerable: false });
    Object.defineProperty(this, BRAND, { enumerable: false });
  }

  /** True for errors of any copy of this library in the process. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === TikvError) return typeof value === 'object' && value !== null && BRAND in value;
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

/** The same error, listing what went wrong on each attempt, oldest first. */
export function withAttempts<Failure extends TikvError>(
  error: Failure,
  attempts: readonly unknown[],
): Failure {
  Object.defineProperty(error, 'attempts', { value: attempts, enumerable: attempts.length > 0 });
  return error;
}
