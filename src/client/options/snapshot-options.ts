import { UsageError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { PLAIN_READS, type SnapshotSettings } from '../../txn/reads/snapshot-reader.ts';
import { type RequestSettings, toRequestContext } from '../../txn/request-settings.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import { RESUME_RULES, type ScanOptions } from '../reads.ts';
import { checkOptions } from './check-options.ts';
import { isBag, rules } from './option-rules.ts';
import { REPLICA_RULES, type ReplicaSettings, toReplicas } from './replica-options.ts';
import { REQUEST_RULES } from './request-rules.ts';

/**
 * What reads at a timestamp see.
 *
 * `snapshot`: everything that was committed by then, as one state; a lock that may belong to it is resolved
 * first. `readCommitted`: what was committed by then and is no longer locked. Locks are ignored, so a read
 * never waits, but it may see only a part of a transaction, and more when it is repeated. `rcCheckTs`: as
 * `snapshot`, but a read of a key that was written after the timestamp fails with a WriteConflictError
 * (reason `rcCheckTs`) instead of returning the older value.
 */
export type Isolation = 'snapshot' | 'readCommitted' | 'rcCheckTs';

/** How reads of a snapshot, or a single read, are made. */
export interface ReadSettings extends RequestSettings, ReplicaSettings {
  /** Default `snapshot`. */
  readonly isolation?: Isolation | undefined;
  /**
   * Whether stores keep in their block cache what they read from disk. Use false for long scans. Default
   * true.
   */
  readonly fillCache?: boolean | undefined;
  /** Stores schedule reads with the same id as one task, for fairness between tasks. Default: none. */
  readonly taskId?: bigint | undefined;
}

export interface SnapshotOptions extends ReadSettings {
  /** The timestamp to read at. Default: a fresh one, fetched with the first read. */
  readonly at?: Timestamp | undefined;
  /**
   * Any replica serves reads from what it has, without asking the leader how up to date it has to be. A
   * replica that is not yet up to date to `at` refuses, and the leader is asked, so `at` is best half a
   * minute in the past (`tikv.staleTimestamp`). Sees the same as any other read at that timestamp. Only with
   * `at` and isolation `snapshot`. Default false.
   */
  readonly staleRead?: boolean | undefined;
  /**
   * How much of what was read by key is cached, in bytes of keys and values; 0 for nothing. Only with
   * isolation `snapshot`, since reads of the others are not repeatable. Default 64 MiB.
   */
  readonly cacheSizeBytes?: number | undefined;
}

/** Options of a scan of a snapshot. */
export interface SnapshotScanOptions extends ScanOptions {
  /**
   * Returns about one of this many keys, for estimates over large ranges; counting starts anew in each page
   * and each region. 1 to 4294967295. Default: every key.
   */
  readonly sampleStep?: number | undefined;
}

const taskId = {
  is: 'a bigint above 0, of 64 bits',
  check: (value: unknown) => typeof value === 'bigint' && value > 0n && value < 2n ** 64n,
};

const OF_SNAPSHOTS = {
  is: 'left out: it is for tikv.snapshot({ at, staleRead: true })',
  check: () => false,
};

/** Rules of ReadSettings. */
export const SETTING_RULES = {
  ...REQUEST_RULES,
  ...REPLICA_RULES,
  isolation: rules.oneOf('snapshot', 'readCommitted', 'rcCheckTs'),
  fillCache: rules.flag,
  taskId,
  staleRead: OF_SNAPSHOTS,
};

/** Rules of SnapshotOptions. */
export const SNAPSHOT_RULES = {
  ...SETTING_RULES,
  at: rules.timestamp,
  staleRead: rules.flag,
  cacheSizeBytes: rules.count,
};

/** Rules of SnapshotScanOptions. */
export const SNAPSHOT_SCAN_RULES = { ...RESUME_RULES, sampleStep: rules.between(1, 2 ** 32 - 1) };

const LEVELS = {
  snapshot: kvrpcpb.IsolationLevel.SI,
  readCommitted: kvrpcpb.IsolationLevel.RC,
  rcCheckTs: kvrpcpb.IsolationLevel.RCCheckTS,
} as const satisfies Record<Isolation, number>;

/** What these settings put into the context of every request; undefined for nothing. */
export function toReadContext(settings: ReadSettings | undefined): kvrpcpb.Context | undefined {
  if (settings === undefined) return undefined;
  const { isolation = 'snapshot', fillCache = true, taskId } = settings;
  if (isolation === 'snapshot' && fillCache && taskId === undefined) return undefined;
  return { isolationLevel: LEVELS[isolation], notFillCache: !fillCache, taskId: taskId ?? 0n };
}

/**
 * @param zone the client's
 * @throws UsageError for options that exclude each other
 */
export function toSnapshotSettings(
  verb: string,
  options: SnapshotOptions | undefined,
  zone: string | undefined,
): SnapshotSettings {
  if (options === undefined) return PLAIN_READS;
  const { isolation = 'snapshot', cacheSizeBytes, staleRead, at } = options;
  if (staleRead === true && at === undefined) {
    throw new UsageError(`${verb}: staleRead needs the timestamp to read at: give "at"`);
  }
  if (staleRead === true && isolation !== 'snapshot') {
    throw new UsageError(`${verb}: staleRead is for isolation "snapshot", not "${isolation}"`);
  }
  if (isolation !== 'snapshot' && cacheSizeBytes !== undefined && cacheSizeBytes > 0) {
    throw new UsageError(
      `${verb}: reads of isolation "${isolation}" are not cached: leave cacheSizeBytes out`,
    );
  }
  return {
    context: toReadContext(options),
    request: toRequestContext(options),
    replicas: toReplicas(verb, options, zone),
    cacheSizeBytes: isolation === 'snapshot' ? (cacheSizeBytes ?? PLAIN_READS.cacheSizeBytes) : 0,
  };
}

/**
 * Splits the options of a read into its settings, which are checked, and the rest.
 * @throws UsageError
 */
export function splitSettings<Options extends ReadSettings>(
  verb: string,
  options: Options | undefined,
): {
  readonly settings: ReadSettings | undefined;
  readonly rest: Omit<Options, keyof ReadSettings> | undefined;
} {
  // Something that is not an options object is refused together with the rest.
  if (!isBag(options)) return { settings: undefined, rest: options };
  const settings: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const name in options) (Object.hasOwn(SETTING_RULES, name) ? settings : rest)[name] = options[name];
  checkOptions(verb, settings, SETTING_RULES);
  return { settings, rest: rest as Omit<Options, keyof ReadSettings> };
}
