/** Kinds of failure, across codes. */
export type ErrorLabel =
  /** The call itself was wrong; the same call fails again. */
  | 'caller'
  /** Other transactions came first: running the whole transaction again can succeed. */
  | 'conflict'
  /** Servers could not be reached, or could not serve now. */
  | 'unavailable'
  /** Time was up, or the call was ended by the caller or by closing the client. */
  | 'ended'
  /** What was written may or may not have happened. */
  | 'unknownOutcome'
  /** A server gave an answer that it must not give. */
  | 'server'
  /** A defect of this library. */
  | 'defect';

/** What docs/errors.md says about a code. */
export interface ErrorRow {
  /** Name of its class. */
  readonly error: string;
  /** The kinds of failure it belongs to. */
  readonly labels: readonly ErrorLabel[];
  /** What happened, in Markdown. */
  readonly meaning: string;
  /** What to do about it, in Markdown. */
  readonly remedy: string;
}

/** Every code that an error of this library can have. Codes are stable; messages are not. */
export const ERROR_TABLE = {
  TIKV_USAGE: {
    error: 'UsageError',
    labels: ['caller'],
    meaning:
      'An argument or option is invalid, or the call is not possible here. Nothing was done: nothing was sent, or a ' +
      'store refused a TTL, a column family, the API version or the size of a key.',
    remedy: 'Correct the call. `problems` lists everything that is wrong with it, one sentence each.',
  },
  TIKV_CLOSED: {
    error: 'ClosedError',
    labels: ['ended'],
    meaning: 'The client was closed before the call or while it ran.',
    remedy:
      'Call `close` after the last verb, or give it a `drainMs`. A commit that may have happened fails with `TIKV_UNDETERMINED`.',
  },
  TIKV_TRANSACTION_FINISHED: {
    error: 'TransactionFinishedError',
    labels: ['caller'],
    meaning: 'The transaction has already been committed, rolled back or lost.',
    remedy: 'Begin another one. Await every verb of a transaction before it is committed.',
  },
  TIKV_DEADLINE: {
    error: 'DeadlineError',
    labels: ['ended', 'unavailable'],
    meaning:
      'The time of the call was up; `stage` says what it was doing. A write did not happen, except that a bulk write ' +
      'that was waiting for buffer space is still part of its transaction.',
    remedy:
      'Give a longer `timeoutMs`, or see from `stage` and `attempts` which part of the cluster is slow.',
  },
  TIKV_ABORTED: {
    error: 'AbortedError',
    labels: ['ended'],
    meaning:
      "The caller's AbortSignal fired; its reason is the `cause`, and `stage` says what the call was doing.",
    remedy:
      'None: it was requested. A write did not happen, except that a bulk write that was waiting for buffer space is ' +
      'still part of its transaction.',
  },
  TIKV_NETWORK: {
    error: 'NetworkError',
    labels: ['unavailable'],
    meaning:
      'No answer from a server: no connection, a lost one, or a gRPC status. `sent` says whether it may have received the request.',
    remedy: 'Check the server at `address` and the network to it; with TLS, the certificates.',
  },
  TIKV_PROTOCOL: {
    error: 'ProtocolError',
    labels: ['server'],
    meaning: 'A server gave an answer that cannot be right: undecodable, out of range or out of order.',
    remedy: 'Check that a PD or TiKV of a supported version runs at the address; if so, report it.',
  },
  TIKV_REGION: {
    error: 'RegionError',
    labels: ['unavailable'],
    meaning: 'A store refused a request for a routing reason, named by `kind`, and retrying did not help.',
    remedy:
      '`kind` is the field of errorpb.Error: for `raftEntryTooLarge` write less at once; wait for a flashback to end.',
  },
  TIKV_REGION_UNAVAILABLE: {
    error: 'RegionUnavailableError',
    labels: ['unavailable'],
    meaning: 'Retries were used up: the region has no leader, keeps moving, or its stores do not answer.',
    remedy:
      'See the last of `attempts` for the store or reason. Look for stores that are down, or regions without a quorum.',
  },
  TIKV_STORE_BUSY: {
    error: 'StoreBusyError',
    labels: ['unavailable'],
    meaning: 'Stores stayed busy, or their disks full, for as long as the call waited.',
    remedy: 'Send less at once, or enlarge the cluster; see the scheduler and apply metrics of the store.',
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
      'The PD endpoints belonged to different clusters at the start, or all of them to another cluster later. The ' +
      'client sends nothing more.',
    remedy: 'Give endpoints of one cluster only, and connect again after a cluster was recreated.',
  },
  TIKV_TSO_WENT_BACK: {
    error: 'TimestampWentBackError',
    labels: ['server'],
    meaning: 'The timestamp oracle gave a smaller timestamp than before. The client refuses new work.',
    remedy: 'Stop writing and check PD (a restored backup, two clusters at one address); then connect again.',
  },
  TIKV_TOO_LARGE: {
    error: 'TooLargeError',
    labels: ['caller'],
    meaning:
      'A key, an entry, a message or a transaction exceeds its limit, `limitBytes`: nothing was sent, or the answer ' +
      'to a read was too large.',
    remedy:
      'Write or read less at once, or raise the limit; the limit for writes together with that of the cluster.',
  },
  TIKV_LOCKED: {
    error: 'LockedError',
    labels: ['conflict'],
    meaning: 'A lock of another transaction was in the way for longer than the call waits.',
    remedy: 'Try again; find out why the transaction `lockStartTs` stays open for so long.',
  },
  TIKV_WRITE_CONFLICT: {
    error: 'WriteConflictError',
    labels: ['conflict'],
    meaning: 'Another transaction wrote the key after this one began. Nothing was written.',
    remedy: 'Run the whole transaction again, as `tikv.transact` does.',
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
      'Transactions wait for each other in a cycle, and this one was chosen to give way: it is rolled back.',
    remedy:
      'Run the transaction again; lock keys in the same order everywhere. `cycle` lists who waits for whom.',
  },
  TIKV_LOCK_NOT_AVAILABLE: {
    error: 'LockNotAvailableError',
    labels: ['conflict'],
    meaning:
      "Another transaction holds the lock, and `waitMs: 'no-wait'` said not to wait. The transaction goes on.",
    remedy: 'Do something else first, or give a longer `waitMs`.',
  },
  TIKV_LOCK_WAIT_TIMEOUT: {
    error: 'LockWaitTimeoutError',
    labels: ['conflict'],
    meaning: 'Another transaction held the lock for all of `waitMs`. The transaction goes on without it.',
    remedy: 'Wait longer, or find out why the transaction `lockStartTs` stays open for so long.',
  },
  TIKV_LOCK_LOST: {
    error: 'LockLostError',
    labels: ['conflict'],
    meaning:
      'A lock of this transaction expired or was rolled back by another transaction. Nothing was written.',
    remedy: 'Run the transaction again, and make it shorter.',
  },
  TIKV_ASSERTION_FAILED: {
    error: 'AssertionFailedError',
    labels: ['server'],
    meaning: 'A key exists, or is absent, contrary to what the transaction asserted. Nothing was written.',
    remedy: 'Find out who else writes the key: two writers disagree on whether it exists.',
  },
  TIKV_TRANSACTION_ABORTED: {
    error: 'TransactionAbortedError',
    labels: ['conflict'],
    meaning: 'The store refused to go on with the transaction. Nothing was written.',
    remedy: 'Run it again if `retryable` is true; otherwise see the message for the reason.',
  },
  TIKV_COMMIT_TIMESTAMP_LAG: {
    error: 'CommitTimestampLagError',
    labels: ['unavailable'],
    meaning:
      "PD's clock was too far behind the timestamp that the commit timestamp has to exceed. Nothing was written.",
    remedy:
      'Run it again later, give a longer `commitWaitTimeoutMs`, or check where `commitWaitUntilTs` comes from.',
  },
  TIKV_RESOLVE_LOCK_TIMEOUT: {
    error: 'ResolveLockTimeoutError',
    labels: ['conflict', 'unavailable'],
    meaning: 'Locks in the way of the call could not be resolved in its time.',
    remedy: 'Try again; look for transactions that stay open for long, and for slow stores.',
  },
  TIKV_READ_BELOW_SAFE_POINT: {
    error: 'ReadBelowSafePointError',
    labels: ['caller'],
    meaning: 'The timestamp is older than what garbage collection keeps, so data as of then may be gone.',
    remedy: 'Read at a newer timestamp, or have PD keep more history (a GC barrier, a longer life time).',
  },
  TIKV_FUTURE_TIMESTAMP: {
    error: 'FutureTimestampError',
    labels: ['caller'],
    meaning: "The timestamp given is ahead of the cluster's oracle. Nothing was sent.",
    remedy:
      'Use timestamps of this cluster: from `tikv.timestamp()`, a commit, or `dateToTimestamp` of a past moment.',
  },
  TIKV_SERVER: {
    error: 'ServerError',
    labels: ['server'],
    meaning: 'A store answered with an error that no other code covers.',
    remedy: "See the store's log at that time.",
  },
  TIKV_UNDETERMINED: {
    error: 'UndeterminedError',
    labels: ['unknownOutcome'],
    meaning: 'The client cannot know whether the write happened. The library never repeats it.',
    remedy:
      'Pass the error, or its `startTs` and `primary`, to `tikv.settle`; after a raw write, read the data.',
  },
  TIKV_PARTIAL_WRITE: {
    error: 'PartialWriteError',
    labels: ['unknownOutcome'],
    meaning: 'A raw write that took several requests was done in part; `parts` says which.',
    remedy: 'Repeat the parts that are `notDone`; decide yourself about those that are `unknown`.',
  },
  TIKV_PARTIAL_SPLIT: {
    error: 'PartialSplitError',
    labels: ['unavailable'],
    meaning:
      'Regions were split at some of the given keys and not at others; `regionIds` are the new ones, `notScattered` ' +
      'those that PD did not move.',
    remedy: 'Split again at the same keys: nothing is done where a region already begins.',
  },
  TIKV_STORES_FAILED: {
    error: 'StoresFailedError',
    labels: ['unavailable'],
    meaning: 'The stores in `failures` did not do what every store was asked to do, or did not confirm it.',
    remedy: 'See `failures` for the reasons, and call again: doing it twice does no harm.',
  },
  TIKV_INTERNAL: {
    error: 'InternalError',
    labels: ['defect'],
    meaning: 'A defect of this library.',
    remedy: 'Please report it, with the stack.',
  },
} as const satisfies Record<string, ErrorRow>;

/** The `code` of an error, such as `TIKV_WRITE_CONFLICT`. Listed in docs/errors.md. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** Every code, in the order of docs/errors.md. */
export const ERROR_CODES = Object.keys(ERROR_TABLE) as readonly ErrorCode[];
