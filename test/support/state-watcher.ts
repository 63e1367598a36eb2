import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent } from 'xstate';

/** Dotted, such as `searching.discovering`. */
export function stateName({ value }: { readonly value: unknown }): string {
  if (typeof value === 'string') return value;
  const [outer, inner] = Object.entries(value as object)[0] as [string, unknown];
  return `${outer}.${stateName({ value: inner })}`;
}

/** An inspector that remembers the state each actor is in, by the actor's id, and tells another one. */
export function stateWatcher(also: (event: InspectionEvent) => void = () => {}) {
  const states = new Map<string, string>();
  const inspect = (event: InspectionEvent) => {
    also(event);
    if (event.type !== '@xstate.snapshot' || !('value' in event.snapshot)) return;
    states.set((event.actorRef as AnyActorRef).id, stateName(event.snapshot as AnyMachineSnapshot));
  };
  return { states, inspect };
}
