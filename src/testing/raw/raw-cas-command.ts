import type { kvrpcpb } from '#proto';
import type { Change } from '../mvcc/change.ts';
import { type Command, orEmpty } from '../mvcc/command.ts';
import { type Key, keyOf } from '../mvcc/key.ts';
import { checkMaxTsSynced, checkTtl, deletedValue, familyOf, rawValueOf } from './raw-family.ts';
import { readRaw } from './raw-read-commands.ts';
import type { RawValue } from './raw-value.ts';

/**
 * RawCompareAndSwap (server rule 65): answers the present value whether it swapped or not.
 *
 * @see TiKV src/storage/txn/commands/compare_and_swap.rs
 */
export const rawCasCommand: Command<kvrpcpb.RawCASRequest, kvrpcpb.RawCASResponse> = {
  latchKeys: (request) => [keyOf(request.key)],
  run(request, context) {
    const family = familyOf(request.cf, context);
    checkTtl(request.ttl ?? 0n, context);
    checkMaxTsSynced(context);
    const key: Key = keyOf(request.key);
    const present = readRaw(context, family, key);
    const succeed = matches(present, request);
    const response = {
      succeed,
      ...(present === undefined ? { previousNotExist: true } : { previousValue: present.value }),
    };
    if (!succeed || (request.delete && present === undefined)) return { response };
    const value = request.delete
      ? deletedValue(context)
      : rawValueOf(orEmpty(request.value), request.ttl ?? 0n, context);
    const change: Change = { column: 'raw', family, key, value };
    return { response, changes: [change] };
  },
  failed: (_error, text) => ({ error: text }),
};

function matches(present: RawValue | undefined, request: kvrpcpb.RawCASRequest): boolean {
  if (request.previousNotExist || present === undefined) {
    return present === undefined && (request.previousNotExist ?? false);
  }
  return Buffer.compare(present.value, orEmpty(request.previousValue)) === 0;
}
