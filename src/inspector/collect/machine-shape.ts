import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import * as machines from '../../../machines/index.ts';
import { edgeId, type MachineShape, type StateShape } from '../recording/recording.ts';

/** A machine keeps its config when it is wired and compiled. */
const KNOWN: ReadonlySet<unknown> = new Set(
  Object.values<unknown>(machines)
    .filter(isMachine)
    .map(({ config }) => config),
);

/** True for what actors run: a machine of XState, rather than other logic. */
export function isMachine(logic: unknown): logic is AnyStateMachine {
  return typeof logic === 'object' && logic !== null && 'root' in logic && 'config' in logic;
}

/** True for the charts of this library, whose contexts are known to be safe to show. */
export function isKnown(machine: AnyStateMachine): boolean {
  return KNOWN.has(machine.config);
}

/** A machine as a recording tells it. */
export function machineShape(machine: AnyStateMachine): MachineShape {
  return { id: machine.id, known: isKnown(machine), states: nodesBelow(machine.root).map(stateShape) };
}

/** The path of a state as recordings name it; the machine itself is ''. */
export function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

/** Names an edge that was taken. */
export function takenEdge(edge: AnyTransitionDefinition): string {
  const { source, eventType } = edge;
  return edgeId(pathOf(source), eventType, Math.max(0, candidates(source, eventType).indexOf(edge)));
}

function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}

function stateShape(node: AnyStateNode): StateShape {
  const events = [...node.transitions.keys(), ...(node.always === undefined ? [] : [''])];
  return {
    path: pathOf(node),
    kind: node.type,
    ...(node.description !== undefined && { description: node.description }),
    edges: events.flatMap((event) => candidates(node, event).map((edge, nth) => edgeShape(event, edge, nth))),
  };
}

function edgeShape(event: string, { target, guard }: AnyTransitionDefinition, nth: number) {
  const name = typeof guard === 'string' ? guard : (guard as { type?: string } | undefined)?.type;
  return {
    event,
    nth,
    ...(target?.[0] !== undefined && { target: pathOf(target[0]) }),
    ...(name !== undefined && { guard: name }),
  };
}

function candidates(node: AnyStateNode, event: string): readonly AnyTransitionDefinition[] {
  return (event === '' ? node.always : node.transitions.get(event)) ?? [];
}
