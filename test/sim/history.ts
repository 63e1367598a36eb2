import type { DeadlockError, Isolation, Timestamp, TransactionMode } from '../../src/index.ts';

/** How a call ended, as its caller saw it. `unknown`: undetermined, or the caller died before it heard. */
export type Outcome = 'ok' | 'failed' | 'unknown';

/** What a transaction read or wrote, in its order. A value of undefined is an absent key. */
export type Step =
  | {
      readonly kind: 'read';
      readonly key: string;
      readonly value: string | undefined;
      /** What it was read at, in a statement. Default: the start of the transaction. */
      readonly at?: Timestamp | undefined;
      /** When it was committed, where that was asked for: nothing of what is absent, or the transaction's own. */
      readonly told?: { readonly commitTs: Timestamp | undefined };
    }
  | ScanStep
  | {
      readonly kind: 'write';
      readonly key: string;
      readonly value: string | undefined;
      readonly insert: boolean;
      /** What the key was said to hold before. */
      readonly assert?: 'exists' | 'absent' | undefined;
      /** Whatever others have committed since the transaction began. */
      readonly unchecked?: boolean | undefined;
    }
  | LockStep
  /** A savepoint was rolled back, or a run of a statement came to nothing: writes from that place in the list of steps on are gone. */
  | { readonly kind: 'undo'; readonly from: number };

export interface ScanStep {
  readonly kind: 'scan';
  readonly start: string;
  readonly end: string;
  readonly reverse: boolean;
  readonly limit: number | undefined;
  readonly rows: readonly (readonly [key: string, value: string])[];
  readonly at?: Timestamp | undefined;
  readonly maxBytes?: number | undefined;
  /** Values were left empty. */
  readonly keysOnly?: boolean | undefined;
  /** About one row of so many was given. */
  readonly sampleStep?: number | undefined;
}

type WriteStep = Step & { readonly kind: 'write' };

/** A key that was locked; of an optimistic transaction, one that its commit is to check. */
export interface LockStep {
  readonly kind: 'lock';
  readonly key: string;
  readonly isShared: boolean;
  /** False for an absent key that was to be locked only if it exists. */
  readonly isLocked: boolean;
  /** The newest committed value, where it was told. */
  readonly read: { readonly value: string | undefined } | undefined;
  /** Whether there is one, where it was told. */
  readonly exists: boolean | undefined;
  /** When it was asked for, and granted. */
  readonly beganAt: number;
  readonly endedAt: number;
}

/** One call that locks keys. */
export interface LockCallRecord {
  /** Of the transaction. */
  readonly id: number;
  readonly workload: string;
  readonly keys: readonly string[];
  /** The transaction has locked nothing before. */
  readonly isFirst: boolean;
  readonly waitMs: number | undefined;
  readonly tookMs: number;
  /** Code of the error it ended with; undefined when the keys were locked. */
  readonly error: string | undefined;
  /** Who waits for whom, when it was a deadlock. */
  readonly cycle: DeadlockError['cycle'] | undefined;
}

/** Why a transaction failed: a key that it was to insert, or that another transaction wrote. */
export interface Refusal {
  readonly key: string;
  /** Undefined: the key exists. */
  readonly conflict:
    | {
        readonly startTs: Timestamp;
        readonly conflictStartTs: Timestamp;
        readonly conflictCommitTs: Timestamp;
      }
    | undefined;
}

/** One transaction, or one run of a body that `transact` ran several times. */
export interface TransactionRecord {
  readonly id: number;
  readonly process: string;
  readonly workload: string;
  readonly startTs: Timestamp;
  /** Order of events as the outside world saw them: before its timestamp was asked for. */
  readonly beganAt: number;
  readonly steps: Step[];
  /** Whether it asked for no more order than what it read imposes. */
  readonly causal: boolean;
  readonly mode: TransactionMode;
  /** How far its assertions are checked. */
  readonly assertionLevel: 'off' | 'fast' | 'strict';
  /** Whether its caller looks at the commit timestamp first; it commits in two phases then. */
  readonly isPicky: boolean;
  /** What its commit has to be above. */
  readonly above: Timestamp | undefined;
  /** When it began to give up its locks, or to commit; never when its caller died. */
  heldUntil: number;
  /** When its commit was asked for; never when it was not. */
  committingAt: number;
  /** After its outcome was known to the caller. */
  endedAt: number;
  outcome: Outcome;
  commitTs: Timestamp | undefined;
  /** How it committed, where the caller was told. */
  protocol: '2pc' | 'async' | '1pc' | 'none' | undefined;
  /** Code of the error it ended with. */
  error: string | undefined;
  /** What was in its way, as that error tells. */
  refusal: Refusal | undefined;
  primary: Uint8Array | undefined;
  /** What `settle` said about it. */
  settled: 'committed' | 'rolledBack' | undefined;
  settledTs: Timestamp | undefined;
}

