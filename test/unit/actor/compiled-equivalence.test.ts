import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import { compiled } from '../../../src/actor/compiled.ts';
import { expectSameTrace, plain, view } from '../../support/equivalence.ts';
import { randomChart, randomScript, type Step } from '../../support/random-chart.ts';

const CHARTS = Number(process.env.CHARTS ?? 2_000);
const FIRST_SEED = Number(process.env.CHARTS_SEED ?? 1);
const seeds = Array.from({ length: CHARTS }, (_, index) => FIRST_SEED + index);

describe('compiled: random charts behave as interpreted ones', () => {
  // XState's development build warns of events that are sent to stopped actors.
  beforeAll(() => {
    vi.spyOn(console, 'warn').mockReturnValue();
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  it(`as actors, over ${CHARTS} charts`, { timeout: 1_000 + CHARTS * 50 }, () => {
    for (const seed of seeds) {
      const machine = randomChart(seed);
      expectSameTrace(machine, compiled(machine), randomScript(seed, 20), seed % 7, `seed ${seed}`);
    }
  });

  it('as pure functions, with the actions to be executed', { timeout: 1_000 + CHARTS * 50 }, () => {
    for (const seed of seeds.slice(0, CHARTS / 4)) {
      const machine = randomChart(seed);
      const script = randomScript(seed + 1, 8);
      expect(walk(compiled(machine), script), `seed ${seed}`).toEqual(walk(machine, script));
    }
  });

  it('in every state they are resolved to', { timeout: 1_000 + CHARTS * 50 }, () => {
    for (const seed of seeds.slice(0, CHARTS / 4)) {
      const machine = randomChart(seed);
      const logic = compiled(machine);
      const context = { n: 1, m: 2, last: '', fuel: 3 };
      for (const value of stateValues(machine)) {
        const [actual, expected] = [logic, machine].map((one) =>
          one.resolveState({ value, context } as never),
        );
        expect(view(actual as AnyMachineSnapshot), `seed ${seed}`).toEqual(
          view(expected as AnyMachineSnapshot),
        );
      }
    }
  });
});

/** Each snapshot and the actions it brought, or the error that ended the walk. */
function walk(logic: AnyStateMachine, script: readonly Step[]): unknown[] {
  const seen: unknown[] = [];
  const record = ([snapshot, actions]: [AnyMachineSnapshot, { type: string; params: unknown }[]]) => {
    seen.push([
      view(snapshot),
      snapshot.can({ type: 'b' }),
      actions.map(({ type, params }) => [type, plain(params)]),
    ]);
    return snapshot;
  };
  try {
    let snapshot = record(initialTransition(logic, 3) as never);
    for (const step of script) {
      if (snapshot.status === 'error') break;
      if (step.kind === 'event') snapshot = record(transition(logic, snapshot, step.event) as never);
    }
  } catch (error) {
    seen.push(plain(error));
  }
  return seen;
}

/** The value of every state, partial ones of compound states included. */
function stateValues(machine: AnyStateMachine): unknown[] {
  const values = (states: AnyStateMachine['states'], wrap: (value: unknown) => unknown): unknown[] =>
    Object.values(states).flatMap((node) => [
      wrap(node.key),
      ...values(node.states, (inner) => wrap({ [node.key]: inner })),
    ]);
  return values(machine.states, (value) => value);
}
