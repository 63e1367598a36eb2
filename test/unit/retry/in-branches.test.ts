import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { Backoffer } from '../../../src/retry/backoffer.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { inBranches } from '../../../src/retry/in-branches.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp(): Backoffer {
  const clock = new VirtualClock();
  const deadline = new Deadlines(clock, new TimerWheel(clock)).start({ timeoutMs: 1_000_000 });
  return new Backoffer({ clock, random: () => 0 }, { deadline, budgetMs: 1_000 });
}

describe(inBranches.name, () => {
  it('gives the results in the order of the items, whichever branch ends first', async () => {
    const ended: string[] = [];
    const results = await inBranches(['late', 'early'], setUp(), async (item) => {
      for (let turns = item === 'late' ? 5 : 1; turns > 0; turns--) await undefined;
      ended.push(item);
      return `${item}!`;
    });
    expect(results).toEqual(['late!', 'early!']);
    expect(ended).toEqual(['early', 'late']);
  });

  it('gives nothing for no items', async () => {
    expect(await inBranches([], setUp(), async () => 'never')).toEqual([]);
  });

  it('a single branch uses the backoffer itself', async () => {
    const backoffer = setUp();
    expect(await inBranches(['one'], backoffer, async (_, own) => own === backoffer)).toEqual([true]);
  });

  it('the longest branch counts, also one that failed', async () => {
    const backoffer = setUp();
    const running = inBranches(['diskFull', 'regionMiss'] as const, backoffer, async (kind, own) => {
      own.next(kind, new Error(kind));
      if (kind === 'diskFull') throw new Error('failed');
    });
    await expect(running).rejects.toThrow('failed');
    expect(backoffer.totalSleepMs).toBe(500);
  });

  it('throws the failure of the first item that failed, when all have ended', async () => {
    const ended: string[] = [];
    const running = inBranches(['fine', 'late', 'early'], setUp(), async (item) => {
      for (let turns = item === 'early' ? 1 : 5; turns > 0; turns--) await undefined;
      ended.push(item);
      if (item !== 'fine') throw new Error(item);
    });
    await expect(running).rejects.toThrow('late');
    expect(ended).toEqual(['early', 'fine', 'late']);
  });
});
