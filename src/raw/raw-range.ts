import type { WritePart } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { LostAnswer, RegionResult } from '../region/region-call.ts';
import { clip, isEmptyRange, restBeside } from '../region/scan-part.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/rpcs.ts';
import type { RawEnvironment } from './raw-environment.ts';
import { toReadRefusal, toWriteRefusal } from './raw-refusal.ts';
import { outcomeOf, settleParts } from './write-batches.ts';
import { WRITE_CONTEXT } from './write-by-key.ts';

/** What `rawChecksum` adds up. */
export interface RawChecksum {
  /** CRC-64/XZ of each pair, key then value, all combined by exclusive or. */
  readonly crc64xor: bigint;
  /** How many pairs. */
  readonly keys: bigint;
  /** Of keys and values, as stored. */
  readonly bytes: bigint;
}

/**
 * The checksum of the default column family's pairs in a range, region by region. Follows client-go's rawkv
 * Checksum (parity row RAW-16).
 */
export async function rawChecksum(
  { regions }: Pick<RawEnvironment, 'regions'>,
  range: KeyRange,
  backoffer: Backoffer,
): Promise<RawChecksum> {
  const sum = { crc64xor: 0n, keys: 0n, bytes: 0n };
  let rest: KeyRange | undefined = isEmptyRange(range) ? undefined : range;
  while (rest !== undefined) {
    const region = await regions.cache.locate(rest.start, backoffer);
    const part: KeyRange = clip(rest, region);
    const result = await regions.send({
      rpc: tikvRpcs.rawChecksum,
      request: {
        algorithm: kvrpcpb.ChecksumAlgorithm.Crc64_Xor,
        ranges: [{ startKey: part.start, endKey: part.end }],
      },
      region,
      timeoutMs: RPC_TIMEOUT_MS.medium,
      backoffer,
    });
    if (result.kind === 'failed') throw result.error;
    if (result.kind === 'moved') {
      await backOffMoved(result, backoffer);
      continue;
    }
    const { response } = result;
    const refusal = toReadRefusal(response.error);
    if (refusal !== undefined) throw refusal;
    sum.crc64xor ^= response.checksum;
    sum.keys += response.totalKvs;
    sum.bytes += response.totalBytes;
    rest = restBeside(rest, part, false);
  }
  return sum;
}

/**
 * Removes all pairs in a range, region by region. Sent again after a lost answer: removing twice is removing once
 * as long as nobody writes there. Follows client-go's rawkv DeleteRange (parity row RAW-13).
 *
 * @throws as `settleParts`, with a range for each part
 */
export async function rawDeleteRange(
  { regions, columnFamily }: RawEnvironment,
  range: KeyRange,
  { atMostOnce }: { readonly atMostOnce: boolean },
  backoffer: Backoffer,
): Promise<void> {
  const parts: WritePart[] = [];
  let rest: KeyRange | undefined = isEmptyRange(range) ? undefined : range;
  let lost: LostAnswer | undefined;
  let resend = false;
  while (rest !== undefined) {
    let part: KeyRange = rest;
    try {
      const region = await regions.cache.locate(rest.start, backoffer);
      part = clip(rest, region);
      const result: RegionResult<kvrpcpb.RawDeleteRangeResponse.Decoded> = await regions.send({
        rpc: tikvRpcs.rawDeleteRange,
        request: { startKey: part.start, endKey: part.end, cf: columnFamily, context: WRITE_CONTEXT },
        region,
        timeoutMs: RPC_TIMEOUT_MS.medium,
        backoffer,
        resend,
        atMostOnce,
      });
      lost = result.lost ?? lost;
      resend ||= result.attempts > 0;
      if (result.kind === 'failed') throw result.error;
      if (atMostOnce && lost !== undefined) throw lost;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        continue;
      }
      const refusal = toWriteRefusal(result.response.error);
      if (refusal !== undefined) throw refusal;
      parts.push({ outcome: 'done', range: part });
      lost = undefined;
      resend = false;
      rest = restBeside(rest, part, false);
    } catch (error) {
      parts.push({ outcome: outcomeOf({ error, lost }), range: part, error });
      const untried = restBeside(range, part, false);
      if (untried !== undefined) parts.push({ outcome: 'notDone', range: untried, error });
      break;
    }
  }
  settleParts(parts);
}
