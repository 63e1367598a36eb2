/** Whether a test may run on a store that is no TiKV. */
export function runsOnForeignStore(name: string): boolean {
  return allowed.has(name);
}

const absentLooksEmpty = 'the store does not tell absent from empty';

/** Tests for any TiKV that this store cannot pass, each with its reason. */
export const notOnForeignStore: Readonly<Record<string, string>> = {
  'S017 delete-your-writes-ghost-primary: of what was written and deleted again nothing stays':
    absentLooksEmpty,
  'empty values, and keys and values of any bytes': absentLooksEmpty,
};

const allowed: ReadonlySet<string> = new Set([
  // Raw values: the store's are kept by a wrapper of ours.
  'puts, gets and deletes',
  'tells an empty value from an absent one',
  'gets many: aligned, repeated and absent keys, or as a map',
  'puts many, the last of equal keys counts, and deletes many',
  'keeps column families apart',
  'S118 raw-scan-reverse-bounds: [start, end) in both directions, limits and keys only',
  'goes on from a token, reverse: false',
  'goes on from a token, reverse: true',
  'scans many ranges in one call, overlapping ones too',
  'deletes ranges and prefixes',
  'adds up checksums',
  'S117 raw-cas-contract: swaps what is expected, tells what was there',
  'S117 raw-cas-contract: one of many wins',
  'is refused by a view that is not atomic, before anything is sent',
  // Transactions
  'S001 basic-2pc-visible: nothing before the commit, everything after it',
  'S001 basic-2pc-visible: over regions far apart',
  'S002 snapshot-repeatable: a snapshot is the same before, during and after a commit',
  'S003 write-conflict-first-committer: the loser is told both transactions',
  'S003 write-conflict-first-committer: of many at once exactly one commits',
  'S004 lost-update-never-retried: increments run again with what others have written',
  'S005 write-skew-allowed: transactions that read what the other writes both commit',
  'S019 insert-and-check-not-exists: a key that exists is named, an absent one is written',
  'S019 insert-and-check-not-exists: inserted and deleted, it still must have been absent',
  'reads its own writes over the snapshot',
  'what the caller does to its buffers after a call changes nothing',
  'a transaction that has ended takes nothing more',
  'leaving its scope rolls an open transaction back, and a committed one is left alone',
  'writes thousands of keys at one timestamp',
]);
