/** `active` takes reads and writes; the last three are for good. */
export type TransactionState = 'active' | 'committing' | 'committed' | 'rolledBack' | 'undetermined';

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
