import { describe, expect } from 'vitest';
import type { ReadSettings, Tikv } from '../../src/index.ts';
import { freshPrefix, it, text, withCluster } from './support.ts';

const connected = withCluster(
  { stores: 3, storeLabels: [{ zone: 'a' }, { zone: 'b' }, { zone: 'c' }] },
  { zone: 'c' },
);

const PROTOCOLS = [{}, { onePhaseCommit: false }, { onePhaseCommit: false, asyncCommit: false }];

/** Reads a key in every way that takes these settings. */
async function readAll(tikv: Tikv, key: string, settings: ReadSettings): Promise<(string | undefined)[]> {
  const one = await tikv.get(key, settings);
  const [many] = await tikv.batchGet([key, `${key}/absent`], settings);
  const [pair] = await tikv.scan({ prefix: key, limit: 1, ...settings }).toArray();
  const snapshot = await tikv.snapshot(settings).get(key);
  const inTransaction = await tikv.transact((txn) => txn.get(key), { replicaRead: settings.replicaRead });
  return [one, many, pair?.value, snapshot, inTransaction].map(text);
}

describe('reads at replicas', () => {
  it.each(['leader', 'follower', 'mixed', 'learner', 'prefer-leader', 'closest'] as const)(
    'SNP-12, S104 follower-stale-read: see what was committed before, mode %s',
    async (replicaRead) => {
      const { tikv } = connected();
      const key = freshPrefix();
      for (const protocol of PROTOCOLS) {
        const value = JSON.stringify(protocol);
        await tikv.transact((txn) => txn.put(key, value), protocol);
        expect(await readAll(tikv, key, { replicaRead })).toEqual(Array(5).fill(value));
      }
    },
  );

  it('SNP-13: a stale read sees what any read at its timestamp sees', async () => {
    const { tikv } = connected();
    const key = freshPrefix();
    await tikv.transact((txn) => txn.put(key, 'old'));
    const at = await tikv.timestamp();
    await tikv.transact((txn) => txn.put(key, 'new'));
    const snapshot = tikv.snapshot({ at, staleRead: true, replicaRead: 'closest' });
    expect(text(await snapshot.get(key))).toBe('old');
    expect((await snapshot.scan({ prefix: key }).toArray()).map(({ value }) => text(value))).toEqual(['old']);
  });
});
