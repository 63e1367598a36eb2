/** `active` takes reads and writes; the last three are for good. */
export type TransactionState = 'active' | 'committing' | 'committed' | 'rolledBack' | 'undetermined';

type StateTag = 'open' | 'committed' | 'rolledBack' | 'undetermined';

/** What the tags of a transaction's chart, bulk or not, make it. */
export function stateOf(snapshot: { hasTag(tag: StateTag): boolean }): TransactionState {
  if (snapshot.hasTag('open')) return 'active';
  if (snapshot.hasTag('committed')) return 'committed';
  if (snapshot.hasTag('rolledBack')) return 'rolledBack';
  return snapshot.hasTag('undetermined') ? 'undetermined' : 'committing';
}
