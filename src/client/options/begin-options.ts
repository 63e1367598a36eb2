import type { Timestamp } from '../../model/timestamp.ts';
import type { AssertionLevel, ProtocolOptions } from '../../txn/commit/choose-protocol.ts';
import type { CommitBounds } from '../../txn/commit/commit-bounds.ts';
import type { WriteSettings } from '../../txn/request-settings.ts';
import type { TransactionMode } from '../../txn/transaction.ts';
import type { ResolvedOptions } from './connect-options.ts';
import { rules } from './option-rules.ts';
import { REPLICA_RULES, type ReplicaSettings } from './replica-options.ts';
import { WRITE_SETTINGS_RULES } from './request-rules.ts';
import type { VerbOptions } from './verb-options.ts';

export interface BeginOptions extends VerbOptions, WriteSettings, ReplicaSettings {
  /**
   * `'optimistic'`: conflicts show at commit. `'pessimistic'`: keys can be locked before they are written, by
   * `getForUpdate`, `batchGetForUpdate` and `lock`, and other transactions wait for the locks. Default
   * `'optimistic'`.
   */
  readonly mode?: TransactionMode | undefined;
  /**
   * Whether the commit may succeed as soon as every key is locked, after one round of requests. Only for up
   * to 256 keys of 4096 bytes together. Default: the client's `asyncCommit`.
   */
  readonly asyncCommit?: boolean | undefined;
  /**
   * Whether one request may lock and commit at once. Only for keys that fit one request: in one region, up to
   * 16 KiB. Default: the client's `onePhaseCommit`.
   */
  readonly onePhaseCommit?: boolean | undefined;
  /**
   * Skips the timestamp that async commit and one-phase commit fetch first, which saves a round trip to PD.
   * Transactions that read what this one wrote are still ordered after it; one that does not may be ordered
   * before it, even if it begins after this commit has succeeded. Default false.
   */
  readonly causalConsistency?: boolean | undefined;
  /**
   * Which assertions of `put` and `delete` are checked at commit. `strict`: all, at the cost of a read in the
   * store of each key. `fast`: those of keys that the store looks up anyway, which are nearly all but those
   * under a pessimistic lock. `off`: none. Default `strict`.
   */
  readonly assertionLevel?: AssertionLevel | undefined;
  /**
   * The commit timestamp has to be above this one, and the commit waits until PD's clock has passed it: for
   * data read from, or committed to, another cluster whose clock is ahead. Default: no such bound.
   */
  readonly commitWaitUntilTs?: Timestamp | undefined;
  /**
   * How long a commit waits for `commitWaitUntilTs`, in milliseconds. When PD's clock is further behind than
   * this, it throws CommitTimestampLagError at once. Default 1000.
   */
  readonly commitWaitTimeoutMs?: number | undefined;
  /**
   * Called with the commit timestamp before anything is committed; unless it returns true, `commit` throws
   * TransactionAbortedError. Such a transaction commits in two phases, since the other protocols leave
   * nothing to refuse.
   */
  readonly checkCommitTs?: ((commitTs: Timestamp) => boolean) | undefined;
  /**
   * What a commit does about the lock of another transaction: `resolve` it, waiting while its owner is alive,
   * or `fail` with WriteConflictError. Default `resolve`.
   */
  readonly onPrewriteLock?: 'resolve' | 'fail' | undefined;
  /**
   * The timestamp to begin at, one that the cluster has already given; no other transaction may begin at the
   * same one. Not for `transact`. Default: a fresh one.
   * @see FutureTimestampError
   */
  readonly startTs?: Timestamp | undefined;
}

export const ASSERTION_LEVEL_RULE = rules.oneOf('off', 'fast', 'strict');

/** Rules of the options about the commit timestamp, and about locks in the way of the commit. */
export const COMMIT_RULES = {
  commitWaitUntilTs: rules.timestamp,
  commitWaitTimeoutMs: rules.count,
  checkCommitTs: { is: 'a function', check: (value: unknown) => typeof value === 'function' },
  onPrewriteLock: rules.oneOf('resolve', 'fail'),
};

const SHARED_RULES = {
  mode: rules.oneOf('optimistic', 'pessimistic'),
  asyncCommit: rules.flag,
  onePhaseCommit: rules.flag,
  causalConsistency: rules.flag,
  ...COMMIT_RULES,
  ...WRITE_SETTINGS_RULES,
  ...REPLICA_RULES,
  assertionLevel: ASSERTION_LEVEL_RULE,
};

/** Rules of the options of `transact`, in addition to those of every verb. */
export const TRANSACT_RULES = { ...SHARED_RULES, maxAttempts: rules.positive };

export const START_RULES = {
  startTs: {
    is: 'a timestamp of the cluster (a bigint above 0, below 2^63)',
    check: (value: unknown) => typeof value === 'bigint' && value > 0n && value < 2n ** 63n,
  },
};

/** Rules of the options of `begin`, in addition to those of every verb. */
export const BEGIN_RULES = { ...SHARED_RULES, ...START_RULES };

const COMMIT_WAIT_TIMEOUT_MS = 1_000;

/** Bounds of the commit timestamp; undefined for none. */
export function boundsOf(
  options: Pick<BeginOptions, 'commitWaitUntilTs' | 'commitWaitTimeoutMs' | 'checkCommitTs'> | undefined,
): CommitBounds | undefined {
  const { commitWaitUntilTs, commitWaitTimeoutMs = COMMIT_WAIT_TIMEOUT_MS, checkCommitTs } = options ?? {};
  if (commitWaitUntilTs === undefined && checkCommitTs === undefined) return undefined;
  return { above: commitWaitUntilTs ?? 0n, waitMs: commitWaitTimeoutMs, allows: checkCommitTs };
}

/** How a transaction may commit, by its own options and those of its client. */
export function protocolsOf(
  options: BeginOptions | undefined,
  client: Pick<ResolvedOptions, 'asyncCommit' | 'onePhaseCommit'>,
): ProtocolOptions {
  return {
    asyncCommit: options?.asyncCommit ?? client.asyncCommit,
    onePhaseCommit: options?.onePhaseCommit ?? client.onePhaseCommit,
    causalConsistency: options?.causalConsistency ?? false,
    assertionLevel: options?.assertionLevel,
    bounds: boundsOf(options),
    failsOnLock: options?.onPrewriteLock === 'fail',
  };
}
