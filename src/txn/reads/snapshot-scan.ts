import { ownBytes } from '../../model/bytes.ts';
import type { KeyValue } from '../../model/key-value.ts';
import type { KeyRange } from '../../model/region.ts';
import { checkPage, type PageOptions, restOfPage, type ScanPage } from '../../region/scan-part.ts';
import { sendByRange } from '../../region/send-by-range.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { VALUES } from './point-read.ts';
import type { ReadView } from './read-view.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';

export interface ScanPageOptions extends PageOptions {
  readonly keysOnly: boolean;
  /** One key of so many is given; 0 for all. */
  readonly sampleStep?: number;
}

/**
 * One request's worth of a scan: pairs of one region, from the start of the range, or from its end in
 * reverse. A pair under a lock is resolved and read again on its own. Follows client-go's Scanner.getData
 * (parity rows SNP-7 and SNP-8, scenarios S087, S094, S095).
 */
export async function scanPage(
  view: ReadView,
  range: KeyRange,
  options: ScanPageOptions,
  backoffer: Backoffer,
): Promise<ScanPage> {
  const { reverse, batchSize } = options;
  for (let hasMetLocks = false; ; hasMetLocks = true) {
    const regions = view.regionsFor(batchSize, hasMetLocks);
    const { response, part } = await sendByRange(regions, range, {
      rpc: tikvRpcs.kvScan,
      request: ({ start, end }) => ({
        startKey: reverse ? upperBound(end) : start,
        endKey: reverse ? start : end,
        reverse,
        limit: batchSize,
        version: view.readTs,
        keyOnly: options.keysOnly,
        sampleStep: options.sampleStep ?? 0,
        context: view.context,
      }),
      reverse,
      timeoutMs: RPC_TIMEOUT_MS.medium,
      backoffer,
    });
    const { error, pairs } = response;
    // An error of the whole response makes its pairs worthless: the first only repeats it (scenario S087).
    if (error !== undefined) {
      await view.resolve(view.locksIn([error]), RESOLVE, backoffer);
      continue;
    }
    const keys = pairs.map(keyOf);
    checkPage(keys, part, options);
    return {
      pairs: await readPastLocks(view, pairs, keys, options, backoffer),
      rest: restOfPage(range, part, keys, options),
    };
  }
}

/**
 * TiKV takes an empty upper bound of a reverse scan for the smallest key, not for none: this is above every
 * key.
 */
const ABOVE_ALL_KEYS = new Uint8Array(65_536).fill(0xff);

const upperBound = (end: Uint8Array): Uint8Array => (end.length === 0 ? ABOVE_ALL_KEYS : end);

function keyOf(pair: kvrpcpb.KvPair.Decoded): Uint8Array {
  return pair.key.length === 0 && pair.error?.locked !== undefined ? pair.error.locked.key : pair.key;
}

const RESOLVE = { lite: false, needCommitTs: false };

async function readPastLocks(
  view: ReadView,
  pairs: readonly kvrpcpb.KvPair.Decoded[],
  keys: readonly Uint8Array[],
  options: ScanPageOptions,
  backoffer: Backoffer,
): Promise<readonly KeyValue[]> {
  const errors = pairs.flatMap((pair) => (pair.error === undefined ? [] : [pair.error]));
  if (errors.length === 0) return pairs.map(({ key, value }) => ({ key, value: ownBytes(value) }));
  await view.resolve(view.locksIn(errors), RESOLVE, backoffer);
  const lockedKeys = keys.filter((_, index) => pairs[index]?.error !== undefined);
  const values = await snapshotBatchGet(view, lockedKeys, VALUES, backoffer, true);
  let nth = 0;
  return pairs.flatMap((pair, index) => {
    if (pair.error === undefined) return [{ key: pair.key, value: ownBytes(pair.value) }];
    const value = values[nth++];
    if (value === undefined) return [];
    return [{ key: keys[index] as Uint8Array, value: options.keysOnly ? new Uint8Array(0) : value }];
  });
}
