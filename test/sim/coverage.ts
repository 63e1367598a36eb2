import type { InspectionEvent } from 'xstate';
import * as machines from '../../machines/index.ts';
import { ChartCoverage, type Message } from '../../src/testing/index.ts';

/** What the simulated runs came to: answers of RPCs, faults, edges of machines. */
export class Coverage {
  readonly #answers = new Map<string, number>();
  readonly #strikes = new Map<string, number>();
  readonly #charts = Object.values(machines).map((machine) => new ChartCoverage(machine));

  /** Takes the messages that a cluster saw. */
  addMessages(messages: readonly Message[]): void {
    for (const message of messages) count(this.#answers, `${message.rpc}: ${answerOf(message)}`);
  }

  addStrike(name: string): void {
    count(this.#strikes, name);
  }

  /** For `connect`. */
  readonly inspect = (event: InspectionEvent): void => {
    for (const chart of this.#charts) chart.inspect(event);
  };

  /** How often each RPC got each kind of answer. */
  get answers(): ReadonlyMap<string, number> {
    return this.#answers;
  }

  get strikes(): ReadonlyMap<string, number> {
    return this.#strikes;
  }

  /** For each machine: how many of its edges were walked, and which were not. */
  edges(): {
    readonly machine: string;
    readonly walked: number;
    readonly all: number;
    readonly missing: readonly string[];
  }[] {
    return this.#charts.map((chart) => {
      const { machine, edges } = chart.report();
      const missing = edges.filter(({ paths }) => paths.length === 0).map(({ name }) => name);
      return { machine, walked: edges.length - missing.length, all: edges.length, missing };
    });
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
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
