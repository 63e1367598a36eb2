import { UsageError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { AssertionLevel, ProtocolOptions } from '../txn/choose-protocol.ts';
import type { CommitBounds } from '../txn/commit-bounds.ts';
import type { WriteSettings } from '../txn/request-settings.ts';
import type { TransactionMode } from '../txn/transaction.ts';
import type { Existence } from '../txn/write-buffer.ts';
import type { ResolvedOptions } from './options.ts';
import { REPLICA_RULES, type ReplicaSettings } from './replica-options.ts';
import { checkNamed, isBag, isName, isText, rules, type VerbOptions } from './verb-options.ts';

export interface BeginOptions extends VerbOptions, WriteSettings, ReplicaSettings {
  /**
   * `'optimistic'`: conflicts show at commit. `'pessimistic'`: keys are locked before they are written, with
   * `getForUpdate` and its like, and others wait for them. Default `'optimistic'`.
   */
  readonly mode?: TransactionMode | undefined;
  /**
   * Whether the commit may be answered as soon as every key is locked, with one round of requests. Only for up to 256
   * keys of 4096 bytes together. Default: the client's `asyncCommit`.
   */
  readonly asyncCommit?: boolean | undefined;
  /**
   * Whether one request may lock and commit at once. Only for keys that fit one request: of one region, up to 16 KiB.
   * Default: the client's `onePhaseCommit`.
   */
  readonly onePhaseCommit?: boolean | undefined;
  /**
   * Leaves out the timestamp that async commit and one phase fetch first, a round trip to PD. Transactions that read
   * what this one wrote are ordered after it all the same; of those that do not, one that begins after this commit
   * was answered may get an earlier place in the order. Default false.
   */
  readonly causalConsistency?: boolean | undefined;
  /**
   * How far what `put` and `delete` assert is checked at commit: `strict` for every key asserted, at the cost of a read
   * in its store; `fast` where the store looks the key up anyway, which is nearly everywhere but under a pessimistic
   * lock; `off` for none. Default `strict`.
   */
  readonly assertionLevel?: AssertionLevel | undefined;
  /**
   * The commit timestamp has to be above this one, and the commit waits until PD's clock is: for what was read, or
   * committed, by a cluster whose clock is ahead. Default: no such bound.
   */
  readonly commitWaitUntilTs?: Timestamp | undefined;
  /**
   * How long a commit waits for that, in milliseconds; at once it throws CommitTimestampLagError when the clock is further
   * behind. Default 1000.
   */
  readonly commitWaitTimeoutMs?: number | undefined;
  /**
   * Asked, before anything is committed, whether it may be at this timestamp; otherwise commit throws
   * TransactionAbortedError. Such a transaction commits in two phases, since in the others nobody could still refuse.
   */
  readonly checkCommitTs?: ((commitTs: Timestamp) => boolean) | undefined;
  /**
   * What a commit does about the lock of another transaction: `resolve` it, waiting while it lives, or `fail` with
   * WriteConflictError. Default `resolve`.
   */
  readonly onPrewriteLock?: 'resolve' | 'fail' | undefined;
  /**
   * The timestamp to begin at, which the cluster has given before; no other transaction may begin at the same. Not for
   * `transact`. Default: a fresh one.
   * @see FutureTimestampError
   */
  readonly startTs?: Timestamp | undefined;
}

/** How one key is written. */
export interface WriteOptions {
  /**
   * What the key holds before this transaction, as far as the caller knows: `commit` throws AssertionFailedError
   * when it is not so. Nobody waits for it, other than for a read. Default: nothing is asserted.
   */
  readonly assert?: Existence | undefined;
  /**
   * A key that is not locked is overwritten, whatever others have committed since the transaction began; without this,
   * that is a WriteConflictError. A request that may have been done, and is sent again, is checked all the same: what was
   * committed since is a LockLostError then. The commit takes two phases. Without a meaning for a key that is locked, or
   * is written without it too. In pessimistic transactions only, and not beside `assert`. Default false.
   */
  readonly unchecked?: boolean | undefined;
}

/** The rule of `assert`, of every write. */
export const ASSERT_RULES = { assert: rules.oneOf('exists', 'absent') };

const WRITE_RULES = { ...ASSERT_RULES, unchecked: rules.flag };

/** @throws UsageError, also for options without a meaning together, or in the transaction's mode */
export function checkWrite(verb: string, options: WriteOptions | undefined, mode: TransactionMode): void {
  if (options === undefined) return;
  checkNamed(verb, options, WRITE_RULES);
  if (options.unchecked !== true) return;
  if (mode === 'optimistic') {
    throw new UsageError(
      `${verb}: unchecked has no meaning in an optimistic transaction, which checks all keys`,
    );
  }
  if (options.assert !== undefined) {
    throw new UsageError(`${verb}: unchecked and assert exclude each other: an assertion is a check`);
  }
}

const SOURCE_FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isText,
  explicitType: isText,
  internal: (value) => typeof value === 'boolean',
};

