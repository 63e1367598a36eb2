import type { TikvError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';

/** What listeners of `tikv.on` are told, by event. */
export interface ClientEvents {
  'region.refreshed': { readonly regionId: bigint; readonly leaderStoreId: bigint };
  'region.leaderMoved': { readonly regionId: bigint; readonly leaderStoreId: bigint };
  'store.unreachable': { readonly storeId: bigint; readonly address: string };
  'store.reachable': { readonly storeId: bigint; readonly address: string };
  'store.busy': { readonly storeId: bigint; readonly address: string };
  'pd.leaderChanged': { readonly address: string };
  'transaction.flushed': {
    readonly startTs: Timestamp;
    readonly generation: number;
    readonly keys: number;
    readonly sizeBytes: number;
    readonly durationMs: number;
  };
  'transaction.committed': {
    readonly startTs: Timestamp;
    readonly commitTs: Timestamp;
    readonly protocol: '1pc' | 'async' | '2pc' | 'none';
  };
  'transaction.failed': { readonly startTs: Timestamp; readonly error: TikvError };
  'transaction.undetermined': { readonly startTs: Timestamp; readonly error: TikvError };
  'transaction.rolledBack': { readonly startTs: Timestamp };
  'transaction.large': { readonly startTs: Timestamp; readonly keys: number; readonly sizeBytes: number };
  'transaction.grew': {
    readonly startTs: Timestamp;
    readonly length: number;
    readonly memoryBytes: number;
  };
  'transaction.stalled': { readonly startTs: Timestamp; readonly sinceMs: number };
  'retry.planned': { readonly kind: string; readonly sleepMs: number; readonly cause: unknown };
  'lock.met': {
    readonly startTs: Timestamp;
    readonly keys: number;
    readonly by: 'read' | 'write' | 'collect';
  };
  'lock.resolved': {
    readonly startTs: Timestamp;
    readonly outcome: 'committed' | 'rolledBack';
    /** Of a transaction that committed. */
    readonly commitTs: Timestamp | undefined;
  };
  'background.failed': { readonly work: string; readonly error: unknown };
  'client.closed': Readonly<Record<never, never>>;
}

export type EventName = keyof ClientEvents;

/** What docs/guide/events.md tells of an event. */
export interface EventRow<Name extends EventName> {
  readonly when: string;
  readonly fields: { readonly [Field in keyof ClientEvents[Name]]: string };
}

const startTs = 'start timestamp: the identity of the transaction';
const storeId = 'id of the store';
const address = '`host:port`';

/** Every event there is. */
export const EVENT_TABLE: { readonly [Name in EventName]: EventRow<Name> } = {
  'region.refreshed': {
    when: 'The client learnt a region it did not know, or a newer version of one',
    fields: { regionId: 'id of the region', leaderStoreId: 'store taken for its leader' },
  },
  'region.leaderMoved': {
    when: 'A region has another leader than the one known, by what stores told or answered',
    fields: { regionId: 'id of the region', leaderStoreId: 'store of the new leader' },
  },
  'store.unreachable': {
    when: 'A store failed its health check; it is asked each second from now on',
    fields: { storeId, address },
  },
  'store.reachable': { when: 'A store that was unreachable answers again', fields: { storeId, address } },
  'store.busy': {
    when: 'A store refused a request because it is busy and could not tell for how long',
    fields: { storeId, address },
  },
  'pd.leaderChanged': { when: "PD's leader was found, or is another member now", fields: { address } },
  'transaction.flushed': {
    when: 'A bulk transaction has written one generation of its writes to the stores',
    fields: {
      startTs,
      generation: 'which one: 1, 2, and so on',
      keys: 'how many keys it had',
      sizeBytes: 'of its keys and values',
      durationMs: 'how long it took, in milliseconds',
    },
  },
  'transaction.committed': {
    when: 'A commit succeeded',
    fields: {
      startTs,
      commitTs: 'when its writes became visible',
      protocol: '`1pc`, `async`, `2pc`, or `none` when nothing was written',
    },
  },
  'transaction.failed': {
    when: 'A commit, or a flush of a bulk transaction, failed, or locks were lost: nothing was or will be written',
    fields: { startTs, error: 'what `commit` threw, or throws when it is called' },
  },
  'transaction.undetermined': {
    when: 'Nobody can know yet whether a commit happened',
    fields: { startTs, error: 'the UndeterminedError that `commit` threw' },
  },
  'transaction.rolledBack': { when: 'A transaction was rolled back by its owner', fields: { startTs } },
  'transaction.stalled': {
    when: 'The locks of a transaction were not kept alive for longer than they live, because this process stood still or nobody answered: others may have rolled it back',
    fields: { startTs, sinceMs: 'how long ago they were kept alive last, in milliseconds' },
  },
  'transaction.large': {
    when: 'A transaction of more than 10,000 keys or 4 MiB begins to commit: it locks a lot for long',
    fields: { startTs, keys: 'how many it writes or locks', sizeBytes: 'keys and values together' },
  },
  'transaction.grew': {
    when: 'The writes of a transaction take 1 MiB of memory, and again each time they have doubled',
    fields: { startTs, length: 'keys written', memoryBytes: 'what they take, about' },
  },
  'retry.planned': {
    when: 'A call is about to wait before it tries again',
    fields: {
      kind: 'kind of waiting, such as `regionMiss` or `serverBusy`',
      sleepMs: 'how long, in milliseconds',
      cause: 'the error that made it necessary',
    },
  },
  'lock.met': {
    when: "A call met another transaction's lock and looks into it",
    fields: {
      startTs,
      keys: 'how many keys it was met on',
      by: 'whether a `read`, a `write`, or what clears locks away (`collect`: `locks.resolve` by force, `admin.collectGarbage`) met it',
    },
  },
  'lock.resolved': {
    when: 'The fate of a transaction met through its locks is known',
    fields: {
      startTs,
      outcome: '`committed` or `rolledBack`',
      commitTs: 'when it committed; undefined when it was rolled back',
    },
  },
  'background.failed': {
    when: 'Work behind a call that has been answered failed, or a listener of an event threw',
    fields: { work: 'what was being done', error: 'what it failed with' },
  },
  'client.closed': { when: 'The client has closed; no event follows', fields: {} },
};
