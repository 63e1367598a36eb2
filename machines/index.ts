export { batchStreamMachine } from './batch-stream.ts';
export { lockResolverMachine } from './lock-resolver.ts';
export { pdSessionMachine } from './pd-session.ts';
export { regionRequestMachine } from './region-request.ts';
export { transactionMachine } from './transaction.ts';
export { tsoBatcherMachine } from './tso-batcher.ts';
