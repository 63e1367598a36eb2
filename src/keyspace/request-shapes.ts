import type { KeyShape } from './key-shape.ts';

const KEY: KeyShape = { keys: ['key'] };
const KEYS: KeyShape = { keys: ['keys'] };
const RANGE: KeyShape = { range: ['startKey', 'endKey'] };
const RANGES: KeyShape = { messages: { ranges: RANGE } };

/**
 * Where the requests of each RPC have keys, by the name of the RPC; the others have none. Follows client-go's
 * codecV2.EncodeRequest (parity row COD-4).
 */
export const REQUEST_SHAPES: Readonly<Record<string, KeyShape>> = {
  KvGet: KEY,
  KvBatchGet: KEYS,
  KvBufferBatchGet: KEYS,
  KvScan: RANGE,
  KvPrewrite: { keys: ['primaryLock', 'secondaries'], messages: { mutations: KEY } },
  KvCommit: { keys: ['keys', 'primaryKey'] },
  KvBatchRollback: KEYS,
  KvCleanup: KEY,
  KvFlush: { keys: ['primaryKey'], messages: { mutations: KEY } },
  KvPessimisticLock: { keys: ['primaryLock'], messages: { mutations: KEY } },
  KVPessimisticRollback: KEYS,
  KvTxnHeartBeat: { keys: ['primaryLock'] },
  KvCheckTxnStatus: { keys: ['primaryKey'] },
  KvCheckSecondaryLocks: KEYS,
  KvScanLock: RANGE,
  KvResolveLock: KEYS,
  KvDeleteRange: RANGE,
  KvPrepareFlashbackToVersion: RANGE,
  KvFlashbackToVersion: RANGE,
  RawGet: KEY,
  RawBatchGet: KEYS,
  RawGetKeyTTL: KEY,
  RawPut: KEY,
  RawBatchPut: { messages: { pairs: KEY } },
  RawDelete: KEY,
  RawBatchDelete: KEYS,
  RawDeleteRange: RANGE,
  RawScan: RANGE,
  RawBatchScan: RANGES,
  RawCompareAndSwap: KEY,
  RawChecksum: RANGES,
  RawCoprocessor: RANGES,
  Coprocessor: { messages: { ranges: { range: ['start', 'end'] } } },
  UnsafeDestroyRange: RANGE,
  PhysicalScanLock: { keys: ['startKey'] },
  SplitRegion: { keys: ['splitKeys'] },
  MvccGetByKey: KEY,
  GetStoreSafeTS: { messages: { keyRange: RANGE } },
};
