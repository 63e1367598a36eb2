import { connect } from '../../src/index.ts';
import { CASES, fill } from './cases.ts';
import { measure } from './measure.ts';
import { BenchServer } from './server.ts';
await using server = await BenchServer.start();
await using tikv = await connect(server.url);
await fill(tikv);
const which = CASES.find(({ name }) => name.includes(process.argv[2] ?? 'point'))!;
console.log(await measure(64, 4, (nth) => which.client(tikv, nth)));
