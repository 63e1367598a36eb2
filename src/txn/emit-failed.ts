import { type TikvError, UndeterminedError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { EventSink } from '../observe/event-relay.ts';

/** Emits the event of a transaction that failed, or whose outcome is unknown. */
export function emitFailed(events: EventSink, startTs: Timestamp, error: TikvError): void {
  const name = error instanceof UndeterminedError ? 'transaction.undetermined' : 'transaction.failed';
  events.emit(name, { startTs, error });
}
