import { UsageError } from './errors/usage.ts';
import { showValue } from './show-value.ts';

/**
 * A timestamp of PD's oracle: milliseconds since the Unix epoch in the upper 46 bits, a counter in the
 * lower 18. Follows client-go's `oracle.ComposeTS`.
 */
export type Timestamp = bigint;

export const LOGICAL_BITS = 18n;

const MAX_PHYSICAL_MS = 2 ** 46;
const MAX_LOGICAL = 2 ** Number(LOGICAL_BITS);

/** Reads at this timestamp see the newest committed value (2^64 - 1). */
export const MAX_TIMESTAMP: Timestamp = 0xffff_ffff_ffff_ffffn;

/**
 * @throws UsageError for an invalid number of milliseconds since the Unix epoch, and for a counter that does
 * not fit
 */
export function composeTimestamp(physicalMs: number, logical: number): Timestamp {
  if (!(Number.isSafeInteger(physicalMs) && physicalMs >= 0 && physicalMs < MAX_PHYSICAL_MS)) {
    throw new UsageError(
      `The milliseconds of a timestamp must be a whole number from 0 to below 2^46, not ${physicalMs}`,
    );
  }
  if (!(Number.isInteger(logical) && logical >= 0 && logical < MAX_LOGICAL)) {
    throw new UsageError(
      `The counter of a timestamp must be a whole number from 0 to below 2^18, not ${logical}`,
    );
  }
  return (BigInt(physicalMs) << LOGICAL_BITS) + BigInt(logical);
}

/** Milliseconds since the Unix epoch. */
export function physicalMs(timestamp: Timestamp): number {
  return Number(timestamp >> LOGICAL_BITS);
}

/** The counter, which tells timestamps of one millisecond apart. */
export function logicalPart(timestamp: Timestamp): number {
  return Number(timestamp & ((1n << LOGICAL_BITS) - 1n));
}

/** The time of a timestamp, by PD's clock. */
export function timestampToDate(timestamp: Timestamp): Date {
  return new Date(physicalMs(timestamp));
}

/**
 * The first timestamp of a point in time, for reads as of then. PD's clock may differ from the clock that the
 * date comes from.
 * @throws UsageError for a value that is not a Date, an invalid date, and one before 1970
 */
export function dateToTimestamp(date: Date): Timestamp {
  if (!(date instanceof Date)) throw new UsageError(`Expected a Date, got ${showValue(date)}`);
  const ms = date.getTime();
  if (!(ms >= 0))
    throw new UsageError(`No timestamp for ${Number.isNaN(ms) ? 'an invalid date' : 'a date before 1970'}`);
  return composeTimestamp(ms, 0);
}

export function maxTimestamp(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}
