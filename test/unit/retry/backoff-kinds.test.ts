import { describe, expect, it } from 'vitest';
import {
  BACKOFF_BUDGET_MS,
  BACKOFF_KINDS,
  type BackoffCurve,
  type BackoffKind,
  backoffDelayMs,
  SERVER_BUSY_EXCLUDED_MS,
  splitBudgetMs,
} from '../../../src/retry/backoff-kinds.ts';

/** Base, cap and jitter in client-go's config/retry/config.go, and the code of the error when the budget is used up. */
const KINDS: Readonly<Record<BackoffKind, readonly [string, number, number, string, string]>> = {
  tikvRpc: ['BO-1', 100, 2000, 'equal', 'TIKV_REGION_UNAVAILABLE'],
  txnLock: ['BO-3', 100, 3000, 'equal', 'TIKV_RESOLVE_LOCK_TIMEOUT'],
  pdRpc: ['BO-4', 500, 3000, 'equal', 'TIKV_PD_UNREACHABLE'],
  regionMiss: ['BO-5', 2, 500, 'none', 'TIKV_REGION_UNAVAILABLE'],
  noReplica: ['BO-5', 2, 500, 'none', 'TIKV_REGION_UNAVAILABLE'],
  regionScheduling: ['BO-6', 2, 500, 'none', 'TIKV_REGION_UNAVAILABLE'],
  serverBusy: ['BO-7', 2000, 10_000, 'equal', 'TIKV_STORE_BUSY'],
  diskFull: ['BO-8', 500, 5000, 'none', 'TIKV_STORE_BUSY'],
  recoveryInProgress: ['BO-9', 100, 10_000, 'equal', 'TIKV_REGION_UNAVAILABLE'],
  txnNotFound: ['BO-11', 2, 500, 'none', 'TIKV_RESOLVE_LOCK_TIMEOUT'],
  maxTsNotSynced: ['BO-13', 2, 500, 'none', 'TIKV_REGION_UNAVAILABLE'],
  commitTsLag: ['BO-14', 2, 500, 'none', 'TIKV_REGION_UNAVAILABLE'],
  regionNotInitialized: ['BO-15', 2, 1000, 'none', 'TIKV_REGION_UNAVAILABLE'],
  isWitness: ['BO-16', 1000, 10_000, 'equal', 'TIKV_REGION_UNAVAILABLE'],
  // Its base is that of kv.DefBackoffLockFast.
  txnLockFast: ['BO-17', 10, 3000, 'equal', 'TIKV_RESOLVE_LOCK_TIMEOUT'],
};

describe('BACKOFF_KINDS', () => {
  it('has the kinds of client-go that are for us', () => {
    expect(Object.keys(BACKOFF_KINDS).toSorted()).toEqual(Object.keys(KINDS).toSorted());
  });

  it.each(Object.entries(KINDS).map(([kind, row]) => [row[0], kind as BackoffKind, row] as const))(
    '%s: %s waits as in client-go, and ends with an error that may be retried',
    (_, kind, [, baseMs, capMs, jitter, code]) => {
      expect(BACKOFF_KINDS[kind]).toMatchObject({ baseMs, capMs, jitter });
      const error = BACKOFF_KINDS[kind].exhausted({ cause: 'cause' });
      expect(error).toMatchObject({ code, retryable: true, cause: 'cause' });
    },
  );
});

describe('BACKOFF_BUDGET_MS', () => {
  it('BO-30 to BO-43: the budgets of client-go, times two where it applies its weight (BO-22)', () => {
    expect(BACKOFF_BUDGET_MS).toEqual({
      raw: 2 * 20_000, // rawkvMaxBackoff
      read: 2 * 20_000, // getMaxBackoff, batchGetMaxBackoff, scannerNextMaxBackoff
      prewrite: 2 * 40_000, // PrewriteMaxBackoff
      commitPrimary: 2 * 40_000, // CommitMaxBackoff
      commitSecondaries: 2 * 41_000, // CommitSecondaryMaxBackoff
      cleanup: 2 * 20_000, // cleanupMaxBackoff, pessimisticRollbackMaxBackoff
      pessimisticLock: 2 * 20_000, // pessimisticLockMaxBackoff
      keepAlive: 2 * 20_000, // keepAliveMaxBackoff
      timestamp: 2 * 15_000, // TsoMaxBackoff
      asyncResolve: 40_000, // asyncResolveLockMaxBackoff, of a plain NewBackoffer
      flush: 2 * 20_000, // KVTxn.InitPipelinedMemDB
      locate: 2 * 20_000, // locateRegionMaxBackoff
      rangeTask: 2 * 100_000, // gcResolveLockMaxBackoff
      splitAtKey: 2 * 20_000, // splitRegionBackoff
      splitRegions: 2 * 120_000, // maxSplitRegionsBackoff
      waitForScatter: 2 * 120_000, // waitScatterRegionFinishBackoff
    });
  });

  it('BO-42: a split has that of its keys, up to six', () => {
    expect([1, 2, 6, 7].map(splitBudgetMs)).toEqual([40_000, 80_000, 240_000, 240_000]);
  });

  it('BO-7: what a busy store excludes of it', () => {
    expect(SERVER_BUSY_EXCLUDED_MS).toBe(600_000);
  });
});

describe(backoffDelayMs.name, () => {
  const delays = (jitter: BackoffCurve['jitter'], random: number) =>
    [0, 1, 2, 3, 4].map((times) =>
      backoffDelayMs({ baseMs: 10, capMs: 100, jitter }, times, { random: () => random }),
    );

  it('doubles from the base to the cap', () => {
    expect(delays('none', 0.5)).toEqual([10, 20, 40, 80, 100]);
  });

  it('leaves the upper half to chance with equal jitter, and all with full jitter', () => {
    expect(delays('equal', 0)).toEqual([5, 10, 20, 40, 50]);
    expect(delays('equal', 0.5)).toEqual([7.5, 15, 30, 60, 75]);
    expect(delays('full', 0)).toEqual([0, 0, 0, 0, 0]);
    expect(delays('full', 0.5)).toEqual([5, 10, 20, 40, 50]);
  });
});
