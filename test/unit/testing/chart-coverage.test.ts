import { describe, expect, it } from 'vitest';
import { createActor, setup } from 'xstate';
import { compiled } from '../../../src/actor/compiled.ts';
import { ChartCoverage, edgesOf } from '../../../src/testing/chart-coverage.ts';

const lamp = setup({ delays: { life: 1000 } }).createMachine({
  id: 'lamp',
  initial: 'off',
  on: { smashed: '.broken' },
  states: {
    off: { on: { pressed: [{ guard: () => true, target: 'on.dim' }, { target: 'broken' }], patted: {} } },
    on: {
      initial: 'dim',
      on: { pressed: 'off' },
      states: { dim: { on: { turned: 'bright' } }, bright: { after: { life: '#lamp.broken' } } },
    },
    broken: { type: 'final' },
  },
});
const other = setup({}).createMachine({ id: 'other', on: { pressed: {} } });

const EDGES = [
  'lamp: smashed -> broken',
  'off: pressed #1 -> on.dim',
  'off: pressed #2 -> broken',
  'off: patted -> off',
  'on: pressed -> off',
  'on.dim: turned -> on.bright',
  'on.bright: after life -> broken',
];

it('edgesOf names every transition of a chart', () => {
  expect(edgesOf(lamp)).toEqual(EDGES);
});

describe.each([
  ['interpreted', lamp],
  ['compiled', compiled(lamp)],
] as const)('ChartCoverage of actors that are %s', (_, logic) => {
  const reached = (entries: readonly { name: string; paths: readonly string[] }[]) =>
    Object.fromEntries(
      entries.filter(({ paths }) => paths.length > 0).map(({ name, paths }) => [name, paths]),
    );

  it('tells states and edges by the paths that reached them, and what none did', () => {
    const coverage = new ChartCoverage(lamp);
    const walk = (path: string, ...types: string[]) => {
      coverage.begin(path);
      const actor = createActor(logic, { inspect: coverage.inspect }).start();
      for (const type of types) actor.send({ type });
      coverage.end();
      actor.stop();
    };
    walk('on and off', 'pressed', 'pressed');
    walk('bright', 'pressed', 'turned');
    const { machine, states, edges, missing } = coverage.report();
    expect(machine).toBe('lamp');
    expect(reached(states)).toEqual({
      off: ['on and off', 'bright'],
      'on.dim': ['on and off', 'bright'],
      'on.bright': ['bright'],
    });
    expect(reached(edges)).toEqual({
      'off: pressed #1 -> on.dim': ['on and off', 'bright'],
      'on: pressed -> off': ['on and off'],
      'on.dim: turned -> on.bright': ['bright'],
    });
    expect(missing).toEqual([
      'broken',
      'lamp: smashed -> broken',
      'off: pressed #2 -> broken',
      'off: patted -> off',
      'on.bright: after life -> broken',
    ]);
  });

  it('passes over actors of other machines, and what happens after the end of a path', () => {
    const coverage = new ChartCoverage(lamp);
    coverage.end();
    createActor(logic, { inspect: coverage.inspect }).start();
    coverage.begin('path');
    createActor(other, { inspect: coverage.inspect }).start().send({ type: 'pressed' });
    const { states, edges } = coverage.report();
    expect([reached(states), reached(edges)]).toEqual([{}, {}]);
  });

  it('takes an event without effect for the edge that it is', () => {
    const coverage = new ChartCoverage(lamp);
    createActor(logic, { inspect: coverage.inspect }).start().send({ type: 'patted' });
    expect(reached(coverage.report().edges)).toEqual({ 'off: patted -> off': ['(unnamed)'] });
  });
});
