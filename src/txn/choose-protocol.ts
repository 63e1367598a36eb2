import type { CommitProtocol } from '../model/commit-protocol.ts';
import type { WriteSet } from './build-mutations.ts';
import type { CommitBounds } from './commit-bounds.ts';
import { leavesLock, type Mutation } from './mutation.ts';

/** How a transaction may commit. */
export interface ProtocolOptions {
  /** Commit with the last prewrite, where the transaction is small enough. */
  readonly asyncCommit: boolean;
  /** Commit with the only request, where all keys fit one: of one region, and up to 16 KiB. */
  readonly onePhaseCommit: boolean;
  /**
   * Leaves out the timestamp that makes a commit worked out by the servers larger than every snapshot begun:
   * one round trip less, and only transactions that depend on each other are ordered.
   */
  readonly causalConsistency: boolean;
  /** How far what was asserted of keys is checked. Default `strict`. */
  readonly assertionLevel?: AssertionLevel | undefined;
  /** Undefined where every commit timestamp will do. */
  readonly bounds?: CommitBounds | undefined;
  /** A lock met while the keys are locked is a conflict at once, and is not resolved. */
  readonly failsOnLock?: boolean | undefined;
  /** How old the start timestamp was when the transaction began, in milliseconds. Default 0. */
  readonly startAgeMs?: number | undefined;
}

/**
 * How far the assertions of a transaction are checked: not at all, where the store has looked the key up anyway, or
 * at every key asserted, for a read each.
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
  /** Should one phase turn out not to do. */
  readonly asyncIfSplit: boolean;
  readonly needsMinCommitTs: boolean;
}

/** The primary's lock lists all other keys (client-go's AsyncCommit.KeysLimit and TotalKeySizeLimit). */
const ASYNC_MAX_KEYS = 256;
const ASYNC_MAX_KEY_BYTES = 4096;

/**
 * Follows client-go's checkAsyncCommit, checkOnePC and needLinearizability (parity rows CND-1 to CND-3, COM-2).
 *
 * @param mayFitOneBatch one phase is not even tried without, which saves the timestamp that it would be bounded by
 */
export function chooseProtocol(
  { mutations }: WriteSet,
  options: ProtocolOptions,
  mayFitOneBatch: boolean,
): ChosenProtocol {
  // Nothing that is only checked can be committed by its lock.
  const locks = mutations.some(leavesLock) && !mutations.some(mustBeTwoPhases);
  // Whoever wants to look at the commit timestamp before it is one works it out (parity row TXN-18).
  const isFree = options.bounds?.allows === undefined;
  const keyBytes = mutations.reduce((sum, { key }) => sum + key.length, 0);
  // Who finds the primary cannot see a key that is only checked: it commits what such a check still refuses (S033).
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
 * Parity row SHR-3. And a key that is not checked may have a version newer than what a server would commit it at; a
 * commit timestamp fetched once it is locked is above (scenario S121).
 */
function mustBeTwoPhases({ op, check }: Mutation): boolean {
  return op === 'sharedLock' || check === 'unchecked';
}
