import type { KeyShape } from './key-shape.ts';

const KEY: KeyShape = { keys: ['key'] };

/** A shared lock has its holders, each a lock. */
const HOLDERS: Record<string, KeyShape> = {};
const LOCK: KeyShape = { keys: ['key', 'primaryLock', 'secondaries'], messages: HOLDERS };
HOLDERS.sharedLockInfos = LOCK;

const MVCC: KeyShape = { messages: { lock: { keys: ['primary', 'secondaries'] } } };

const KEY_ERROR: KeyShape = {
  messages: {
    locked: LOCK,
    conflict: { keys: ['key', 'primary'] },
    alreadyExist: KEY,
    deadlock: { keys: ['lockKey', 'deadlockKey'], messages: { waitChain: KEY } },
    commitTsExpired: KEY,
    txnNotFound: { keys: ['primaryKey'] },
    assertionFailed: KEY,
    primaryMismatch: { messages: { lockInfo: LOCK } },
    txnLockNotFound: KEY,
    lockUpgradeConflict: KEY,
    sharedLockLost: KEY,
    debugInfo: { messages: { mvccInfo: { keys: ['key'], messages: { mvcc: MVCC } } } },
  },
};

const PAIR: KeyShape = { keys: ['key'], messages: { error: KEY_ERROR } };

const ERROR: KeyShape = { messages: { error: KEY_ERROR } };
const ERRORS: KeyShape = { messages: { errors: KEY_ERROR } };
const LOCKS: KeyShape = { messages: { error: KEY_ERROR, locks: LOCK } };
const PAIRS: KeyShape = { messages: { error: KEY_ERROR, pairs: PAIR } };
const STORE_LOCKS: KeyShape = { messages: { locks: LOCK } };
const WAITS: KeyShape = { messages: { entries: KEY } };

/**
 * Where the answers of each RPC have keys, by the name of the RPC; the others have none. Region errors are
 * left out: the region layer handles them first, and shows none of their keys. Follows client-go's
 * codecV2.DecodeResponse (parity row COD-5).
 */
export const RESPONSE_SHAPES: Readonly<Record<string, KeyShape>> = {
  KvGet: ERROR,
  KvBatchGet: PAIRS,
  KvBufferBatchGet: PAIRS,
  KvScan: PAIRS,
  KvPrewrite: ERRORS,
  KvCommit: ERROR,
  KvBatchRollback: ERROR,
  KvCleanup: ERROR,
  KvFlush: ERRORS,
  KvPessimisticLock: ERRORS,
  KVPessimisticRollback: ERRORS,
  KvTxnHeartBeat: ERROR,
  KvCheckTxnStatus: { messages: { error: KEY_ERROR, lockInfo: LOCK } },
  KvCheckSecondaryLocks: LOCKS,
  KvScanLock: LOCKS,
  KvResolveLock: ERROR,
  KvGC: ERROR,
  RawBatchGet: { messages: { pairs: PAIR } },
  RawScan: { messages: { kvs: PAIR } },
  RawBatchScan: { messages: { kvs: PAIR } },
  Coprocessor: { messages: { locked: LOCK, range: { range: ['start', 'end'] } } },
  PhysicalScanLock: STORE_LOCKS,
  CheckLockObserver: STORE_LOCKS,
  SplitRegion: { messages: { errors: KEY_ERROR, regions: { region: ['startKey', 'endKey'] } } },
  MvccGetByKey: { messages: { info: MVCC } },
  MvccGetByStartTs: { keys: ['key'], messages: { info: MVCC } },
  GetLockWaitInfo: WAITS,
  GetLockWaitHistory: WAITS,
};
