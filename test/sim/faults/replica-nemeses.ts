import type { World } from '../world.ts';
import { aStore, later, type Nemesis } from './striking.ts';

/** Lets the replicas of a store fall behind for a while. */
function lag(world: World, cutOff: boolean): void {
  const store = aStore(world);
  if (!world.take(`store ${store}`)) return;
  world.simulation.cluster.lag(store, { cutOff });
  later(world, 3_000, () => {
    world.simulation.cluster.catchUp(store);
    world.release(`store ${store}`);
  });
}

/** What befalls replicas, of seeds that read at them. */
export const REPLICA_NEMESES = {
  'lagging-store': (world) => lag(world, false),
  'cut-off-store': (world) => lag(world, true),
  'held-safe-ts': (world) => {
    const { cluster } = world.simulation;
    const store = aStore(world);
    cluster.holdSafeTs(store, 1n);
    later(world, 3_000, () => cluster.holdSafeTs(store, undefined));
  },
  'read-queue': (world) => {
    const { cluster } = world.simulation;
    const store = aStore(world);
    cluster.setEstimatedWait(store, world.random.pick([5, 100, 2_000]));
    later(world, 3_000, () => cluster.setEstimatedWait(store, 0));
  },
  'moved-store': (world) => {
    world.simulation.cluster.setStore(aStore(world), { labels: { zone: world.random.pick(['a', 'b']) } });
  },
} satisfies Record<string, Nemesis>;
