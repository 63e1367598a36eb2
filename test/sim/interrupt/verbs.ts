import {
  type BeginOptions,
  connect,
  LockNotAvailableError,
  type LockOptions,
  type Tikv,
  type VerbOptions,
} from '../../../src/index.ts';
import type { FaultRule, Simulation } from '../../../src/testing/index.ts';

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

/** Somebody who has locked all keys, and dies, or lives for so many milliseconds. */
const holder =
  (livesMs: number | 'dies') =>
  async (simulation: Simulation): Promise<void> => {
    const { endpoints, cluster } = simulation;
    const process = simulation.process('holder');
    const tikv = await connect({ endpoints, runtime: process, mixRawAndTransactional: true });
    const txn = await tikv.begin({ mode: 'pessimistic' });
    await txn.lock(KEYS);
    if (livesMs !== 'dies') {
      void simulation.sleep(livesMs).then(async () => {
        await txn.rollback();
        await tikv.close();
      });
      return;
    }
    process.die();
    cluster.pd.tso.jumpForward(60_000);
  };

/** Somebody who has prewritten keys, and died over a message that never arrived. */
const prewriterOver =
  (lost: FaultRule) =>
  async (simulation: Simulation): Promise<void> => {
    const { endpoints, cluster } = simulation;
    const process = simulation.process('prewriter');
    const tikv = await connect({ endpoints, runtime: process, mixRawAndTransactional: true });
    const txn = await tikv.begin({ asyncCommit: false, onePhaseCommit: false });
    for (const key of KEYS) txn.put(key, 'never');
    using _ = cluster.fail(lost);
    txn.commit().catch(() => {});
    await simulation.sleep(100);
    process.die();
  };

const prewriter = async (simulation: Simulation): Promise<void> => {
  await prewriterOver({ rpc: 'KvCommit', action: 'dropRequest' })(simulation);
  simulation.cluster.pd.tso.jumpForward(60_000);
};

const prewriterWithoutPrimary = prewriterOver({ rpc: 'KvPrewrite', key: 'a', action: 'dropRequest' });

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

const commitsUnderLocks = (keys: readonly string[] = KEYS): Verb => ({
  writes: keys,
  async run(tikv, options) {
    const txn = await tikv.begin({ mode: 'pessimistic', ...options });
    await txn.lock(keys, { returnValues: true, ...options });
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
  'locks in moved regions': { ...commitsUnderLocks(), given: moved },
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

/** Somebody who has locked the last key, and waits for the first when that is locked. Who gives way does so slowly. */
const closesCircle = async (simulation: Simulation): Promise<void> => {
  const { endpoints, cluster } = simulation;
  const process = simulation.process('other');
  const tikv = await connect({ endpoints, runtime: process, mixRawAndTransactional: true });
  const txn = await tikv.begin({ mode: 'pessimistic' });
  await txn.lock(['z']);
  cluster.fail({ rpc: 'KvPessimisticLock', key: 'z', action: { delayMs: 5 } });
  cluster.fail({ rpc: 'KVPessimisticRollback', key: 'a', action: { delayMs: 200 } });
  const wait = async () => {
    for (let ms = 0; ms < 1_000 && cluster.locks().length < 2; ms++) await simulation.sleep(1);
    await txn.lock(['a']);
    await txn.rollback();
    await tikv.close();
  };
  wait().catch(() => {});
};

/** Something that ends in another way by the signal of its caller. */
function whenAborted(signal: AbortSignal | undefined, end: () => Promise<void>): Disposable {
  const listener = () => void end().catch(() => {});
  signal?.addEventListener('abort', listener);
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', listener) };
}

/** Keys that have values. */
const written = async (simulation: Simulation): Promise<void> => {
  const { endpoints } = simulation;
  await using tikv = await connect({
    endpoints,
    runtime: simulation.process('writer'),
    mixRawAndTransactional: true,
  });
  await tikv.transact((txn) => {
    for (const key of KEYS) txn.put(key, '1');
  });
};

/** Verbs that meet what others have left, raw values, and reads. */
export const OTHERS: Readonly<Record<string, Verb>> = {
  'locks that others hold': { ...transactsUnderLocks({}), given: holder(20) },
  'locks that others hold, over a stream that breaks': {
    ...commitsUnderLocks(),
    // Longer than it takes to ask again.
    async given(simulation) {
      await holder(500)(simulation);
      void simulation.sleep(10).then(() => {
        for (const address of simulation.cluster.addresses.stores) simulation.network.cut(address);
      });
    },
  },
  'locks that close a circle': { ...commitsUnderLocks(), given: closesCircle },
  'a lock that is not waited for': {
    given: prewriterWithoutPrimary,
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
    given: written,
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
      await written(simulation);
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
  'a scan that is left': {
    finds: KEYS,
    writes: [],
    async given(simulation) {
      await written(simulation);
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
