import type { Fields } from '../faults/message.ts';

type Bytes = Uint8Array;

/** Where the requests of each RPC carry single keys that must lie in their region. */
const KEY_FIELDS: Readonly<
  Record<string, 'key' | 'keys' | 'mutations' | 'primaryKey' | 'primaryLock' | 'pairs'>
> = {
  KvGet: 'key',
  KvBatchGet: 'keys',
  KvBufferBatchGet: 'keys',
  KvPrewrite: 'mutations',
  KvFlush: 'mutations',
  KvCommit: 'keys',
  KvBatchRollback: 'keys',
  KvCleanup: 'key',
  KvPessimisticLock: 'mutations',
  KVPessimisticRollback: 'keys',
  KvTxnHeartBeat: 'primaryLock',
  KvCheckTxnStatus: 'primaryKey',
  KvCheckSecondaryLocks: 'keys',
  KvResolveLock: 'keys',
  MvccGetByKey: 'key',
  RawGet: 'key',
  RawBatchGet: 'keys',
  RawGetKeyTTL: 'key',
  RawPut: 'key',
  RawBatchPut: 'pairs',
  RawDelete: 'key',
  RawBatchDelete: 'keys',
  RawCompareAndSwap: 'key',
};

/** The single keys of a request; ranges are no keys. */
export function requestKeys(rpc: string, request: Fields): readonly Bytes[] {
  const field = KEY_FIELDS[rpc];
  if (field === undefined) return [];
  const value = request[field];
  if (value === undefined || value === null) return [];
  if (field === 'mutations' || field === 'pairs') {
    return (value as readonly { readonly key: Bytes }[]).map(({ key }) => key);
  }
  return field === 'keys' ? (value as readonly Bytes[]) : [value as Bytes];
}

/** RPCs that drop a range, which must not reach beyond their region. */
const RANGE_RPCS: ReadonlySet<string> = new Set(['KvDeleteRange', 'RawDeleteRange']);

/** A range that must not reach beyond its region; none for scans, which are clipped. */
export function requestRangeEnds(
  rpc: string,
  request: Fields,
): { readonly start: Bytes; readonly end: Bytes } | undefined {
  if (!RANGE_RPCS.has(rpc)) return undefined;
  return { start: request.startKey as Bytes, end: request.endKey as Bytes };
}
