import type { kvrpcpb } from '../../wire/codec/messages.ts';
import type { ReadKind } from '../replica/replica-read.ts';

export interface AttemptOptions {
  readonly limitMs: number;
  readonly isResend: boolean;
  readonly readAs: ReadKind;
  /** 0 for none. */
  readonly busyThresholdMs: number;
  /** What else the request says, if anything. */
  readonly saying: kvrpcpb.Context | undefined;
}

/**
 * How long the store may work on an attempt, in milliseconds: as long as the attempt may take, or less if the
 * caller wants less (parity row TO-8). At least 1, since 0 means no limit.
 */
export function executionLimitMs(attemptMs: number, wishedMs = attemptMs): number {
  return Math.max(1, Math.ceil(Math.min(wishedMs, attemptMs)));
}

/**
 * The context of one attempt, without the part that describes its replica. What the caller put there takes
 * precedence over what else the request says.
 */
export function attemptContext(
  own: kvrpcpb.Context | undefined,
  { limitMs, isResend, readAs, busyThresholdMs, saying }: AttemptOptions,
): kvrpcpb.Context {
  const context: kvrpcpb.Context = {
    maxExecutionDurationMs: BigInt(limitMs),
    isRetryRequest: isResend,
    replicaRead: readAs === 'replica',
  };
  if (readAs === 'stale') context.staleRead = true;
  if (busyThresholdMs > 0) context.busyThresholdMs = busyThresholdMs;
  return own === undefined && saying === undefined ? context : { ...saying, ...own, ...context };
}