function isRequestSource(value: unknown): boolean {
  if (!isBag(value)) return false;
  return Object.entries(value).every(
    ([name, field]) =>
      Object.hasOwn(SOURCE_FIELDS, name) && (field === undefined || SOURCE_FIELDS[name]?.(field) === true),
  );
}

/** Rules of RequestSettings. */
export const REQUEST_RULES = {
  priority: rules.oneOf('low', 'normal', 'high'),
  resourceGroup: {
    is: 'the name of a resource group, without lone surrogates',
    check: isName,
  },
  resourceGroupTag: {
    is: 'a Uint8Array or a function that gives one',
    check: (value: unknown) => value instanceof Uint8Array || typeof value === 'function',
  },
  requestSource: {
    is: 'an object with type, explicitType and internal, the texts without lone surrogates',
    check: isRequestSource,
  },
  interceptors: {
    is: 'an array of functions',
    check: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'function'),
  },
};

/** Rules of WriteSettings. */
export const WRITE_SETTINGS_RULES = {
  ...REQUEST_RULES,
  diskFull: rules.oneOf('refuse', 'almostFull', 'full'),
  syncLog: rules.flag,
  txnSource: {
    is: 'a bigint of 64 bits, 0n or more',
    check: (value: unknown) => typeof value === 'bigint' && value >= 0n && value < 2n ** 64n,
  },
};

export const ASSERTION_LEVEL_RULE = rules.oneOf('off', 'fast', 'strict');

/** Rules of where a commit timestamp may lie, and of what is done about locks on the way there. */
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

/** Rules of what `transact` takes, beside those of every verb. */
export const TRANSACT_RULES = { ...SHARED_RULES, maxAttempts: rules.positive };

export const START_RULES = {
  startTs: {
    is: 'a timestamp of the cluster (a bigint above 0, below 2^63)',
    check: (value: unknown) => typeof value === 'bigint' && value > 0n && value < 2n ** 63n,
  },
};

/** Rules of what `begin` takes, beside those of every verb. */
export const BEGIN_RULES = { ...SHARED_RULES, ...START_RULES };

const COMMIT_WAIT_TIMEOUT_MS = 1_000;

/** Where the commit timestamp may lie; undefined where any will do. */
export function boundsOf(
  options: Pick<BeginOptions, 'commitWaitUntilTs' | 'commitWaitTimeoutMs' | 'checkCommitTs'> | undefined,
): CommitBounds | undefined {
  const { commitWaitUntilTs, commitWaitTimeoutMs = COMMIT_WAIT_TIMEOUT_MS, checkCommitTs } = options ?? {};
  if (commitWaitUntilTs === undefined && checkCommitTs === undefined) return undefined;
  return { above: commitWaitUntilTs ?? 0n, waitMs: commitWaitTimeoutMs, allows: checkCommitTs };
}

/** How a transaction may commit, by its own options and by those of its client. */
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
