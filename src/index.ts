/**
 * What users of the library need. {@link connect} gives a {@link Tikv}, whose verbs give all else: a
 * {@link Transaction}, {@link BulkTransaction} or {@link Snapshot}, the {@link RawClient}, {@link Locks} and
 * {@link Admin}. Each error is a {@link TikvError}; each verb takes {@link VerbOptions}, or more than these.
 * @module tikv-client
 */
export type { Admin } from './client/admin.ts';
export type { BulkTransaction, BulkWriteOptions } from './client/bulk-transaction.ts';
export type { CloseOptions } from './client/close.ts';
export { connect } from './client/connect.ts';
export type { CollectGarbageOptions, GcBarrierOptions } from './client/garbage.ts';
export type { HeldLock, LockResolveOptions, LockScanOptions, Locks } from './client/locks.ts';
export type { BeginOptions } from './client/options/begin-options.ts';
export type { BeginBulkOptions } from './client/options/bulk-options.ts';
export type { ConnectOptions, OptionsBesideUrl } from './client/options/connect-options.ts';
export type {
  LockedExistence,
  LockedKey,
  LockedValue,
  LockOptions,
  WaitOptions,
} from './client/options/lock-options.ts';
export type {
  ColumnFamily,
  RawBatchScanOptions,
  RawEntryInput,
  RawOptions,
  RawPutIfAbsentOptions,
  RawPutOptions,
  RawRangeOptions,
  RawScanOptions,
  RawSwapIn,
  RawSwapOptions,
  RawSwapOut,
  RawWriteOptions,
} from './client/options/raw-options.ts';
export type { ReplicaReadMode, ReplicaSettings } from './client/options/replica-options.ts';
export type {
  Isolation,
  ReadSettings,
  SnapshotOptions,
  SnapshotScanOptions,
} from './client/options/snapshot-options.ts';
export type { VerbOptions } from './client/options/verb-options.ts';
export type { WriteOptions } from './client/options/write-options.ts';
export type { RawClient } from './client/raw-client.ts';
export type { EntryOptions, ReadOptions, ScanOptions, ValueOptions } from './client/reads.ts';
export type { Scan } from './client/scan.ts';
export type { Settlement } from './client/settle.ts';
export type { Snapshot } from './client/snapshot.ts';
export type { SplitRegionsOptions } from './client/split-regions.ts';
export type { Statement } from './client/statement.ts';
export type { StaleTimestampOptions, Tikv, TimestampOptions } from './client/tikv.ts';
export type { TransactBody, TransactOptions } from './client/transact.ts';
export type { Transaction } from './client/transaction.ts';
export type { TransactionEntry, TransactionVerbs } from './client/transaction-verbs.ts';
export type { DestroyRangeOptions } from './client/unsafe-destroy-range.ts';
export type { GarbageCollection } from './lock/collect-garbage.ts';
export type { Resolving } from './lock/lock-resolver.ts';
export type { SweepResult } from './lock/sweep-locks.ts';
export type { CommitProtocol, TransactionProtocol } from './model/commit-protocol.ts';
export * from './model/error-classes.ts';
export type { KeyValue } from './model/key-value.ts';
export type { BytesInput, RangeInput } from './model/keys.ts';
export type { KeyRange } from './model/region.ts';
// For simulators and other transports.
export type {
  ByteStream,
  CallFailure,
  CallOptions,
  CallResult,
  Cancel,
  Clock,
  PassedLimit,
  Runtime,
  Sent,
  StreamHandlers,
  Transport,
} from './model/runtime.ts';
export {
  composeTimestamp,
  dateToTimestamp,
  logicalPart,
  MAX_TIMESTAMP,
  physicalMs,
  type Timestamp,
  timestampToDate,
} from './model/timestamp.ts';
export type { Pem, TlsOptions } from './model/tls-options.ts';
export type { ClientEvents, EventName } from './observe/event-table.ts';
export type { GcBarrier, GcStatus } from './pd/pd-gc.ts';
export type { SwapResult } from './raw/raw-compare-and-swap.ts';
export type { RawChecksum } from './raw/raw-range.ts';
export type { SplitResult } from './region/region-splitter.ts';
export type { RpcAttempt, RpcInterceptor } from './region/request/rpc-interceptor.ts';
export type { BackoffKind } from './retry/backoff-kinds.ts';
export type { Receipt, RetryReceipt, RpcReceipt } from './retry/ledger.ts';
export type { StoreReceipt } from './retry/store-tally.ts';
export type { Savepoint } from './txn/buffer/savepoints.ts';
export type { Existence } from './txn/buffer/write-buffer.ts';
export type { AssertionLevel } from './txn/commit/choose-protocol.ts';
export type { ValueEntry } from './txn/reads/point-read.ts';
export type { SnapshotCacheStatistics } from './txn/reads/snapshot-cache.ts';
export type { TransactionReceipt } from './txn/receipt.ts';
export type { RequestSettings, RequestSource, WriteSettings } from './txn/request-settings.ts';
export type { TransactionMode } from './txn/transaction.ts';
export type { TransactionState } from './txn/transaction-state.ts';
export type { CommitResult } from './txn/transaction-steps.ts';
