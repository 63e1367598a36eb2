import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import { type EndObserver, observeEnd } from '../../actor/xstate-internals.ts';
import { ClosedError, type TikvError, UndeterminedError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import { isCutOff, stateOf } from '../transaction-state.ts';

/** The part of a commit's steps that its end needs. */
export interface CommitSteps {
  /** Undefined while nothing is written. */
  readonly primary: Uint8Array | undefined;
  answerFailed(error: TikvError): void;
}

/**
 * Answers the caller of a commit that has not ended by itself when its client closes: the actor stops then, and its
 * chart gets no event.
 *
 * @param actor of the transaction, before its commit is asked for
 * @param onError called when the actor fails instead
 */
export function answerWhenCutOff(
  actor: AnyActorRef,
  steps: CommitSteps,
  startTs: Timestamp,
  onError: (error: unknown) => void,
): void {
  observeEnd(actor, new CutOffCommit(actor, steps, startTs, onError));
}

class CutOffCommit implements EndObserver {
  next: EndObserver | undefined;
  readonly error: (error: unknown) => void;
  readonly #actor: AnyActorRef;
  readonly #steps: CommitSteps;
  readonly #startTs: Timestamp;

  constructor(actor: AnyActorRef, steps: CommitSteps, startTs: Timestamp, onError: (error: unknown) => void) {
    this.error = onError;
    this.#actor = actor;
    this.#steps = steps;
    this.#startTs = startTs;
  }

  complete(): void {
    const snapshot: AnyMachineSnapshot = this.#actor.getSnapshot();
    if (!isCutOff(snapshot)) return;
    const { primary } = this.#steps;
    const closed = new ClosedError();
    const mayCommit = primary !== undefined && stateOf(snapshot) === 'undetermined';
    this.#steps.answerFailed(
      mayCommit ? new UndeterminedError(closed, { startTs: this.#startTs, primary }) : closed,
    );
  }
}
