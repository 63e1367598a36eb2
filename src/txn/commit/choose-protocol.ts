import type { CommitProtocol } from '../../model/commit-protocol.ts';
import type { WriteSet } from './build-mutations.ts';
import type { CommitBounds } from './commit-bounds.ts';
import { leavesLock, type Mutation } from './mutation.ts';

/** How a transaction may commit. */
export interface ProtocolOptions {
  /** Async commit: with the last prewrite, where the transaction is small enough. */
  readonly asyncCommit: boolean;
  /**
   * One-phase commit: with the only request, where all keys fit one, which is in one region and up to 16 KiB.
   */
  readonly onePhaseCommit: boolean;
  /**
   * Skips the timestamp that puts a commit worked out by the servers after every snapshot begun: one round
   * trip less, but only transactions that depend on each other are ordered.
   */
  readonly causalConsistency: boolean;
  /** How far assertions about keys are checked. Default `strict`. */
  readonly assertionLevel?: AssertionLevel | undefined;
  /** Undefined where every commit timestamp will do. */
  readonly bounds?: CommitBounds | undefined;
  /** A lock met while the keys are locked is a conflict at once, and is not resolved. */
  readonly failsOnLock?: boolean | undefined;
  /** How old the start timestamp was when the transaction began, in milliseconds. Default 0. */
  readonly startAgeMs?: number | undefined;
}

/**
 * How far the assertions of a transaction are checked. `off`: not at all. `fast`: where the store looks the
 * key up anyway. `strict`: at every asserted key, for one read each.
 */
export type AssertionLevel = 'off' | 'fast' | 'strict';

/** Two phases for every transaction. */
export const TWO_PHASES: ProtocolOptions = {
  asyncCommit: false,
  onePhaseCommit: false,
  causalConsistency: false,
};

export interface ChosenProtocol {
  readonly protocol: CommitProtocol;
  /** Whether async commit comes next where the keys turn out not to fit one phase. */
  readonly asyncIfSplit: boolean;
  readonly needsMinCommitTs: boolean;
}

/** The primary's lock lists all other keys (client-go's AsyncCommit.KeysLimit and TotalKeySizeLimit). */
const ASYNC_MAX_KEYS = 256;
const ASYNC_MAX_KEY_BYTES = 4096;

/**
 * Follows client-go's checkAsyncCommit, checkOnePC and needLinearizability (parity rows CND-1 to CND-3,
 * COM-2).
 *
 * @param mayFitOneBatch without it one phase is not even tried, which saves fetching a timestamp as its lower
 * bound
 */
export function chooseProtocol(
  { mutations }: WriteSet,
  options: ProtocolOptions,
  mayFitOneBatch: boolean,
): ChosenProtocol {
  // A key that is only checked has no lock to commit.
  const locks = mutations.some(leavesLock) && !mutations.some(mustBeTwoPhases);
  // A caller that checks the commit timestamp has to see it before anything is committed (parity row TXN-18).
  const isFree = options.bounds?.allows === undefined;
  const keyBytes = mutations.reduce((sum, { key }) => sum + key.length, 0);
  // A resolver that finds the primary does not see keys that are only checked, and would commit although a
  // check fails (S033).
  const mayAsync =
    mutations.length <= ASYNC_MAX_KEYS && keyBytes <= ASYNC_MAX_KEY_BYTES && mutations.every(leavesLock);
  const asyncCommit = locks && isFree && options.asyncCommit && mayAsync;
  const protocol =
    locks && isFree && options.onePhaseCommit && mayFitOneBatch ? '1pc' : asyncCommit ? 'async' : '2pc';
  return {
    protocol,
    asyncIfSplit: asyncCommit,
    needsMinCommitTs: protocol !== '2pc' && (!options.causalConsistency || options.bounds !== undefined),
  };
}

/**
 * Shared locks: parity row SHR-3. A key that is not checked may have a version newer than what a server would
 * commit it at; a commit timestamp fetched after it is locked is above that version (scenario S121).
 */
function mustBeTwoPhases({ op, check }: Mutation): boolean {
  return op === 'sharedLock' || check === 'unchecked';
}
