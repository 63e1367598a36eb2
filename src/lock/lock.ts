import { ProtocolError } from '../model/errors.ts';
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
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic' | 'shared' | 'sharedPessimistic';
  readonly useAsyncCommit: boolean;
  readonly forUpdateTs: bigint;
  readonly minCommitTs: bigint;
}

export interface ResolveOptions {
  /** Own start timestamp of a prewrite, the snapshot's timestamp of a read, 0n when locking pessimistically. */
  readonly callerStartTs: bigint;
  readonly mode: 'read' | 'write';
  /** Resolve just the keys met, never a whole region. */
  readonly lite?: boolean;
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
  [kvrpcpb.Op.SharedLock]: 'shared',
  [kvrpcpb.Op.SharedPessimisticLock]: 'sharedPessimistic',
} as const;

/** @throws ProtocolError when no lock can be of the type told */
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

/** Whether nothing was prewritten under the lock. */
export function isPessimistic(lock: Lock): boolean {
  return lock.kind === 'pessimistic' || lock.kind === 'sharedPessimistic';
}
