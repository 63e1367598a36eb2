import { UsageError } from '../../model/errors.ts';
import type { BulkOptions } from '../../txn/bulk/bulk-environment.ts';
import type { AssertionLevel } from '../../txn/commit/choose-protocol.ts';
import type { RequestSource, WriteSettings } from '../../txn/request-settings.ts';
import {
  ASSERTION_LEVEL_RULE,
  type BeginOptions,
  boundsOf,
  COMMIT_RULES,
  START_RULES,
} from './begin-options.ts';
import { checkOptions } from './check-options.ts';
import { type Rule, rules } from './option-rules.ts';
import { WRITE_SETTINGS_RULES } from './request-rules.ts';
import type { VerbOptions } from './verb-options.ts';

/** Options that mean the same for a bulk transaction as for any other. */
type SharedOptions = Pick<
  BeginOptions,
  'startTs' | 'commitWaitUntilTs' | 'commitWaitTimeoutMs' | 'checkCommitTs'
>;

/** `timeoutMs` is for fetching the start timestamp; `signal` ends the transaction until it commits. */
export interface BeginBulkOptions extends VerbOptions, WriteSettings, SharedOptions {
  /** How many requests of one flush are under way at once. Default 128. */
  readonly flushConcurrency?: number | undefined;
  /** In how many regions locks are resolved at once, after the commit or rollback. Default 8. */
  readonly resolveConcurrency?: number | undefined;
  /**
   * Share of the time in which flushes pause, to leave the stores to others: from 0, included, to 1, not
   * included. Default 0.
   */
  readonly throttleRatio?: number | undefined;
  /**
   * Buffered writes are flushed once they take this much memory, in bytes, and have `flushKeys` keys. Half of
   * `maxBufferBytes` suffices whatever their number. Default 16777216.
   */
  readonly flushBytes?: number | undefined;
  /** How many keys are buffered before a flush, unless they take half of `maxBufferBytes`. Default 10000. */
  readonly flushKeys?: number | undefined;
  /**
   * Writes wait while buffered writes and those being flushed take this much memory or more, in bytes.
   * Default 33554432.
   */
  readonly maxBufferBytes?: number | undefined;
  /**
   * Which assertions of `put` and `delete` are checked when their keys are flushed. `strict`: all. `fast`:
   * those of keys that the store looks up anyway. `off`: none. Default `strict`.
   */
  readonly assertionLevel?: AssertionLevel | undefined;
  /**
   * What a flush does about the lock of another transaction: `resolve` it, waiting while its owner is alive,
   * or `fail` with WriteConflictError, which ends the transaction. Default `resolve`.
   */
  readonly onPrewriteLock?: 'resolve' | 'fail' | undefined;
}

const MIB = 1024 * 1024;

const DEFAULTS = {
  flushConcurrency: 128,
  resolveConcurrency: 8,
  throttleRatio: 0,
  flushBytes: 16 * MIB,
  flushKeys: 10_000,
  maxBufferBytes: 32 * MIB,
  assertionLevel: 'strict',
} satisfies BulkOptions;

const RULES: Readonly<Record<keyof typeof DEFAULTS, Rule>> = {
  flushConcurrency: rules.positive,
  resolveConcurrency: rules.positive,
  throttleRatio: rules.ratio,
  flushBytes: rules.positive,
  flushKeys: rules.positive,
  maxBufferBytes: rules.positive,
  assertionLevel: ASSERTION_LEVEL_RULE,
};

/** Options of other transactions, and why they do not apply here (parity row PIP-4). */
const EXCLUDED: Readonly<Record<string, string>> = {
  mode: 'a bulk transaction takes no locks before its writes: it is optimistic',
  asyncCommit: 'the list of keys that async commit needs would be too long',
  onePhaseCommit: 'its writes are locked long before they are committed',
  causalConsistency: 'its commit always takes a timestamp of its own',
};

/**
 * The default request source of bulk transactions, by which stores recognize them (client-go's
 * PipelinedRequestSource).
 */
export const BULK_REQUEST_SOURCE: RequestSource = { type: 'pdml' };

/** The settings of a bulk transaction. @throws UsageError */
export function toBulkOptions(given: BeginBulkOptions | undefined): BulkOptions {
  const problems = Object.entries(EXCLUDED).flatMap(([name, why]) =>
    (given as Record<string, unknown> | undefined)?.[name] === undefined
      ? []
      : [`beginBulk: ${name} has no meaning: ${why}`],
  );
  if (problems.length > 0) throw new UsageError(problems);
  checkOptions('beginBulk', given, { ...RULES, ...COMMIT_RULES, ...START_RULES, ...WRITE_SETTINGS_RULES });
  const set = Object.entries(given ?? {}).filter(([name, value]) => name in DEFAULTS && value !== undefined);
  return {
    ...DEFAULTS,
    ...Object.fromEntries(set),
    bounds: boundsOf(given),
    failsOnLock: given?.onPrewriteLock === 'fail',
  };
}
