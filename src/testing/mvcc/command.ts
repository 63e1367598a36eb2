import type { kvrpcpb } from '#proto';
import type { Change } from './change.ts';
import type { Columns } from './columns.ts';
import { boundOf, type Key, type KeyRange } from './key.ts';
import type { Request } from './messages.ts';
import { MvccReader } from './mvcc-reader.ts';
import { MvccTxn } from './mvcc-txn.ts';
import type { CommandEnvironment, LockWait } from './plan.ts';
import type { Sabotage } from './sabotage.ts';

/** Which requests a server takes and how it stores raw values. */
export type ApiVersion = 'v1' | 'v1ttl' | 'v2';

/** Everything a command works with. */
export interface CommandContext {
  readonly columns: Columns;
  readonly environment: CommandEnvironment;
  readonly region: KeyRange;
  readonly apiVersion: ApiVersion;
  readonly sabotage: Sabotage;
}

/** What a transactional command came to. */
export interface Outcome<Answer extends object = object> {
  readonly response: Answer;
  readonly txn?: MvccTxn;
  /** Changes of a command without a transaction. */
  readonly changes?: readonly Change[];
  /** Transactions found committed, for the status cache: start and commit timestamps. */
  readonly committed?: readonly (readonly [bigint, bigint])[];
  readonly wait?: LockWait;
  /** The changes are pessimistic locks alone: kept in memory if the store does so, answered at the proposal. */
  readonly pessimistic?: boolean;
  /** TiKV writes the changes in batches, each small enough for the raft log; here it is one write. */
  readonly isBatched?: boolean;
}

/** How one RPC is carried out. */
export interface Command<Accepted extends Request = Request, Answer extends object = object> {
  /** Keys to latch before `run`; their order does not matter. */
  latchKeys(request: Accepted, context: CommandContext): readonly Key[];
  run(request: Accepted, context: CommandContext): Outcome<Answer>;
  /** The answer for a failure thrown by `run`; `text` is for answers whose error is a string. */
  failed(error: kvrpcpb.KeyError, text: string): Answer;
}

/** A reader of the columns and in-memory pessimistic locks for a transaction. */
export function readerOf(context: CommandContext, startTs: bigint): MvccReader {
  return new MvccReader(context.columns, context.environment.volatile.pessimisticLocks, startTs);
}

/** An empty set of changes for a transaction. */
export function txnOf(startTs: bigint | undefined): MvccTxn {
  return new MvccTxn(startTs ?? 0n);
}

/** A region's borders as a range of keys. */
export function regionRange(environment: CommandEnvironment): KeyRange {
  return { start: boundOf(environment.range.start), end: boundOf(environment.range.end) };
}

/** Raises max_ts, unless sabotaged. */
export function raiseMaxTs(context: CommandContext, ts: bigint, allowDrift = true): void {
  if (context.sabotage.noMaxTs) return;
  context.environment.volatile.raiseMaxTs(ts, () => context.environment.tso(), allowDrift);
}

/** Bytes of an optional message field. */
export function orEmpty(bytes: Uint8Array | undefined): Uint8Array {
  return bytes ?? noBytes;
}

const noBytes = new Uint8Array(0);
