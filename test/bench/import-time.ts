import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BUILT_INDEX } from './built.ts';
import { median } from './measure.ts';

/** What the client stands on, and cannot be imported without. */
const FLOOR = ['@grpc/grpc-js', 'xstate', 'protobufjs/minimal.js'];

/** Milliseconds that importing the client takes, and importing its largest dependencies alone; by turns, the median of some. */
export async function importTimes(
  times: number,
): Promise<{ readonly ownMs: number; readonly floorMs: number }> {
  const own: number[] = [];
  const floor: number[] = [];
  for (let nth = 0; nth < times; nth++) {
    floor.push(await timeOf(FLOOR));
    own.push(await timeOf([BUILT_INDEX]));
  }
  return { ownMs: median(own), floorMs: median(floor) };
}

/** Milliseconds from nothing to the first value: the import, the connection, and one read; the median of some. */
export async function firstReadMs(url: string, times: number): Promise<number> {
  const script = `const began = performance.now();
    const { connect } = await import(${JSON.stringify(BUILT_INDEX)});
    const tikv = await connect(${JSON.stringify(url)});
    await tikv.get('k');
    console.log(performance.now() - began);
    await tikv.close();`;
  const all: number[] = [];
  for (let nth = 0; nth < times; nth++) all.push(await printed(script));
  return median(all);
}

function timeOf(modules: readonly string[]): Promise<number> {
  const imports = modules.map((name) => `await import(${JSON.stringify(name)});`).join('');
  return printed(`const began = performance.now(); ${imports} console.log(performance.now() - began);`);
}

/** The number that a program prints, in a process of its own. */
async function printed(script: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  return Number(stdout);
}
