import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { BareClient } from './bare-client.ts';
import { connect } from './built.ts';
import { bulkFigures } from './bulk.ts';
import { CASES, fill } from './cases.ts';
import { CountingRuntime } from './counting-runtime.ts';
import { firstReadMs, importTimes } from './import-time.ts';
import { inspectFigures } from './inspect-cost.ts';
import { allocatedBytes, compare } from './measure.ts';
import { requestsOf } from './requests-of.ts';
import { BenchServer } from './server.ts';

const LARGE_CALLERS = 64;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    callers: { type: 'string' },
    only: { type: 'string', default: '' },
    'round-ms': { type: 'string' },
    'bulk-keys': { type: 'string', default: '100000' },
  },
});
const callerCounts = (values.callers ?? (values.quick ? '64' : '1,64,256,1024')).split(',').map(Number);
const roundMs = Number(values['round-ms'] ?? (values.quick ? 150 : 300));

await using server = await BenchServer.start();
if ('import'.includes(values.only)) {
  const times = values.quick ? 3 : 9;
  const { ownMs, floorMs } = await importTimes(times);
  const against = 'grpc-js, xstate and protobufjs/minimal alone';
  console.log(
    `import of the package: ${ownMs.toFixed(0)} ms; ${against}: ${floorMs.toFixed(0)} ms; ratio ${(ownMs / floorMs).toFixed(2)}`,
  );
  const firstMs = await firstReadMs(server.url, times);
  console.log(`import, connection and first read together: ${firstMs.toFixed(0)} ms\n`);
}

const runtime = new CountingRuntime();
const endpoints = [server.url.replace('tikv://', '')];
await using tikv = await connect({ endpoints, runtime, mixRawAndTransactional: true });
const bare = await BareClient.open(endpoints[0] as string);
await fill(tikv);

console.log(
  'Client CPU per operation against a bare batch stream with the same messages, server in another process.',
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
  if (!name.includes(values.only)) continue;
  if (requests !== undefined) {
    const sent = await requestsOf(runtime, () => client(tikv, 0));
    assert.deepEqual(sent, requests, `${name}: other requests than are necessary`);
  }
  for (const callers of callerCounts) {
    if (isLarge && callers > LARGE_CALLERS) continue;
    let operations = 0;
    const operation = (nth: number) => {
      operations++;
      return client(tikv, nth);
    };
    const lowest = (nth: number) => ceiling(bare, nth);
    const { messages } = runtime;
    const figures = await compare(callers, roundMs, operation, lowest);
    const perMessage = operations / (runtime.messages - messages);
    const heap = await allocatedBytes(callers, roundMs, operation);
    const bareHeap = await allocatedBytes(callers, roundMs, lowest);
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
if ('bulk'.includes(values.only)) {
  const keys = Number(values['bulk-keys']);
  const { perSecond, cpuMicros, bareMicros, flushes, grownMiB } = await bulkFigures(tikv, bare, keys);
  console.log(
    `\nbulk of ${keys} keys: ${perSecond.toFixed(0)} keys/s, ${flushes} flushes; cpu us per key ${cpuMicros.toFixed(2)}, ` +
      `bare ${bareMicros.toFixed(2)}, ratio ${(cpuMicros / bareMicros).toFixed(2)}; memory grew by ${grownMiB.toFixed(0)} MiB at most`,
  );
  // However many the keys are.
  assert.ok(grownMiB * 1.048576 < 300, 'a bulk transaction takes 300 MB or more');
}
if ('inspect'.includes(values.only)) {
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
bare.close();

function row(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(20) + cells.map((cell) => String(cell).padStart(9)).join('');
}
