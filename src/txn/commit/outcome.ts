import type { CommitProtocol } from '../../model/commit-protocol.ts';
import { InternalError, type TikvError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { LostAnswer } from '../../region/request/region-call.ts';

/** The phases whose answers can decide a transaction. */
export type DecisivePhase = 'prewrite' | 'commitPrimary';

/** What the last answer to one batch of a phase said. */
export type Answer =
  /** Its keys are locked (prewrite) or committed (commit, one-phase prewrite). */
  | 'done'
  /** Its keys are locked, but as for two phases: min_commit_ts or one_pc_commit_ts came as 0. */
  | 'fellBack'
  /** The store looked at the keys and did nothing. */
  | 'refused'
  /** Its keys no longer fit one request, so it cannot be repeated as it was (one phase only). */
  | 'split'
  /** No store looked at the keys: not sent, no answer, or a region error. */
  | 'none';

/** One batch of a phase when its retries have ended. */
export interface BatchEvidence {
  readonly answer: Answer;
  /** A request of the batch was sent, and what became of it is not known; see RegionResult. */
  readonly lost: LostAnswer | undefined;
}

/** What the primary key's store said about the transaction, when it was asked after a lost answer. */
export type Fate =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'committed'; readonly commitTs: Timestamp }
  | { readonly kind: 'rolledBack' }
  /** Still locked, nothing found, or no answer. */
  | { readonly kind: 'open' };

export interface Evidence {
  readonly protocol: CommitProtocol;
  readonly phase: DecisivePhase;
  /** At least one. */
  readonly batches: readonly BatchEvidence[];
  /** What a commit by this phase would be at; 0n where the phase cannot commit. */
  readonly commitTs: Timestamp;
  /** Why the phase ended early; undefined when every batch is done. */
  readonly error: TikvError | undefined;
  readonly fate: Fate;
}

export type Outcome =
  /** Durable, and visible to every transaction that begins from now on. */
  | { readonly kind: 'committed'; readonly commitTs: Timestamp }
  /** It did not happen and will not. */
  | { readonly kind: 'failed'; readonly error: TikvError }
  /** The client cannot know. */
  | { readonly kind: 'undetermined'; readonly cause: unknown }
  /** The client cannot know yet, but its store answers: the primary is to be asked. */
  | { readonly kind: 'unclear'; readonly cause: unknown }
  /** All keys are locked, or none was touched: the transaction goes on in two phases. */
  | { readonly kind: 'open' };

/** What is known of the keys of one batch. */
export type Standing =
  /** The phase's work is done on them. */
  | 'done'
  /** They are locked as for two phases, so that only this client can commit them. */
  | 'fellBack'
  /** The phase's work is not done on them and will not be. */
  | 'never'
  /** A request that nobody answered may have done it, or do it yet. */
  | 'unknown';

/**
 * A later success shows that a lost request did no harm; a refusal or a region error does not (S009, S034).
 */
export function standing({ answer, lost }: BatchEvidence): Standing {
  if (answer === 'done' || answer === 'fellBack') return answer;
  return lost === undefined ? 'never' : 'unknown';
}

/**
 * Decides how a commit ended, from what was sent and what was answered: the only place that does. Nothing
 * else in the library may turn an error into "committed", "failed" or "undetermined".
 *
 * - A prewrite in two phases never commits: it is done everywhere, or the transaction has failed.
 * - With async commit the transaction is committed at the moment every key is locked. One batch that never
 *   was locked, or is locked as for two phases, proves that nobody can have committed it (S033, S040). One
 *   that may be locked leaves it open.
 * - The one request of one phase, and the primary's commit, speak for the whole transaction.
 *
 * Sources: parity 2.6 to 2.9; scenarios S008 to S010, S023 to S034, S042, S047, S050.
 */
export function outcome({ protocol, phase, batches, commitTs, error, fate }: Evidence): Outcome {
  const has = (wanted: Standing) => batches.some((batch) => standing(batch) === wanted);
  const failed = (): Outcome => ({
    kind: 'failed',
    error: error ?? new InternalError('A phase of a commit failed without an error'),
  });

  if (phase === 'prewrite' && protocol === '1pc' && batches.every(isUntouchedSplit)) return { kind: 'open' };
  if (has('never')) return failed();
  if (phase === 'prewrite' && (protocol === '2pc' || has('fellBack'))) {
    return has('unknown') ? failed() : { kind: 'open' };
  }
  if (!has('unknown')) return { kind: 'committed', commitTs };
  switch (fate.kind) {
    case 'committed':
      return fate;
    case 'rolledBack':
      return failed();
    case 'open':
      return { kind: 'undetermined', cause: lostIn(batches) };
    case 'unasked':
      return { kind: isWorthAsking(batches) ? 'unclear' : 'undetermined', cause: lostIn(batches) };
  }
}

/** One phase was wanted, but the keys turned out not to fit one request before any was sent. */
function isUntouchedSplit(batch: BatchEvidence): boolean {
  return batch.answer === 'split' && batch.lost === undefined;
}

/** A store that answers may know more; one that does not answer has been asked often enough (S008). */
function isWorthAsking(batches: readonly BatchEvidence[]): boolean {
  return batches.some(
    ({ answer, lost }) => lost !== undefined && (answer === 'refused' || answer === 'split'),
  );
}

function lostIn(batches: readonly BatchEvidence[]): unknown {
  return batches.find((batch) => standing(batch) === 'unknown')?.lost;
}
