import type { ActorRefLike, AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { selfAndDescendants } from './state-tree.ts';

/** The name of an actor's machine; undefined for an actor without one. */
export function machineIdOf(actor: ActorRefLike): string | undefined {
  return (actor as unknown as { readonly logic: { readonly id?: string } }).logic.id;
}

/** The path of a state below its machine, such as `committing.prewriting`; for the machine itself its id. */
export function stateName(node: AnyStateNode): string {
  return node.path.length === 0 ? node.id : node.path.join('.');
}

/** What triggers a transition: the event's type, `after` and the name of a delay, `done`, or `always`. */
export function eventName({ source, eventType }: AnyTransitionDefinition): string {
  return (
    eventType.replace(`.${source.id}`, '').replace('xstate.', '').replace('after.', 'after ') || 'always'
  );
}

/** The name of an edge, such as `checkingStatus: status.final #2 -> rollingBack`. */
export function edgeName(edge: AnyTransitionDefinition): string {
  const { source, target } = edge;
  const rivals = rivalsOf(edge);
  const nth = rivals.length > 1 ? ` #${rivals.indexOf(edge) + 1}` : '';
  const targets = target?.map(stateName).join(', ') ?? stateName(source);
  return `${stateName(source)}: ${eventName(edge)}${nth} -> ${targets}`;
}

/** All transitions of a state for the same event, in the order in which their guards are evaluated. */
export function rivalsOf({ source, eventType }: AnyTransitionDefinition): readonly AnyTransitionDefinition[] {
  return source.transitions.get(eventType) ?? source.always ?? [];
}

/** Every state of a chart, the machine first, outer states before inner ones. */
export function nodesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  return selfAndDescendants(machine.root);
}

/** Every transition that leaves a state, in the order of the chart. */
export function edgesFrom(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}
