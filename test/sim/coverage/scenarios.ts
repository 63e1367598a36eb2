import type { Marks } from './coverage.ts';

/** Of each mark the beginning. */
type Signs = readonly string[];

/**
 * By which marks of a seed one knows that it went through a scenario of the catalogue: all of them. What only real
 * sockets, PD's operators or a look at the wire can show is tested elsewhere.
 */
const SIGNS: Readonly<Record<string, Signs>> = {
  S001: ['answer: KvCommit done', 'answer: KvGet done'],
  S002: ['workload: long-fork'],
  S003: ['answer: KvPrewrite key error conflict Optimistic'],
  S004: ['workload: counter', 'answer: KvPrewrite key error conflict'],
  S005: ['workload: write-skew'],
  S006: ['answer: KvCommit lost'],
  S007: ['answer: KvCommit done', 'answer: KvResolveLock done (committed'],
  S008: ['answer: KvCommit lost'],
  S009: ['answer: KvCommit key error txnLockNotFound'],
  S010: ['answer: KvCommit region error notLeader'],
  S011: ['answer: KvCommit key error commitTsExpired'],
  S014: ['answer: KvPrewrite key error conflict', 'answer: KvBatchRollback done'],
  S016: ['answer: KvPrewrite key error conflict SelfRolledBack'],
  S017: ['workload: own-writes'],
  S019: ['answer: KvPrewrite key error alreadyExist'],
  S020: ['pair: KvPrewrite × split × region error epochNotMatch'],
  S021: ['answer: KvPrewrite done (one phase)'],
  S023: ['answer: KvPrewrite lost (one phase)', 'fault: split'],
  S024: ['answer: KvPrewrite done (not committed by) (one phase)'],
  S025: ['answer: KvPrewrite lost (one phase)'],
  S026: ['answer: KvPrewrite done (async)'],
  S028: ['answer: KvPrewrite done (fell back from) (async)'],
  S029: ['answer: KvPrewrite done (fell back from) (async)', 'answer: KvPrewrite lost (async)'],
  S030: ['answer: KvPrewrite done (async)', 'workload: sequential'],
  S033: ['answer: KvPrewrite key error alreadyExist (async)'],
  S034: ['answer: KvPrewrite lost (async)'],
  S036: ['answer: KvPrewrite region error maxTimestampNotSynced'],
  S037: ['answer: KvCheckSecondaryLocks done (all locked)'],
  S038: ['answer: KvCheckSecondaryLocks done (missing)'],
  S039: ['answer: KvCheckSecondaryLocks done (committed)'],
  S042: ['feature: aborts', 'answer: KvPrewrite done (async)'],
  S043: ['pair: KvPrewrite × duplicate-requests × done'],
  S044: ['pair: KvPrewrite × duplicate-requests × done', 'answer: KvPrewrite lost'],
  S045: ['answer: KvPrewrite region error', 'workload: sequential'],
  S046: ['pair: KvCommit × duplicate-requests × done'],
  S047: ['pair: KvCommit × gc × '],
  S050: [
    'answer: KvPrewrite region error undeterminedResult',
    'answer: KvCommit region error undeterminedResult',
  ],
  S051: ['answer: KvPessimisticLock done'],
  S052: ['answer: KvPessimisticLock done', 'answer: KvTxnHeartBeat done'],
  S055: ['answer: KvPessimisticRollback done'],
  S056: ['answer: KvPessimisticLock key error conflict'],
  S057: ['answer: KvPessimisticLock key error locked (no wait'],
  S058: ['answer: KvPessimisticLock key error locked'],
  S059: ['answer: KvPessimisticLock key error deadlock'],
  S061: ['answer: KvTxnHeartBeat done'],
  S063: ['answer: KvTxnHeartBeat key error txnNotFound'],
  S064: ['fault: tso-jump', 'answer: KvCheckTxnStatus done (TTLExpire'],
  S065: ['answer: KvPrewrite key error pessimisticLockNotFound'],
  S066: ['answer: KvCheckTxnStatus done (TTLExpirePessimisticRollback)'],
  S068: ['answer: KvPessimisticLock done (if it exists)'],
  S069: ['answer: KvPessimisticLock done (in spite of a conflict) (fair)'],
  S071: ['answer: KvPessimisticRollback done'],
  S072: ['answer: KvPessimisticLock done (shared'],
  S073: ['answer: KvResolveLock done (committed'],
  S074: ['answer: KvResolveLock done (rolled back'],
  S075: ['answer: KvCheckTxnStatus done (alive, pushed)'],
  S079: ['answer: KvCheckTxnStatus key error txnNotFound'],
  S080: ['answer: KvCheckTxnStatus done (LockNotExistDoNothing)'],
  S082: [
    'answer: KvResolveLock done (committed, keys)',
    'answer: KvResolveLock done (committed, whole region)',
  ],
  S086: ['answer: KvBatchGet done, pairs locked'],
  S087: ['answer: KvScan done, pairs locked'],
  S090: ['answer: KvResolveLock region error', 'answer: KvGet key error locked'],
  S093: ['answer: KvGet region error epochNotMatch'],
  S094: ['pair: KvScan × split × region error epochNotMatch'],
  S095: ['pair: KvScan × merge × '],
  S096: ['fault: region-gap', 'answer: GetRegion done'],
  S097: ['answer: KvGet region error regionNotFound'],
  S098: ['answer: KvGet region error notLeader'],
  S099: ['pair: KvGet × crash-store × '],
  S102: ['answer: KvGet region error serverIsBusy'],
  S107: ['answer: Tso done'],
  S109: ['pair: Tso × pd-leader × status'],
  S110: ['fault: pd-leader', 'answer: GetMembers done'],
  S111: ['fault: crash-pd', 'answer: GetRegion status 14'],
  S113: ['pair: KvPrewrite × crash-store × '],
  S115: ['feature: aborts'],
  S117: ['answer: RawCompareAndSwap done'],
  S120: ['answer: KvFlush done', 'answer: KvBufferBatchGet done'],
  S121: ['answer: KvPrewrite done (keys locked and not)'],
};

export const SCENARIOS: readonly string[] = Object.keys(SIGNS);

/** The scenarios that a seed with these marks went through. */
export function scenariosOf(marks: Marks): readonly string[] {
  return SCENARIOS.filter((id) => SIGNS[id]?.every((sign) => marks.some((mark) => mark.startsWith(sign))));
}
