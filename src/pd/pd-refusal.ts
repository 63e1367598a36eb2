import {
  ClusterMismatchError,
  NetworkError,
  PdError,
  type ProtocolError,
  type TikvError,
  withoutKeys,
} from '../model/errors.ts';
import { answerTooLarge } from '../wire/answer-too-large.ts';
import { pdpb } from '../wire/codec/connect-messages.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';

/**
 * What a failed call to PD means.
 * `leaderChanged`: the member asked does not lead (any more), cannot be reached, or belongs to another cluster, which
 * says nothing about the own one: its members say who leads it.
 * `retry`: the leader said that it could not, this time.
 * `final`: asking again is of no use.
 */
export interface PdRefusal {
  readonly kind: 'leaderChanged' | 'retry' | 'final';
  readonly error: TikvError;
  /** A pdpb.ErrorType, when PD answered with an error of its own. */
  readonly errorType?: number;
  /** PD is too old to know the method. */
  readonly unimplemented?: boolean;
}

export interface PdHeader {
  readonly clusterId: bigint;
  readonly error?: pdpb.Error.Decoded | undefined;
}

/** PD has no error type for a change of its leader: its text alone says so (pd's client/errs/errno.go). */
const LEADER_CHANGE_TEXTS = ['no leader', 'not leader', 'is not served', 'not primary', 'mismatch callee id'];
const MISMATCH_TEXT = 'mismatch cluster id';

/** Refusals that PD has no error type for, and that asking again does not change (pd's errors.toml). */
const FINAL_TEXTS = ['[PD:gc:', '[PD:common:ErrInvalidArgument]', '[PD:keyspace:ErrKeyspaceNotFound]'];

const FINAL_STATUSES: readonly number[] = [
  GRPC_STATUS.invalidArgument,
  GRPC_STATUS.notFound,
  GRPC_STATUS.permissionDenied,
  GRPC_STATUS.unimplemented,
  GRPC_STATUS.unauthenticated,
];

const { ErrorType } = pdpb;

/**
 * What it means that a call brought no answer, or an undecodable one.
 * @param rpc its name
 */
export function refusalOf(rpc: string, error: NetworkError | ProtocolError): PdRefusal {
  if (!(error instanceof NetworkError)) return { kind: 'final', error };
  if (error.tooLarge !== undefined) {
    return { kind: 'final', error: answerTooLarge(rpc, error.tooLarge, error) };
  }
  if (error.message.includes(MISMATCH_TEXT)) {
    return { kind: 'leaderChanged', error: new ClusterMismatchError(error.message, { cause: error }) };
  }
  if (FINAL_STATUSES.includes(error.status) && !saysLeaderChanged(error.message)) {
    return {
      kind: 'final',
      error: new PdError(error.message, { retryable: false, cause: error }),
      unimplemented: error.status === GRPC_STATUS.unimplemented,
    };
  }
  return { kind: 'leaderChanged', error };
}

/**
 * What the header of an answer means; undefined when it is in order. `clusterId` is 0n while it is not known.
 */
export function headerRefusal(
  header: PdHeader | undefined,
  clusterId: bigint,
  address: string,
): PdRefusal | undefined {
  if (header === undefined) return undefined;
  const { error } = header;
  if (error !== undefined && error.type !== ErrorType.OK) {
    const message = `PD ${address} answered: ${withoutKeys(error.message)} (error type ${error.type})`;
    if (error.message.includes(MISMATCH_TEXT)) {
      return { kind: 'leaderChanged', error: new ClusterMismatchError(message) };
    }
    if (saysLeaderChanged(error.message))
      return { kind: 'leaderChanged', error: new PdError(message, { retryable: true }) };
    const isFinal = FINAL_TEXTS.some((text) => error.message.includes(text));
    const again = !isFinal && (error.type === ErrorType.UNKNOWN || error.type === ErrorType.NOT_BOOTSTRAPPED);
    return {
      kind: again ? 'retry' : 'final',
      error: new PdError(message, { retryable: again }),
      errorType: error.type,
    };
  }
  if (clusterId !== 0n && header.clusterId !== 0n && header.clusterId !== clusterId) {
    const message = `PD ${address} belongs to cluster ${header.clusterId}, not to ${clusterId}`;
    return { kind: 'leaderChanged', error: new ClusterMismatchError(message) };
  }
  return undefined;
}

function saysLeaderChanged(message: string): boolean {
  return LEADER_CHANGE_TEXTS.some((text) => message.includes(text));
}
