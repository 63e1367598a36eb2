import type { RegionRequestEvent } from '../../../machines/region-request.ts';
import { type NetworkError, ProtocolError } from '../../model/errors.ts';
import { answerTooLarge } from '../../wire/answer-too-large.ts';
import { GRPC_STATUS } from '../../wire/grpc-status.ts';

/** The store will say the same again. */
const FINAL_STATUSES: readonly number[] = [
  GRPC_STATUS.permissionDenied,
  GRPC_STATUS.unimplemented,
  GRPC_STATUS.unauthenticated,
];

/**
 * How TiKV refuses a request that names another cluster: with one text in a unary call, and with another on a
 * batch stream, which it ends.
 * @see TiKV src/server/service/kv.rs, reject_if_cluster_id_mismatch, and src/server/errors.rs,
 * ClusterIDMisMatch
 */
const OTHER_CLUSTER = /\bcluster\b.*does not match/;

/**
 * What the lack of an answer means for the request: the row of parity 6.4 it belongs to.
 *
 * @param rpc its name
 * @param isClosed whether this client has meanwhile closed the request's connection because of what another
 * request met there
 */
export function classifyFailure(
  rpc: string,
  error: NetworkError | ProtocolError,
  isLimitedRead: boolean,
  isClosed = false,
): RegionRequestEvent {
  if (error instanceof ProtocolError) return { type: 'answer.malformed', error, lost: error };
  // TiKV checks the cluster before all else, and every request of this client to a region names the same one.
  if (error.status === GRPC_STATUS.invalidArgument && OTHER_CLUSTER.test(error.message))
    return { type: 'rpc.misdirected', error, lost: undefined };
  const lost = error.sent === 'maybe' ? error : undefined;
  const { tooLarge } = error;
  if (tooLarge !== undefined && !tooLarge.isShared) {
    return { type: 'request.stopped', error: answerTooLarge(rpc, tooLarge, error), lost };
  }
  if (FINAL_STATUSES.includes(error.status)) return { type: 'rpc.refused', error, lost };
  if (isClosed || tooLarge !== undefined) return { type: 'rpc.closed', error, lost };
  if (error.status === GRPC_STATUS.cancelled) return { type: 'rpc.cancelled', error, lost };
  if (error.status === GRPC_STATUS.deadlineExceeded && isLimitedRead)
    return { type: 'rpc.readTimedOut', error, lost };
  return { type: 'rpc.failed', error, lost };
}
