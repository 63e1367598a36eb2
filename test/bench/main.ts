import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { BareClient } from './bare-client.ts';
import { connect } from './built.ts';
import { assertBulkRequests, bulkFigures } from './bulk.ts';
import { CASES, fill } from './cases.ts';
import { CountingRuntime } from './counting-runtime.ts';
import { firstReadMs, importTimes } from './import-time.ts';
import { inspectFigures } from './inspect-cost.ts';
import { allocatedBytes, compare, ROUNDS_OF_HELD } from './measure.ts';
import { assertRequests, assertSameMessages } from './requests-of.ts';
import { BenchServer } from './server.ts';

const LARGE_CALLERS = 64;
/** So much longer are the rounds of what takes long. */
const LARGE_ROUNDS = 5;
/** Of commits, to what the bare stream takes for the same messages. */
const MOST_RATIO = 3;
/** With more callers than this it is told, and not held to that. */
const MOST_RATIO_CALLERS = 64;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    callers: { type: 'string' },
    only: { type: 'string', default: '' },
    // Counts the requests of commits, and measures nothing.
    requests: { type: 'boolean', default: false },
    'round-ms': { type: 'string' },
    'bulk-keys': { type: 'string' },
  },
});
const numbers = (list: string) => list.split(',').map(Number);
const callerCounts = numbers(values.callers ?? (values.quick ? '64' : '1,64,256,1024'));
const roundMs = Number(values['round-ms'] ?? (values.quick ? 50 : 100));
const bulkKeys = numbers(values['bulk-keys'] ?? (values.quick ? '100000' : '100000,1000000'));

const isWanted = (name: string) => name.includes(values.only);
/** Commits above `MOST_RATIO`. */
const dear: string[] = [];

await using server = await BenchServer.start();
if (!values.requests && isWanted('import')) await measureImport();
const runtime = new CountingRuntime();
const endpoints = [server.url.replace('tikv://', '')];
await using tikv = await connect({ endpoints, runtime, mixRawAndTransactional: true });
await fill(tikv);
const bare = await BareClient.open(endpoints[0] as string);
await countRequests();
if (!values.requests) {
  await measureCases();
  if (isWanted('bulk')) for (const keys of bulkKeys) await measureBulk(keys);
  if (isWanted('inspect')) await measureInspect();
}
bare.close();
assert.deepEqual(dear, [], `more than ${MOST_RATIO} times the CPU of the bare stream`);

async function measureImport(): Promise<void> {
  const times = values.quick ? 3 : 9;
  const { ownMs, floorMs } = await importTimes(times);
  const against = 'grpc-js, xstate and protobufjs/minimal alone';
  console.log(
    `import of the package: ${ownMs.toFixed(0)} ms; ${against}: ${floorMs.toFixed(0)} ms; ratio ${(ownMs / floorMs).toFixed(2)}`,
  );
  const firstMs = await firstReadMs(server.url, times);
  console.log(`import, connection and first read together: ${firstMs.toFixed(0)} ms\n`);
}

async function countRequests(): Promise<void> {
  for (const { name, requests, client, bare: ceiling } of CASES) {
    if (!isWanted(name)) continue;
    const operation = () => client(tikv, 0);
    await assertSameMessages(name, runtime, bare, operation, () => ceiling(bare, 0));
    if (requests === undefined) continue;
    await assertRequests(name, requests, runtime, operation);
    console.log(`${name}: ${told(requests)}`);
  }
  if (isWanted('bulk')) console.log(`bulk: ${told(await assertBulkRequests(runtime, tikv))}`);
}

async function measureCases(): Promise<void> {
  console.log(
    '\nClient CPU per operation against a bare batch stream with the same messages, server in another process.',
  );
  console.log('ops/msg: operations for each message the client sent. heap B: allocated per operation.\n');
  console.log(
    row('case', [
      'callers',
      'ops/s',
      'cpu us',
      'bare us',
      'ratio',
      'p50 ms',
      'p99 ms',
      'ops/msg',
      'heap B',
      'bare B',
    ]),
  );
  for (const { name, isLarge = false, requests, client, bare: ceiling } of CASES) {
    if (!isWanted(name)) continue;
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
      if (isHeld) noteRatio(`${name}, ${callers} callers`, figures.ratio);
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
    }
  }
}

async function measureBulk(keys: number): Promise<void> {
  const { perSecond, cpuMicros, bareMicros, flushes, grownMiB } = await bulkFigures(tikv, bare, keys);
  const ratio = cpuMicros / bareMicros;
  console.log(
    `\nbulk of ${keys} keys: ${perSecond.toFixed(0)} keys/s, ${flushes} flushes; cpu us per key ${cpuMicros.toFixed(2)}, ` +
      `bare ${bareMicros.toFixed(2)}, ratio ${ratio.toFixed(2)}; memory grew by ${grownMiB.toFixed(0)} MiB at most`,
  );
  noteRatio(`bulk of ${keys} keys`, ratio);
  // However many the keys are.
  assert.ok(grownMiB * 1.048576 < 300, 'a bulk transaction takes 300 MB or more');
}

async function measureInspect(): Promise<void> {
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

function noteRatio(name: string, ratio: number): void {
  if (ratio > MOST_RATIO) dear.push(`${name}: ${ratio.toFixed(2)}`);
}

function told(requests: Readonly<Record<string, number>>): string {
  return Object.entries(requests)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

function row(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(20) + cells.map((cell) => String(cell).padStart(9)).join('');
}
