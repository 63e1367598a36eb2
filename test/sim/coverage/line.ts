import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Coverage } from './coverage.ts';

/** What was reached so far, over all runs that were told to add to the same file. */
interface Reached {
  readonly seeds: number;
  readonly seedsOf: Readonly<Record<string, number>>;
}

const LINE_FILE = 'test/sim/coverage/line.txt';
const HEADER = '# What any 500 seeds reach: drawn by `npm run sim -- --draw-line`, held by CI.';

/** A mark of this share of all seeds is missed by 500 of them once in a billion times. */
const SHARE_HELD = 0.04;

/** Adds what seeds have reached to a file. */
export function addReached(file: string, seeds: number, coverage: Coverage): void {
  const before = readReached(file);
  const seedsOf: Record<string, number> = { ...before.seedsOf };
  for (const [mark, times] of coverage.seedsOf) seedsOf[mark] = (seedsOf[mark] ?? 0) + times;
  writeFileSync(file, JSON.stringify({ seeds: before.seeds + seeds, seedsOf } satisfies Reached));
}

/** Draws the line at what is reached often enough. @returns how many marks are on it, and how many were reached */
export function drawLine(file: string): readonly [held: number, reached: number] {
  const { seeds, seedsOf } = readReached(file);
  const marks = Object.keys(seedsOf).filter((mark) => (seedsOf[mark] as number) >= SHARE_HELD * seeds);
  writeFileSync(LINE_FILE, `${[HEADER, ...marks.sort()].join('\n')}\n`);
  return [marks.length, Object.keys(seedsOf).length];
}

/** What is on the line and was not reached. */
export function belowLine(coverage: Coverage): readonly string[] {
  const marks = readFileSync(LINE_FILE, 'utf8')
    .split('\n')
    .filter((mark) => mark !== '' && !mark.startsWith('#'));
  return marks.filter((mark) => !coverage.has(mark));
}

function readReached(file: string): Reached {
  if (!existsSync(file)) return { seeds: 0, seedsOf: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as Reached;
}
