import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CASES } from './cases.ts';
import { countsOnly, isWanted, part } from './options.ts';
import { MOST_RATIO, PARTS, runPart } from './parts.ts';
import { row } from './row.ts';

if (part !== undefined) await runPart(part);
else if (countsOnly) await runPart('requests');
else await runAll();

/**
 * Each part has a process of its own: what one leaves behind for V8's compiler and collector is not told as what another
 * one costs.
 */
async function runAll(): Promise<void> {
  const failed: string[] = [];
  const run = async (name: string) => {
    const again = [...process.execArgv, ...process.argv.slice(1), '--part', name];
    const child = spawn(process.execPath, again, { stdio: 'inherit' });
    const [status] = await once(child, 'exit');
    if (status !== 0) failed.push(name);
  };
  const isCase = (name: string) => CASES.some((one) => one.name === name);
  let hasTitle = false;
  for (const name of PARTS.filter((one) => one === 'requests' || isWanted(one))) {
    if (isCase(name) && !hasTitle) printTitle();
    hasTitle ||= isCase(name);
    await run(name);
  }
  assert.deepEqual(
    failed,
    [],
    `not as it is to be: more than ${MOST_RATIO} times the CPU of the bare stream?`,
  );
}

function printTitle(): void {
  console.log(
    '\nClient CPU per operation against a bare batch stream with the same messages, server in another process.',
  );
  console.log('ops/msg: operations for each message the client sent. heap B: allocated per operation.\n');
  const cells = [
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
  ];
  console.log(row('case', cells));
}
