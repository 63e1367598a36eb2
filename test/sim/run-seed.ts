import { ProtocolError } from '../../src/index.ts';
import type { Message } from '../../src/testing/index.ts';
import { checkIsolation } from './checkers/isolation.ts';
import { checkLocks } from './checkers/locks.ts';
import { checkOracle } from './checkers/oracle.ts';
import { checkRefusals } from './checkers/refusals.ts';
import { Versions } from './checkers/versions.ts';
import { checkWriters } from './checkers/writers.ts';
import type { Anomaly, History } from './history.ts';
import { checkKeyspace, journalIn } from './keyspace.ts';
import { locksOf } from './locks-of.ts';
import type { Session } from './session.ts';
import type { SimulatedClient } from './simulated-client.ts';
import type { Swarm } from './swarm.ts';
import { TraceHash } from './trace-hash.ts';
import { WORKLOADS, type Workload } from './workloads/workloads.ts';
import { worksAgain } from './works-again.ts';
import { World, type WorldOptions } from './world.ts';

export interface SeedResult {
  readonly swarm: Swarm;
  readonly anomalies: readonly Anomaly[];
  readonly history: History;
  /** Of all messages, in their order: equal for equal runs. */
  readonly traceHash: string;
  readonly messages: number;
  readonly virtualMs: number;
  readonly strikes: World['strikes'];
  /** What stores and PD got, the last of it. */
  readonly log: readonly Message[];
}

/** After this, an operation that has not ended never will. */
const LIMIT_MS = 4 * 3_600_000;
/** No lock of a client that is gone outlives this: three times the longest TTL. */
const THREE_TTLS_MS = 60_000;
/** What a client has left behind may come so late after it has closed. */
const BEHIND_CLOSING_MS = 1_000;
/** Faults end after this, also when operations are left. */
const SAFETY_PHASE_MS = 180_000;

/** Runs all that one seed stands for: faults, healing, and the checks of what was seen. Throws nothing. */
export async function runSeed(options: WorldOptions): Promise<SeedResult> {
  const { swarm } = options;
  const hash = new TraceHash();
  const world = await World.create({
    ...options,
    onMessage: (event) => {
      hash.add(event);
      options.onMessage?.(event);
    },
  });
  const { report } = world;
  try {
    await world.simulation.run(() => play(world), LIMIT_MS);
  } catch (error) {
    report('liveness', error);
  }
  try {
    await world.simulation.cluster.close();
  } catch (error) {
    report('broken-cluster', error);
  }
  return {
    swarm,
    anomalies: [...world.anomalies, ...check(world)],
    history: world.history,
    traceHash: hash.digest(),
    messages: hash.count,
    virtualMs: world.simulation.clock.now(),
    strikes: world.strikes,
    log: world.simulation.cluster.log.messages(),
  };
}

async function play(world: World): Promise<void> {
  const { swarm, simulation, report } = world;
  const context = { keys: swarm.keysPerWorkload };
  const workloads = swarm.workloads.map((name): Workload => WORKLOADS[name]);
  const faults = { ...simulation.network.faults };
  simulation.network.heal();
  await world.populate();
  const [first] = world.sessions as [Session];
  for (const workload of workloads) await workload.setUp?.(first, context);

  Object.assign(simulation.network.faults, faults);
  const untilMs = simulation.clock.now() + SAFETY_PHASE_MS;
  let left = swarm.operations;
  const working = Promise.all(
    world.sessions.map(async (session) => {
      const { random } = session;
      while (left > 0 && simulation.clock.now() < untilMs) {
        // What could not even begin does not count.
        if (await random.pick(workloads).operate(session, context)) left--;
        if (swarm.thinkMs > 0) await simulation.sleep(random.exponential(swarm.thinkMs));
      }
    }),
  );
  void world.unleash();
  await Promise.race([working, simulation.sleep(SAFETY_PHASE_MS)]);
  await world.heal();
  await working;
  await finish(world, first);
  const { transactions, raw } = world.history;
  const [before, rawBefore] = [transactions.length, raw.length];
  for (const workload of workloads) await workload.finish?.(first, context);
  for (const one of transactions.slice(before)) {
    if (one.outcome !== 'ok')
      report('unavailable', `after all faults, ${one.workload} failed with ${one.error}`);
  }
  for (const { outcome, verb, key } of raw.slice(rawBefore)) {
    if (outcome !== 'ok') report('unavailable', `after all faults, raw ${verb} of ${key} failed`);
  }
  await worksAgain(world);
  for (const client of world.clients) await client.leave({}, report);
  await simulation.sleep(BEHIND_CLOSING_MS);
  reportWhatIsLeft(world);
}

