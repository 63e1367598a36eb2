import { CHARTS } from '../charts/generated/charts.ts';
import { withOuter } from './state-times.ts';

const TAGS: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  CHARTS.map(({ id, states }) => [id, new Map(states.map(({ path, tags }) => [path, tags]))]),
);

/** Tags of a state of this library's charts, and of the states around it: what its actor tells others about it. */
export function tagsOf(machine: string, state: string): readonly string[] {
  const states = TAGS.get(machine);
  return withOuter(state).flatMap((path) => states?.get(path) ?? []);
}
