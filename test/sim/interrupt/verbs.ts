import {
  type BeginOptions,
  DeadlineError,
  LockNotAvailableError,
  type LockOptions,
  LockWaitTimeoutError,
  type Tikv,
  type VerbOptions,
} from '../../../src/index.ts';
import type { Simulation } from '../../../src/testing/index.ts';
import {
  closesCircle,
  closesCircleUnheard,
  dies,
  hasPrewritten,
  hasPrewrittenSecondaries,
  hasWritten,
  KEYS,
  lives,
  moved,
  waitsBehindAnother,
} from './others.ts';

/** What interrupts a verb: its caller's signal, time that has passed unseen, as after a pause of the process, or a close. */
export const CUTS = ['signal', 'late', 'close'] as const;

export type Cut = (typeof CUTS)[number];

/** Something a client does alone. */
export interface Verb {
  /** Keys that it writes, all or none of them, ascending. */
  readonly writes: readonly string[];
  /** Keys that have values before. Default: none. */
  readonly finds?: readonly string[];
  /** Of raw values. */
  readonly isRaw?: boolean;
  /** What others have done before. */
  readonly given?: (simulation: Simulation) => Promise<void>;
  readonly run: (tikv: Tikv, options: VerbOptions) => Promise<unknown>;
}

const commits = (begin: BeginOptions, keys: readonly string[] = KEYS): Verb => ({
  writes: keys,
  async run(tikv, options) {
    const txn = await tikv.begin({ ...begin, ...options });
    for (const key of keys) txn.put(key, '1');
    await txn.commit(options);
  },
});

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

const commitsUnderLocks: Verb = {
  writes: KEYS,
  async run(tikv, options) {
    const txn = await tikv.begin({ mode: 'pessimistic', ...options });
    await txn.lock(KEYS, { returnValues: true, ...options });
    for (const key of KEYS) txn.put(key, '1');
    await txn.commit(options);
  },
};

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
  'a statement that nothing runs again': {
    writes: KEYS,
    async run(tikv, options) {
      const txn = await tikv.begin({ mode: 'pessimistic', ...options });
      await txn.statement(async (statement) => {
        await statement.lock(KEYS);
        for (const key of KEYS) statement.put(key, '1');
      }, options);
      await txn.commit(options);
    },
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
  'locks in moved regions': { ...commitsUnderLocks, given: moved },
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

/** Something that ends in another way by the signal of its caller. */
function whenAborted(signal: AbortSignal | undefined, end: () => Promise<void>): Disposable {
  const listener = () => void end().catch(() => {});
  signal?.addEventListener('abort', listener);
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', listener) };
}

/** Verbs that meet what others have left, raw values, and reads. */
export const OTHERS: Readonly<Record<string, Verb>> = {
  'locks that others hold': { ...transactsUnderLocks({}), given: lives(20) },
  'locks that others hold, over a stream that breaks': {
    ...commitsUnderLocks,
    // Longer than it takes to ask again.
    async given(simulation) {
      await lives(500)(simulation);
      void simulation.sleep(10).then(() => {
        for (const address of simulation.cluster.addresses.stores) simulation.network.cut(address);
      });
    },
  },
  'locks that close a circle': { ...commitsUnderLocks, given: closesCircle },
  'a lock that closes a circle with one that is being given back': {
    given: closesCircleUnheard,
    writes: ['z'],
    async run(tikv, options) {
      const txn = await tikv.begin({ mode: 'pessimistic', ...options });
      const locking = txn.lock(['a'], { timeoutMs: 20, ...options });
      await locking.catch((error: unknown) => {
        if (!(error instanceof DeadlineError)) throw error;
      });
      // The first lock of a transaction, alone, is taken to close no circle.
      await txn.lock(['y', 'z'], options);
      txn.put('z', '1');
      await txn.commit(options);
    },
  },
  'a lock that closes a circle with one that was given back': {
    given: waitsBehindAnother,
    writes: ['z'],
    async run(tikv, options) {
      const txn = await tikv.begin({ mode: 'pessimistic', ...options });
      const locking = txn.lock(['a', 'm'], { waitMs: 30, ...options });
      await locking.catch((error: unknown) => {
        if (!(error instanceof LockWaitTimeoutError)) throw error;
      });
      await txn.lock(['y', 'z'], options);
      txn.put('z', '1');
      await txn.commit(options);
    },
  },
  'a lock that is not waited for': {
    given: hasPrewrittenSecondaries,
    writes: [],
    async run(tikv, options) {
      await using txn = await tikv.begin({ mode: 'pessimistic', ...options });
      // The holder may live for three seconds.
      const locking = txn.lock(['k'], { waitMs: 0, timeoutMs: 1_000, ...options });
      await locking.catch((error: unknown) => {
        if (!(error instanceof LockNotAvailableError)) throw error;
      });
    },
  },
  'a value under a lock, in a transaction that is given up': {
    given: hasWritten,
    finds: KEYS,
    writes: [],
    async run(tikv, { signal }) {
      await using txn = await tikv.begin({ mode: 'pessimistic' });
      using _ = whenAborted(signal, () => txn.rollback());
      await txn.lock(['k']);
      const value = await txn.getForUpdate('k');
      if (value === undefined) throw new Error('The key was told to be absent');
    },
  },
  'a value that was flushed, in a transaction that is given up': {
    async given(simulation) {
      await hasWritten(simulation);
      simulation.cluster.fail({ rpc: 'KvBufferBatchGet', action: { delayMs: 30 } });
    },
    finds: KEYS,
    writes: [],
    async run(tikv, { signal }) {
      await using bulk = await tikv.beginBulk();
      using _ = whenAborted(signal, () => bulk.rollback());
      await bulk.put('k', 'own');
      await bulk.put('z', 'own');
      await bulk.flush();
      // A timestamp comes while the read is under way.
      const [value] = await Promise.all([bulk.get('z'), tikv.timestamp()]);
      if (value?.length !== 3) throw new Error('What was there before was read');
    },
  },
  'locks that the dead have left': {
    given: dies,
    writes: KEYS,
    run: (tikv, options) =>
      tikv.transact((txn) => {
        for (const key of KEYS) txn.put(key, '1');
      }, options),
  },
  'reads of what the dead have locked': {
    given: hasPrewritten,
    writes: [],
    async run(tikv, options) {
      await tikv.snapshot().batchGet(KEYS, options);
    },
  },
  'a look at all locks': {
    given: hasPrewritten,
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
  'a scan that is left': {
    finds: KEYS,
    writes: [],
    async given(simulation) {
      await hasWritten(simulation);
      simulation.cluster.fail({ rpc: 'KvScan', skip: 1, action: { delayMs: 5_000 } });
    },
    async run(tikv, options) {
      for await (const _ of tikv.scan({ batchSize: 1, ...options })) break;
    },
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

export const VERBS: Readonly<Record<string, Verb>> = { ...TRANSACTIONS, ...MOVED, ...OTHERS };
