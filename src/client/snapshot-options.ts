import { UsageError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { type RequestSettings, toRequestContext } from '../txn/request-settings.ts';
import { PLAIN_READS, type SnapshotSettings } from '../txn/snapshot-reader.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { REQUEST_RULES } from './begin-options.ts';
import { checkOptions, isBag, rules } from './verb-options.ts';

/**
 * What reads at a timestamp see and heed.
 *
 * `snapshot`: all that was committed by then, as one state; a lock that may belong to it is resolved first.
 * `readCommitted`: what has been committed by then and is out of its lock; locks are not heeded, so a read never
 * waits, but it can see a part of a transaction only, and see more when it is repeated.
 * `rcCheckTs`: as `snapshot`, and a read of a key that was written after the timestamp fails with a
 * WriteConflictError (reason `rcCheckTs`) instead of giving the older value.
 */
export type Isolation = 'snapshot' | 'readCommitted' | 'rcCheckTs';

/** How reads of a snapshot, or a single one, are made. */
export interface ReadSettings extends RequestSettings {
  /** Default `snapshot`. */
  readonly isolation?: Isolation | undefined;
  /** Whether stores keep what they read from disk in their block cache. Give false for long scans. Default true. */
  readonly fillCache?: boolean | undefined;
  /** Reads with the same id are scheduled as one task by stores, for fairness between tasks. Default: none. */
  readonly taskId?: bigint | undefined;
}

export interface SnapshotOptions extends ReadSettings {
  /** The timestamp to read at. Default: a fresh one, fetched with the first read. */
  readonly at?: Timestamp | undefined;
  /**
   * How much of what was read by key is remembered, in bytes of keys and values; 0 for nothing. Only with the isolation
   * `snapshot`, since others do not repeat what they gave. Default 64 MiB.
   */
  readonly cacheSizeBytes?: number | undefined;
}

const taskId = {
  is: 'a bigint above 0, of 64 bits',
  check: (value: unknown) => typeof value === 'bigint' && value > 0n && value < 2n ** 64n,
};

/** Rules of ReadSettings. */
export const SETTING_RULES = {
  ...REQUEST_RULES,
  isolation: rules.oneOf('snapshot', 'readCommitted', 'rcCheckTs'),
  fillCache: rules.flag,
  taskId,
};

/** Rules of SnapshotOptions. */
export const SNAPSHOT_RULES = { ...SETTING_RULES, at: rules.timestamp, cacheSizeBytes: rules.count };

const LEVELS = {
  snapshot: kvrpcpb.IsolationLevel.SI,
  readCommitted: kvrpcpb.IsolationLevel.RC,
  rcCheckTs: kvrpcpb.IsolationLevel.RCCheckTS,
} as const satisfies Record<Isolation, number>;

/** What the context of every request says; undefined when there is nothing to say. */
export function toReadContext(settings: ReadSettings | undefined): kvrpcpb.Context | undefined {
  if (settings === undefined) return undefined;
  const { isolation = 'snapshot', fillCache = true, taskId } = settings;
  if (isolation === 'snapshot' && fillCache && taskId === undefined) return undefined;
  return { isolationLevel: LEVELS[isolation], notFillCache: !fillCache, taskId: taskId ?? 0n };
}

/** @throws UsageError for options that exclude each other */
export function toSnapshotSettings(options: SnapshotOptions | undefined): SnapshotSettings {
  if (options === undefined) return PLAIN_READS;
  const { isolation = 'snapshot', cacheSizeBytes } = options;
  if (isolation !== 'snapshot' && cacheSizeBytes !== undefined && cacheSizeBytes > 0) {
    throw new UsageError(
      `snapshot: reads of isolation "${isolation}" are not remembered: leave cacheSizeBytes out`,
    );
  }
  return {
    context: toReadContext(options),
    request: toRequestContext(options),
    cacheSizeBytes: isolation === 'snapshot' ? (cacheSizeBytes ?? PLAIN_READS.cacheSizeBytes) : 0,
  };
}

/**
 * The settings among the options of a read, checked, and the others.
 * @throws UsageError
 */
export function apart<Options extends ReadSettings>(
  verb: string,
  options: Options | undefined,
): {
  readonly settings: ReadSettings | undefined;
  readonly rest: Omit<Options, keyof ReadSettings> | undefined;
} {
  // What carries none is refused with the rest.
  if (!isBag(options)) return { settings: undefined, rest: options };
  const {
    isolation,
    fillCache,
    taskId,
    priority,
    resourceGroup,
    resourceGroupTag,
    requestSource,
    interceptors,
    ...rest
  } = options;
  const ofRequests = { priority, resourceGroup, resourceGroupTag, requestSource, interceptors };
  const settings = { isolation, fillCache, taskId, ...ofRequests };
  checkOptions(verb, settings, SETTING_RULES);
  return { settings, rest };
}
