import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import * as machines from '../../../machines/index.ts';
import { edgeName, edgesFrom, eventName, nodesOf, rivalsOf, stateName } from '../../actor/chart-names.ts';
import type { EdgeShape, MachineShape, StateShape } from '../recording/recording.ts';

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
  return { id: machine.id, known: isKnown(machine), states: nodesOf(machine).map(stateShape) };
}

function stateShape(node: AnyStateNode): StateShape {
  return {
    path: stateName(node),
    kind: node.type,
    ...(node.description !== undefined && { description: node.description }),
    edges: edgesFrom(node).map(edgeShape),
  };
}

function edgeShape(edge: AnyTransitionDefinition): EdgeShape {
  const { target, guard } = edge;
  const name = typeof guard === 'string' ? guard : (guard as { type?: string } | undefined)?.type;
  return {
    id: edgeName(edge),
    event: eventName(edge),
    nth: rivalsOf(edge).indexOf(edge),
    ...(target?.[0] !== undefined && { target: stateName(target[0]) }),
    ...(name !== undefined && { guard: name }),
  };
}
