import type { GarbageCollectionEvent } from '../../machines/garbage-collection.ts';
import type { PessimisticLockEvent } from '../../machines/pessimistic-lock.ts';
import type { RangeTaskEvent } from '../../machines/range-task.ts';
import type { TsoBatcherEvent } from '../../machines/tso-batcher.ts';
import { ClosedError, type TikvError } from '../../src/model/errors.ts';

/** Events of charts, with each payload that leads elsewhere: what walks of the same chart are made of. */

export function pessimisticLockEvents(error: TikvError): readonly PessimisticLockEvent[] {
  return [
    { type: 'keys.locked', isAll: true },
    { type: 'keys.locked', isAll: false },
    { type: 'keys.blocked', needsTimestamp: true },
    { type: 'keys.blocked', needsTimestamp: false },
    { type: 'locks.resolved', mustPause: true },
    { type: 'locks.resolved', mustPause: false },
    { type: 'deadlock.found', opensByRelease: true, error },
    { type: 'deadlock.found', opensByRelease: false, error },
    { type: 'keys.refused', error },
    { type: 'transaction.lost', error },
  ];
}

/** Only a request's answer tells that the transaction is gone. */
export function canHappenWhileLocking(
  { value }: { readonly value: unknown },
  { type }: PessimisticLockEvent,
): boolean {
  return type !== 'transaction.lost' || value === 'locking';
}

export function rangeTaskEvents(error: TikvError): readonly RangeTaskEvent[] {
  return [
    { type: 'stretch.located', isLast: true },
    { type: 'stretch.located', isLast: false },
    { type: 'stretch.done' },
    { type: 'step.failed', error },
  ];
}

export function garbageCollectionEvents(error: TikvError): readonly GarbageCollectionEvent[] {
  return [
    { type: 'state.read' },
    { type: 'txnSafePoint.advanced', isFurther: true },
    { type: 'txnSafePoint.advanced', isFurther: false },
    { type: 'locks.resolved' },
    { type: 'gcSafePoint.advanced' },
    { type: 'step.failed', error },
  ];
}

const both = <Type extends string>(type: Type) => [
  { type, waiting: true },
  { type, waiting: false },
];

/** But for those of an oracle that goes back. */
export const TSO_BATCHER_EVENTS: readonly TsoBatcherEvent[] = [
  { type: 'batch.wanted' },
  ...both('batch.collected' as const),
  ...both('batch.answered' as const),
  ...both('stream.opened' as const),
  ...both('stream.failed' as const),
  { type: 'oracle.closed', error: new ClosedError() },
];
