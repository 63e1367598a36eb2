import type { kvrpcpb } from '#proto';
import { pairsIn } from './columns.ts';
import { type Command, raiseMaxTs, readerOf } from './command.ts';
import { keyIsLocked } from './failure.ts';
import { boundOf, intersect } from './key.ts';
import { lockInfoOf } from './lock-info.ts';

/** KvScanLock (server rule 52): every kind of lock up to a timestamp, in key order; limit 0 means all. */
export const scanLockCommand: Command<kvrpcpb.ScanLockRequest, kvrpcpb.ScanLockResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const maxTs = request.maxVersion ?? 0n;
    const limit = request.limit ?? 0;
    const asked = { start: boundOf(request.startKey), end: boundOf(request.endKey) };
    const range = intersect(asked, context.region);
    raiseMaxTs(context, maxTs, false);
    for (const [key, lock] of pairsIn(context.environment.volatile.memoryLocks, range)) {
      if (lock.startTs <= maxTs) throw keyIsLocked(key, lock);
    }
    const locks: kvrpcpb.LockInfo[] = [];
    for (const [key, state] of readerOf(context, 0n).allLocks(range, (lock) => lock.startTs <= maxTs)) {
      locks.push(lockInfoOf(key, state));
      if (limit > 0 && locks.length >= limit) break;
    }
    return { response: { locks } };
  },
  failed: (error) => ({ error }),
};
