import { describe, expect, it } from 'vitest';
import { runSeed } from './run-seed.ts';
import { BUGS, planted } from './sabotage/bugs.ts';
import { hunt } from './sabotage/hunt.ts';
import { drawSwarm } from './swarm.ts';

const operations = 40;

/** Scenarios of the catalogue that some client has got wrong, or that are easy to get wrong. */
const EASY_TO_GET_WRONG = `
  S004 S006 S008 S009 S010 S011 S014 S016 S017 S022 S023 S024 S025 S028 S029 S030
  S031 S032 S033 S034 S035 S037 S038 S039 S040 S041 S042 S044 S045 S046 S047 S048
  S049 S050 S052 S053 S054 S055 S058 S060 S063 S064 S065 S066 S069 S121 S076 S077
  S079 S080 S081 S082 S086 S087 S091 S093 S094 S096 S097 S100 S104 S105 S106 S108
  S109 S113 S114 S117 S118 S120
`;
/** Of which none can be planted: `docs/design/simulation.md` tells why. */
const NOT_PLANTED = ['S108'];

describe('simulation', () => {
  it.each([1, 2, 3, 4, 5, 6])('seed %i shows no anomaly', async (seed) => {
    const { anomalies } = await runSeed({ swarm: drawSwarm(seed, { operations }) });
    expect(anomalies).toEqual([]);
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
      expect(await hunt(bug, 1, 50)).toBeDefined();
    },
  );

  it('takes no planted bug for found that fails by itself', async () => {
    const rotten = {
      scenario: 'S001',
      workloads: ['bank'] as const,
      rewrite: () => ({ request: () => decodeURI('%') }),
    };
    await expect(hunt(rotten as never, 1, 1)).rejects.toThrow('The planted bug fails by itself');
  });

  it('plants a bug for each scenario that is easy to get wrong', () => {
    const scenarios = new Set(Object.values(BUGS).map(({ scenario }) => scenario));
    const wanted = EASY_TO_GET_WRONG.trim().split(/\s+/);
    expect(wanted.filter((id) => !scenarios.has(id))).toEqual(NOT_PLANTED);
    for (const bug of Object.values(BUGS))
      expect(bug.undone ?? Object.keys(planted(bug)), bug.scenario).not.toHaveLength(0);
  });
});
