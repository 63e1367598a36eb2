import type { RegionRequestEvent } from '../../machines/region-request.ts';
import { type NetworkError, ProtocolError } from '../model/errors.ts';
import { answerTooLarge } from '../wire/answer-too-large.ts';

/** gRPC status numbers. */
export const CANCELLED = 1;
export const DEADLINE_EXCEEDED = 4;
/** PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED: the store will say the same again. */
const FINAL_STATUSES: readonly number[] = [7, 12, 16];
const INVALID_ARGUMENT = 3;
/**
 * How TiKV refuses a request that names another cluster: in one way as a call, in another on a batch stream, which it ends.
 * @see TiKV src/server/service/kv.rs, reject_if_cluster_id_mismatch, and src/server/errors.rs, ClusterIDMisMatch
 */
const OTHER_CLUSTER = /\bcluster\b.*does not match/;

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
  // It looks at that before all else; and every request of this client to a region names the same cluster.
  if (error.status === INVALID_ARGUMENT && OTHER_CLUSTER.test(error.message))
    return { type: 'rpc.misdirected', error, lost: undefined };
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
