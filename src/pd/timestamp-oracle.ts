import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline } from '../retry/deadline.ts';

/** Hands out PD's timestamps: the only clock that transactions go by. */
export interface TimestampOracle {
  /**
   * A timestamp larger than every one handed out before. Callers of one turn of the event loop share a
   * request and get distinct values in the order of their calls.
   *
   * @throws what `deadline` says when it ends; TimestampWentBackError, from then on at every call, when the
   * oracle went back; ProtocolError when an answer cannot be right; TooLargeError when one is larger than the
   * client accepts; PdUnreachableError when the budget for timestamps ends without one; ClosedError
   */
  timestamp(deadline?: Deadline): Promise<Timestamp>;
  /**
   * The newest timestamp known, refreshed in the background; undefined before the first came, or when it came
   * longer ago than `maxAgeMs`. Default: however long ago.
   */
  lowResolution(maxAgeMs?: number): Timestamp | undefined;
  /**
   * The timestamp of a moment `ageMs` ago, with no counter, by the newest timestamp known and the time since
   * it came; undefined before the first came. Follows client-go's GetStaleTimestamp (parity row ORA-6).
   */
  stale(ageMs: number): Timestamp | undefined;
  /**
   * Something was read as of a moment `ageMs` ago, for which the newest timestamp known was looked at: it is
   * refreshed more often while it may be older than what is read (parity row ORA-5).
   */
  noteRead(ageMs: number): void;
  close(): void;
}
