/** How a transaction commits: in two phases, with the last prewrite, or with its only request. */
export type CommitProtocol = '2pc' | 'async' | '1pc';

/** The same, or `'none'` where nothing was written that needs a commit. */
export type TransactionProtocol = CommitProtocol | 'none';
