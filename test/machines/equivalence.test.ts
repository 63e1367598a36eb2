import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChartCoverage } from '../../src/testing/index.ts';
import { ALL_MACHINES } from '../support/all-machines.ts';
import { expectEquivalent } from '../support/equivalence.ts';
import { randomChart } from '../support/random-chart.ts';
import { explorations } from './explorations.ts';

describe('every edge of every machine is the same interpreted and compiled', () => {
  // XState's development build warns of events that are sent to stopped actors.
  beforeAll(() => {
    vi.spyOn(console, 'warn').mockReturnValue();
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  for (const machine of ALL_MACHINES) {
    it(machine.id, () => {
      const walked = new ChartCoverage(machine);
      for (const exploration of explorations[machine.id] ?? [{}]) {
        expectEquivalent(machine, exploration, walked.inspect);
      }
      expect(walked.report().missing).toEqual([]);
    });
  }

  it('random charts, to try the exploration itself', () => {
    const serializeState = ({ value }: { value: unknown }) => JSON.stringify(value);
    for (let seed = 1; seed <= 8; seed++) expectEquivalent(randomChart(seed), { serializeState });
  });
});
