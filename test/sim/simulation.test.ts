import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';
import { BUGS, planted } from './sabotage/bugs.ts';
import { hunt } from './sabotage/hunt.ts';
import { drawSwarm } from './swarm.ts';

const operations = 40;

describe('simulation', () => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i shows no anomaly', async (seed) => {
    const { anomalies } = await runSeed({ swarm: drawSwarm(seed, { operations }) });
    expect(anomalies).toEqual([]);
  });

  it('S063: a lock call that fails, since its transaction was lost, leaves no request that waits for ever', async () => {
    const given = { pessimistic: 1, nemeses: ['pause-client', 'tso-jump'] } as const;
    const swarm = drawSwarm(4, { workloads: ['idle-locks'], operations: 80, watched: true, ...given });
    expect((await runSeed({ swarm })).anomalies).toEqual([]);
  });

  it('goes the same way again', async () => {
    const swarm = drawSwarm(7, { operations });
    const first = await runSeed({ swarm });
    const second = await runSeed({ swarm });
    expect(second.traceHash).toBe(first.traceHash);
    expect(second.history).toEqual(first.history);
    expect((await runSeed({ swarm: drawSwarm(8, { operations }) })).traceHash).not.toBe(first.traceHash);
  });

  it.each(['an unknown outcome is told as a failure', 'reads do not heed locks', 'resends do not say so'])(
    'finds a planted bug: %s',
    async (name) => {
      const bug = BUGS[name];
      if (bug === undefined) throw new Error(`no bug ${name}`);
      expect((await hunt(bug, 1, 50)).seeds).toBeGreaterThan(0);
    },
  );

  it('plants bugs at least for thirty mistakes', () => {
    expect(Object.keys(BUGS).length).toBeGreaterThanOrEqual(30);
    for (const bug of Object.values(BUGS)) expect(Object.keys(planted(bug))).not.toEqual([]);
  });
});
