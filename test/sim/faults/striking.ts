import type { World } from '../world.ts';

/** Does harm once, and undoes it after a while when that is needed. */
export type Nemesis = (world: World) => void | Promise<void>;

/** Undoes within about so much time, at the latest when the faults end. */
export function later(world: World, meanMs: number, undo: () => unknown): void {
  world.undoLater(world.random.exponential(meanMs), undo);
}

/** The id of a store. */
export const aStore = ({ random, swarm }: World) => 1 + random.below(swarm.cluster.stores ?? 1);
