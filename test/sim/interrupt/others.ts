import { connect, type Tikv, type Transaction } from '../../../src/index.ts';
import type { FaultRule, SimulatedProcess, Simulation } from '../../../src/testing/index.ts';

/** What others have done, or are about to do, when a verb begins. */
type Other = (simulation: Simulation) => Promise<void>;

/** Each in a region of its own. */
export const KEYS = ['a', 'k', 'z'] as const;

/** Longer than any lock lives. */
const EXPIRY_MS = 60_000;

async function connectAs(name: string, simulation: Simulation): Promise<[Tikv, SimulatedProcess]> {
  const { endpoints } = simulation;
  const process = simulation.process(name);
  return [await connect({ endpoints, runtime: process, mixRawAndTransactional: true }), process];
}

async function locksAs(
  name: string,
  keys: readonly string[],
  simulation: Simulation,
): Promise<[Transaction, Tikv, SimulatedProcess]> {
  const [tikv, process] = await connectAs(name, simulation);
  const txn = await tikv.begin({ mode: 'pessimistic' });
  await txn.lock(keys);
  return [txn, tikv, process];
}

/** Has locked keys, and gives them back after so many milliseconds. */
export const lives =
  (forMs: number, keys: readonly string[] = KEYS): Other =>
  async (simulation) => {
    const [txn, tikv] = await locksAs('holder', keys, simulation);
    void simulation.sleep(forMs).then(async () => {
      await txn.rollback();
      await tikv.close();
    });
  };

/** Has locked all keys, and died long ago. */
export const dies: Other = async (simulation) => {
  const [, , process] = await locksAs('holder', KEYS, simulation);
  process.die();
  simulation.cluster.pd.tso.jumpForward(EXPIRY_MS);
};

/** Has locked the last key, and waits for the first when that is locked. Who gives way to it does so slowly. */
const closesCircleWhere =
  (lock: FaultRule): Other =>
  async (simulation) => {
    const { cluster } = simulation;
    const [txn, tikv] = await locksAs('other', ['z'], simulation);
    cluster.fail(lock);
    cluster.fail({ rpc: 'KVPessimisticRollback', key: 'a', action: { delayMs: 200 } });
    const wait = async () => {
      for (let ms = 0; ms < 1_000 && cluster.locks().length < 2; ms++) await simulation.sleep(1);
      await txn.lock(['a']);
      await txn.rollback();
      await tikv.close();
    };
    wait().catch(() => {});
  };

export const closesCircle = closesCircleWhere({
  rpc: 'KvPessimisticLock',
  key: 'z',
  action: { delayMs: 5 },
});

/** Who locks the first key is not told that it has. */
export const closesCircleUnheard = closesCircleWhere({
  rpc: 'KvPessimisticLock',
  key: 'a',
  action: 'dropResponse',
});

/**
 * Has locked the last key, and waits for the first when that is locked, behind one who hears late that it is free. A third
 * holds another key for a while.
 */
export const waitsBehindAnother: Other = async (simulation) => {
  const { cluster } = simulation;
  await lives(300, ['m'])(simulation);
  const [deaf, process] = await connectAs('deaf', simulation);
  const first = await deaf.begin({ mode: 'pessimistic' });
  const [txn, tikv] = await locksAs('other', ['z'], simulation);
  const held = cluster.locks().length;
  const wait = async () => {
    for (let ms = 0; ms < 1_000 && cluster.locks().length === held; ms++) await simulation.sleep(1);
    // Of several keys, none is handed over: who waits for them is told to ask again.
    const waiting = first.lock(['a', 'b']);
    await simulation.sleep(5);
    process.pause(100);
    await txn.lock(['a']);
    await txn.rollback();
    await tikv.close();
    await waiting;
    await first.rollback();
    await deaf.close();
  };
  wait().catch(() => {});
};

/** Has prewritten keys, and died over a message that never arrived. */
const prewritesUpTo =
  (lost: FaultRule): Other =>
  async (simulation) => {
    const [tikv, process] = await connectAs('prewriter', simulation);
    const txn = await tikv.begin({ asyncCommit: false, onePhaseCommit: false });
    for (const key of KEYS) txn.put(key, 'never');
    using _ = simulation.cluster.fail(lost);
    txn.commit().catch(() => {});
    await simulation.sleep(100);
    process.die();
  };

/** Has prewritten all keys, and died long ago. */
export const hasPrewritten: Other = async (simulation) => {
  await prewritesUpTo({ rpc: 'KvCommit', action: 'dropRequest' })(simulation);
  simulation.cluster.pd.tso.jumpForward(EXPIRY_MS);
};

/** Has prewritten all keys but the primary, which may still come. */
export const hasPrewrittenSecondaries = prewritesUpTo({ rpc: 'KvPrewrite', key: 'a', action: 'dropRequest' });

/** Has given all keys values. */
export const hasWritten: Other = async (simulation) => {
  const [tikv] = await connectAs('writer', simulation);
  await tikv.transact((txn) => {
    for (const key of KEYS) txn.put(key, '1');
  });
  await tikv.close();
};

/** A leader has moved and a region was split since the client looked. */
export const moved: Other = async ({ cluster }) => {
  cluster.transferLeader('k', 2);
  cluster.split(['y']);
};
