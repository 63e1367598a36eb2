import type { Timestamp } from '../../model/timestamp.ts';
import type { EventSink } from '../../observe/event-relay.ts';
import type { WriteSet } from '../commit/build-mutations.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** From this size on `transaction.large` is emitted when a transaction commits: it holds others up. */
const LARGE_KEYS = 10_000;
const LARGE_BYTES = 4 * 1024 * 1024;

/** From this size on `transaction.grew` is emitted. */
export const FIRST_NOTICE_BYTES = 1024 * 1024;

/**
 * Emits that the writes of a transaction have grown; as rarely as client-go's memory hook, which is called
 * for each block that its buffer takes (parity row TXN-33).
 * @returns the size from which on to emit it again
 */
export function tellGrowth(
  events: EventSink,
  startTs: Timestamp,
  { memoryBytes, length }: Pick<WriteBuffer, 'memoryBytes' | 'length'>,
  noticeBytes: number,
): number {
  events.emit('transaction.grew', { startTs, length, memoryBytes });
  let next = noticeBytes;
  while (next <= memoryBytes) next *= 2;
  return next;
}

/** Emits `transaction.large` when a commit is (parity row CMT-5). */
export function tellIfLarge(
  events: EventSink,
  startTs: Timestamp,
  { mutations, sizeBytes }: Pick<WriteSet, 'mutations' | 'sizeBytes'>,
): void {
  if (mutations.length <= LARGE_KEYS && sizeBytes <= LARGE_BYTES) return;
  events.emit('transaction.large', { startTs, keys: mutations.length, sizeBytes });
}
