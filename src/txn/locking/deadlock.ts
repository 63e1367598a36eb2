import { DeadlockError } from '../../model/errors.ts';
import { fingerprint64 } from '../../model/farmhash.ts';
import type { RegionCache } from '../../region/cache/region-cache.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';

/** The typed error for a cycle of waiting transactions that a store found. */
export function toDeadlockError(deadlock: kvrpcpb.Deadlock.Decoded): DeadlockError {
  const cycle = deadlock.waitChain.map(({ txn, waitForTxn, key }) => ({
    startTs: txn,
    waitsForStartTs: waitForTxn,
    key,
  }));
  return new DeadlockError(deadlock.lockKey, deadlock.lockTs, cycle);
}

/**
 * Whether the key that others in the cycle wait for is one of these: releasing them breaks the cycle. Follows
 * client-go's hashInKeys (txnkv/transaction/txn.go; parity row PES-12), except that keys are hashed as stores
 * know them, with the prefix of their keyspace.
 */
export function isWaitedFor(
  deadlock: kvrpcpb.Deadlock.Decoded,
  keys: readonly Uint8Array[],
  { codec }: Pick<RegionCache, 'codec'>,
): boolean {
  return keys.some((key) => fingerprint64(codec.encodeKey(key)) === deadlock.deadlockKeyHash);
}
