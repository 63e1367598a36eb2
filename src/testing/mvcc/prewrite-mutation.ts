import { kvrpcpb } from '#proto';
import type { Key } from './key.ts';
import type { Sabotage } from './sabotage.ts';

const { Op } = kvrpcpb;
const { PessimisticAction } = kvrpcpb.PrewriteRequest;

/** How a prewrite means to commit; a fallback changes the rest of the request to two-phase. */
export type CommitKind = 'twoPhase' | 'async' | 'onePhase';

/** What all mutations of one prewrite or flush request share. */
export interface PrewriteProperties {
  readonly startTs: bigint;
  readonly primary: Key;
  readonly pessimistic: boolean;
  readonly forUpdateTs: bigint;
  readonly skipConstraintCheck: boolean;
  readonly commitKind: CommitKind;
  readonly maxCommitTs: bigint;
  readonly txnSize: bigint;
  readonly lockTtlMs: bigint;
  readonly minCommitTs: bigint;
  readonly isRetryRequest: boolean;
  readonly assertionLevel: number;
  /** Above zero in a flush of pipelined DML. */
  readonly generation: bigint;
  readonly sabotage: Sabotage;
  raiseMaxTs(ts: bigint): void;
  maxTs(): bigint;
}

/** One key of a prewrite. */
export interface PrewriteMutation {
  readonly key: Key;
  readonly op: number;
  readonly value: Uint8Array;
  readonly assertion: number;
  readonly action: number;
  readonly expectedForUpdateTs: bigint | undefined;
  /** Undefined unless the request is an async commit; only the primary lists keys. */
  readonly secondaries: readonly Uint8Array[] | undefined;
}

/** Whether a value on the key makes the mutation fail. */
export function shouldNotExist(mutation: PrewriteMutation): boolean {
  return mutation.op === Op.Insert || mutation.op === Op.CheckNotExists;
}

/** Whether the mutation relies on a pessimistic lock taken before. */
export function needsPessimisticLock(properties: PrewriteProperties, mutation: PrewriteMutation): boolean {
  return properties.pessimistic && mutation.action === PessimisticAction.DO_PESSIMISTIC_CHECK;
}

/** The larger of two timestamps or times. */
export function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
