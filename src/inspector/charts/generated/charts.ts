// Made by `npm run generate:docs`.
import type { Chart } from '../chart.ts';
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

/** Every chart of the client, in the order of machines/index.ts; `id` is the machine's. */
export const CHARTS: readonly Chart[] = [
  batchStreamChart,
  bulkTransactionChart,
  garbageCollectionChart,
  lockResolverChart,
  pdSessionChart,
  pessimisticLockChart,
  rangeTaskChart,
  regionRequestChart,
  statementChart,
  storeChart,
  transactionChart,
  tsoBatcherChart,
];
