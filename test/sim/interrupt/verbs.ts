import type { BeginOptions, Tikv, VerbOptions } from '../../../src/index.ts';

/** What interrupts a verb: its caller's signal, time that has passed unseen, as after a pause of the process, or a close. */
export const CUTS = ['signal', 'late', 'close'] as const;

export type Cut = (typeof CUTS)[number];

/** Something a client does alone. */
export interface Verb {
  /** Keys that it writes, all or none of them, ascending. */
  readonly writes: readonly string[];
  /** Of raw values. */
  readonly isRaw?: boolean;
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

export const VERBS: Readonly<Record<string, Verb>> = {
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
  'transact with locks': {
    writes: KEYS,
    run: (tikv, options) =>
      tikv.transact(
        async (txn) => {
          await txn.lock(KEYS, { returnValues: true });
          for (const key of KEYS) txn.put(key, '1');
        },
        { mode: 'pessimistic', ...options },
      ),
  },
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
