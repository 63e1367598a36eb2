import { TransactionFinishedError } from '../model/errors.ts';

/** `active` takes reads and writes; the last three are for good. */
export type TransactionState = 'active' | 'committing' | 'committed' | 'rolledBack' | 'undetermined';

/** What whoever uses a transaction that is open no more is told. */
const WHY_NOT_OPEN: Readonly<Record<TransactionState, string>> = {
  active: 'takes nothing now',
  committing: 'is being committed',
  committed: 'has been committed; begin another',
  rolledBack: 'has been rolled back; begin another',
  undetermined: 'has an unknown outcome; tikv.settle finds out',
};

/** For a verb of a transaction that takes none any more. */
export function finishedError(startTs: bigint, state: TransactionState): TransactionFinishedError {
  return new TransactionFinishedError(`Transaction ${startTs} ${WHY_NOT_OPEN[state]}`);
}

type StateTag = 'open' | 'mayCommit' | 'committed' | 'rolledBack' | 'undetermined';

interface Tagged {
  readonly status: string;
  hasTag(tag: StateTag): boolean;
}

/** What the tags of a transaction's chart, bulk or not, make it, and the close of its client, which stops the chart. */
export function stateOf(snapshot: Tagged): TransactionState {
  if (snapshot.hasTag('committed')) return 'committed';
  if (snapshot.hasTag('rolledBack')) return 'rolledBack';
  if (snapshot.hasTag('undetermined')) return 'undetermined';
  // Whoever meets its locks rolls it back, unless its commit had begun to reach the stores.
  if (snapshot.status === 'stopped') return snapshot.hasTag('mayCommit') ? 'undetermined' : 'rolledBack';
  return snapshot.hasTag('open') ? 'active' : 'committing';
}

/** The close of its client has ended it before it came to its end. */
export function isCutOff(snapshot: Tagged): boolean {
  return snapshot.status === 'stopped' && !ENDS.some((tag) => snapshot.hasTag(tag));
}

const ENDS: readonly StateTag[] = ['committed', 'rolledBack', 'undetermined'];
