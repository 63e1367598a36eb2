import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { assemble, type ClientParts } from '../../src/client/assemble.ts';
import { assembleLower } from '../../src/client/assemble-lower.ts';
import { ClientCore } from '../../src/client/client-core.ts';
import { API_V1 } from '../../src/client/open-keyspace.ts';
import { parseOptions } from '../../src/client/options/parse-options.ts';
import { Tikv } from '../../src/client/tikv.ts';
import { startCluster } from '../../src/testing/index.ts';
import { collect, LivePromises } from './live-promises.ts';
import { disturb, mixedCall, newOutcomes, type Outcomes } from './mixed-calls.ts';

/* Thousands of calls of every kind under faults, cancelled and closed at any moment; afterwards nothing is left. */

const HELP = `Makes mixed calls under faults, and looks for what they leave behind.

  --calls N   default 10000
`;

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10000' }, help: { type: 'boolean', default: false } },
});

const CLIENTS = 4;
const AT_ONCE = 50;
const EXIT_WITHIN_MS = 3000;

const problems: string[] = [];
const expectNone = (what: string, count: number) => {
  if (count > 0) problems.push(`${count} ${what}`);
};

if (values.help) process.stdout.write(HELP);
else await run(callsOf(values.calls));

/** @throws Error when it is no number of calls: none would be made then, and leave nothing behind */
function callsOf(text: string): number {
  const calls = Number(text);
  if (!Number.isSafeInteger(calls) || calls < 1) throw new Error(`--calls: "${text}" is no number of calls`);
  return calls;
}

async function run(calls: number): Promise<void> {
  const resourcesBefore = tally(process.getActiveResourcesInfo());
  const caller = new AbortController();
  const outcomes = newOutcomes();
  // What the script itself and its cluster leave open is what they do without any call.
  const without = await leftBy(() => runClients(0, caller.signal, newOutcomes()));
  const { clients, promises } = await leftBy(() => runClients(calls, caller.signal, outcomes));
  expectNone('promises are unsettled and held', promises - without.promises);
  expectNone('kinds of calls never succeeded', outcomes.successes.filter((count) => count === 0).length);
  expectNone(`calls failed with a bug: ${outcomes.bugs[0]}`, outcomes.bugs.length);
  expectNone(
    'listeners are left on the signal of the caller',
    getEventListeners(caller.signal, 'abort').length,
  );
  expectNone(
    'clients are held after their end',
    clients.filter((client) => client.deref() !== undefined).length,
  );
  for (const [name, count] of tally(process.getActiveResourcesInfo())) {
    expectNone(`resources of the kind ${name} are open`, count - (resourcesBefore.get(name) ?? 0));
  }
  report(calls);
}

/** Runs clients, and counts the promises made meanwhile that are open and held afterwards. */
async function leftBy(runThem: () => Promise<readonly WeakRef<Tikv>[]>) {
  // From here on, and not from a collection on: what was open before and has ended since is not theirs.
  const promises = new LivePromises();
  const clients = await runThem();
  const left = await promises.count();
  promises.stop();
  return { clients, promises: left };
}

/** Runs clients one after another; what it gives holds none of them. With no calls they are opened and closed. */
async function runClients(
  calls: number,
  caller: AbortSignal,
  outcomes: Outcomes,
): Promise<readonly WeakRef<Tikv>[]> {
  const cluster = await startCluster({ stores: 3, logMessages: 0, electionDelayMs: 20 });
  cluster.split(['f', 'm', 's']);
  const clients: WeakRef<Tikv>[] = [];
  for (let nth = 0; nth < CLIENTS; nth++) {
    const faults = disturb(cluster);
    const parts = open(cluster.url);
    const tikv = new Tikv(new ClientCore(parts));
    clients.push(new WeakRef(tikv));
    const off = tikv.on('region.refreshed', () => {});
    const make = (i: number) => mixedCall(tikv, i, Math.random, caller, outcomes);
    await runCalls(make, parts, Math.ceil(calls / CLIENTS), caller, () => {
      cluster.transferLeader('f', 1 + (nth % 3));
    });
    off();
    // The end in the middle of calls: each of them ends too.
    const last = Array.from({ length: Math.min(calls, AT_ONCE) }, (_, i) => make(i));
    await tikv.close({ drainMs: nth % 2 === 0 ? 0 : 500 });
    await Promise.all(last);
    expectNone('actors live after the end of their client', parts.root.liveCount);
    expectNone('timers are pending after the end of their client', parts.wheel.pending);
    expectNone('sockets are open after the end of their client', await socketsLeft());
    await parts.background.idle();
    for (const fault of faults) fault.remove();
  }
  await cluster.close();
  return clients;
}

/** The cluster's ends of connections go a moment after ours, in this process too. */
async function socketsLeft(): Promise<number> {
  const count = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  for (let i = 0; i < 200 && count() > 0; i++) await sleep(10);
  return count();
}

function open(url: string): ClientParts {
  const options = parseOptions(`${url}?mixRawAndTransactional=true`);
  return assemble(options, assembleLower(options), API_V1);
}

async function runCalls(
  make: (nth: number) => Promise<void>,
  parts: ClientParts,
  calls: number,
  caller: AbortSignal,
  move: () => void,
): Promise<void> {
  let made = 0;
  const worker = async () => {
    while (made < calls) {
      if (made % 100 === 0) move();
      await make(made++);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await parts.background.idle();
  // Those of a client's life: PD's session, the oracle, and three stores with four streams each.
  expectNone('actors live beside those of the client', Math.max(0, parts.root.liveCount - (2 + 3 * (1 + 4))));
  expectNone('listeners pile up on the signal of the caller', getEventListeners(caller, 'abort').length);
  await collect();
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function report(calls: number): void {
  process.exitCode = problems.length > 0 ? 1 : 0;
  console.log(problems.length > 0 ? problems.join('\n') : `${calls} calls left nothing behind`);
  // Only fires when something else keeps the process alive.
  setTimeout(() => {
    console.log(`The process does not end by itself: ${process.getActiveResourcesInfo()}`);
    process.exit(1);
  }, EXIT_WITHIN_MS).unref();
}
