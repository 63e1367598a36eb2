import { ownBytes } from '../../model/bytes.ts';
import { ServerError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';

/** A value, and when it was committed. */
export interface ValueEntry {
  /** May be empty, which is not the same as absent. */
  readonly value: Uint8Array;
  /** When it was committed. */
  readonly commitTs: Timestamp;
}

/** What a read of single keys asks for, and what it makes of a key that exists. */
export interface PointRead<Found> {
  /**
   * Committed data, or what a bulk transaction has flushed itself: its deletions show as empty values there.
   */
  readonly tier: 'data' | 'flushed';
  /** Whether stores are asked for commit timestamps. They then read no value through its lock. */
  readonly needCommitTs: boolean;
  /** How long the first attempt may take, in milliseconds; later ones take what is usual. */
  readonly firstAttemptTimeoutMs: number | undefined;
  /** @param found its commit timestamp is 0 unless it was asked for */
  take(found: ValueEntry): Found;
}

/** Gives the values. */
export const VALUES: PointRead<Uint8Array> = {
  tier: 'data',
  needCommitTs: false,
  firstAttemptTimeoutMs: undefined,
  take: ({ value }) => ownBytes(value),
};

/** Gives what a bulk transaction has flushed. */
export const FLUSHED_VALUES: PointRead<Uint8Array> = { ...VALUES, tier: 'flushed' };

/** Gives all that was asked for. */
export function whole(read: PointRead<unknown>): PointRead<ValueEntry> {
  return read === VALUES ? WHOLE_VALUES : { ...read, take: asItIs };
}

const asItIs = (found: ValueEntry): ValueEntry => found;
const WHOLE_VALUES: PointRead<ValueEntry> = { ...VALUES, take: asItIs };

/** Gives the values with their commit timestamps. `take` throws ServerError when a store returns none. */
export const ENTRIES: PointRead<ValueEntry> = {
  tier: 'data',
  needCommitTs: true,
  firstAttemptTimeoutMs: undefined,
  take: ({ value, commitTs }) => {
    if (commitTs === 0n) {
      throw new ServerError(
        'The store returned no commit timestamp: this version of TiKV does not support it',
      );
    }
    return { value: ownBytes(value), commitTs };
  },
};
