import type { InspectionEvent } from 'xstate';
import * as machines from '../../../machines/index.ts';
import { ChartCoverage, edgesOf } from '../../../src/testing/index.ts';
import { NEMESES } from '../faults/nemeses.ts';
import type { SeedResult } from '../run-seed.ts';
import { WORKLOADS } from '../workloads/workloads.ts';
import { answerOf } from './answers.ts';
import { pairsOf } from './pairs.ts';
import { SCENARIOS, scenariosOf } from './scenarios.ts';

/** What a seed has come to, each once: names such as `fault: split` or `answer: KvGet done`. */
export type Marks = readonly string[];

/** What there is to come to, for what can be listed beforehand. */
export function allMarks(): readonly string[] {
  return [
    ...Object.values(machines).flatMap((machine) =>
      edgesOf(machine).map((edge) => edgeMark(machine.id, edge)),
    ),
    ...Object.keys(NEMESES).map((name) => `fault: ${name}`),
    ...Object.keys(WORKLOADS).map((name) => `workload: ${name}`),
    ...SCENARIOS.map((id) => `scenario: ${id}`),
  ];
}

/** What a seed has come to. */
export function marksOf({ log, strikes, swarm }: SeedResult, edges: EdgeWatch): Marks {
  const answers = log.map(answerOf);
  const marks = new Set<string>([
    ...log.map(({ rpc }, index) => `answer: ${rpc} ${answers[index]}`),
    ...pairsOf(log, answers, strikes),
    ...strikes.map(({ name }) => `fault: ${name}`),
    ...swarm.workloads.map((name) => `workload: ${name}`),
    ...(swarm.abort.chance > 0 ? ['feature: aborts'] : []),
    ...((swarm.network.duplicateAnswer ?? 0) > 0 ? ['feature: duplicate answers'] : []),
    ...edges.marks,
  ]);
  return [...marks, ...scenariosOf([...marks]).map((id) => `scenario: ${id}`)];
}

/** In how many seeds each mark was reached. */
export class Coverage {
  readonly #seedsOf = new Map<string, number>();

  add(marks: Marks): void {
    for (const mark of marks) this.#seedsOf.set(mark, (this.#seedsOf.get(mark) ?? 0) + 1);
  }

  has(mark: string): boolean {
    return this.#seedsOf.has(mark);
  }

  /** Marks with their numbers of seeds, by name. */
  get seedsOf(): readonly (readonly [mark: string, seeds: number])[] {
    return [...this.#seedsOf].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** What there is and was not reached: of pairs, those of a fault and an RPC that was sent, whatever its answer. */
  missing(): readonly string[] {
    const { all, reached } = this.#pairs();
    return [...allMarks().filter((mark) => !this.has(mark)), ...all.filter((pair) => !reached.has(pair))];
  }

  /** How much of what there is was reached, in one line. */
  get summary(): string {
    const all = allMarks();
    const { all: pairs, reached } = this.#pairs();
    const parts = ['scenario', 'edge', 'fault', 'workload'].map((kind) => {
      const marks = all.filter((mark) => mark.startsWith(`${kind}: `));
      return `${marks.filter((mark) => this.has(mark)).length} of ${marks.length} ${kind}s`;
    });
    return [...parts, `${reached.size} of ${pairs.length} pairs of an RPC and a fault`].join(', ');
  }

  #pairs(): { readonly all: readonly string[]; readonly reached: ReadonlySet<string> } {
    const marks = [...this.#seedsOf.keys()];
    const rpcs = new Set(marks.flatMap((mark) => /^answer: (\S+) /.exec(mark)?.[1] ?? []));
    return {
      all: [...rpcs].flatMap((rpc) => Object.keys(NEMESES).map((fault) => `pair: ${rpc} × ${fault}`)),
      reached: new Set(marks.flatMap((mark) => /^pair: \S+ × \S+/.exec(mark)?.[0] ?? [])),
    };
  }
}

/** Notes which edges of charts are walked. */
export class EdgeWatch {
  readonly #charts = Object.values(machines).map((machine) => new ChartCoverage(machine));

  /** For `connect`. */
  readonly inspect = (event: InspectionEvent): void => {
    for (const chart of this.#charts) chart.inspect(event);
  };

  get marks(): readonly string[] {
    return this.#charts.flatMap((chart) => {
      const { machine, edges } = chart.report();
      return edges.flatMap(({ name, paths }) => (paths.length > 0 ? edgeMark(machine, name) : []));
    });
  }
}

function edgeMark(machine: string, edge: string): string {
  return `edge: ${machine} ${edge}`;
}
