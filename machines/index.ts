import { batchStreamChart } from './batch-stream.ts';
import { bulkTransactionChart } from './bulk-transaction.ts';
import { garbageCollectionChart } from './garbage-collection.ts';
import { lockResolverChart } from './lock-resolver.ts';
import { pdSessionChart } from './pd-session.ts';
import { pessimisticLockChart } from './pessimistic-lock.ts';
import { rangeTaskChart } from './range-task.ts';
import { regionRequestChart } from './region-request.ts';
import { statementChart } from './statement.ts';
import { storeChart } from './store.ts';
import { transactionChart } from './transaction.ts';
import { tsoBatcherChart } from './tso-batcher.ts';

export type { BatchStreamEvent, BatchStreamInput } from './batch-stream.ts';
export type {
  BulkTransactionEvent,
  BulkTransactionInput,
  BulkTransactionOutput,
} from './bulk-transaction.ts';
export type {
  GarbageCollectionEvent,
  GarbageCollectionInput,
  GarbageCollectionOutput,
} from './garbage-collection.ts';
export type { LockResolverEvent, LockResolverInput, LockResolverOutput } from './lock-resolver.ts';
export type { PdSessionEvent, PdSessionInput } from './pd-session.ts';
export type {
  PessimisticLockEvent,
  PessimisticLockInput,
  PessimisticLockOutput,
} from './pessimistic-lock.ts';
export type { RangeTaskEvent, RangeTaskInput, RangeTaskOutput } from './range-task.ts';
export type { RegionRequestEvent, RegionRequestInput } from './region-request.ts';
export type { StatementEvent, StatementInput, StatementOutput } from './statement.ts';
export type { StoreEvent, StoreInput } from './store.ts';
export type { TransactionEvent, TransactionInput, TransactionOutput } from './transaction.ts';
export type { TsoBatcherEvent, TsoBatcherInput } from './tso-batcher.ts';

/** One stream of requests to one store. */
export const batchStreamMachine = batchStreamChart();

/** A transaction of any size, written to the stores while it runs. */
export const bulkTransactionMachine = bulkTransactionChart();

/** One collection of garbage: which safe point moves when. */
export const garbageCollectionMachine = garbageCollectionChart();

/** What became of a transaction whose locks are in the way, and what to do about them. */
export const lockResolverMachine = lockResolverChart();

/** Who leads PD. */
export const pdSessionMachine = pdSessionChart();

/** One call that locks keys before commit: all of them, or none. */
export const pessimisticLockMachine = pessimisticLockChart();

/** One kind of work on every region of a range of keys. */
export const rangeTaskMachine = rangeTaskChart();

/** One request to one region, until it is answered or there is nothing left to try. */
export const regionRequestMachine = regionRequestChart();

/** A part of a pessimistic transaction that reads the newest data, and runs again when that has changed. */
export const statementMachine = statementChart();

/** Whether a store answers, and whether it is slow. */
export const storeMachine = storeChart();

/** A transaction from its beginning to its end. */
export const transactionMachine = transactionChart();

/** Timestamps: the callers of one turn share a request. */
export const tsoBatcherMachine = tsoBatcherChart();
