import { UsageError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { type RequestSettings, toRequestContext } from '../txn/request-settings.ts';
import { PLAIN_READS, type SnapshotSettings } from '../txn/snapshot-reader.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { REQUEST_RULES } from './begin-options.ts';
import { REPLICA_RULES, type ReplicaSettings, toReplicas } from './replica-options.ts';
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
export interface ReadSettings extends RequestSettings, ReplicaSettings {
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
   * Any replica serves reads by what it has, without asking the leader how far it has to be. One that has not come as far
   * as `at` refuses, and the leader is asked: so `at` is best half a minute back (`tikv.staleTimestamp`). Sees the same as
   * any other read at that timestamp. Only with `at`, and isolation `snapshot`. Default false.
   */
  readonly staleRead?: boolean | undefined;
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

/**
 * @param zone of the client
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
      `${verb}: reads of isolation "${isolation}" are not remembered: leave cacheSizeBytes out`,
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
  const settings: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const name in options) (Object.hasOwn(SETTING_RULES, name) ? settings : rest)[name] = options[name];
  checkOptions(verb, settings, SETTING_RULES);
  return { settings, rest: rest as Omit<Options, keyof ReadSettings> };
}
