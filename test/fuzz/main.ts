import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { MEMORY_CASES, memoryFactor } from './memory.ts';
import { targets } from './targets.ts';

const HELP = `Feeds everything that decodes or judges data from outside with random and damaged input.

  --cases N      cases of all targets together (default 1000000)
  --seed N       to repeat a run (default: the time)
  --target TEXT  only targets whose name has this text
`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

/** Few enough that a run which hangs says soon in which target. */
const ROUND = 5000;
/** No case may take longer, on average of a round: more is a loop that ought not to be. */
const CASE_LIMIT_MS = 20;

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await run(numberOf('cases'), numberOf('seed'))) ? 0 : 1;

function numberOf(option: 'cases' | 'seed'): number {
  const number = Number(values[option]);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new Error(`--${option}: "${values[option]}" is no whole number from 1 on`);
  }
  return number;
}

async function run(cases: number, seed: number): Promise<boolean> {
  const chosen = targets.filter(({ name }) => name.includes(values.target));
  if (chosen.length === 0) throw new Error(`--target: no target has "${values.target}" in its name`);
  const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
  console.log(`${cases} cases, seed ${seed}`);
  let isGood = true;
  for (const { name, weight, property } of chosen) {
    const own = Math.ceil((cases * weight) / weights);
    const startMs = performance.now();
    for (let done = 0; done < own; done += ROUND) {
      const numRuns = Math.min(ROUND, own - done);
      const roundMs = performance.now();
      const report = await fc.check(property, { numRuns, seed: seed + done });
      const caseMs = (performance.now() - roundMs) / numRuns;
      if (report.failed || caseMs > CASE_LIMIT_MS) {
        isGood = false;
        console.log(`${name}: ${fc.defaultReportMessage(report) ?? `${caseMs} ms for a case`}`);
        break;
      }
      if (process.stdout.isTTY) process.stdout.write(`${name}: ${done + numRuns} of ${own}\r`);
    }
    console.log(`${name}: ${own} cases in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  }
  for (const memory of MEMORY_CASES) {
    const factor = await memoryFactor(memory);
    if (factor > memory.factor) isGood = false;
    console.log(`memory, ${memory.name}: ${factor.toFixed(1)} times the input, of ${memory.factor} allowed`);
  }
  return isGood;
}
