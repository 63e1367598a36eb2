import type { InspectionEvent } from 'xstate';
import * as machines from '../../machines/index.ts';
import { ChartCoverage, edgesOf, type Message } from '../../src/testing/index.ts';
import { NEMESES } from './faults/nemeses.ts';
import { WORKLOADS } from './workloads/workloads.ts';

/** What runs have come to, by name, and how often: names are such as `fault: split` or `answer: KvGet done`. */
export type Marks = Readonly<Record<string, number>>;

/** What there is to come to, for what can be listed beforehand. */
export function allMarks(): readonly string[] {
  return [
    ...Object.values(machines).flatMap((machine) =>
      edgesOf(machine).map((edge) => edgeMark(machine.id, edge)),
    ),
    ...Object.keys(NEMESES).map((name) => `fault: ${name}`),
    ...Object.keys(WORKLOADS).map((name) => `workload: ${name}`),
  ];
}

/** Adds up marks. */
export class Coverage {
  readonly #counts = new Map<string, number>();

  add(mark: string, times = 1): void {
    this.#counts.set(mark, (this.#counts.get(mark) ?? 0) + times);
  }

  addAll(marks: Marks): void {
    for (const [mark, times] of Object.entries(marks)) this.add(mark, times);
  }

  /** Takes the messages that a cluster saw. */
  addMessages(messages: readonly Message[]): void {
    for (const message of messages) this.add(`answer: ${message.rpc} ${answerOf(message)}`);
  }

  has(mark: string): boolean {
    return this.#counts.has(mark);
  }

  get marks(): Marks {
    return Object.fromEntries([...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** What there is and was not reached. */
  missing(): readonly string[] {
    return allMarks().filter((mark) => !this.has(mark));
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

/** What kind of answer a message got: of errors, the field that is set. */
function answerOf({ outcome, status, response }: Message): string {
  if (outcome !== 'answered' || response === undefined)
    return status === undefined ? outcome : `status ${status}`;
  const { regionError, error, errors } = response as Record<string, unknown>;
  if (regionError !== undefined) return `region error ${kindOf(regionError)}`;
  const keyError = error ?? (errors as readonly unknown[] | undefined)?.[0];
  return keyError === undefined ? 'done' : `key error ${kindOf(keyError)}`;
}

function kindOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error).slice(0, 40);
  return Object.keys(error).find((name) => name !== 'message' && name !== 'debugInfo') ?? 'other';
}
