import type { RawFamily } from '../mvcc/change.ts';
import type { CommandContext } from '../mvcc/command.ts';
import { abort } from '../mvcc/failure.ts';
import { RegionFailure } from '../mvcc/region-failure.ts';
import { type RawValue, TOMBSTONE } from './raw-value.ts';

/**
 * The column family a raw request names (server rule 63).
 *
 * @throws CommandFailure for an unknown family, and for any named one under API V2
 */
export function familyOf(name: string | undefined, context: CommandContext): RawFamily {
  if (name === undefined || name === '') return 'default';
  if (context.apiVersion === 'v2') {
    throw abort(`Error(CfDeprecated("${name}"))`, `cf is deprecated in API V2, cf name: ${name}`);
  }
  if (name === 'default' || name === 'lock' || name === 'write') return name;
  throw abort(`Error(InvalidCf("${name}"))`, `invalid cf name: ${name}`);
}

/** Refuses a time to live on a server that keeps none (server rule 64). */
export function checkTtl(ttlSeconds: bigint, context: CommandContext): void {
  if (ttlSeconds === 0n || context.apiVersion !== 'v1') return;
  throw abort('Error(TtlNotEnabled)', 'ttl is not enabled, but get put request with ttl');
}

/**
 * Refuses a write under API V2, whose timestamp lies above max_ts, until the leader has synced that.
 *
 * @see TiKV src/storage/mod.rs, check_causal_ts_flushed, and src/storage/txn/scheduler.rs, get_raw_ext
 */
export function checkMaxTsSynced({ apiVersion, environment }: CommandContext): void {
  if (apiVersion !== 'v2' || environment.maxTsSynced) return;
  throw new RegionFailure({
    message: 'RawKV write fails due to potentially stale max timestamp',
    maxTimestampNotSynced: {},
  });
}

/** The stored form of a value; a time to live of zero means for ever. */
export function rawValueOf(value: Uint8Array, ttlSeconds: bigint, context: CommandContext): RawValue {
  const expiresAtSeconds = ttlSeconds === 0n ? undefined : nowSeconds(context) + ttlSeconds;
  return { value, expiresAtSeconds, isDeleted: false };
}

/** What a deletion writes: nothing remains of the value, except under API V2. */
export function deletedValue(context: CommandContext): RawValue | undefined {
  return context.apiVersion === 'v2' ? TOMBSTONE : undefined;
}

/** Whether a value may still be read. */
export function isAlive(value: RawValue, context: CommandContext): boolean {
  return !value.isDeleted && !isExpired(value, context);
}

/** Whether a value's time to live is over. */
export function isExpired(value: RawValue, context: CommandContext): boolean {
  return value.expiresAtSeconds !== undefined && value.expiresAtSeconds <= nowSeconds(context);
}

/** The store's wall clock in whole seconds. */
export function nowSeconds(context: CommandContext): bigint {
  return BigInt(Math.floor(context.environment.nowMs() / 1000));
}
