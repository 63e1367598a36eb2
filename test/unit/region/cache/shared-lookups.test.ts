import { describe, expect, it } from 'vitest';
import { type Lookup, SharedLookups } from '../../../../src/region/cache/shared-lookups.ts';
import { bytes, FakeRegionServers, text } from '../../../support/fake-region-servers.ts';

/** Callers of one hole, the first of whom asks until the test says what has come. */
function setUp() {
  const servers = new FakeRegionServers();
  const lookups = new SharedLookups();
  const together: string[][] = [];
  const asked: { key: string; answered: () => void; end: (error?: Error) => void }[] = [];
  const run = (key: string, options: { signal?: AbortSignal; timeoutMs?: number } = {}) => {
    const { deadline } = servers.backoffer(options);
    const load: Lookup['load'] = (answered) =>
      new Promise((resolve, reject) => {
        asked.push({ key, answered, end: (error) => (error === undefined ? resolve() : reject(error)) });
        deadline.onEnd(() => reject(deadline.error('locating a region')));
      });
    const loadAll: Lookup['loadAll'] = async (keys) => {
      together.push(keys.map(text));
      return true;
    };
    const stage = 'locating a region';
    return lookups.run('hole', { key: bytes(key), deadline, stage, isKnown: () => false, load, loadAll });
  };
  return { servers, run, together, asked };
}

describe('callers that wait for another’s answer', () => {
  it('and leave before it comes are forgotten: nobody asks for their keys', async () => {
    const { run, together, asked } = setUp();
    const controller = new AbortController();
    const first = run('a');
    const hasty = ['b', 'c'].map((key) => run(key, { signal: controller.signal }));
    const patient = run('d');
    controller.abort();
    for (const one of hasty) await expect(one).rejects.toMatchObject({ code: 'TIKV_ABORTED' });
    asked[0]?.answered();
    await patient;
    expect(together).toEqual([['d']]);
    asked[0]?.end();
    await first;
  });

  it('that never comes, since the deadline of who asked ends: one of them asks, for itself', async () => {
    const { servers, run, together, asked } = setUp();
    const first = run('a', { timeoutMs: 5 });
    const others = Promise.all(['b', 'c'].map((key) => run(key)));
    await expect(servers.until(first)).rejects.toMatchObject({ code: 'TIKV_DEADLINE' });
    await others;
    const again = ['b', 'c'].map((key) => run(key));
    expect([asked.map(({ key }) => key), together]).toEqual([['a', 'b'], []]);
    asked[1]?.end();
    await Promise.all(again);
    expect(together).toEqual([['c']]);
  });
});
