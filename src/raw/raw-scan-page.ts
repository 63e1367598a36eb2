import { ownBytes } from '../model/bytes.ts';
import type { KeyRange } from '../model/region.ts';
import { checkPage, type PageOptions, restOfPage, type ScanPage } from '../region/scan-part.ts';
import { sendByRange } from '../region/send-by-range.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { rawPairsRefusal } from './raw-refusal.ts';

export interface RawPageOptions extends PageOptions {
  readonly keysOnly: boolean;
  /** Size of the longest possible key: a reverse scan without an upper bound begins after it. */
  readonly maxKeyBytes: number;
}

/**
 * The pairs that one request of a scan returns: those of one region, from the start of the range, or in
 * reverse from its end (scenario S118). Follows client-go's rawkv Scan and ReverseScan (parity rows RAW-14
 * and RAW-15).
 *
 * @throws ProtocolError for an answer out of order or range; the error of the request
 */
export async function rawScanPage(
  { regions, columnFamily }: RawEnvironment,
  range: KeyRange,
  options: RawPageOptions,
  backoffer: Backoffer,
): Promise<ScanPage> {
  const { reverse, keysOnly, batchSize } = options;
  const { response, part } = await sendByRange(regions, range, {
    rpc: tikvRpcs.rawScan,
    request: ({ start, end }) => ({
      ...(reverse
        ? { startKey: upperBound(end, options.maxKeyBytes), endKey: start }
        : { startKey: start, endKey: end }),
      limit: batchSize,
      keyOnly: keysOnly,
      reverse,
      cf: columnFamily,
    }),
    reverse,
    timeoutMs: RPC_TIMEOUT_MS.short,
    backoffer,
  });
  const refusal = rawPairsRefusal(response.kvs);
  if (refusal !== undefined) throw refusal;
  const pairs = response.kvs.map(({ key, value }) => ({ key, value: ownBytes(value) }));
  const keys = pairs.map((pair) => pair.key);
  checkPage(keys, part, options);
  return { pairs, rest: restOfPage(range, part, keys, options) };
}

/** In a reverse scan TiKV takes an empty upper bound for the smallest key. */
function upperBound(end: Uint8Array, maxKeyBytes: number): Uint8Array {
  return end.length > 0 ? end : new Uint8Array(maxKeyBytes + 1).fill(0xff);
}
