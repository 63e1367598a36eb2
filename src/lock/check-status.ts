import type { LockResolverEvent, StatusQuestion } from '../../machines/lock-resolver.ts';
import { equalBytes } from '../model/bytes.ts';
import { ProtocolError, ServerError } from '../model/errors.ts';
import { MAX_TIMESTAMP, physicalMs, type Timestamp } from '../model/timestamp.ts';
import { sendByKey } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { keyErrorName } from './key-error-name.ts';
import { isPessimistic, type Lock, type ResolveOptions, toLock, toLocks } from './lock.ts';
import type { LockEnvironment } from './lock-environment.ts';

/** The event an answer stands for, and the primary's lock where one was reported. */
export interface StatusAnswer {
  readonly event: LockResolverEvent;
  readonly primaryLock: kvrpcpb.LockInfo.Decoded | undefined;
  /**
   * For a pessimistic lock: `over` when its transaction has ended, or the primary has expired; `absent` when
   * there is nothing at the primary it names. Neither leaves a lock there; `untold` may.
   */
  readonly primary: 'over' | 'absent' | 'untold';
  /**
   * Locks on the primary that TiKV reports instead of an answer: shared locks of others, or a newer one of
   * the transaction itself.
   */
  readonly inTheWay: readonly Lock[];
}

/**
 * The cached timestamp may stay at the very end of a TTL for a while: asking again without a pause would
 * spin.
 */
const SHORTEST_WAIT_MS = 10;

/**
 * A cached timestamp older than this is not used as the clock for TTLs: a fresh one is fetched, however
 * rarely the client refreshes its own. Longer than client-go's interval between refreshes, which is also the
 * client's default.
 */
const CLOCK_MAX_AGE_MS = 3_000;

/** Milliseconds until the lock's time is up by the oracle's clock; 0 when it is. */
export function ttlLeftMs(startTs: Timestamp, ttlMs: bigint, now: Timestamp): number {
  return Math.max(0, physicalMs(startTs) + Number(ttlMs) - physicalMs(now));
}

/**
 * Asks the primary's store what became of a lock's transaction. Follows client-go's getTxnStatusFromLock and
 * getTxnStatus (parity rows LCK-4 to LCK-8).
 * @throws what the request failed with; ServerError for an answer that decides nothing
 */
export async function checkStatus(
  environment: LockEnvironment,
  lock: Lock,
  { callerStartTs, mode }: Pick<ResolveOptions, 'callerStartTs' | 'mode'>,
  asked: StatusQuestion,
  backoffer: Backoffer,
): Promise<StatusAnswer> {
  const isForced = mode === 'collect';
  const question = isForced ? { ...asked, rollbackIfNotExist: true } : asked;
  const now =
    environment.timestamps.lowResolution(CLOCK_MAX_AGE_MS) ??
    (await environment.timestamps.timestamp(backoffer.deadline));
  const { response } = await sendByKey(environment.regions, lock.primary, {
    rpc: tikvRpcs.kvCheckTxnStatus,
    request: {
      primaryKey: lock.primary,
      lockTs: lock.startTs,
      callerStartTs,
      // A TTL of 0 asks to resolve the lock at any time: it counts as expired.
      currentTs: isForced || lock.ttlMs === 0n ? MAX_TIMESTAMP : now,
      rollbackIfNotExist: question.rollbackIfNotExist,
      forceSyncCommit: question.forceSyncCommit,
      resolvingPessimisticLock: isPessimistic(lock),
      verifyIsPrimary: true,
    },
    timeoutMs: RPC_TIMEOUT_MS.short,
    executionLimitMs: MAX_WRITE_EXECUTION_MS,
    backoffer,
  });
  // The rest of a TTL is counted from when the answer has come (scenario S085).
  const later = isForced ? MAX_TIMESTAMP : (environment.timestamps.lowResolution() ?? now);
  const inTheWay = [...sharersIn(response.error, lock), ...newerIn(response.error, lock)];
  const event =
    inTheWay.length > 0 ? untilGone(inTheWay, later) : toEvent(response, lock, question, later, backoffer);
  return { event, primaryLock: response.lockInfo, primary: primaryAfter(response), inTheWay };
}

/**
 * A shared lock cannot be a primary: a transaction whose primary key holds one gets primaryMismatch, whatever
 * its fate.
 */
function sharersIn(error: kvrpcpb.KeyError.Decoded | undefined, lock: Lock): readonly Lock[] {
  const held = error?.primaryMismatch?.lockInfo;
  if (held?.lockType !== kvrpcpb.Op.SharedLock || isPessimistic(lock)) return [];
  const sharers = toLocks(held);
  return sharers.some(({ startTs }) => startTs === lock.startTs) ? [] : sharers;
}

