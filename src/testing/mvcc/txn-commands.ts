import { checkSecondaryLocksCommand } from './check-secondary-locks.ts';
import { checkTxnStatusCommand } from './check-txn-status.ts';
import type { Command } from './command.ts';
import { commitCommand } from './commit-command.ts';
import { deleteRangeCommand, unsafeDestroyRangeCommand } from './delete-range.ts';
import { flushCommand } from './flush-command.ts';
import { heartBeatCommand } from './heart-beat.ts';
import { mvccGetByKeyCommand, mvccGetByStartTsCommand } from './mvcc-info.ts';
import { pessimisticLockCommand } from './pessimistic-lock-command.ts';
import { prewriteCommand } from './prewrite-command.ts';
import { batchGetCommand, bufferBatchGetCommand, getCommand } from './read-commands.ts';
import { resolveLockCommand } from './resolve-lock.ts';
import { batchRollbackCommand, cleanupCommand, pessimisticRollbackCommand } from './rollback-commands.ts';
import { scanCommand } from './scan-command.ts';
import { scanLockCommand } from './scan-lock.ts';

/** Transactional RPCs by name. */
export const txnCommands: Readonly<Record<string, Command>> = {
  KvGet: getCommand,
  KvBatchGet: batchGetCommand,
  KvBufferBatchGet: bufferBatchGetCommand,
  KvScan: scanCommand,
  KvPrewrite: prewriteCommand,
  KvFlush: flushCommand,
  KvCommit: commitCommand,
  KvBatchRollback: batchRollbackCommand,
  KvCleanup: cleanupCommand,
  KvPessimisticLock: pessimisticLockCommand,
  KVPessimisticRollback: pessimisticRollbackCommand,
  KvTxnHeartBeat: heartBeatCommand,
  KvCheckTxnStatus: checkTxnStatusCommand,
  KvCheckSecondaryLocks: checkSecondaryLocksCommand,
  KvResolveLock: resolveLockCommand,
  KvScanLock: scanLockCommand,
  KvDeleteRange: deleteRangeCommand,
  UnsafeDestroyRange: unsafeDestroyRangeCommand,
  MvccGetByKey: mvccGetByKeyCommand,
  MvccGetByStartTs: mvccGetByStartTsCommand,
};
