import { TransactionFinishedError } from '../model/errors.ts';

/** `active` takes reads and writes; the last three are for good. */
export type TransactionState = 'active' | 'committing' | 'committed' | 'rolledBack' | 'undetermined';

/** The reason in the error of a verb whose transaction is not open any more. */
const WHY_NOT_OPEN: Readonly<Record<TransactionState, string>> = {
  active: 'takes nothing now',
  committing: 'is being committed',
  committed: 'has been committed; begin another',
  rolledBack: 'has been rolled back; begin another',
  undetermined: 'has an unknown outcome; tikv.settle finds out',
};

/** The error of a verb whose transaction is not open any more. */
export function finishedError(startTs: bigint, state: TransactionState): TransactionFinishedError {
  return new TransactionFinishedError(`Transaction ${startTs} ${WHY_NOT_OPEN[state]}`);
}

type StateTag = 'open' | 'mayCommit' | 'committed' | 'rolledBack' | 'undetermined';

interface Tagged {
  readonly status: string;
  hasTag(tag: StateTag): boolean;
}

/**
 * The state of a transaction, plain or bulk, by the tags of its chart. The close of its client stops the
 * chart.
 */
export function stateOf(snapshot: Tagged): TransactionState {
  if (snapshot.hasTag('committed')) return 'committed';
  if (snapshot.hasTag('rolledBack')) return 'rolledBack';
  if (snapshot.hasTag('undetermined')) return 'undetermined';
  // Others that meet its locks roll it back, unless its commit had begun to reach the stores.
  if (snapshot.status === 'stopped') return snapshot.hasTag('mayCommit') ? 'undetermined' : 'rolledBack';
  return snapshot.hasTag('open') ? 'active' : 'committing';
}

/** Whether the close of its client has stopped it before its end. */
export function isCutOff(snapshot: Tagged): boolean {
  return snapshot.status === 'stopped' && !ENDS.some((tag) => snapshot.hasTag(tag));
}

const ENDS: readonly StateTag[] = ['committed', 'rolledBack', 'undetermined'];
