import { compareBytes } from '../model/bytes.ts';
import { UndeterminedError, type WritePart } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { RegionResult } from '../region/request/region-call.ts';
import { clip, isEmptyRange, restAfter } from '../region/scan-part.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import { sendByRange } from '../region/send-by-range.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { rawReadRefusal, rawWriteRefusal } from './raw-refusal.ts';
import { settleParts } from './write-batches.ts';

/** The checksum of a range. */
export interface RawChecksum {
  /** The CRC-64/XZ of each pair, key then value, combined by exclusive or. */
  readonly crc64xor: bigint;
  /** Number of pairs. */
  readonly keys: bigint;
  /** Size of the keys and values, as stored. */
  readonly bytes: bigint;
}

/**
 * The checksum of the default column family's pairs in a range, region by region. Follows client-go's rawkv
 * Checksum (parity row RAW-16).
 * @param startRegion returns the backoffer of the next region
 */
export async function rawChecksum(
  { regions }: Pick<RawEnvironment, 'regions'>,
  range: KeyRange,
  startRegion: () => Backoffer,
): Promise<RawChecksum> {
  const sum = { crc64xor: 0n, keys: 0n, bytes: 0n };
  let rest: KeyRange | undefined = isEmptyRange(range) ? undefined : range;
  while (rest !== undefined) {
    const { response, part } = await sendByRange(regions, rest, {
      rpc: tikvRpcs.rawChecksum,
      request: ({ start, end }) => ({
        algorithm: kvrpcpb.ChecksumAlgorithm.Crc64_Xor,
        ranges: [{ startKey: start, endKey: end }],
      }),
      timeoutMs: RPC_TIMEOUT_MS.medium,
      backoffer: startRegion(),
    });
    const refusal = rawReadRefusal(response.error);
    if (refusal !== undefined) throw refusal;
    sum.crc64xor ^= response.checksum;
    sum.keys += response.totalKvs;
    sum.bytes += response.totalBytes;
    rest = restAfter(rest, part);
  }
  return sum;
}

/**
 * Removes all pairs in a range, region by region, in key order. Follows client-go's rawkv DeleteRange (parity
 * row RAW-13).
 *
 * @param startRegion returns the backoffer of the next region
 * @throws as `settleParts`, with a range for each part
 */
export async function rawDeleteRange(
  { regions, columnFamily }: RawEnvironment,
  range: KeyRange,
  { atMostOnce }: RawSending,
  startRegion: () => Backoffer,
): Promise<void> {
  const parts: WritePart[] = [];
  let rest: KeyRange | undefined = isEmptyRange(range) ? undefined : range;
  // The end of the range that an attempt whose answer was lost may have removed: the region may have shrunk
  // since.
  let lostEnd: Uint8Array | undefined;
  let resend = false;
  let backoffer = startRegion();
  while (rest !== undefined) {
    const { start } = rest;
    let part: KeyRange = rest;
    try {
      const region = await regions.cache.locate(start, backoffer);
      part = clip(rest, region);
      const result: RegionResult<kvrpcpb.RawDeleteRangeResponse.Decoded> = await regions.send({
        rpc: tikvRpcs.rawDeleteRange,
        request: { startKey: part.start, endKey: part.end, cf: columnFamily },
        region,
        timeoutMs: RPC_TIMEOUT_MS.medium,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend,
        atMostOnce,
      });
      resend ||= result.attempts > 0;
      if (result.lost !== undefined) lostEnd = laterEnd(part.end, lostEnd);
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        continue;
      }
      const refusal = rawWriteRefusal(result.response.error);
      if (refusal instanceof UndeterminedError) lostEnd = laterEnd(part.end, lostEnd);
      if (refusal !== undefined) throw refusal;
      parts.push({ outcome: 'done', range: copyOf(part) });
      rest = restAfter(rest, part);
      if (lostEnd !== undefined && laterEnd(part.end, lostEnd) === part.end) lostEnd = undefined;
      resend = lostEnd !== undefined;
      if (rest !== undefined) backoffer = startRegion();
    } catch (error) {
      const failed = { start, end: lostEnd ?? part.end };
      parts.push({ outcome: lostEnd === undefined ? 'notDone' : 'unknown', range: copyOf(failed), error });
      const untried = restAfter(range, failed);
      if (untried !== undefined) parts.push({ outcome: 'notDone', range: copyOf(untried), error });
      break;
    }
  }
  settleParts(parts);
}

/** A copy for the caller, who may change it: bounds of a part may belong to the region cache. */
function copyOf({ start, end }: KeyRange): KeyRange {
  return { start: start.slice(), end: end.slice() };
}

/** The later of two ends of ranges, the first if they are equal; an empty end means no bound. */
function laterEnd(one: Uint8Array, other: Uint8Array | undefined): Uint8Array {
  if (one.length === 0 || other === undefined) return one;
  return other.length === 0 || compareBytes(other, one) > 0 ? other : one;
}
