import type { Admin, Timestamp, VerbOptions } from '../../../src/index.ts';
import { locksOf } from '../locks-of.ts';
import type { World } from '../world.ts';
import type { Nemesis } from './striking.ts';

/** Whoever collects it does so alone. */
export const GARBAGE = 'garbage';

/** Locks of transactions that began up to a timestamp. */
function locksUpTo(ts: Timestamp, { simulation }: World): readonly string[] {
  return locksOf(simulation.cluster)
    .filter(({ startTs }) => startTs <= ts)
    .map(({ key, startTs }) => `${new TextDecoder().decode(key)} by ${startTs}`);
}

/** Stores may drop what locks from before the safe point would be resolved by: none of them may be left. */
async function collect(
  world: World,
  admin: Admin,
  safePoint: Timestamp,
  options: VerbOptions,
): Promise<void> {
  const before = locksUpTo(safePoint, world);
  await admin.collectGarbage(safePoint, options);
  const after = new Set(locksUpTo(safePoint, world));
  for (const lock of before) if (after.has(lock)) world.report('left-behind-safe-point', lock);
}

/** What clients do to a cluster, beside what their callers do with keys. */
export const ADMIN_NEMESES = {
  'collect-garbage': (world) => {
    if (!world.take(GARBAGE)) return;
    const safePoint = world.takeSafePoint({ overLocks: true });
    const collected = world.administer(async (admin, options) => {
      if (safePoint !== undefined) await collect(world, admin, safePoint, options);
    });
    void collected.then(() => world.release(GARBAGE));
  },
  'split-by-client': (world) => {
    const keys = [world.aCallersKey(), world.aCallersKey()];
    void world.administer((admin, options) => admin.splitRegions(keys, options));
  },
} satisfies Record<string, Nemesis>;
