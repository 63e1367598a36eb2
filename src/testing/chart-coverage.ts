import type { AnyMachineSnapshot, AnyStateMachine, InspectionEvent } from 'xstate';
import { edgeName, edgesFrom, machineIdOf, nodesOf, stateName } from '../actor/chart-names.ts';

/** A state or an edge of a chart, and the paths that came to it. */
export interface Reached {
  /** As in the chart: a dotted path, or a state, an event and its number. */
  readonly name: string;
  /** Names of the paths that came to it, in the order in which they did. */
  readonly paths: readonly string[];
}

/** How much of a chart was walked. */
export interface CoverageReport {
  /** Id of the machine. */
  readonly machine: string;
  /** Every atomic and final state. */
  readonly states: readonly Reached[];
  /** Every transition. */
  readonly edges: readonly Reached[];
  /** What no path came to: first states, then edges. */
  readonly missing: readonly string[];
}

const UNNAMED = '(unnamed)';

/** The names of all edges of a chart, in the order of the chart. */
export function edgesOf(machine: AnyStateMachine): readonly string[] {
  return nodesOf(machine).flatMap(edgesFrom).map(edgeName);
}

/**
 * Notes which states and edges of one machine its actors go through, from what XState tells its inspectors. One edge
 * is one transition of the chart: an event that has several guarded ways has as many edges.
 *
 * @example
 * import { transactionMachine } from 'tikv-client/machines';
 * import { ChartCoverage } from 'tikv-client/testing';
 *
 * const coverage = new ChartCoverage(transactionMachine);
 * const tikv = await connect({ endpoints: ['127.0.0.1:2379'], inspect: coverage.inspect });
 * coverage.begin('commits, and every other way a transaction can go');
 * await tikv.transact((txn) => txn.put('k', 'v'));
 * expect(coverage.report().missing).toEqual([]);
 */
export class ChartCoverage {
  readonly #machine: AnyStateMachine;
  readonly #states = new Map<string, Set<string>>();
  readonly #edges = new Map<string, Set<string>>();
  #path: string | undefined = UNNAMED;

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    for (const node of nodesOf(machine)) {
      if (node.type === 'atomic' || node.type === 'final') this.#states.set(stateName(node), new Set());
    }
    for (const edge of edgesOf(machine)) this.#edges.set(edge, new Set());
  }

  /** Names the path that is walked from now on. */
  begin(path: string): void {
    this.#path = path;
  }

  /** Ends the path; what happens until the next one begins does not count. */
  end(): void {
    this.#path = undefined;
  }

  /** What `createActor` and `connect` take as `inspect`. Actors of other machines are passed over. */
  readonly inspect = (event: InspectionEvent): void => {
    const path = this.#path;
    if (path === undefined || machineIdOf(event.actorRef) !== this.#machine.id) return;
    if (event.type === '@xstate.snapshot') this.#enter(event.snapshot as AnyMachineSnapshot, path);
    if (event.type !== '@xstate.microstep') return;
    this.#enter(event.snapshot as AnyMachineSnapshot, path);
    for (const edge of event._transitions) this.#edges.get(edgeName(edge))?.add(path);
  };

  /** All of it so far. */
  report(): CoverageReport {
    const states = listed(this.#states);
    const edges = listed(this.#edges);
    const missing = [...states, ...edges].filter(({ paths }) => paths.length === 0).map(({ name }) => name);
    return { machine: this.#machine.id, states, edges, missing };
  }

  #enter({ _nodes }: AnyMachineSnapshot, path: string): void {
    for (const node of _nodes) this.#states.get(stateName(node))?.add(path);
  }
}

function listed(reached: ReadonlyMap<string, ReadonlySet<string>>): Reached[] {
  return [...reached].map(([name, paths]) => ({ name, paths: [...paths] }));
}
