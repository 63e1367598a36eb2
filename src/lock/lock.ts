import { ProtocolError } from '../model/errors.ts';
import type { RequestContext } from '../region/request/request-context.ts';
import { kvrpcpb } from '../wire/codec/messages.ts';

/** A lock another transaction left on a key, as a store reported it (client-go's txnlock.Lock). */
export interface Lock {
  readonly key: Uint8Array;
  readonly primary: Uint8Array;
  /** Start timestamp of the transaction that holds it, which identifies the transaction. */
  readonly startTs: bigint;
  /** In milliseconds, from the physical part of the start timestamp. 0n means: resolve unconditionally. */
  readonly ttlMs: bigint;
  /** How many keys of the transaction are in this region; large ones are resolved region by region. */
  readonly txnSize: bigint;
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic' | 'sharedPessimistic';
  readonly useAsyncCommit: boolean;
  readonly forUpdateTs: bigint;
  readonly minCommitTs: bigint;
}

/**
 * TTL of a lock that is kept alive, and the longest that any lock has without being renewed (client-go's
 * ManagedLockTTL).
 */
export const MANAGED_LOCK_TTL_MS = 20_000;

/**
 * Locks that are judged together: those of one transaction that name one primary, all pessimistic or none.
 */
export interface TransactionLocks {
  readonly startTs: bigint;
  readonly primary: Uint8Array;
  readonly isPessimistic: boolean;
  readonly locks: readonly [Lock, ...Lock[]];
}

/** How locks are resolved: for whom, and what is to become of them. */
export type ResolveOptions = ResolveForRead | ResolveForWrite | ResolveForCollection;

interface ResolveForCaller {
  /**
   * Own start timestamp of a prewrite, the snapshot's timestamp of a read; 0n when locking pessimistically,
   * and where nobody has one.
   */
  readonly callerStartTs: bigint;
  /** What the caller's own requests say: requests about the locks name the same caller. Default: nothing. */
  readonly context?: RequestContext | undefined;
}

export interface ResolveForRead extends ResolveForCaller {
  readonly mode: 'read';
  /** Resolves just the keys met, never a whole region. Default false. */
  readonly lite?: boolean;
  /**
   * Waits until values committed at or before its timestamp are out of their locks, instead of reading
   * through these. Default false.
   */
  readonly awaitCommit?: boolean;
}

export interface ResolveForWrite extends ResolveForCaller {
  readonly mode: 'write';
  /** Resolves just the keys met, never a whole region. Default false. */
  readonly lite?: boolean;
  /**
   * Where a transaction is surely over, removes its pessimistic locks in the whole region of each lock met:
   * the writer would meet them next. Default false.
   */
  readonly pessimisticRegion?: boolean;
  /**
   * The caller claims the primary, no lock names it: where nothing is found there, the transaction may have
   * another primary, and its other locks are not to be judged by this one. Default false.
   */
  readonly primaryIsClaimed?: boolean;
}

/** For garbage collection: transactions end now, however long they would live. */
export interface ResolveForCollection extends ResolveForCaller {
  readonly mode: 'collect';
  /** A transaction that began later, and is met on the way, is waited for. */
  readonly maxStartTs: bigint;
  /**
   * The caller applies the fates, to many locks at once; only pessimistic locks are removed here. Default
   * false.
   */
  readonly appliedByCaller?: boolean;
}

/** What the caller may do now that its locks were looked after. */
export interface ResolveResult {
  /** Milliseconds until the first live lock expires; 0 when nothing blocks any more. */
  readonly waitMs: number;
  /** Start timestamps of transactions whose locks a read at the caller's timestamp may skip. */
  readonly ignore: readonly bigint[];
  /**
   * Start timestamps of transactions committed at or before the caller's timestamp: read through their locks.
   */
  readonly access: readonly bigint[];
}

const KINDS = {
  [kvrpcpb.Op.Put]: 'put',
  [kvrpcpb.Op.Del]: 'delete',
  [kvrpcpb.Op.Lock]: 'lock',
  [kvrpcpb.Op.PessimisticLock]: 'pessimistic',
  [kvrpcpb.Op.SharedPessimisticLock]: 'sharedPessimistic',
} as const;

/** @throws ProtocolError when a lock cannot have the reported type; for shared locks see `toLocks` */
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
 * The locks in a reported one: a shared lock is reported with its holders, each of which has a lock of its
 * own (row SHR-4). Reads never meet one.
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
