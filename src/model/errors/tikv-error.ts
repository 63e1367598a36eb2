import { ERROR_TABLE, type ErrorCode, type ErrorLabel } from './error-table.ts';

/** What errors of this library can be made with. */
export interface TikvErrorOptions {
  /** What led to it. */
  readonly cause?: unknown;
  /** What went wrong on each attempt, oldest first. */
  readonly attempts?: readonly unknown[];
}

const BRAND = Symbol.for('tikv-client.error');

/** The base class of every error that this library throws. */
export abstract class TikvError extends Error {
  /** Stable, unlike messages. docs/errors.md says what each code means and what to do about it. */
  abstract readonly code: ErrorCode;
  /**
   * Whether the same call can succeed later, and does no harm: docs/errors.md. Never after an unknown
   * outcome.
   */
  readonly retryable: boolean = false;
  /** What went wrong on each attempt, oldest first; empty when there was none before this one. */
  declare readonly attempts: readonly unknown[];
  /** @internal */
  declare readonly [BRAND]: true;

  // On the prototype, not on each error: errors are made for every call that fails, and often nobody reads
  // their attempts.
  static {
    Object.defineProperties(TikvError.prototype, {
      attempts: { value: Object.freeze([]), writable: true },
      [BRAND]: { value: true },
    });
  }

  constructor(message: string, { cause, attempts }: TikvErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    const name = { value: new.target.name, writable: true, configurable: true };
    Object.defineProperty(this, 'name', name);
    if (attempts !== undefined && attempts.length > 0) Object.assign(this, { attempts });
  }

  /** The kinds of failure it belongs to, for decisions about many codes at once. */
  get labels(): readonly ErrorLabel[] {
    return ERROR_TABLE[this.code].labels;
  }

  /** Its fields, causes and attempts, for logs: without stack, keys and values; bigints as decimal text. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, attempts, cause } = this;
    const fields = Object.entries(this).filter(([field]) => field !== 'attempts');
    return {
      name,
      code,
      message,
      retryable,
      ...Object.fromEntries(fields.map(([field, value]) => [field, toPlain(value)])),
      ...(cause !== undefined && { cause: toPlain(cause) }),
      ...(attempts.length > 0 && { attempts: attempts.map(toPlain) }),
    };
  }

  /** True also for errors of another copy of this library in the process. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === TikvError) return typeof value === 'object' && value !== null && BRAND in value;
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

function toPlain(value: unknown): unknown {
  if (value instanceof TikvError) return value.toJSON();
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(toPlain);
  return typeof value === 'object' && value !== null ? undefined : value;
}
