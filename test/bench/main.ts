import { parseArgs } from 'node:util';
import { connect } from '../../src/index.ts';
import { BareClient } from './bare-client.ts';
import { CASES, fill } from './cases.ts';
import { type Figures, measure } from './measure.ts';
import { BenchServer } from './server.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    callers: { type: 'string', default: '1,64,256' },
    only: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);

await using server = await BenchServer.start();
await using tikv = await connect(server.url);
const bare = await BareClient.open(server.url.replace('tikv://', ''));
await fill(tikv);

console.log(
  'Client CPU per operation against a bare batch stream with the same messages, server in another process',
);
console.log(
  ['case', 'callers', 'ops/s', 'cpu us', 'bare us', 'ratio', 'p50 ms', 'p99 ms'].map(cell).join(''),
);
for (const { name, client, bare: ceiling } of CASES) {
  if (!name.includes(values.only)) continue;
  for (const callers of values.callers.split(',').map(Number)) {
    const low = await measure(callers, seconds, (nth) => ceiling(bare, nth));
    const own = await measure(callers, seconds, (nth) => client(tikv, nth));
    console.log(rowOf(name, callers, own, low));
  }
}
bare.close();

function rowOf(name: string, callers: number, own: Figures, low: Figures): string {
  return [
    name,
    callers,
    Math.round(own.perSecond),
    own.cpuMicros.toFixed(1),
    low.cpuMicros.toFixed(1),
    (own.cpuMicros / low.cpuMicros).toFixed(2),
    own.medianMs.toFixed(2),
    own.p99Ms.toFixed(2),
  ]
    .map(cell)
    .join('');
}

function cell(value: string | number, column: number): string {
  return column === 0 ? String(value).padEnd(20) : String(value).padStart(9);
}
