import { ProtocolError } from '../model/errors.ts';
import type { RequestContext } from '../region/request-context.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';

/** A lock another transaction left on a key, as a store reported it (client-go's txnlock.Lock). */
export interface Lock {
  readonly key: Uint8Array;
  readonly primary: Uint8Array;
  /** Start timestamp of the transaction that holds it: its identity. */
  readonly startTs: bigint;
  /** Milliseconds from the start timestamp's physical part. 0 means: resolve unconditionally. */
  readonly ttlMs: bigint;
  /** How many keys of the transaction are in this region; large ones are resolved region by region. */
  readonly txnSize: bigint;
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic' | 'sharedPessimistic';
  readonly useAsyncCommit: boolean;
  readonly forUpdateTs: bigint;
  readonly minCommitTs: bigint;
}

export interface ResolveOptions {
  /** Own start timestamp of a prewrite, the snapshot's timestamp of a read, 0n when locking pessimistically. */
  readonly callerStartTs: bigint;
  /** `collect`, for garbage collection: transactions end now, however long they would live. */
  readonly mode: 'read' | 'write' | 'collect';
  /** Of `collect`: who began later, and is met on the way, is waited for. */
  readonly maxStartTs?: bigint;
  /** What the caller's own requests say: those about the locks say whose they are too. Default: nothing. */
  readonly context?: RequestContext | undefined;
  /** Fates are told, and applied by the caller, to many locks at once; just pessimistic locks are removed. */
  readonly appliedByCaller?: boolean;
  /**
   * No lock names the primary, somebody says that it is: a transaction of which nothing is found there may have another
   * one, and its other locks are not to be judged by it.
   */
  readonly primaryIsClaimed?: boolean;
  /** Resolve just the keys met, never a whole region. */
  readonly lite?: boolean;
  /** A read waits until values committed in its past are out of their locks, instead of reading through these. */
  readonly awaitCommit?: boolean;
  /**
   * Of a transaction that is surely over, remove the pessimistic locks of the whole region of each lock met. For
   * writers, which would meet the others next.
   */
  readonly pessimisticRegion?: boolean;
}

/** What the caller may do now that its locks were looked after. */
export interface ResolveResult {
  /** Milliseconds until the first live lock expires; 0 when nothing blocks any more. */
  readonly waitMs: number;
  /** Start timestamps of transactions whose locks a read at the caller's timestamp may skip. */
  readonly ignore: readonly bigint[];
  /** Start timestamps of transactions committed at or before the caller's timestamp: read through their locks. */
  readonly access: readonly bigint[];
}

const KINDS = {
  [kvrpcpb.Op.Put]: 'put',
  [kvrpcpb.Op.Del]: 'delete',
  [kvrpcpb.Op.Lock]: 'lock',
  [kvrpcpb.Op.PessimisticLock]: 'pessimistic',
  [kvrpcpb.Op.SharedPessimisticLock]: 'sharedPessimistic',
} as const;

/** @throws ProtocolError when no lock can be of the type told; a shared lock is none, see `toLocks` */
export function toLock(info: kvrpcpb.LockInfo.Decoded): Lock {
  const kind = KINDS[info.lockType as keyof typeof KINDS];
  if (kind === undefined) throw new ProtocolError(`A lock of unknown type ${info.lockType} was reported`);
  return {
    key: info.key,
    primary: info.primaryLock,
    startTs: info.lockVersion,
    ttlMs: info.lockTtl,
    txnSize: info.txnSize,
    kind,
    useAsyncCommit: info.useAsyncCommit,
    forUpdateTs: info.lockForUpdateTs,
    minCommitTs: info.minCommitTs,
  };
}

/**
 * The locks that stand behind one that was reported: a shared lock is told with its holders, each of which has a lock
 * of its own (row SHR-4). No reader meets one.
 * @throws ProtocolError as `toLock`
 */
export function toLocks(info: kvrpcpb.LockInfo.Decoded): readonly Lock[] {
  if (info.lockType !== kvrpcpb.Op.SharedLock) return [toLock(info)];
  if (info.sharedLockInfos.length === 0)
    throw new ProtocolError('A shared lock was reported without holders');
  return info.sharedLockInfos.map(toLock);
}

/** Whether nothing was prewritten under the lock. */
export function isPessimistic(lock: Lock): boolean {
  return lock.kind === 'pessimistic' || lock.kind === 'sharedPessimistic';
}
