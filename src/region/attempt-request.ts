import type { kvrpcpb } from '../wire/codec/messages.ts';
import type { Replica } from './cached-region.ts';

type WithContext = { readonly context?: kvrpcpb.Context | undefined };

export interface AttemptOptions {
  readonly replica: Replica;
  readonly limitMs: number;
  readonly isResend: boolean;
  readonly isReplicaRead: boolean;
  /** What the request says beside, if anything. */
  readonly saying: kvrpcpb.Context | undefined;
}

/**
 * How long the store may work on an attempt, in milliseconds: as long as the attempt may take, or less when the
 * caller wishes so (parity row TO-8). At least 1, as 0 is no limit.
 */
export function executionLimitMs(attemptMs: number, wishedMs = attemptMs): number {
  return Math.max(1, Math.ceil(Math.min(wishedMs, attemptMs)));
}

/**
 * The request of one attempt: a copy with the context of its replica, which overrides what the caller put there. Those
 * made often have `context: undefined` from the start: a place made in the copy costs more than the copy.
 */
export function attemptRequest<Request extends WithContext>(
  request: Request,
  { replica, limitMs, isResend, isReplicaRead, saying }: AttemptOptions,
): Request {
  const own = replica.context;
  // Spelled out, because copying it field by field is what a request would spend most of its time on.
  const context: kvrpcpb.Context = {
    regionId: own.regionId,
    regionEpoch: own.regionEpoch,
    peer: own.peer,
    clusterId: own.clusterId,
    apiVersion: own.apiVersion,
    keyspaceId: own.keyspaceId,
    keyspaceName: own.keyspaceName,
    maxExecutionDurationMs: BigInt(limitMs),
    isRetryRequest: isResend,
    replicaRead: isReplicaRead,
  };
  if (request.context === undefined && saying === undefined) return { ...request, context };
  return { ...request, context: { ...saying, ...request.context, ...context } };
}
