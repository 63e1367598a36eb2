import type { kvrpcpb } from '#proto';
import type { RawFamily } from '../mvcc/change.ts';
import { pairsIn, pairsInReverse } from '../mvcc/columns.ts';
import type { Command, CommandContext } from '../mvcc/command.ts';
import { abort } from '../mvcc/failure.ts';
import { boundOf, bytesOf, intersect, type KeyRange, keyOf } from '../mvcc/key.ts';
import { crc64 } from './crc64.ts';
import { familyOf, isAlive } from './raw-family.ts';

/** RawScan (server rule 66): in reverse the start key is the upper bound, not included. */
export const rawScanCommand: Command<kvrpcpb.RawScanRequest, kvrpcpb.RawScanResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const family = familyOf(request.cf, context);
    return { response: { kvs: scanRange(request, request.limit ?? 0, family, request, context) } };
  },
  failed: (error) => ({ kvs: [{ error }] }),
};

/** RawBatchScan: an absent end key means the start of the next range. */
export const rawBatchScanCommand: Command<kvrpcpb.RawBatchScanRequest, kvrpcpb.RawBatchScanResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const family = familyOf(request.cf, context);
    const asked = request.ranges ?? [];
    const ranges = asked.map((range, index) =>
      keyOf(range.endKey) === '' ? { ...range, endKey: asked[index + 1]?.startKey } : range,
    );
    const isOrdered = ranges.every((range) => {
      const [start, end] = [keyOf(range.startKey), keyOf(range.endKey)];
      return end === '' || (request.reverse ? start > end : start < end);
    });
    if (!isOrdered) throw abort('Error(Other("Invalid KeyRanges"))', 'Invalid KeyRanges');
    const limit = request.eachLimit ?? 0;
    return {
      response: { kvs: ranges.flatMap((range) => scanRange(range, limit, family, request, context)) },
    };
  },
  failed: (error) => ({ kvs: [{ error }] }),
};

/** RawChecksum: CRC-64/XZ of key and value of each pair, all combined by exclusive or. */
export const rawChecksumCommand: Command<kvrpcpb.RawChecksumRequest, kvrpcpb.RawChecksumResponse> = {
  latchKeys: () => [],
  run(request, context) {
    let checksum = 0n;
    let totalKvs = 0n;
    let totalBytes = 0n;
    for (const asked of request.ranges ?? []) {
      const range = intersect({ start: keyOf(asked.startKey), end: boundOf(asked.endKey) }, context.region);
      for (const [key, stored] of pairsIn(context.columns.raw.default, range)) {
        if (!isAlive(stored, context)) continue;
        checksum ^= crc64(bytesOf(key), stored.value);
        totalKvs += 1n;
        totalBytes += BigInt(key.length + stored.value.length);
      }
    }
    return { response: { checksum, totalKvs, totalBytes } };
  },
  failed: (_error, text) => ({ error: text }),
};

function scanRange(
  asked: kvrpcpb.KeyRange,
  limit: number,
  family: RawFamily,
  how: kvrpcpb.RawScanRequest | kvrpcpb.RawBatchScanRequest,
  context: CommandContext,
): kvrpcpb.KvPair[] {
  const start = keyOf(asked.startKey);
  const bound = boundOf(asked.endKey);
  const range: KeyRange = how.reverse ? { start: bound, end: start } : { start, end: bound };
  const pairs = how.reverse ? pairsInReverse : pairsIn;
  const found: kvrpcpb.KvPair[] = [];
  for (const [key, stored] of pairs(context.columns.raw[family], intersect(range, context.region))) {
    if (found.length >= limit) break;
    if (!isAlive(stored, context)) continue;
    found.push({ key: bytesOf(key), value: how.keyOnly ? new Uint8Array(0) : stored.value });
  }
  return found;
}