/**
 * A scan returns the stored lock even when a newer in-memory lock with another primary replaced it: the newer
 * one is judged instead.
 */
function newerIn(error: kvrpcpb.KeyError.Decoded | undefined, lock: Lock): readonly Lock[] {
  const held = error?.primaryMismatch?.lockInfo;
  if (held?.lockType !== kvrpcpb.Op.PessimisticLock || !isPessimistic(lock)) return [];
  const isItself = held.lockVersion === lock.startTs && equalBytes(held.key, lock.key);
  return isItself ? [toLock(held)] : [];
}

function untilGone(locks: readonly Lock[], now: Timestamp): LockResolverEvent {
  const waitMs = Math.min(...locks.map(({ startTs, ttlMs }) => ttlLeftMs(startTs, ttlMs, now)));
  return { type: 'status.alive', waitMs: Math.max(SHORTEST_WAIT_MS, waitMs), pushed: false };
}

function primaryAfter({ error, lockTtl, action }: kvrpcpb.CheckTxnStatusResponse.Decoded) {
  if (error !== undefined || lockTtl > 0n) return 'untold';
  return action === kvrpcpb.Action.LockNotExistDoNothing ? 'absent' : 'over';
}

function toEvent(
  response: kvrpcpb.CheckTxnStatusResponse.Decoded,
  lock: Lock,
  question: StatusQuestion,
  now: Timestamp,
  backoffer: Backoffer,
): LockResolverEvent {
  if (response.error !== undefined) {
    if (response.error.txnNotFound !== undefined && question.rollbackIfNotExist) {
      throw new ProtocolError(
        `Transaction ${lock.startTs} was to be rolled back, but the store answered that it was not found`,
      );
    }
    return toErrorEvent(response.error, lock, now, backoffer);
  }
  const { lockTtl, lockInfo, commitVersion, action } = response;
  const asyncCommit = lockInfo?.useAsyncCommit === true && !question.forceSyncCommit;
  if (asyncCommit && ttlLeftMs(lock.startTs, lockTtl, now) === 0)
    return { type: 'status.asyncCommitExpired' };
  // A lock that is there is alive, whatever its TTL: stores give a reason when they have removed one.
  if (lockTtl > 0n || lockInfo !== undefined) {
    return {
      type: 'status.alive',
      waitMs: Math.max(SHORTEST_WAIT_MS, ttlLeftMs(lock.startTs, lockTtl, now)),
      pushed: action === kvrpcpb.Action.MinCommitTSPushed,
    };
  }
  // Whatever became of the transaction, nothing was prewritten under a pessimistic lock: it just goes away.
  if (isPessimistic(lock)) return { type: 'status.pessimisticLockDead' };
  if (commitVersion > 0n) {
    if (commitVersion <= lock.startTs) {
      throw new ProtocolError(
        `Transaction ${lock.startTs} is reported as committed at ${commitVersion}, not after its start`,
      );
    }
    return { type: 'status.final', fate: { kind: 'committed', commitTs: commitVersion } };
  }
  switch (action) {
    case kvrpcpb.Action.NoAction:
    case kvrpcpb.Action.LockNotExistRollback:
    case kvrpcpb.Action.TTLExpireRollback:
      return { type: 'status.final', fate: { kind: 'rolledBack' } };
    default:
      throw new ServerError(
        `The status of transaction ${lock.startTs} came with action ${action}, which decides nothing`,
      );
  }
}

function toErrorEvent(
  error: kvrpcpb.KeyError.Decoded,
  lock: Lock,
  now: Timestamp,
  backoffer: Backoffer,
): LockResolverEvent {
  if (error.txnNotFound !== undefined) {
    const waitMs = ttlLeftMs(lock.startTs, lock.ttlMs, now);
    if (waitMs === 0 || isPessimistic(lock)) {
      return { type: 'status.notFound', ttlExpired: waitMs === 0, waitMs, backoffMs: 0 };
    }
    const decision = backoffer.next(
      'txnNotFound',
      new ServerError(`The primary of transaction ${lock.startTs} has not been written`),
      waitMs,
    );
    if ('exhausted' in decision) throw decision.exhausted;
    return { type: 'status.notFound', ttlExpired: false, waitMs, backoffMs: decision.sleepMs };
  }
  if (error.primaryMismatch !== undefined && isPessimistic(lock))
    return { type: 'status.pessimisticLockDead' };
  const message = `The status of transaction ${lock.startTs} could not be determined: key error ${keyErrorName(error)}`;
  throw new ServerError(message);
}
