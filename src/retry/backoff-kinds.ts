import {
  CommitTimestampLagError,
  PdUnreachableError,
  RegionUnavailableError,
  ResolveLockTimeoutError,
  StoreBusyError,
  type TikvError,
  type TikvErrorOptions,
} from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';

/** How much of a delay is left to chance: nothing, its upper half, or all of it. */
export type Jitter = 'none' | 'equal' | 'full';

/** How delays grow: they double from the base to the cap. */
export interface BackoffCurve {
  readonly baseMs: number;
  readonly capMs: number;
  readonly jitter: Jitter;
}

export interface BackoffRow extends BackoffCurve {
  /** The error of a call whose budget this kind used up. */
  exhausted(options: TikvErrorOptions): TikvError;
}

const regionUnavailable = (what: string) => (options: TikvErrorOptions) =>
  new RegionUnavailableError(`Region unavailable: ${what}`, options);
const locksUnresolved = (what: string) => (options: TikvErrorOptions) =>
  new ResolveLockTimeoutError(`Locks could not be resolved in time: ${what}`, options);
const storeBusy = (what: string) => (options: TikvErrorOptions) =>
  new StoreBusyError(`Store unavailable: ${what}`, options);

/** The last error has PD's last timestamp, and so how far PD lags (client-go's ErrCommitTSLag). */
const commitTimestampLags = (options: TikvErrorOptions) =>
  options.cause instanceof CommitTimestampLagError
    ? options.cause
    : regionUnavailable('commit timestamp lags')(options);

/**
 * The kinds of waiting before a request is tried again. Values follow client-go's config/retry/config.go
 * (parity rows BO-1 to BO-17, without TiFlash's and without BO-12).
 */
export const BACKOFF_KINDS = {
  tikvRpc: {
    baseMs: 100,
    capMs: 2000,
    jitter: 'equal',
    exhausted: regionUnavailable('stores did not answer'),
  },
  txnLock: { baseMs: 100, capMs: 3000, jitter: 'equal', exhausted: locksUnresolved('blocked by locks') },
  txnLockFast: {
    baseMs: 10,
    capMs: 3000,
    jitter: 'equal',
    exhausted: locksUnresolved('read blocked by locks'),
  },
  txnNotFound: {
    baseMs: 2,
    capMs: 500,
    jitter: 'none',
    exhausted: locksUnresolved('primary not written yet'),
  },
  pdRpc: {
    baseMs: 500,
    capMs: 3000,
    jitter: 'equal',
    exhausted: (options) => new PdUnreachableError('PD did not answer', options),
  },
  regionMiss: { baseMs: 2, capMs: 500, jitter: 'none', exhausted: regionUnavailable('it keeps moving') },
  /** As `regionMiss`, with which client-go waits for it. */
  noReplica: {
    baseMs: 2,
    capMs: 500,
    jitter: 'none',
    exhausted: regionUnavailable('no replica can be asked'),
  },
  regionScheduling: { baseMs: 2, capMs: 500, jitter: 'none', exhausted: regionUnavailable('no leader') },
  serverBusy: { baseMs: 2000, capMs: 10_000, jitter: 'equal', exhausted: storeBusy('busy') },
  diskFull: { baseMs: 500, capMs: 5000, jitter: 'none', exhausted: storeBusy('disk full') },
  recoveryInProgress: {
    baseMs: 100,
    capMs: 10_000,
    jitter: 'equal',
    exhausted: regionUnavailable('recovering'),
  },
  maxTsNotSynced: {
    baseMs: 2,
    capMs: 500,
    jitter: 'none',
    exhausted: regionUnavailable('max ts not synced'),
  },
  commitTsLag: {
    baseMs: 2,
    capMs: 500,
    jitter: 'none',
    exhausted: commitTimestampLags,
  },
  regionNotInitialized: {
    baseMs: 2,
    capMs: 1000,
    jitter: 'none',
    exhausted: regionUnavailable('not initialized'),
  },
  isWitness: {
    baseMs: 1000,
    capMs: 10_000,
    jitter: 'equal',
    exhausted: regionUnavailable('peer is a witness'),
  },
} as const satisfies Record<string, BackoffRow>;

/** A reason for waiting before a request is tried again. */
export type BackoffKind = keyof typeof BACKOFF_KINDS;

/**
 * The pause before `transact` runs its body again. The conflict is with a live transaction, which is over in
 * milliseconds: the pause only keeps the two from meeting again and again.
 */
export const TRANSACT_PAUSE: BackoffCurve = { baseMs: 2, capMs: 500, jitter: 'full' };

/**
 * How long to wait before a retry, in milliseconds, not rounded.
 * @param times how often the delay has doubled; 0 for the base
 * @param runtime gives the random number; without jitter none is drawn
 */
export function backoffDelayMs(curve: BackoffCurve, times: number, runtime: Pick<Runtime, 'random'>): number {
  const longestMs = Math.min(curve.capMs, curve.baseMs * 2 ** times);
  if (curve.jitter === 'none') return longestMs;
  const fixedMs = curve.jitter === 'equal' ? longestMs / 2 : 0;
  return fixedMs + runtime.random() * (longestMs - fixedMs);
}

/**
 * How long one backoffer may wait in total, in milliseconds. There is one for a verb, for a phase of it, or
 * for each region where a verb goes from region to region. The verb's deadline may end it sooner. The budgets
 * are client-go's (BO-30 to BO-43), with its default weight of 2 where client-go applies a weight (BO-22).
 */
export const BACKOFF_BUDGET_MS = {
  raw: 40_000,
  read: 40_000,
  prewrite: 80_000,
  commitPrimary: 80_000,
  commitSecondaries: 82_000,
  cleanup: 40_000,
  pessimisticLock: 40_000,
  keepAlive: 40_000,
  timestamp: 30_000,
  asyncResolve: 40_000,
  flush: 40_000,
  locate: 40_000,
  rangeTask: 200_000,
  /** For each border, up to `splitRegions`. */
  splitAtKey: 40_000,
  splitRegions: 240_000,
  waitForScatter: 240_000,
} as const;

/** The budget of a split at this number of keys (BO-42). */
export function splitBudgetMs(keys: number): number {
  return Math.min(keys * BACKOFF_BUDGET_MS.splitAtKey, BACKOFF_BUDGET_MS.splitRegions);
}

/** Sleeps for a busy server do not count against the budget until they add up to this (BO-22). */
export const SERVER_BUSY_EXCLUDED_MS = 600_000;
