import { UsageError } from '../model/errors.ts';
import type { BulkOptions } from '../txn/bulk/bulk-environment.ts';
import type { AssertionLevel } from '../txn/choose-protocol.ts';
import type { RequestSource, WriteSettings } from '../txn/request-settings.ts';
import {
  ASSERTION_LEVEL_RULE,
  type BeginOptions,
  boundsOf,
  COMMIT_RULES,
  START_RULES,
  WRITE_SETTINGS_RULES,
} from './begin-options.ts';
import { checkOptions, type Rule, rules, type VerbOptions } from './verb-options.ts';

/** Options that say the same of a bulk transaction as of any other. */
type SharedOptions = Pick<
  BeginOptions,
  'startTs' | 'commitWaitUntilTs' | 'commitWaitTimeoutMs' | 'checkCommitTs'
>;

/** `timeoutMs` is for fetching the start timestamp; `signal` ends the transaction as long as it is not committing. */
export interface BeginBulkOptions extends VerbOptions, WriteSettings, SharedOptions {
  /** Requests of one flush under way at once. Default 128. */
  readonly flushConcurrency?: number | undefined;
  /** Regions whose locks are resolved at once, once it has been committed or rolled back. Default 8. */
  readonly resolveConcurrency?: number | undefined;
  /** Share of the time in which flushes pause, to leave the stores to others: from 0 to below 1. Default 0. */
  readonly throttleRatio?: number | undefined;
  /**
   * Memory of gathered writes from which on they are flushed, in bytes, when there are `flushKeys` of them. Half of
   * `maxBufferBytes` is enough by itself. Default 16777216.
   */
  readonly flushBytes?: number | undefined;
  /** So many keys are gathered before a flush, unless memory comes to half of `maxBufferBytes`. Default 10000. */
  readonly flushKeys?: number | undefined;
  /** Memory of gathered writes and of those being flushed from which on writes wait, in bytes. Default 33554432. */
  readonly maxBufferBytes?: number | undefined;
  /**
   * How far what `put` and `delete` assert is checked when their keys are flushed: `strict` for every key asserted, `fast`
   * where the store looks the key up anyway, `off` for none. Default `strict`.
   */
  readonly assertionLevel?: AssertionLevel | undefined;
  /**
   * What a flush does about the lock of another transaction: `resolve` it, waiting while it lives, or `fail` with
   * WriteConflictError, which ends the transaction. Default `resolve`.
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

/** Options of other transactions, and why they have no meaning here (parity row PIP-4). */
const EXCLUDED: Readonly<Record<string, string>> = {
  mode: 'a bulk transaction takes no locks before its writes: it is optimistic',
  asyncCommit: 'the list of keys that async commit needs would be too long',
  onePhaseCommit: 'its writes are locked long before they are committed',
  causalConsistency: 'its commit always takes a timestamp of its own',
};

/** What stores tell the work of bulk transactions by, unless it is given (client-go's PipelinedRequestSource). */
export const BULK_REQUEST_SOURCE: RequestSource = { type: 'pdml' };

/** How a bulk transaction is to go about it. @throws UsageError */
export function checkBulk(given: BeginBulkOptions | undefined): BulkOptions {
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
