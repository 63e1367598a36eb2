import {
  type BeginOptions,
  connect,
  type LockOptions,
  type Tikv,
  type VerbOptions,
} from '../../../src/index.ts';
import type { Simulation } from '../../../src/testing/index.ts';

/** What interrupts a verb: its caller's signal, time that has passed unseen, as after a pause of the process, or a close. */
export const CUTS = ['signal', 'late', 'close'] as const;

export type Cut = (typeof CUTS)[number];

/** Something a client does alone. */
export interface Verb {
  /** Keys that it writes, all or none of them, ascending. */
  readonly writes: readonly string[];
  /** Of raw values. */
  readonly isRaw?: boolean;
  /** What others have done before. */
  readonly given?: (simulation: Simulation) => Promise<void>;
  readonly run: (tikv: Tikv, options: VerbOptions) => Promise<unknown>;
}

/** Each in a region of its own. */
const KEYS = ['a', 'k', 'z'] as const;

const commits = (begin: BeginOptions, keys: readonly string[] = KEYS): Verb => ({
  writes: keys,
  async run(tikv, options) {
    const txn = await tikv.begin({ ...begin, ...options });
    for (const key of keys) txn.put(key, '1');
    await txn.commit(options);
  },
});

/** Somebody who has locked all keys, and dies or lives for a while. */
const holder =
  (end: 'dies' | 'lives') =>
  async (simulation: Simulation): Promise<void> => {
    const { endpoints, cluster } = simulation;
    const process = simulation.process('holder');
    const tikv = await connect({ endpoints, runtime: process, mixRawAndTransactional: true });
    const txn = await tikv.begin({ mode: 'pessimistic' });
    await txn.lock(KEYS);
    if (end === 'lives') {
      void simulation.sleep(20).then(async () => {
        await txn.rollback();
        await tikv.close();
      });
      return;
    }
    process.die();
    cluster.pd.tso.jumpForward(60_000);
  };

/** Somebody who has prewritten all keys and died. */
const prewriter = async (simulation: Simulation): Promise<void> => {
  const { endpoints, cluster } = simulation;
  const process = simulation.process('prewriter');
  const tikv = await connect({ endpoints, runtime: process, mixRawAndTransactional: true });
  const txn = await tikv.begin({ asyncCommit: false, onePhaseCommit: false });
  for (const key of KEYS) txn.put(key, 'never');
  using _ = cluster.fail({ rpc: 'KvCommit', action: 'dropRequest' });
  txn.commit().catch(() => {});
  await simulation.sleep(100);
  process.die();
  cluster.pd.tso.jumpForward(60_000);
};

/** A leader has moved and a region was split since the client looked. */
const moved = async ({ cluster }: Simulation): Promise<void> => {
  cluster.transferLeader('k', 2);
  cluster.split(['y']);
};

const transactsUnderLocks = (locking: LockOptions): Verb => ({
  writes: KEYS,
  run: (tikv, options) =>
    tikv.transact(
      async (txn) => {
        await txn.lock(KEYS, locking);
        for (const key of KEYS) txn.put(key, '1');
      },
      { mode: 'pessimistic', ...options },
    ),
});

/** @param turns of the queue of microtasks before the commit, in which the whole may end */
const commitsItself = (turns: number): Verb => ({
  writes: KEYS,
  run: (tikv, options) =>
    tikv.transact(async (txn) => {
      for (const key of KEYS) txn.put(key, '1');
      for (let turn = 0; turn < turns; turn++) await undefined;
      await txn.commit();
    }, options),
});

/** Transactions that meet nobody. */
export const TRANSACTIONS: Readonly<Record<string, Verb>> = {
  'a commit in two phases': commits({ asyncCommit: false, onePhaseCommit: false }),
  'an async commit': commits({ onePhaseCommit: false }),
  'a commit in one phase': commits({}, ['a', 'b']),
  'a commit under locks': {
    writes: KEYS,
    async run(tikv, options) {
      const txn = await tikv.begin({ mode: 'pessimistic', ...options });
      await txn.batchGetForUpdate(KEYS, options);
      for (const key of KEYS) txn.put(key, '1');
      await txn.commit(options);
    },
  },
  transact: {
    writes: KEYS,
    run: (tikv, options) =>
      tikv.transact(async (txn) => {
        await txn.batchGet(KEYS);
        for (const key of KEYS) txn.put(key, '1');
      }, options),
  },
  ...Object.fromEntries(
    [0, 1, 2, 3].map((turns) => [`transact with its own commit after ${turns} turns`, commitsItself(turns)]),
  ),
  'transact with locks': transactsUnderLocks({ returnValues: true }),
  'a statement': {
    writes: KEYS,
    run: (tikv, options) =>
      tikv.transact(
        (txn) =>
          txn.statement(async (statement) => {
            await statement.batchGet(KEYS);
            await statement.lock(KEYS);
            for (const key of KEYS) statement.put(key, '1');
          }),
        { mode: 'pessimistic', ...options },
      ),
  },
  'a bulk transaction': {
    writes: KEYS,
    async run(tikv, options) {
      const bulk = await tikv.beginBulk(options);
      for (const key of KEYS) {
        await bulk.put(key, '1', options);
        await bulk.flush(options);
      }
      await bulk.commit(options);
    },
  },
};

/** Transactions whose regions are not where the client takes them to be. */
export const MOVED: Readonly<Record<string, Verb>> = {
  'a commit in moved regions': { ...commits({}), given: moved },
  'a commit in one phase, in a region that was split': { ...commits({}, ['w', 'z']), given: moved },
  'locks in moved regions': {
    given: moved,
    writes: KEYS,
    async run(tikv, options) {
      const txn = await tikv.begin({ mode: 'pessimistic', ...options });
      await txn.lock(KEYS, { returnValues: true, ...options });
      for (const key of KEYS) txn.put(key, '1');
      await txn.commit(options);
    },
  },
  'bulk writes in moved regions': {
    given: moved,
    writes: KEYS,
    async run(tikv, options) {
      const bulk = await tikv.beginBulk(options);
      for (const key of KEYS) await bulk.put(key, '1', options);
      await bulk.commit(options);
    },
  },
};

/** Verbs that meet what others have left, raw values, and reads. */
export const OTHERS: Readonly<Record<string, Verb>> = {
  'locks that others hold': { ...transactsUnderLocks({}), given: holder('lives') },
  'locks that the dead have left': {
    given: holder('dies'),
    writes: KEYS,
    run: (tikv, options) =>
      tikv.transact((txn) => {
        for (const key of KEYS) txn.put(key, '1');
      }, options),
  },
  'reads of what the dead have locked': {
    given: prewriter,
    writes: [],
    async run(tikv, options) {
      await tikv.snapshot().batchGet(KEYS, options);
    },
  },
  'a look at all locks': {
    given: prewriter,
    writes: [],
    run: (tikv, options) => tikv.locks.resolve(options),
  },
  'a raw value': {
    isRaw: true,
    writes: ['a'],
    run: (tikv, options) => tikv.raw.put('a', '1', options),
  },
  'a swap': {
    isRaw: true,
    writes: ['a'],
    run: (tikv, options) =>
      tikv.raw.atomic().compareAndSwap('a', { expected: undefined, value: '1', ...options }),
  },
  reads: {
    writes: [],
    async run(tikv, options) {
      await tikv.batchGet(KEYS, options);
      await tikv.get('a', options);
      for await (const _ of tikv.scan(options)) {
      }
    },
  },
};
