import assert from 'node:assert/strict';
import type { Tikv } from '../../src/index.ts';
import { BareClient } from './bare-client.ts';
import { connect } from './built.ts';
import { assertBulkRequests, bulkFigures } from './bulk.ts';
import { type BenchCase, CASES, fill } from './cases.ts';
import { CountingRuntime } from './counting-runtime.ts';
import { firstReadMs, importTimes } from './import-time.ts';
import { inspectFigures } from './inspect-cost.ts';
import { allocatedBytes, compare, ROUNDS_OF_HELD } from './measure.ts';
import { bulkKeys, callerCounts, isQuick, isWanted, roundMs } from './options.ts';
import { assertRequests, assertSameMessages } from './requests-of.ts';
import { row } from './row.ts';
import { BenchServer } from './server.ts';

/** What can be measured alone, in the order in which it is. */
export const PARTS: readonly string[] = [
  'import',
  'requests',
  ...CASES.map(({ name }) => name),
  'bulk',
  'inspect',
];

/** Of commits, to what the bare stream takes for the same messages. */
export const MOST_RATIO = 3;
/** With more callers than this it is told, and not held to that. */
const MOST_RATIO_CALLERS = 64;
const LARGE_CALLERS = 64;
/** So much longer are the rounds of what takes long. */
const LARGE_ROUNDS = 5;

/** What is measured: a client, and beside it the bare stream, at one server. */
interface Bench {
  readonly endpoints: readonly string[];
  readonly runtime: CountingRuntime;
  readonly tikv: Tikv;
  readonly bare: BareClient;
}

/** @throws AssertionError when requests are sent that are not necessary, or a commit takes more than `MOST_RATIO` */
export async function runPart(name: string): Promise<void> {
  await using server = await BenchServer.start();
  if (name === 'import') {
    await measureImport(server);
    return;
  }
  const runtime = new CountingRuntime();
  const endpoints = [server.url.replace('tikv://', '')];
  await using tikv = await connect({ endpoints, runtime, mixRawAndTransactional: true });
  await fill(tikv);
  const bare = await BareClient.open(endpoints[0] as string);
  const bench = { endpoints, runtime, tikv, bare };
  const one = CASES.find((candidate) => candidate.name === name);
  if (one !== undefined) await measureCase(bench, one);
  else if (name === 'requests') await countRequests(bench);
  else if (name === 'bulk') for (const keys of bulkKeys) await measureBulk(bench, keys);
  else await measureInspect(bench);
  bare.close();
}

async function measureImport(server: BenchServer): Promise<void> {
  const times = isQuick ? 3 : 9;
  const { ownMs, floorMs } = await importTimes(times);
  const against = 'grpc-js, xstate and protobufjs/minimal alone';
  console.log(
    `import of the package: ${ownMs.toFixed(0)} ms; ${against}: ${floorMs.toFixed(0)} ms; ratio ${(ownMs / floorMs).toFixed(2)}`,
  );
  const firstMs = await firstReadMs(server.url, times);
  console.log(`import, connection and first read together: ${firstMs.toFixed(0)} ms\n`);
}

async function countRequests({ runtime, tikv, bare }: Bench): Promise<void> {
  for (const { name, requests, client, bare: ceiling } of CASES) {
    if (!isWanted(name)) continue;
    const operation = () => client(tikv, 0);
    await assertSameMessages(name, runtime, bare, operation, () => ceiling(bare, 0));
    if (requests === undefined) continue;
    await assertRequests(name, requests, runtime, operation);
    console.log(`${name}: ${told(requests)}`);
  }
  if (isWanted('bulk')) console.log(`bulk: ${told(await assertBulkRequests(runtime, tikv, bare))}`);
}

async function measureCase({ runtime, tikv, bare }: Bench, one: BenchCase): Promise<void> {
  const { name, isLarge = false, requests, client, bare: ceiling } = one;
  const dear: string[] = [];
  for (const callers of callerCounts) {
    if (isLarge && callers > LARGE_CALLERS) continue;
    let operations = 0;
    const operation = (nth: number) => {
      operations++;
      return client(tikv, nth);
    };
    const lowest = (nth: number) => ceiling(bare, nth);
    const durationMs = isLarge ? roundMs * LARGE_ROUNDS : roundMs;
    const { messages } = runtime;
    const isHeld = requests !== undefined && callers <= MOST_RATIO_CALLERS;
    const rounds = isHeld && !isLarge ? ROUNDS_OF_HELD : undefined;
    const figures = await compare(callers, durationMs, operation, lowest, rounds);
    const perMessage = operations / (runtime.messages - messages);
    const heap = await allocatedBytes(callers, durationMs, operation);
    const bareHeap = await allocatedBytes(callers, durationMs, lowest);
    console.log(
      row(name, [
        callers,
        figures.perSecond.toFixed(0),
        figures.cpuMicros.toFixed(1),
        figures.ceilingMicros.toFixed(1),
        figures.ratio.toFixed(2),
        figures.medianMs.toFixed(2),
        figures.p99Ms.toFixed(2),
        perMessage.toFixed(1),
        heap.toFixed(0),
        bareHeap.toFixed(0),
      ]),
    );
    if (isHeld && figures.ratio > MOST_RATIO) dear.push(`${callers} callers: ${figures.ratio.toFixed(2)}`);
  }
  assert.deepEqual(dear, [], `${name}: more than ${MOST_RATIO} times the CPU of the bare stream`);
}

async function measureBulk({ tikv, bare }: Bench, keys: number): Promise<void> {
  const { perSecond, cpuMicros, bareMicros, flushes, grownMiB } = await bulkFigures(tikv, bare, keys);
  const ratio = cpuMicros / bareMicros;
  console.log(
    `\nbulk of ${keys} keys: ${perSecond.toFixed(0)} keys/s, ${flushes} flushes; cpu us per key ${cpuMicros.toFixed(2)}, ` +
      `bare ${bareMicros.toFixed(2)}, ratio ${ratio.toFixed(2)}; memory grew by ${grownMiB.toFixed(0)} MiB at most`,
  );
  assert.ok(ratio <= MOST_RATIO, `more than ${MOST_RATIO} times the CPU of the bare stream`);
  // However many the keys are.
  assert.ok(grownMiB * 1.048576 < 300, 'a bulk transaction takes 300 MB or more');
}

async function measureInspect({ endpoints, tikv, bare }: Bench): Promise<void> {
  console.log(
    '\nA client without an inspector, before there was any and beside one that watches another client; and one watched.\n',
  );
  console.log(row('case', ['before', 'beside', 'heap B', 'heap B', 'watched']));
  for (const { name, before, beside, watched } of await inspectFigures(endpoints, tikv, bare, roundMs)) {
    const ratios = [before.ratio, beside.ratio].map((ratio) => ratio.toFixed(2));
    const bytes = [before.heapBytes, beside.heapBytes].map((heapBytes) => heapBytes.toFixed(0));
    console.log(row(name, [...ratios, ...bytes, watched.toFixed(2)]));
  }
}

function told(requests: Readonly<Record<string, number>>): string {
  return Object.entries(requests)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}
