/**
 * What the local inspector costs the process that it watches, in microseconds of CPU for each transaction:
 * `npx tsx test/bench/inspector.ts`. A transaction is its actor and the actors of five requests, without a network.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AnyStateMachine } from 'xstate';
import { regionRequestMachine, transactionMachine } from '../../machines/index.ts';
import { ActorRoot, type Inspector } from '../../src/actor/actor-root.ts';
import { compiled } from '../../src/actor/compiled.ts';
import { isBuiltinAction } from '../../src/actor/xstate-internals.ts';
import type { InspectorEnvironment } from '../../src/inspector/environment.ts';
import type { InspectorOptions } from '../../src/inspector/index.ts';
import { openInspector } from '../../src/inspector/open-inspector.ts';
import { stately } from '../../src/inspector/stately.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const REQUESTS = 5;
const FLOOD = 10_000;
/** Transactions measured at once. */
const ROUND = 4000;

/** A machine whose actions of its environment do nothing. */
function idle<M extends AnyStateMachine>(machine: M): M {
  const provided = Object.entries(machine.implementations.actions).filter(
    ([, action]) => !isBuiltinAction(action),
  );
  const actions = Object.fromEntries(provided.map(([name]) => [name, () => {}]));
  return compiled(machine.provide({ actions }) as M);
}

const transactionLogic = idle(transactionMachine);
const requestLogic = idle(regionRequestMachine);

function runTransaction(root: ActorRoot, startTs: bigint): void {
  const input = { startTs, task: {} };
  const transaction = root.start(transactionLogic, { id: `transaction ${startTs}`, input });
  transaction.send({
    type: 'commit.requested',
    protocol: '2pc',
    asyncIfSplit: false,
    needsMinCommitTs: false,
    needsLatches: false,
  });
  for (let nth = 0; nth < REQUESTS; nth++) {
    const request = root.start(requestLogic, {
      id: 'regionRequest KvPrewrite',
      parent: transaction,
      input: { request: {}, atMostOnce: false },
    });
    request.send({ type: 'replica.chosen' });
    request.send({ type: 'answer.received' });
  }
  transaction.send({ type: 'prewrite.finished' });
  transaction.send({ type: 'commitTs.fetched', commitTs: startTs + 1n });
  const outcome = {
    type: 'outcome.committed',
    commitTs: startTs + 1n,
    protocol: '2pc',
    locksRemain: false,
  } as const;
  transaction.send(outcome);
}

/** The time of a process that does so many transactions a second, however fast this one is. */
class PacedEnvironment implements InspectorEnvironment {
  #nowMs = 0;
  #tasks: { readonly everyMs: number; readonly task: () => void; nextMs: number }[] = [];

  now = () => this.#nowMs;
  wallMs = () => this.#nowMs;
  token = () => 'token';

  every(everyMs: number, task: () => void): () => void {
    this.#tasks.push({ everyMs, task, nextMs: everyMs });
    return () => {
      this.#tasks = [];
    };
  }

  after(): () => void {
    return () => {};
  }

  pass(ms: number): void {
    this.#nowMs += ms;
    for (const due of this.#tasks) {
      if (this.#nowMs < due.nextMs) continue;
      due.nextMs += due.everyMs;
      due.task();
    }
  }
}

/** Microseconds of CPU for each transaction, the best of some rounds after a warm-up. */
async function measure(inspect: Inspector | undefined, pass: () => void): Promise<number> {
  const root = new ActorRoot({ clock: new VirtualClock(), inspect, onError: () => {} });
  let startTs = 450_000_000_000_000_001n;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round++) {
    const before = process.cpuUsage();
    for (let nth = 0; nth < ROUND; nth++) {
      runTransaction(root, startTs++);
      pass();
      if (nth % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
    }
    const { user, system } = process.cpuUsage(before);
    if (round > 1) best = Math.min(best, (user + system) / ROUND);
  }
  root.stop();
  return best;
}

async function withInspector(
  name: string,
  perSecond: number,
  { withPage, ...options }: InspectorOptions & { readonly withPage?: boolean },
): Promise<void> {
  const environment = new PacedEnvironment();
  const inspector = await openInspector({ quiet: true, ...options }, new Map(), environment);
  const page = withPage ? await openPage(inspector.url) : undefined;
  report(name, perSecond, await measure(inspector.inspect, () => environment.pass(1000 / perSecond)));
  page?.kill();
  await inspector.close();
}

/** A process that reads what a page is sent. */
async function openPage(url: string): Promise<ChildProcess> {
  const script = `
    const { body } = await fetch(${JSON.stringify(`${url}stream`)});
    process.stdout.write('open');
    for await (const _ of body);`;
  const page = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(page.stdout as NodeJS.ReadableStream, 'data');
  return page;
}

function report(name: string, perSecond: number, micros: number): void {
  const cells = [String(perSecond).padStart(7), micros.toFixed(1).padStart(8)];
  console.log(
    `${name.padEnd(52)} ${cells.join(' ')} ${((micros * perSecond) / 10_000).toFixed(0).padStart(11)}`,
  );
}

console.log(`${''.padEnd(52)} ${'txn/s'.padStart(7)} ${'cpu us'.padStart(8)} ${'% of a core'.padStart(11)}`);
report('no inspector', FLOOD, await measure(undefined, () => {}));
report(
  'an inspector that does nothing',
  FLOOD,
  await measure(
    () => {},
    () => {},
  ),
);
await withInspector('the local inspector', FLOOD, {});
await withInspector('the local inspector, with a page', FLOOD, { withPage: true });
await withInspector('the local inspector, recording every transaction', 1000, {
  maxEntriesPerSecond: 1_000_000,
});
report(
  'stately(), 500 messages a second',
  FLOOD,
  await measure(stately({ inspect: { next: () => {} } }), () => {}),
);
