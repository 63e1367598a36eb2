import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type InspectionEvent,
  transition,
} from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';

/** One edge of a chart behind the shortest path to it. */
export interface ChartEdge {
  readonly name: string;
  /** The path, with the edge's own event at the end. */
  readonly events: readonly EventObject[];
  /** The state after each event, as the chart says. */
  readonly states: readonly string[];
}

export interface ChartWalkOptions {
  readonly input: unknown;
  /** Every event to try, with its payload. */
  readonly events: readonly EventObject[];
  /** What tells states apart besides their name. */
  readonly context?: (snapshot: AnyMachineSnapshot) => unknown;
  /** Edges that cannot come about in the real thing. */
  readonly isPossible?: (snapshot: AnyMachineSnapshot, event: EventObject) => boolean;
}

/** Every edge of a chart that an event takes somewhere, or that is taken for it to stay: to be walked on the real thing. */
export function chartEdges(machine: AnyStateMachine, options: ChartWalkOptions): readonly ChartEdge[] {
  const { input, events, context = () => undefined, isPossible = () => true } = options;
  const serializeState = (snapshot: AnyMachineSnapshot) =>
    JSON.stringify([snapshot.value, context(snapshot)]);
  const traversal = {
    input,
    events,
    serializeState,
    serializeEvent: (event: EventObject) => JSON.stringify(event),
    filterEvents: (snapshot: AnyMachineSnapshot, event: EventObject) =>
      snapshot.status === 'active' && snapshot.can(event) && isPossible(snapshot, event),
  } as never;
  const prefixes = new Map(
    getShortestPaths(machine, traversal).map(({ state, steps }) => [
      serializeState(state as AnyMachineSnapshot),
      steps.slice(1).map(({ event }) => event),
    ]),
  );
  return adjacencyMapToArray(getAdjacencyMap(machine, traversal)).map(({ state, event }) => {
    const path = [...(prefixes.get(serializeState(state as AnyMachineSnapshot)) ?? []), event as EventObject];
    const states: string[] = [];
    let snapshot = machine.getInitialSnapshot(
      { self: {}, logger: () => {}, defer: () => {} } as never,
      input,
    );
    for (const step of path) {
      snapshot = transition(machine, snapshot as never, step)[0] as never;
      states.push(stateName(snapshot as AnyMachineSnapshot));
    }
    return {
      name: `${stateName(state as AnyMachineSnapshot)} ${labelOf(event as EventObject)}`,
      events: path,
      states,
    };
  });
}

/** The event's type and its flags. */
function labelOf({ type, ...fields }: EventObject): string {
  const flags = Object.entries(fields).filter(([, value]) => typeof value === 'boolean');
  return [type, ...flags.map(([name, value]) => `${name}:${value}`)].join(' ');
}

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
