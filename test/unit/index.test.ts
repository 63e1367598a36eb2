import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as machines from '../../machines/index.ts';
import * as library from '../../src/index.ts';
import * as inspector from '../../src/inspector/index.ts';
import * as testing from '../../src/testing/index.ts';

it.each([
  [
    'tikv-client',
    library,
    [
      'AbortedError',
      'AlreadyExistsError',
      'AssertionFailedError',
      'ClosedError',
      'ClusterMismatchError',
      'CommitTimestampLagError',
      'DeadlineError',
      'DeadlockError',
      'ERROR_CODES',
      'ERROR_TABLE',
      'FutureTimestampError',
      'InternalError',
      'KeyError',
      'LockLostError',
      'LockNotAvailableError',
      'LockWaitTimeoutError',
      'LockedError',
      'MAX_TIMESTAMP',
      'NetworkError',
      'PartialSplitError',
      'PartialWriteError',
      'PdError',
      'PdUnreachableError',
      'ProtocolError',
      'ReadBelowSafePointError',
      'RegionError',
      'RegionUnavailableError',
      'ResolveLockTimeoutError',
      'ServerError',
      'StoreBusyError',
      'StoresFailedError',
      'TikvError',
      'TimestampWentBackError',
      'TooLargeError',
      'TransactionAbortedError',
      'TransactionFinishedError',
      'UndeterminedError',
      'UsageError',
      'WriteConflictError',
      'composeTimestamp',
      'connect',
      'dateToTimestamp',
      'describeKey',
      'logicalPart',
      'physicalMs',
      'timestampToDate',
    ],
  ],
  [
    'tikv-client/testing',
    testing,
    [
      'ChartCoverage',
      'Cluster',
      'SeededRandom',
      'ServiceError',
      'SimulatedNetwork',
      'SimulatedProcess',
      'Simulation',
      'VirtualClock',
      'edgePaths',
      'edgesOf',
      'startCluster',
      'walkPath',
    ],
  ],
  ['tikv-client/inspector', inspector, ['startInspector', 'stately']],
  [
    'tikv-client/machines',
    machines,
    [
      'batchStreamMachine',
      'bulkTransactionMachine',
      'garbageCollectionMachine',
      'lockResolverMachine',
      'pdSessionMachine',
      'pessimisticLockMachine',
      'rangeTaskMachine',
      'regionRequestMachine',
      'statementMachine',
      'storeMachine',
      'transactionMachine',
      'tsoBatcherMachine',
    ],
  ],
] as const)('%s exports these names, and nothing of its inside', (_, entry, names) => {
  expect(Object.keys(entry).toSorted()).toEqual(names);
});

it('the guide names every chart that the package exports', () => {
  const guide = readFileSync(new URL('../../docs/guide/machines.md', import.meta.url), 'utf8');
  const named = [...guide.matchAll(/^\| `(\w+Machine)` \|/gm)].map(([, name]) => name);
  const exported = Object.keys(machines).filter((name) => name.endsWith('Machine'));
  expect(named.toSorted()).toEqual(exported.toSorted());
});
