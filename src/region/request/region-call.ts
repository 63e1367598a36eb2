import type { LostAttempt } from '../../../machines/region-request.ts';
import type { RegionError, TikvError } from '../../model/errors.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import type { Rpc } from '../../wire/codec/rpc.ts';
import type { CachedRegion } from '../cache/cached-region.ts';

/** One request to one region. Keys in it are the user's; the region layer encodes a copy for the wire. */
export interface RegionCall<Request, Response> {
  readonly rpc: Rpc<Request, Response>;
  readonly request: Request;
  readonly region: CachedRegion;
  /** For one attempt, in milliseconds; the rest of the deadline may shorten it. */
  readonly timeoutMs: number;
  /**
   * How long the store may work on an attempt, when that is less than the attempt may take, in milliseconds.
   */
  readonly executionLimitMs?: number | undefined;
  /** Retry state and deadline of the verb this request is part of. */
  readonly backoffer: Backoffer;
  /** An earlier request with this content was sent: is_retry_request is set from the first attempt on. */
  readonly resend?: boolean | undefined;
  /** Not sent again once an attempt may have been executed: a lost answer ends the call as `failed`. */
  readonly atMostOnce?: boolean | undefined;
}

/**
 * What a lost answer leaves behind: an attempt was sent, and its outcome is unknown. It is reported whatever
 * a later attempt was answered: what that answer proves is the caller's to judge. StaleCommand and
 * UndeterminedResult count as lost answers.
 */
export type LostAnswer = LostAttempt;

/** How a region request ended. It never rejects: every end is one of these. */
export type RegionResult<Response> =
  /** An answer without a region error. Locks and other key errors in it are up to the caller. */
  | {
      readonly kind: 'succeeded';
      readonly response: Response;
      readonly region: CachedRegion;
      readonly lost: LostAnswer | undefined;
      readonly attempts: number;
    }
  /**
   * The region is not where or what it was: the caller locates its keys again, after waiting as
   * `relocationBackoff` says.
   */
  | {
      readonly kind: 'moved';
      readonly cause: RegionError;
      readonly lost: LostAnswer | undefined;
      readonly attempts: number;
    }
  /** The budget or the deadline is used up, or retrying has no use. */
  | {
      readonly kind: 'failed';
      readonly error: TikvError;
      readonly lost: LostAnswer | undefined;
      readonly attempts: number;
    };
