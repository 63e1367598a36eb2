/** Kinds of failure, across codes. */
export type ErrorLabel =
  /** The call itself was wrong; the same call fails again. */
  | 'caller'
  /** Other transactions came first: running the whole transaction again can succeed. */
  | 'conflict'
  /** Servers could not be reached, or could not serve now. */
  | 'unavailable'
  /** Time was up, or the caller or the client's closing ended the call. */
  | 'ended'
  /** What was written may or may not have happened. */
  | 'unknownOutcome'
  /** A server answered what it must not. */
  | 'server'
  /** A mistake of this library. */
  | 'defect';

/** What docs/errors.md tells of a code. */
export interface ErrorRow {
  /** Name of its class. */
  readonly error: string;
  readonly labels: readonly ErrorLabel[];
  readonly meaning: string;
  readonly remedy: string;
}

/** Every code an error of this library can carry. Codes are stable; messages are not. */
export const ERROR_TABLE = {
  TIKV_USAGE: {
    error: 'UsageError',
    labels: ['caller'],
    meaning:
      'An argument or option cannot be meant, or the call has no meaning here. Nothing was done: it was not sent, or a ' +
      'store refused a TTL, a column family, its API version or the size of a key.',
    remedy: 'Mend the call. `problems` lists everything that is wrong with it, one sentence each.',
  },
  TIKV_CLOSED: {
    error: 'ClosedError',
    labels: ['ended'],
    meaning: 'The client was closed before the call or while it ran.',
    remedy:
      'Call `close` after the last verb, or give it a `drainMs`. A commit under way says `TIKV_UNDETERMINED`.',
  },
  TIKV_TRANSACTION_FINISHED: {
    error: 'TransactionFinishedError',
    labels: ['caller'],
    meaning: 'The transaction has been committed, rolled back or lost before.',
    remedy: 'Begin another one. Await every verb of a transaction before it is committed.',
  },
  TIKV_DEADLINE: {
    error: 'DeadlineError',
    labels: ['ended', 'unavailable'],
    meaning:
      'The time of the call was up; `stage` says what it was doing. A write did not happen; one of a bulk transaction that waited for room is in it all the same.',
    remedy: 'Give a longer `timeoutMs`, or see in `stage` and `attempts` which part of the cluster is slow.',
  },
  TIKV_ABORTED: {
    error: 'AbortedError',
    labels: ['ended'],
    meaning: "The caller's AbortSignal fired; its reason is the cause and `stage` what was going on.",
    remedy:
      'Nothing: it was asked for. A write did not happen; one of a bulk transaction that waited for room is in it all the same.',
  },
  TIKV_NETWORK: {
    error: 'NetworkError',
    labels: ['unavailable'],
    meaning:
      'A server did not answer: no connection, a lost one, or a gRPC status. `sent` says if it can have got the request.',
    remedy: 'Look at the server at `address` and the network to it; for TLS, at the certificates.',
  },
  TIKV_PROTOCOL: {
    error: 'ProtocolError',
    labels: ['server'],
    meaning: 'A server answered something that cannot be right: undecodable, out of range or out of order.',
    remedy:
      'Check that the address is one of PD or TiKV, and of a version this library knows; report it otherwise.',
  },
  TIKV_REGION: {
    error: 'RegionError',
    labels: ['unavailable'],
    meaning: 'A store refused for a reason of routing, named by `kind`, and no retry was of use.',
    remedy:
      '`kind` is the field of errorpb.Error: `raftEntryTooLarge` asks for smaller writes, flashback for patience.',
  },
  TIKV_REGION_UNAVAILABLE: {
    error: 'RegionUnavailableError',
    labels: ['unavailable'],
    meaning: 'Retries were used up: the region has no leader, keeps moving, or its stores do not answer.',
    remedy:
      'See the last `attempts` for the store or reason. Look for stores that are down, or regions without a quorum.',
  },
  TIKV_STORE_BUSY: {
    error: 'StoreBusyError',
    labels: ['unavailable'],
    meaning: 'Stores stayed busy, or their disks full, for as long as the call would wait.',
    remedy: 'Send less at once, or give the cluster more; see the scheduler and apply metrics of the store.',
  },
  TIKV_PD: {
    error: 'PdError',
    labels: ['server'],
    meaning: 'PD answered with an error.',
    remedy: "Read the message: it is PD's own.",
  },
  TIKV_PD_UNREACHABLE: {
    error: 'PdUnreachableError',
    labels: ['unavailable'],
    meaning: 'No PD endpoint could be used; `attempts` has one error for each.',
    remedy: 'Check the addresses given to `connect`, the network, TLS, and that PD has a leader.',
  },
  TIKV_CLUSTER_MISMATCH: {
    error: 'ClusterMismatchError',
    labels: ['caller'],
    meaning:
      'PD endpoints belong to different clusters at the start, or all of them to another cluster later. The client sends nothing more.',
    remedy: 'Give endpoints of one cluster only, and connect again after a cluster was made anew.',
  },
  TIKV_TSO_WENT_BACK: {
    error: 'TimestampWentBackError',
    labels: ['server'],
    meaning: 'The timestamp oracle gave a smaller timestamp than before. The client refuses new work.',
    remedy:
      'Stop writing and look at PD (a restored backup, two clusters under one address); then connect again.',
  },
  TIKV_TOO_LARGE: {
    error: 'TooLargeError',
    labels: ['caller'],
    meaning:
      'A key, an entry, a message or a transaction passes its limit, `limitBytes`. Nothing was sent, or it is the answer to a read that does.',
    remedy:
      'Write less, or read less, at once, or raise the limit: that of a write together with that of the cluster.',
  },
  TIKV_LOCKED: {
    error: 'LockedError',
    labels: ['conflict'],
    meaning: 'A lock of another transaction stood in the way for longer than the call would wait.',
    remedy: 'Run it again; find the transaction `lockStartTs` that stays open for so long.',
  },
  TIKV_WRITE_CONFLICT: {
    error: 'WriteConflictError',
    labels: ['conflict'],
    meaning: 'Another transaction wrote the key after this one began. Nothing was written.',
    remedy: 'Run the transaction again from its beginning; `tikv.transact` does.',
  },
  TIKV_ALREADY_EXISTS: {
    error: 'AlreadyExistsError',
    labels: ['caller'],
    meaning: 'An insert met a key that exists. Nothing was written.',
    remedy: 'Use `put` to replace the value, or choose another key.',
  },
  TIKV_DEADLOCK: {
    error: 'DeadlockError',
    labels: ['conflict'],
    meaning:
      'Transactions wait for each other in a circle, and this one was chosen to give way: it is rolled back.',
    remedy: 'Run the transaction again; lock keys in one order everywhere. `cycle` has who waits for whom.',
  },
  TIKV_LOCK_NOT_AVAILABLE: {
    error: 'LockNotAvailableError',
    labels: ['conflict'],
    meaning:
      "Another transaction holds the lock, and `waitMs: 'no-wait'` said not to wait. The transaction goes on.",
    remedy: 'Do something else first, or give `waitMs` some time.',
  },
  TIKV_LOCK_WAIT_TIMEOUT: {
    error: 'LockWaitTimeoutError',
    labels: ['conflict'],
    meaning: 'Another transaction held the lock for all of `waitMs`. The transaction goes on without it.',
    remedy: 'Wait longer, or find the transaction `lockStartTs` that stays open for so long.',
  },
  TIKV_LOCK_LOST: {
    error: 'LockLostError',
    labels: ['conflict'],
    meaning: 'A lock of this transaction expired or was rolled back by another one. Nothing was written.',
    remedy: 'Run the transaction again, and make it shorter.',
  },
  TIKV_ASSERTION_FAILED: {
    error: 'AssertionFailedError',
    labels: ['server'],
    meaning: 'A key exists, or is absent, against what the transaction asserted. Nothing was written.',
    remedy: 'Find out who wrote the key: two writers disagree on what it holds.',
  },
  TIKV_TRANSACTION_ABORTED: {
    error: 'TransactionAbortedError',
    labels: ['conflict'],
    meaning: 'The store refused to go on with the transaction. Nothing was written.',
    remedy: 'Run it again where `retryable` is true; else see the message for the reason.',
  },
  TIKV_COMMIT_TIMESTAMP_LAG: {
    error: 'CommitTimestampLagError',
    labels: ['unavailable'],
    meaning:
      "PD's clock was too far behind the timestamp that the commit was to be above. Nothing was written.",
    remedy:
      'Run it again later, give a longer `commitWaitTimeoutMs`, or see where `commitWaitUntilTs` comes from.',
  },
  TIKV_RESOLVE_LOCK_TIMEOUT: {
    error: 'ResolveLockTimeoutError',
    labels: ['conflict', 'unavailable'],
    meaning: 'Locks that the call met could not be resolved in its time.',
    remedy: 'Run it again; look for transactions that are open for long, and for stores that are slow.',
  },
  TIKV_READ_BELOW_SAFE_POINT: {
    error: 'ReadBelowSafePointError',
    labels: ['caller'],
    meaning: 'The timestamp is older than what garbage collection keeps, so what it saw may be gone.',
    remedy: 'Read at a newer timestamp, or have PD keep more history (a GC barrier, a longer life time).',
  },
  TIKV_FUTURE_TIMESTAMP: {
    error: 'FutureTimestampError',
    labels: ['caller'],
    meaning: "The timestamp given is ahead of the cluster's oracle. Nothing was sent.",
    remedy:
      'Use timestamps this cluster has given: `tikv.timestamp()`, a commit, or `dateToTimestamp` of a past moment.',
  },
  TIKV_SERVER: {
    error: 'ServerError',
    labels: ['server'],
    meaning: 'A store answered with an error that has no better name.',
    remedy: "See the store's log of that moment.",
  },
  TIKV_UNDETERMINED: {
    error: 'UndeterminedError',
    labels: ['unknownOutcome'],
    meaning: 'The client cannot know whether the write happened. The library never repeats it.',
    remedy: 'Hand `startTs` and `primary` to `tikv.settle`; after a raw write, read what is there.',
  },
  TIKV_PARTIAL_WRITE: {
    error: 'PartialWriteError',
    labels: ['unknownOutcome'],
    meaning: 'A raw write of several requests was done in part; `parts` says which.',
    remedy: 'Repeat the parts that are `notDone`; judge those that are `unknown`.',
  },
  TIKV_PARTIAL_SPLIT: {
    error: 'PartialSplitError',
    labels: ['unavailable'],
    meaning:
      'Some regions were split at the keys given and others were not; `regionIds` are the new ones, `notScattered` those that stay where they are.',
    remedy: 'Split again at the same keys: where regions begin already nothing is done.',
  },
  TIKV_STORES_FAILED: {
    error: 'StoresFailedError',
    labels: ['unavailable'],
    meaning: 'What every store was asked for was not done, or not known to be done, by those in `failures`.',
    remedy: 'See why in `failures`, and call again: stores that have done it lose nothing by doing it twice.',
  },
  TIKV_INTERNAL: {
    error: 'InternalError',
    labels: ['defect'],
    meaning: 'A mistake of this library.',
    remedy: 'Please report it, with the stack.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_TABLE;

export const ERROR_CODES = Object.keys(ERROR_TABLE) as readonly ErrorCode[];
