import { parseArgs } from 'node:util';
import { printMatrix } from './report.ts';
import { BUGS } from './sabotage/bugs.ts';
import { hunt } from './sabotage/hunt.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    /** Replays one seed, with a trace. */
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    /** The first of them. Default: drawn from the clock, and printed. */
    first: { type: 'string' },
    minutes: { type: 'string' },
    operations: { type: 'string', default: '200' },
    /** Faults and workloads left out, with commas between. */
    without: { type: 'string', default: '' },
    /** Prints what was reached and what never was. */
    coverage: { type: 'boolean', default: false },
    /** With seed: a file for its list-append history, for elle-cli. */
    elle: { type: 'string' },
    sabotage: { type: 'boolean', default: false },
    /** With sabotage: only bugs whose name contains this. */
    bug: { type: 'string', default: '' },
  },
});

const first = Number(values.seed ?? values.first ?? Math.floor(Date.now() / 1000) * 1000);
const ok = values.sabotage
  ? await sabotage()
  : await simulate({
      first,
      seeds: values.seed === undefined ? Number(values.seeds) : 1,
      minutes: values.minutes === undefined ? undefined : Number(values.minutes),
      overrides: {
        operations: Number(values.operations),
        without: values.without.split(',').filter((name) => name !== ''),
      },
      showsCoverage: values.coverage,
      elleFile: values.elle,
      isReplay: values.seed !== undefined,
    });
process.exitCode = ok ? 0 : 1;

async function sabotage(): Promise<boolean> {
  const rows: string[][] = [];
  let missed = 0;
  for (const [name, bug] of Object.entries(BUGS)) {
    if (!name.includes(values.bug)) continue;
    const { seeds, anomaly } = await hunt(bug, 1, Number(values.seeds));
    if (seeds === undefined) missed++;
    rows.push([bug.scenario, name, seeds === undefined ? 'NOT FOUND' : `${seeds}`, anomaly?.name ?? '']);
    if (values.bug !== '') console.log(`${name}: ${anomaly?.detail.slice(0, 1_000)}`);
  }
  printMatrix(['scenario', 'planted bug', 'seeds', 'found as'], rows);
  console.log(`${rows.length} planted bugs, ${rows.length - missed} found`);
  return missed === 0;
}
