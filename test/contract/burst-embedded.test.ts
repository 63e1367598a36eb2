import { expect, it } from 'vitest';
import { startWorld } from './support.ts';

it('F41: far more is written at once than a connection takes: nothing is sent twice, and no store is doubted', async () => {
  await using world = await startWorld();
  const tikv = await world.connect({ connectionsPerStore: 1 });
  const told: string[] = [];
  for (const event of ['retry.planned', 'store.unreachable'] as const) tikv.on(event, () => told.push(event));
  const value = new Uint8Array(64 * 1024);
  await Promise.all(Array.from({ length: 1_300 }, (_, nth) => tikv.raw.put(`k${nth}`, value)));
  expect(told).toEqual([]);
});
