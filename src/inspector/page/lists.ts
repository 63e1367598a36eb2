import { computed, signal } from '@preact/signals';
import { type Filter, isFiltering, matches } from '../view/filter.ts';
import { machineTitle } from '../view/names.ts';
import { storeSummaries } from '../view/store-summary.ts';
import { type ActorHistory, hasBegun, isUnit } from '../view/timeline.ts';
import { cursor, filter, head, keyName, nowN, timeline } from './store.ts';

/** True while somebody points at the lists: rows stay where they are then, and go on telling their states. */
export const isHeld = signal(false);

let held:
  | { readonly filter: Filter; readonly cursor: number | undefined; readonly units: readonly ActorHistory[] }
  | undefined;

/** Units that pass the filter and had begun by the entry shown, newest first. */
export const unitsShown = computed<readonly ActorHistory[]>(() => {
  const all = timeline.value.timeline;
  const isSame = held !== undefined && held.filter === filter.value && held.cursor === cursor.value;
  if (isHeld.value && isSame && held?.units.every(({ id }) => all.actor(id) !== undefined)) return held.units;
  const n = nowN.value;
  const units: ActorHistory[] = [];
  for (const actor of all.actors) {
    if (!isUnit(actor) || !hasBegun(actor, n)) continue;
    if (isFiltering(filter.value) && !matches(actor, filter.value, keyName.value)) continue;
    units.push(actor);
  }
  units.reverse();
  held = { filter: filter.value, cursor: cursor.value, units };
  return units;
});

export const clients = computed<readonly ActorHistory[]>(() =>
  [...timeline.value.timeline.actors].filter(({ machine }) => machine === 'client'),
);

/** Stores that recorded requests went to. */
export const stores = computed(() => storeSummaries(timeline.value.timeline.actors));

/** States to choose from, by machine. */
export const statesSeen = computed(() =>
  head.value.machines.map(({ id, states }) => ({
    machine: machineTitle(id),
    states: states.map(({ path }) => path).filter((path) => path !== id),
  })),
);
