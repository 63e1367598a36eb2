import type { TikvError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';

/** What listeners of `tikv.on` are called with, by event. */
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
    /** Undefined unless the transaction committed. */
    readonly commitTs: Timestamp | undefined;
  };
  'background.failed': { readonly work: string; readonly error: unknown };
  'client.closed': Readonly<Record<never, never>>;
}

/** The name of an event, such as `transaction.committed`. Listed in docs/guide/events.md. */
export type EventName = keyof ClientEvents;

/** What docs/guide/events.md says about an event. */
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
    when: 'The client learned of a region that it did not know, or of a newer version of one',
    fields: { regionId: 'id of the region', leaderStoreId: 'store that is assumed to lead it' },
  },
  'region.leaderMoved': {
    when: 'A region has another leader than the client knew: a store said so, or answered as leader',
    fields: { regionId: 'id of the region', leaderStoreId: 'store of the new leader' },
  },
  'store.unreachable': {
    when: 'A store failed its health check; it is checked every second from now on',
    fields: { storeId, address },
  },
  'store.reachable': { when: 'A store that was unreachable answers again', fields: { storeId, address } },
  'store.busy': {
    when: 'A store refused a request because it is busy, without saying for how long',
    fields: { storeId, address },
  },
  'pd.leaderChanged': { when: "PD's leader was found, or is another member now", fields: { address } },
  'transaction.flushed': {
    when: 'A bulk transaction has flushed one generation of its writes to the stores',
    fields: {
      startTs,
      generation: 'number of the generation, from 1',
      keys: 'number of keys in it',
      sizeBytes: 'size of its keys and values',
      durationMs: 'how long it took, in milliseconds',
    },
  },
  'transaction.committed': {
    when: 'A commit succeeded',
    fields: {
      startTs,
      commitTs: 'commit timestamp: when its writes became visible',
      protocol: '`1pc`, `async`, `2pc`, or `none` when nothing was written',
    },
  },
  'transaction.failed': {
    when: 'A commit or a flush of a bulk transaction failed, or locks were lost: nothing was or will be written',
    fields: { startTs, error: 'what `commit` threw, or will throw' },
  },
  'transaction.undetermined': {
    when: 'Whether a commit happened is not known',
    fields: { startTs, error: 'the UndeterminedError that `commit` threw' },
  },
  'transaction.rolledBack': { when: 'A transaction was rolled back by its owner', fields: { startTs } },
  'transaction.stalled': {
    when: 'The locks of a transaction were not renewed within their TTL, because this process stalled or no store answered: others may have rolled it back',
    fields: { startTs, sinceMs: 'time since they were last renewed, in milliseconds' },
  },
  'transaction.large': {
    when: 'A transaction of more than 10,000 keys or 4 MiB begins to commit: it holds many locks for a long time',
    fields: {
      startTs,
      keys: 'number of keys it writes or locks',
      sizeBytes: 'size of keys and values together',
    },
  },
  'transaction.grew': {
    when: 'The buffered writes of a transaction take 1 MiB of memory; again each time that has doubled',
    fields: { startTs, length: 'number of keys written', memoryBytes: 'approximate memory they take' },
  },
  'retry.planned': {
    when: 'A call is about to wait before it tries again',
    fields: {
      kind: 'reason for waiting, such as `regionMiss` or `serverBusy`',
      sleepMs: 'how long, in milliseconds',
      cause: 'the error that made it necessary',
    },
  },
  'lock.met': {
    when: "A call met another transaction's lock and is finding out about it",
    fields: {
      startTs,
      keys: 'number of locked keys that were met',
      by: 'who met it: a `read`, a `write`, or a call that clears locks away (`collect`: `locks.resolve` by force, `admin.collectGarbage`)',
    },
  },
  'lock.resolved': {
    when: 'The outcome of a transaction whose locks were met is known',
    fields: {
      startTs,
      outcome: '`committed` or `rolledBack`',
      commitTs: 'its commit timestamp; undefined when it was rolled back',
    },
  },
  'background.failed': {
    when: 'Background work of a call that had already returned failed, or a listener of an event threw',
    fields: { work: 'what was being done', error: 'what it failed with' },
  },
  'client.closed': { when: 'The client has closed; no event follows', fields: {} },
};
