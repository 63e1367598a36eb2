import type { Timestamp } from '../model/timestamp.ts';
import type { EventSink } from '../observe/event-relay.ts';
import type { WriteSet } from './build-mutations.ts';
import type { WriteBuffer } from './write-buffer.ts';

/** From here on it is told that a transaction commits, which holds others up. */
const LARGE_KEYS = 10_000;
const LARGE_BYTES = 4 * 1024 * 1024;

/** From this size on it is told that the writes of a transaction grow. */
export const FIRST_NOTICE_BYTES = 1024 * 1024;

/**
 * Tells that the writes of a transaction have grown; as rarely as client-go's memory hook, which hears of each block its
 * buffer takes (parity row TXN-33).
 * @returns from which size on to tell it again
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

/** Tells that a transaction which commits is large (parity row CMT-5). */
export function tellIfLarge(
  events: EventSink,
  startTs: Timestamp,
  { mutations, sizeBytes }: Pick<WriteSet, 'mutations' | 'sizeBytes'>,
): void {
  if (mutations.length <= LARGE_KEYS && sizeBytes <= LARGE_BYTES) return;
  events.emit('transaction.large', { startTs, keys: mutations.length, sizeBytes });
}
