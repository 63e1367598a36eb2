import { UsageError } from './errors/usage.ts';

/**
 * A timestamp of PD's oracle: milliseconds since the Unix epoch in the upper 46 bits, a counter in the
 * lower 18. Follows client-go's `oracle.ComposeTS`.
 */
export type Timestamp = bigint;

export const LOGICAL_BITS = 18n;

/** Reads at this timestamp see the newest committed value (2^64 - 1). */
export const MAX_TIMESTAMP: Timestamp = 0xffff_ffff_ffff_ffffn;

export function composeTimestamp(physicalMs: number, logical: number): Timestamp {
  return (BigInt(physicalMs) << LOGICAL_BITS) + BigInt(logical);
}

/** Milliseconds since the Unix epoch. */
export function physicalMs(timestamp: Timestamp): number {
  return Number(timestamp >> LOGICAL_BITS);
}

export function logicalPart(timestamp: Timestamp): number {
  return Number(timestamp & ((1n << LOGICAL_BITS) - 1n));
}

/** The moment of a timestamp, by PD's clock. */
export function timestampToDate(timestamp: Timestamp): Date {
  return new Date(physicalMs(timestamp));
}

/**
 * The first timestamp of a moment, for reads as of then. PD's clock may differ from the one the date was taken of.
 * @throws UsageError for an invalid date, and one before 1970
 */
export function dateToTimestamp(date: Date): Timestamp {
  const ms = date.getTime();
  if (!(ms >= 0))
    throw new UsageError(`There are no timestamps of ${Number.isNaN(ms) ? 'an invalid date' : ms}`);
  return composeTimestamp(ms, 0);
}

export function maxTimestamp(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}
