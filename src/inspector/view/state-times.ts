import { type ActorHistory, indexAt } from './timeline.ts';

/** How long an actor was in each of its states, in milliseconds, up to an entry; what it is in until `nowMs`. */
export function stateTimes(actor: ActorHistory, n: number, nowMs: number): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const { entries } = actor;
  const last = indexAt(actor, n);
  for (let at = 0; at <= last; at++) {
    const { state = '', t, status } = entries[at] as (typeof entries)[number];
    const end = at === last ? (status === 'active' ? Math.max(t, nowMs) : t) : (entries[at + 1]?.t ?? t);
    for (const path of withOuter(state)) times.set(path, (times.get(path) ?? 0) + end - t);
  }
  return times;
}

/** A state and the states around it, outermost first: `a`, `a.b` for `a.b`. */
export function withOuter(state: string): readonly string[] {
  const parts = state.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}
