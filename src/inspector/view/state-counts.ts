import type { Stats } from '../recording/recording.ts';
import { type ActorHistory, momentAt } from './timeline.ts';

/** How many actors are in each state, by machine. Of maps: a recording may call a machine or a state anything. */
export type StateCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface Counts {
  readonly live: StateCounts;
  /** By the state in which they ended, or how. */
  readonly ended: StateCounts;
}

/** What a process tells of all its actors. */
export function countsOfStats({ live, ended }: Stats): Counts {
  const mapped = (counts: Stats['live']) =>
    new Map(Object.entries(counts).map(([machine, states]) => [machine, new Map(Object.entries(states))]));
  return { live: mapped(live), ended: mapped(ended) };
}

/** The same of actors that are recorded, at an entry. */
export function countsAt(actors: Iterable<ActorHistory>, n: number): Counts {
  const live = new Map<string, Map<string, number>>();
  const ended = new Map<string, Map<string, number>>();
  for (const actor of actors) {
    const moment = momentAt(actor, n);
    if (moment === undefined) continue;
    const into = moment.isOver ? ended : live;
    const own = into.get(actor.machine) ?? new Map<string, number>();
    into.set(actor.machine, own);
    own.set(moment.state, (own.get(moment.state) ?? 0) + 1);
  }
  return { live, ended };
}
