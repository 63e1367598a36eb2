export { type BatchStreamEvent, type BatchStreamInput, batchStreamMachine } from './batch-stream.ts';
export {
  type BulkTransactionEvent,
  type BulkTransactionInput,
  type BulkTransactionOutput,
  bulkTransactionMachine,
} from './bulk-transaction.ts';
export {
  type LockResolverEvent,
  type LockResolverInput,
  type LockResolverOutput,
  lockResolverMachine,
} from './lock-resolver.ts';
export { type PdSessionEvent, type PdSessionInput, pdSessionMachine } from './pd-session.ts';
export {
  type PessimisticLockEvent,
  type PessimisticLockInput,
  type PessimisticLockOutput,
  pessimisticLockMachine,
} from './pessimistic-lock.ts';
export {
  type RangeTaskEvent,
  type RangeTaskInput,
  type RangeTaskOutput,
  rangeTaskMachine,
} from './range-task.ts';
export {
  type RegionRequestEvent,
  type RegionRequestInput,
  regionRequestMachine,
} from './region-request.ts';
export {
  type StatementEvent,
  type StatementInput,
  type StatementOutput,
  statementMachine,
} from './statement.ts';
export { type StoreEvent, type StoreInput, storeMachine } from './store.ts';
export {
  type TransactionEvent,
  type TransactionInput,
  type TransactionOutput,
  transactionMachine,
} from './transaction.ts';
export { type TsoBatcherEvent, type TsoBatcherInput, tsoBatcherMachine } from './tso-batcher.ts';
