import type { kvrpcpb } from '#proto';
import type { RawFamily } from '../mvcc/change.ts';
import type { Command, CommandContext } from '../mvcc/command.ts';
import { ServerPanic } from '../mvcc/failure.ts';
import { type Key, keyOf } from '../mvcc/key.ts';
import { familyOf, isAlive, isExpired, nowSeconds } from './raw-family.ts';
import type { RawValue } from './raw-value.ts';

/** RawGet. */
export const rawGetCommand: Command<kvrpcpb.RawGetRequest, kvrpcpb.RawGetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const found = readRaw(context, familyOf(request.cf, context), keyOf(request.key));
    return { response: found === undefined ? { notFound: true } : { value: found.value } };
  },
  failed: (_error, text) => ({ error: text }),
};

/** RawBatchGet: pairs in request order, absent keys left out. */
export const rawBatchGetCommand: Command<kvrpcpb.RawBatchGetRequest, kvrpcpb.RawBatchGetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const family = familyOf(request.cf, context);
    const pairs = (request.keys ?? []).flatMap((key) => {
      const found = readRaw(context, family, keyOf(key));
      return found === undefined ? [] : [{ key, value: found.value }];
    });
    return { response: { pairs } };
  },
  failed: (error) => ({ pairs: [{ error }] }),
};

/** RawGetKeyTTL: seconds left, 0 for a value that does not expire and for a deleted one of API V2. */
export const rawGetKeyTtlCommand: Command<kvrpcpb.RawGetRequest, kvrpcpb.RawGetResponse> = {
  latchKeys: () => [],
  run(request, context) {
    if (context.apiVersion === 'v1') throw new ServerPanic('RawGetKeyTTL on a server without TTL');
    const found = context.columns.raw[familyOf(request.cf, context)].get(keyOf(request.key));
    if (found === undefined || isExpired(found, context)) return { response: { notFound: true } };
    const expiresAt = found.expiresAtSeconds;
    return { response: { ttl: expiresAt === undefined ? 0n : expiresAt - nowSeconds(context) } };
  },
  failed: (_error, text) => ({ error: text }),
};

/** A raw value that has not expired. */
export function readRaw(context: CommandContext, family: RawFamily, key: Key): RawValue | undefined {
  const found = context.columns.raw[family].get(key);
  return found !== undefined && isAlive(found, context) ? found : undefined;
}