/** One call of the raw API on one key, or what a call on several did to one of them. */
export interface RawRecord {
  readonly process: string;
  readonly key: string;
  readonly verb: 'get' | 'put' | 'delete' | 'swap' | 'ttl';
  readonly expected: string | undefined;
  readonly value: string | undefined;
  /** After how many seconds the value is gone; undefined when it stays. */
  readonly ttlSeconds: number | undefined;
  /** Whether it may be done again, at any time since it began: it was to be sent again where an answer was lost. */
  readonly mayRepeat: boolean;
  readonly beganAt: number;
  endedAt: number;
  /** The same by the clock, of whose seconds those of the stores begin and end. */
  readonly beganMs: number;
  endedMs: number;
  outcome: Outcome;
  /** Of `get`: what was read; of `swap`: what was there. */
  found: string | undefined;
  swapped: boolean;
  /** Of `ttl`: how many seconds the value has left, Infinity when it stays; undefined when there is none. */
  left: number | undefined;
}

/** A point read of the newest value, without a timestamp. */
export interface LatestRead {
  readonly process: string;
  readonly key: string;
  readonly value: string | undefined;
  readonly beganAt: number;
  readonly endedAt: number;
}

/** One read that is no part of one state of the data: of what was committed, whatever is locked. */
export interface LevelRead {
  readonly process: string;
  readonly isolation: Exclude<Isolation, 'snapshot'>;
  readonly at: Timestamp;
  /** What was given, in its order; keys that were asked for and are absent, too. */
  readonly given: readonly (readonly [key: string, value: string | undefined])[];
  /** Of a scan. */
  readonly range: Pick<ScanStep, 'start' | 'end' | 'reverse' | 'limit'> | undefined;
  /** What it was refused for, instead of an answer. */
  readonly refusal:
    | { readonly key: string; readonly conflictStartTs: Timestamp; readonly conflictCommitTs: Timestamp }
    | undefined;
  /** How many changes of the data there had been when it was asked for, and when it was answered. */
  readonly changesBefore: number;
  readonly changesAfter: number;
}

/** All that the callers of one simulation saw. */
export class History {
  readonly transactions: TransactionRecord[] = [];
  readonly raw: RawRecord[] = [];
  readonly latest: LatestRead[] = [];
  readonly levelReads: LevelRead[] = [];
  readonly lockCalls: LockCallRecord[] = [];
  /** Commit timestamps that callers did not want. */
  readonly refused = new Set<Timestamp>();
  readonly timestamps: { readonly beganAt: number; readonly endedAt: number; readonly ts: Timestamp }[] = [];
  /** Operations under way, by session, each with a timestamp from before it began. */
  readonly open = new Map<string, Timestamp>();
  #ticks = 0;

  /** The next moment of the outside world's order. */
  tick(): number {
    return ++this.#ticks;
  }

  /** The same, for one who writes it and has moments of another kind. */
  withTicks(tick: () => number): History {
    return Object.assign(new History(), this, { tick });
  }
}

/** Something that must not be. `name` is that of the phenomenon or invariant. */
export interface Anomaly {
  readonly name: string;
  readonly detail: string;
}

/** The writes of a transaction that were not undone, in their order. */
export function writeStepsOf({ steps }: Pick<TransactionRecord, 'steps'>): readonly WriteStep[] {
  let left: { readonly at: number; readonly step: WriteStep }[] = [];
  for (const [at, step] of steps.entries()) {
    if (step.kind === 'write') left.push({ at, step });
    else if (step.kind === 'undo') left = left.filter((write) => write.at < step.from);
  }
  return left.map(({ step }) => step);
}

/** What a transaction wrote last to each key. */
export function writesOf(transaction: Pick<TransactionRecord, 'steps'>): Map<string, string | undefined> {
  return new Map(writeStepsOf(transaction).map(({ key, value }) => [key, value]));
}

/** Whether the caller knows, by now, that a transaction happened. */
export function isCommitted({ outcome, settled }: TransactionRecord): boolean {
  return outcome === 'ok' || settled === 'committed';
}

/** Whether the caller knows, by now, that it did not. */
export function isAborted({ outcome, settled }: TransactionRecord): boolean {
  return outcome === 'failed' || settled === 'rolledBack';
}