/** Of clients that are gone, and of calls: nothing. */
function reportWhatIsLeft({ everyClient, everyProcess, sessions, simulation, report }: World): void {
  const openCalls = simulation.network.openCalls();
  if (openCalls > 0) report('leak', `${openCalls} calls are open`);
  for (const { name, pendingTimers } of everyProcess) {
    if (pendingTimers > 0) report('leak', `${name} is gone and has ${pendingTimers} timers`);
  }
  for (const client of everyClient) {
    const busy = client.dead ? [] : busyWith(client);
    if (busy.length > 0) report('leak', `${client.process.name} is gone and has ${busy.join(', ')}`);
  }
  for (const { openCalls: calls, overruns, unexpected } of sessions) {
    for (const { what, client } of calls) {
      if (!client.dead) report('never-ended', `${what} of ${client.process.name}`);
    }
    for (const { what, detail } of overruns) report('overrun', `${what} ${detail}`);
    for (const error of unexpected) report('unexpected-error', error);
  }
}

function busyWith({ busy }: SimulatedClient): string[] {
  return Object.entries(busy).map(([what, count]) => `${count} ${what}`);
}

/** Settles what is unknown, lets every lock expire, and has readers clear them away. */
async function finish(world: World, session: Session): Promise<void> {
  const { history, simulation, report } = world;
  await world.oracleRuns();
  for (const record of history.transactions.filter(({ outcome }) => outcome === 'unknown')) {
    let error = await session.settle(record);
    // A broken message that was long on its way comes now, and is told to a call that is alone on its stream.
    if (error instanceof ProtocolError) error = await session.settle(record);
    if (error !== undefined) report('not-settled', error);
  }
  await simulation.sleep(THREE_TTLS_MS);
  for (const client of world.clients) {
    const busy = busyWith(client);
    if (busy.length > 0) report('leak', `${client.process.name} is idle and has ${busy.join(', ')}`);
  }
  if (world.swarm.isCalm) for (const who of ownersOfGhosts(world)) report('lock-left', who);
  const reader = await world.connect();
  // A reader passes by further locks of a transaction whose fate it knows: they are for the next one.
  let locks = simulation.cluster.locks();
  for (let before = Number.POSITIVE_INFINITY; locks.length > 0 && locks.length < before; ) {
    before = locks.length;
    for await (const _ of reader.tikv.scan()) {
    }
    // Readers do not see what is only locked.
    await reader.tikv.locks.resolve();
    await simulation.sleep(1_000);
    locks = simulation.cluster.locks();
  }
  await reader.leave({}, report);
  if (locks.length > 0)
    report('orphan-lock', JSON.stringify(locks.map(({ key }) => new TextDecoder().decode(key))));
}

/** A request that was given up may be granted when its lock has been given back: that one is left to its TTL (S066). */
const ANSWERED: ReadonlySet<string | undefined> = new Set([
  undefined,
  'TIKV_LOCK_NOT_AVAILABLE',
  'TIKV_LOCK_WAIT_TIMEOUT',
  'TIKV_DEADLOCK',
  'TIKV_ALREADY_EXISTS',
]);

/**
 * Transactions that have left locks, though their end is known. Of those that nothing was written under only where all
 * lock calls were answered; all others are cleaned up, answered or not (S016).
 */
function ownersOfGhosts({ history, simulation }: World): string[] {
  return locksOf(simulation.cluster).flatMap(({ startTs, type }) => {
    const id = history.transactions.findIndex((one) => one.startTs === startTs);
    const isAnswered = history.lockCalls.every((call) => call.id !== id || ANSWERED.has(call.error));
    // Whoever may have committed keeps its locks: others find out by them.
    const isKnown = history.transactions[id]?.outcome !== 'unknown';
    return isKnown && (type !== 'Pessimistic' || isAnswered) ? [`${type} of ${id}`] : [];
  });
}

function check({ history, simulation, swarm, conduct }: World): Anomaly[] {
  const { journal } = simulation.cluster;
  const versions = new Versions(journalIn(swarm.keyPrefix, journal));
  const context = { keys: swarm.keysPerWorkload };
  return [
    ...conduct.anomalies,
    ...checkKeyspace(swarm.keyPrefix, journal),
    ...checkOracle(history, versions),
    ...checkIsolation(history, versions),
    ...checkLocks(history, versions, swarm.isCalm),
    ...checkRefusals(history, versions),
    ...checkWriters(history, versions),
    ...swarm.workloads.flatMap((name) => (WORKLOADS[name] as Workload).check?.(history, context) ?? []),
  ];
}
