import type { kvrpcpb } from '#proto';
import type { Change } from '../mvcc/change.ts';
import { type Command, orEmpty } from '../mvcc/command.ts';
import { refuseReversed } from '../mvcc/delete-range.ts';
import { abort } from '../mvcc/failure.ts';
import { boundOf, intersect, keyOf } from '../mvcc/key.ts';
import { checkMaxTsSynced, checkTtl, deletedValue, familyOf, rawValueOf } from './raw-family.ts';

/** RawPut. Only a write with `for_cas` is latched, so only that is atomic with a compare-and-swap. */
export const rawPutCommand: Command<kvrpcpb.RawPutRequest, kvrpcpb.RawPutResponse> = {
  latchKeys: (request) => (request.forCas ? [keyOf(request.key)] : []),
  run(request, context) {
    const family = familyOf(request.cf, context);
    checkTtl(request.ttl ?? 0n, context);
    checkMaxTsSynced(context);
    const value = rawValueOf(orEmpty(request.value), request.ttl ?? 0n, context);
    return { response: {}, changes: [{ column: 'raw', family, key: keyOf(request.key), value }] };
  },
  failed: (_error, text) => ({ error: text }),
};

/** RawBatchPut: one entry of `ttls` counts for all pairs. */
export const rawBatchPutCommand: Command<kvrpcpb.RawBatchPutRequest, kvrpcpb.RawBatchPutResponse> = {
  latchKeys: (request) => (request.forCas ? (request.pairs ?? []).map((pair) => keyOf(pair.key)) : []),
  run(request, context) {
    const family = familyOf(request.cf, context);
    const pairs = request.pairs ?? [];
    const ttls = request.ttls ?? [];
    for (const ttl of ttls) checkTtl(ttl, context);
    if (context.apiVersion !== 'v1' && ttls.length > 1 && ttls.length !== pairs.length) {
      throw abort(
        'Error(TtlLenNotEqualsToPairs)',
        'The length of ttls does not equal to the length of pairs',
      );
    }
    checkMaxTsSynced(context);
    if (!request.forCas) refuseEmpty(pairs);
    const changes = pairs.map((pair, index): Change => {
      const ttl = (ttls.length > 1 ? ttls[index] : ttls[0]) ?? 0n;
      const value = rawValueOf(orEmpty(pair.value), ttl, context);
      return { column: 'raw', family, key: keyOf(pair.key), value };
    });
    return { response: {}, changes };
  },
  failed: (_error, text) => ({ error: text }),
};

/** RawDelete. */
export const rawDeleteCommand: Command<kvrpcpb.RawDeleteRequest, kvrpcpb.RawDeleteResponse> = {
  latchKeys: (request) => (request.forCas ? [keyOf(request.key)] : []),
  run(request, context) {
    const family = familyOf(request.cf, context);
    checkMaxTsSynced(context);
    const value = deletedValue(context);
    return { response: {}, changes: [{ column: 'raw', family, key: keyOf(request.key), value }] };
  },
  failed: (_error, text) => ({ error: text }),
};

/** RawBatchDelete. */
export const rawBatchDeleteCommand: Command<kvrpcpb.RawBatchDeleteRequest, kvrpcpb.RawBatchDeleteResponse> = {
  latchKeys: (request) => (request.forCas ? (request.keys ?? []).map(keyOf) : []),
  run(request, context) {
    const family = familyOf(request.cf, context);
    const keys = (request.keys ?? []).map(keyOf);
    checkMaxTsSynced(context);
    if (!request.forCas) refuseEmpty(keys);
    return {
      response: {},
      changes: keys.map((key): Change => ({ column: 'raw', family, key, value: deletedValue(context) })),
    };
  },
  failed: (_error, text) => ({ error: text }),
};

/** RawDeleteRange. */
export const rawDeleteRangeCommand: Command<kvrpcpb.RawDeleteRangeRequest, kvrpcpb.RawDeleteRangeResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const scope = familyOf(request.cf, context);
    const asked = { start: keyOf(request.startKey), end: boundOf(request.endKey) };
    refuseReversed(asked.start, asked.end);
    const { start, end } = intersect(asked, context.region);
    return { response: {}, changes: [{ column: 'range', scope, start: start ?? '', end }] };
  },
  failed: (_error, text) => ({ error: text }),
};

function refuseEmpty(items: readonly unknown[]): void {
  if (items.length === 0) throw abort('Error(Kv(Error(EmptyRequest)))', 'an empty request');
}
