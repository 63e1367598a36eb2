import type { RegionRequestEvent } from '../../machines/region-request.ts';
import { type NetworkError, ProtocolError } from '../model/errors.ts';
import { answerTooLarge } from '../wire/answer-too-large.ts';

/** gRPC status numbers. */
export const CANCELLED = 1;
export const DEADLINE_EXCEEDED = 4;
/** PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: the store will say the same again. */
const FINAL_STATUSES: readonly number[] = [7, 12, 16];

/**
 * What the lack of an answer means for the request: the row of parity 6.4 it belongs to.
 *
 * @param rpc its name
 * @param isClosed this client has closed the connection of the request meanwhile, for what another request met there
 */
export function classifyFailure(
  rpc: string,
  error: NetworkError | ProtocolError,
  isLimitedRead: boolean,
  isClosed = false,
): RegionRequestEvent {
  if (error instanceof ProtocolError) return { type: 'answer.malformed', error, lost: error };
  const lost = error.sent === 'maybe' ? error : undefined;
  const { tooLarge } = error;
  if (tooLarge !== undefined && !tooLarge.isShared) {
    return { type: 'request.stopped', error: answerTooLarge(rpc, tooLarge, error), lost };
  }
  if (FINAL_STATUSES.includes(error.status)) return { type: 'rpc.refused', error, lost };
  if (isClosed || tooLarge !== undefined) return { type: 'rpc.closed', error, lost };
  if (error.status === CANCELLED) return { type: 'rpc.cancelled', error, lost };
  if (error.status === DEADLINE_EXCEEDED && isLimitedRead) return { type: 'rpc.readTimedOut', error, lost };
  return { type: 'rpc.failed', error, lost };
}
