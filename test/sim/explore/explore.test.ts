import { describe, expect, it } from 'vitest';
import { BUGS, planted } from '../sabotage/bugs.ts';
import { explore } from './explore.ts';
import type { Kind } from './happenings.ts';

/** All of them are gone by `npm run sim -- --explore`. */
const mostRuns = 20;

describe('explore', () => {
  it.each([
    '2pc, a reader',
    'async, a writer',
    'async, a reader of what is committed',
    '1pc, a writer',
    'locks, a circle',
    'bulk, a reader',
  ])('%s: nothing wrong in the first ways', async (name) => {
    const { counts, bad } = await explore(name, { disturbances: 2, mostRuns });
    expect(bad).toBeUndefined();
    expect(counts.runs).toBe(mostRuns);
  });

  it.each([
    ['1pc, a reader', 1],
    ['1pc, a writer', 0],
    ['2pc, a checked reader', 0],
    ['locks, a circle', 0],
  ])('%s, %d disturbances: nothing wrong in any way', async (name, disturbances) => {
    const { bad, isExhausted } = await explore(name, { disturbances });
    expect([bad, isExhausted]).toEqual([undefined, true]);
  });

  it('tells states apart enough: whoever goes on from the same comes to the same', async () => {
    const { isExhausted } = await explore('2pc, a reader', { disturbances: 0, rechecked: 0.9 });
    expect(isExhausted).toBe(true);
  });

  it('lets only disturbances of the kinds strike that it is given', async () => {
    const statesOf = async (kinds: readonly Kind[]) => {
      const { bad, counts } = await explore('1pc, a reader of what is committed', { disturbances: 1, kinds });
      expect(bad).toBeUndefined();
      return counts.states;
    };
    const [none, some, more] = [
      await statesOf([]),
      await statesOf(['break']),
      await statesOf(['break', 'leader']),
    ];
    expect(none).toBeLessThan(some);
    expect(some).toBeLessThan(more);
  });

  it.each(['1pc, a reader', '1pc, a writer', 'locks, a locker', 'locks, a circle'])(
    '%s: what states are not told apart by does not matter',
    async (name) => {
      const less = await explore(name, { disturbances: 0 });
      const all = await explore(name, { disturbances: 0, tellsAll: true });
      expect([less.isExhausted, all.isExhausted]).toEqual([true, true]);
      expect([...less.outcomes].toSorted()).toEqual([...all.outcomes].toSorted());
      expect(less.counts.ends).toBeLessThan(all.counts.ends);
    },
  );

  it.each([
    ['S007', 'secondaries are committed at another timestamp', '2pc, a reader', 0, 'torn-commit'],
    ['S014', 'errors of a prewrite are not looked at', '2pc, a writer', 0, 'torn-commit'],
    // By a message that comes late, alone.
    ['S075', 'a live lock is read past without being pushed', '2pc, a reader', 0, 'snapshot-read'],
    ['S073', 'a lock is resolved without asking its primary', '2pc, a reader', 0, 'torn-commit'],
    [
      'S026',
      'an async commit is told at the earliest timestamp of its keys',
      'async, a reader',
      0,
      'torn-commit',
    ],
    ['S051', 'a value for update is that of the beginning', 'locks, a locker', 0, 'locked-read'],
    ['S023', 'what was tried in one phase is tried again in two', '1pc, a writer', 1, 'wrong-commit-ts'],
    ['SNP-16', 'a read that is to be checked does not say so', '2pc, a checked reader', 0, 'checked-read'],
  ])('%s: finds a client where %s', async (_, name, scene, disturbances, anomaly) => {
    const bug = BUGS[name] as (typeof BUGS)[string];
    const { bad } = await explore(scene, { disturbances, substitution: planted(bug) });
    expect(bad?.anomalies.map((one) => one.name)).toContain(anomaly);
  });
});
