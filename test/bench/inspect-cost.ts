import type { Tikv } from '../../src/index.ts';
import type { BareClient } from './bare-client.ts';
import { connect, loadInspector } from './built.ts';
import { type BenchCase, CASES } from './cases.ts';
import { allocatedBytes, compare } from './measure.ts';

interface Cost {
  /** CPU against the bare stream: noisy where others use the machine. */
  readonly ratio: number;
  /** Allocated by an operation, which neighbours do not change. */
  readonly heapBytes: number;
}

/** What inspection costs one kind of operation. */
export interface InspectFigures {
  readonly name: string;
  /** What a client without an inspector costs before any was there, and while another client is watched. */
  readonly before: Cost;
  readonly beside: Cost;
  /** CPU of a client that is watched against one that is not. */
  readonly watched: number;
}

const CALLERS = 64;
const NAMES: ReadonlySet<string> = new Set(['point get', '1-key commit, 1pc']);

/** Compares clients without an inspector before and while another client of the process is watched, and that one. */
export async function inspectFigures(
  endpoints: readonly string[],
  tikv: Tikv,
  bare: BareClient,
  roundMs: number,
): Promise<readonly InspectFigures[]> {
  const cases = CASES.filter(({ name }) => NAMES.has(name));
  const cost = async ({ client, bare: ceiling }: BenchCase): Promise<Cost> => {
    const operation = (nth: number) => client(tikv, nth);
    const { ratio } = await compare(CALLERS, roundMs, operation, (nth) => ceiling(bare, nth));
    return { ratio, heapBytes: await allocatedBytes(CALLERS, roundMs, operation) };
  };
  // What the optimizing compiler makes of both is not what is asked for.
  for (const each of cases) await cost(each);
  const before: Cost[] = [];
  for (const each of cases) before.push(await cost(each));
  const { startInspector } = await loadInspector();
  await using inspector = await startInspector({ quiet: true });
  await using other = await connect({ endpoints, inspect: inspector.inspect });
  const figures: InspectFigures[] = [];
  for (const [index, each] of cases.entries()) {
    const { ratio: watched } = await compare(
      CALLERS,
      roundMs,
      (nth) => each.client(other, nth),
      (nth) => each.client(tikv, nth),
    );
    const beside = await cost(each);
    figures.push({ name: each.name, before: before[index] as Cost, beside, watched });
  }
  return figures;
}
