import { kvrpcpb } from '../../../proto/gen/hot.js';
import type { Message } from '../../../src/testing/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What kind of answer a message got; of errors, the field that is set. */
export function answerOf({ rpc, outcome, status, request, response }: Message): string {
  const asked = detailOf(ASKED[rpc]?.(request));
  if (outcome !== 'answered' || response === undefined)
    return `${status === undefined ? outcome : `status ${status}`}${asked}`;
  const { regionError, error, errors, pairs } = response as Fields;
  if (regionError !== undefined) return `region error ${kindOf(regionError)}`;
  const keyError = error ?? (errors as readonly unknown[] | undefined)?.[0];
  if (keyError !== undefined) return `key error ${keyErrorName(keyError as Fields)}${asked}`;
  if ((pairs as readonly Fields[] | undefined)?.some((pair) => pair.error !== undefined)) {
    return 'done, pairs locked';
  }
  return `done${detailOf(ANSWERED[rpc]?.(response as Fields, request))}${asked}`;
}

/** Messages of which it matters what they ask for. */
const ASKED: Readonly<Record<string, (request: Fields) => string | false | undefined>> = {
  KvGet: readAs,
  KvBatchGet: readAs,
  KvScan: readAs,
  KvPrewrite: ({ tryOnePc, useAsyncCommit, forUpdateTs, pessimisticActions }) => {
    const protocol = tryOnePc ? 'one phase' : useAsyncCommit ? 'async' : '';
    const { DO_PESSIMISTIC_CHECK } = kvrpcpb.PrewriteRequest.PessimisticAction;
    const actions = (pessimisticActions ?? []) as readonly number[];
    const hasLocked =
      forUpdateTs !== undefined && forUpdateTs !== 0n && actions.includes(DO_PESSIMISTIC_CHECK);
    const hasUnlocked = hasLocked && actions.some((action) => action !== DO_PESSIMISTIC_CHECK);
    const keys = hasUnlocked ? 'keys locked and not' : hasLocked ? 'keys locked' : '';
    return [protocol, keys].filter((part) => part !== '').join(', ');
  },
  KvPessimisticLock: ({ waitTimeout, wakeUpMode, lockOnlyIfExists, mutations }) => {
    const [first] = (mutations ?? []) as readonly Fields[];
    const parts = [
      first?.op === kvrpcpb.Op.SharedPessimisticLock && 'shared',
      waitTimeout !== undefined && (waitTimeout as bigint) < 0n && 'no wait',
      wakeUpMode === kvrpcpb.PessimisticLockWakeUpMode.WakeUpModeForceLock && 'fair',
      lockOnlyIfExists === true && 'if it exists',
    ];
    return parts.filter((part) => part !== false).join(', ');
  },
  RawScan: ({ reverse }) => reverse === true && 'downward',
  KvResolveLock: ({ commitVersion, keys }) =>
    `${commitVersion === 0n || commitVersion === undefined ? 'rolled back' : 'committed'}, ` +
    `${((keys as readonly unknown[]) ?? []).length > 0 ? 'keys' : 'whole region'}`,
};

/** Messages of which it matters what they are told. */
const ANSWERED: Readonly<Record<string, (response: Fields, request: Fields) => string | false | undefined>> =
  {
    KvPrewrite: ({ onePcCommitTs, minCommitTs }, { tryOnePc, useAsyncCommit }) => {
      if (tryOnePc === true && !isSet(onePcCommitTs)) return 'not committed by';
      const fellBack = useAsyncCommit === true && !isSet(minCommitTs) && !isSet(onePcCommitTs);
      return fellBack && 'fell back from';
    },
    KvCheckTxnStatus: ({ action, commitVersion, lockTtl }) => {
      if (isSet(commitVersion)) return 'committed';
      if (isSet(lockTtl)) return action === kvrpcpb.Action.MinCommitTSPushed ? 'alive, pushed' : 'alive';
      return nameOf(kvrpcpb.Action, action);
    },
    KvCheckSecondaryLocks: ({ commitTs, locks }, { keys }) => {
      if (isSet(commitTs)) return 'committed';
      const found = (locks ?? []) as readonly Fields[];
      if (found.length < ((keys ?? []) as readonly unknown[]).length) return 'missing';
      return found.every((lock) => lock.useAsyncCommit === true) ? 'all locked' : 'locked for two phases';
    },
    KvPessimisticLock: ({ results }) =>
      ((results ?? []) as readonly Fields[]).some(
        ({ type }) => type === kvrpcpb.PessimisticLockKeyResultType.LockResultLockedWithConflict,
      ) && 'in spite of a conflict',
  };

/** How a read is served that the leader is not asked for. */
function readAs({ context }: Fields): string | false {
  const { staleRead, replicaRead } = (context ?? {}) as kvrpcpb.Context;
  return (staleRead === true && 'stale') || (replicaRead === true && 'replica');
}

function isSet(timestamp: unknown): boolean {
  return timestamp !== undefined && timestamp !== 0n;
}

function detailOf(detail: string | false | undefined): string {
  return detail === undefined || detail === false || detail === '' ? '' : ` (${detail})`;
}

function nameOf(values: Readonly<Record<string, number>>, value: unknown): string | undefined {
  return Object.keys(values).find((name) => values[name] === (value ?? 0));
}

function keyErrorName(error: Fields): string {
  const { conflict } = error;
  if (conflict === undefined) return kindOf(error);
  const { reason } = conflict as Fields;
  return `conflict ${nameOf(kvrpcpb.WriteConflict.Reason, reason)}`;
}

function kindOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error).slice(0, 40);
  return Object.keys(error).find((name) => name !== 'message' && name !== 'debugInfo') ?? 'other';
}
