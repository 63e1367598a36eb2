import { LockedError, ServerError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { CachedRegion } from '../region/cache/cached-region.ts';
import type { RegionClient } from '../region/request/region-client.ts';
import { checkPage, restOfPage } from '../region/scan-part.ts';
import { sendByRange } from '../region/send-by-range.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { type Lock, toLocks } from './lock.ts';

/**
 * Locks of one region in key order, with a lock for each holder of a shared one, and what is left of the
 * range.
 */
export interface LockPage {
  readonly locks: readonly Lock[];
  readonly region: CachedRegion;
  readonly rest: KeyRange | undefined;
}

/** How many locks one request asks for (client-go's GCScanLockLimit). */
const PAGE_LOCKS = 1024;

/**
 * Asks for the first locks in a range of transactions that began at a timestamp or before. Commits that are
 * being written at the moment are waited for. Follows client-go's scanLocksInOneRegionWithRange (tikv/gc.go;
 * row SHR-4, scenario S091).
 * @throws ServerError, ProtocolError, what the request failed with, and what the backoffer says when it is
 * used up
 */
export async function scanLocks(
  regions: RegionClient,
  range: KeyRange,
  maxStartTs: Timestamp,
  backoffer: Backoffer,
): Promise<LockPage> {
  for (;;) {
    const { response, part, region } = await sendByRange(regions, range, {
      rpc: tikvRpcs.kvScanLock,
      request: ({ start, end }) => ({
        maxVersion: maxStartTs,
        startKey: start,
        endKey: end,
        limit: PAGE_LOCKS,
      }),
      timeoutMs: RPC_TIMEOUT_MS.medium,
      backoffer,
    });
    const { error, locks } = response;
    if (error !== undefined) {
      if (error.locked === undefined) throw new ServerError('Locks could not be listed');
      await backoffer.sleep('txnLockFast', new LockedError(error.locked.key, error.locked.lockVersion));
      continue;
    }
    const options = { reverse: false, batchSize: PAGE_LOCKS };
    const keys = locks.map(({ key }) => key);
    checkPage(keys, part, options);
    return { locks: locks.flatMap(toLocks), region, rest: restOfPage(range, part, keys, options) };
  }
}
