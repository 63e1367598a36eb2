import { equalBytes } from '../../model/bytes.ts';
import type { CommitProtocol } from '../../model/commit-protocol.ts';
import { maxTimestamp } from '../../model/timestamp.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';
import type { Existence } from '../buffer/write-buffer.ts';
import type { AssertionLevel } from './choose-protocol.ts';
import type { CommitTask } from './commit-task.ts';
import type { Batch } from './group-mutations.ts';
import { leavesLock, type Mutation, type MutationOp, type PrewriteCheck } from './mutation.ts';
import type { PrewriteTiming } from './time-prewrite.ts';

/** As the servers number them. */
const OPS: Record<MutationOp, kvrpcpb.Op> = {
  put: kvrpcpb.Op.Put,
  insert: kvrpcpb.Op.Insert,
  delete: kvrpcpb.Op.Del,
  lock: kvrpcpb.Op.Lock,
  sharedLock: kvrpcpb.Op.SharedLock,
  checkNotExists: kvrpcpb.Op.CheckNotExists,
};

const CHECKS: Record<PrewriteCheck, kvrpcpb.PrewriteRequest.PessimisticAction> = {
  none: kvrpcpb.PrewriteRequest.PessimisticAction.SKIP_PESSIMISTIC_CHECK,
  unchecked: kvrpcpb.PrewriteRequest.PessimisticAction.SKIP_PESSIMISTIC_CHECK,
  lockHeld: kvrpcpb.PrewriteRequest.PessimisticAction.DO_PESSIMISTIC_CHECK,
  notWritten: kvrpcpb.PrewriteRequest.PessimisticAction.DO_CONSTRAINT_CHECK,
};

const ASSERTIONS: Record<Existence, kvrpcpb.Assertion> = {
  exists: kvrpcpb.Assertion.Exist,
  absent: kvrpcpb.Assertion.NotExist,
};

const LEVELS: Record<AssertionLevel, kvrpcpb.AssertionLevel> = {
  off: kvrpcpb.AssertionLevel.Off,
  fast: kvrpcpb.AssertionLevel.Fast,
  strict: kvrpcpb.AssertionLevel.Strict,
};

/**
 * The prewrite of one batch. Follows client-go's buildPrewriteRequest (txnkv/transaction/prewrite.go; parity
 * rows PRW-1 to PRW-4). There are as many pessimistic actions as mutations, always: the server pairs them up
 * and drops mutations without one (scenario S048).
 *
 * @param txnSize keys of the transaction in the region; MAX_TIMESTAMP (all bits set) when not known
 */
export function prewriteRequest(
  task: CommitTask,
  protocol: CommitProtocol,
  timing: PrewriteTiming,
  batch: Batch,
  txnSize: bigint,
): kvrpcpb.PrewriteRequest {
  const { startTs, forUpdateTs } = task;
  return {
    mutations: batch.mutations.map((each) => toWire(each, task.assertionLevel)),
    pessimisticActions: batch.mutations.map(({ check }) => CHECKS[check]),
    primaryLock: task.primary,
    startVersion: startTs,
    // Beyond every commit timestamp that a store may still choose (S035): see SAFE_WINDOW_MS.
    lockTtl: BigInt(timing.lockTtlMs),
    txnSize,
    forUpdateTs: forUpdateTs === 0n ? undefined : forUpdateTs,
    forUpdateTsConstraints: forUpdateTs === 0n ? undefined : constraintsOf(batch),
    minCommitTs: maxTimestamp(timing.minCommitTs, maxTimestamp(startTs, forUpdateTs) + 1n),
    maxCommitTs: protocol === '2pc' ? 0n : timing.maxCommitTs,
    tryOnePc: protocol === '1pc' || undefined,
    useAsyncCommit: protocol === 'async' || undefined,
    secondaries: protocol === 'async' && batch.hasPrimary ? secondariesOf(task) : undefined,
    assertionLevel: assertionLevelOf(batch.mutations, task.assertionLevel),
  };
}

/** A mutation as it is sent, with the assertion to be checked at this level. */
export function toWire(
  { op, key, value, assertion, mustLook }: Mutation,
  level: AssertionLevel,
): kvrpcpb.Mutation {
  if (assertion === undefined || (level === 'off' && mustLook !== 'inserted'))
    return { op: OPS[op], key, value };
  return { op: OPS[op], key, value, assertion: ASSERTIONS[assertion] };
}

/** One level for all of a request: the highest that one of its keys needs. */
export function assertionLevelOf(
  mutations: readonly Mutation[],
  level: AssertionLevel,
): kvrpcpb.AssertionLevel | undefined {
  if (!mutations.some(({ assertion }) => assertion !== undefined)) return undefined;
  const mustLook = ({ mustLook: why }: Mutation) =>
    why === 'inserted' || (why === 'knownWrong' && level !== 'off');
  return mutations.some(mustLook) ? LEVELS.strict : LEVELS[level];
}

/** For keys whose lock must still be the one that was taken (scenario S049). */
function constraintsOf({ mutations }: Batch): kvrpcpb.PrewriteRequest.ForUpdateTSConstraint[] | undefined {
  let constraints: kvrpcpb.PrewriteRequest.ForUpdateTSConstraint[] | undefined;
  for (const [index, { forUpdateTs }] of mutations.entries()) {
    if (forUpdateTs === 0n) continue;
    constraints ??= [];
    constraints.push({ index, expectedForUpdateTs: forUpdateTs });
  }
  return constraints;
}

/** All keys that get a lock, except the primary, which lists them for whoever finds it (server rule 18). */
function secondariesOf({ mutations, primary }: CommitTask): readonly Uint8Array[] {
  return mutations
    .filter((entry) => leavesLock(entry) && !equalBytes(entry.key, primary))
    .map(({ key }) => key);
}
