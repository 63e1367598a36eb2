import type { LevelRead } from '../history.ts';
import type { Session } from '../session.ts';
import type { Swarm } from '../swarm.ts';
import type { Rename } from './fingerprint.ts';

/** Two transactions on two keys, and how the first of them locks and commits. */
export interface Scene {
  readonly client: Swarm['client'];
  /** Whether both keys are in one region. */
  readonly isOneRegion: boolean;
  /** Whether both do the same, but for the values: each state is then as good as its mirror image. */
  readonly isSymmetric?: boolean;
  /** Values that keys have before. Default: none. */
  readonly given?: Readonly<Record<string, string>>;
  readonly first: (session: Session) => Promise<unknown>;
  readonly second: (session: Session) => Promise<unknown>;
}

export const KEYS = ['a', 'b'] as const;

/** What the first and the second write: in a message they are nothing else. */
const VALUES = ['v1', 'v2'] as const;

/** Of which clients and values somebody is the first where the other is the second. */
export const mirrored: Rename = (text) =>
  text.replaceAll(/(?<=[cv])[12]/g, (nth) => (nth === '1' ? '2' : '1'));

const TWO_PHASES = { asyncCommit: false, onePhaseCommit: false } as const;
const ASYNC = { asyncCommit: true, onePhaseCommit: false } as const;
const ONE_PHASE = { asyncCommit: false, onePhaseCommit: true } as const;

/** The keys, the first of them the primary. */
const writes =
  (value: string, keys: readonly string[] = KEYS) =>
  (session: Session) =>
    session.once('explore', (txn) => {
      for (const key of keys) txn.put(key, value);
    });

/** The same, each locked before it is written; the other way round, two of them close a circle. */
const locks =
  (value: string, keys: readonly string[] = KEYS) =>
  (session: Session) =>
    session.once(
      'explore',
      async (txn) => {
        for (const key of keys) {
          const before = await txn.getForUpdate(key);
          txn.put(key, `${before ?? ''}${value}`);
        }
      },
      { mode: 'pessimistic' },
    );

/** One key of its own, and one in common with others, whose value it reads. */
const shares = (session: Session) =>
  session.once(
    'explore',
    async (txn) => {
      await txn.lock([KEYS[0]]);
      await txn.lock([KEYS[1]], { shared: true, returnValues: true });
      txn.put(KEYS[0], VALUES[1]);
    },
    { mode: 'pessimistic' },
  );

/** The workload of who commits nothing. */
export const READS = 'reads';

const reads = (session: Session) =>
  session.snapshot(READS, async (snapshot) => {
    for (const key of KEYS) await snapshot.get(key);
  });

/** What each key is committed to, or what a snapshot gives unless there is anything newer. */
const looks = (isolation: LevelRead['isolation']) => (session: Session) =>
  session.level(isolation, 0, async (level) => {
    for (const key of KEYS) await level.get(key);
  });

/** Both keys, each flushed before the next is written. */
const flushes = (session: Session) =>
  session.bulk('explore', { flushKeys: 1, flushBytes: 1 }, async (bulk) => {
    for (const key of KEYS) {
      await bulk.put(key, VALUES[0]);
      await bulk.flush();
    }
  });

/** One key written and the other deleted, which is read when all is flushed. */
const flushesAndReads = (session: Session) =>
  session.bulk('bulk', { flushKeys: 1, flushBytes: 1 }, async (bulk) => {
    await bulk.put(KEYS[0], VALUES[0]);
    await bulk.flush();
    await bulk.delete(KEYS[1]);
    await bulk.flush();
    await bulk.get(KEYS[1]);
  });

const twoWriters = (client: Swarm['client'], isOneRegion: boolean): Scene => ({
  client,
  isOneRegion,
  isSymmetric: true,
  first: writes(VALUES[0]),
  second: writes(VALUES[1]),
});

const inOneRegion = (first: Scene['first'], second: Scene['second']): Scene => ({
  client: TWO_PHASES,
  isOneRegion: true,
  first,
  second,
});

const pairs = (name: string, client: Swarm['client'], isOneRegion: boolean): Record<string, Scene> => ({
  [`${name}, a reader`]: { client, isOneRegion, first: writes(VALUES[0]), second: reads },
  [`${name}, a writer`]: twoWriters(client, isOneRegion),
  [`${name}, a reader of what is committed`]: {
    client,
    isOneRegion,
    first: writes(VALUES[0]),
    second: looks('readCommitted'),
  },
  [`${name}, a checked reader`]: {
    client,
    isOneRegion,
    first: writes(VALUES[0]),
    second: looks('rcCheckTs'),
  },
});

export const SCENES: Readonly<Record<string, Scene>> = {
  ...pairs('2pc', TWO_PHASES, false),
  ...pairs('async', ASYNC, false),
  'async, a writer of the secondary': {
    client: ASYNC,
    isOneRegion: false,
    first: writes(VALUES[0]),
    second: writes(VALUES[1], ['b']),
  },
  'async, a writer in the same region': twoWriters(ASYNC, true),
  ...pairs('1pc', ONE_PHASE, true),
  'locks, a writer': inOneRegion(locks(VALUES[0]), writes(VALUES[1])),
  'locks, a locker': { ...inOneRegion(locks(VALUES[0]), locks(VALUES[1])), isSymmetric: true },
  'locks, a circle': inOneRegion(locks(VALUES[0]), locks(VALUES[1], [...KEYS].reverse())),
  'locks, one in common with others': {
    ...inOneRegion(writes(VALUES[0]), shares),
    given: { [KEYS[1]]: 'v0' },
  },
  'bulk, a reader': inOneRegion(flushes, reads),
  'bulk, a reader of what is committed': inOneRegion(flushes, looks('readCommitted')),
  'bulk, a writer': inOneRegion(flushes, writes(VALUES[1])),
  'bulk, a writer of what it reads': {
    ...inOneRegion(flushesAndReads, writes(VALUES[1])),
    given: { [KEYS[1]]: 'v0' },
  },
};
