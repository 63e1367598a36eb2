import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { edgeName, edgesFrom, eventName, nodesOf, rivalsOf, stateName } from '../../src/actor/chart-names.ts';
import type { Chart, ChartEdge, ChartState } from '../../src/inspector/charts/chart.ts';

export type ChartGraph = Pick<Chart, 'id' | 'states' | 'edges'>;

/** What a chart may say of a state beside its description. */
interface StateMeta {
  readonly source?: string;
  readonly backoff?: readonly string[];
}

/** All that a machine says about itself, as plain data. XState's `toDirectedGraph` leaves out half of it. */
export function chartGraph(machine: AnyStateMachine): ChartGraph {
  const nodes = nodesOf(machine);
  return { id: machine.id, states: nodes.map(stateOf), edges: nodes.flatMap(edgesFrom).map(edgeOf) };
}

/** Transitions between the same two states share a line; a group is named after the two. */
export function groupedEdges({
  edges,
}: ChartGraph): ReadonlyMap<string, readonly [ChartEdge, ...ChartEdge[]]> {
  const groups = new Map<string, [ChartEdge, ...ChartEdge[]]>();
  for (const edge of edges) {
    if (edge.target === undefined) continue;
    const id = `${edge.source} -> ${edge.target}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [edge]);
    else group.push(edge);
  }
  return groups;
}

/** Whether a transition leads from a state to one inside it. */
export function isInward({ states }: ChartGraph, { source, target }: ChartEdge): boolean {
  const parents = new Map(states.map(({ path, parent }) => [path, parent]));
  let path = parents.get(target as string);
  while (path !== undefined && path !== source) path = parents.get(path);
  return path === source;
}

function stateOf(node: AnyStateNode): ChartState {
  const { source, backoff } = (node.meta ?? {}) as StateMeta;
  return {
    path: stateName(node),
    key: node.key,
    kind: node.type,
    ...(node.parent !== undefined && { parent: stateName(node.parent) }),
    ...(node.type === 'compound' && { initial: stateName(node.initial.target[0] as AnyStateNode) }),
    ...(node.description !== undefined && { description: node.description }),
    tags: node.tags,
    entry: actionNames(node.entry),
    exit: actionNames(node.exit),
    invokes: node.invoke.map(({ src }) => implementationName(src) ?? 'child'),
    ...(source !== undefined && { source }),
    ...(backoff !== undefined && { backoff }),
  };
}

function edgeOf(edge: AnyTransitionDefinition): ChartEdge {
  const rivals = rivalsOf(edge);
  const index = rivals.indexOf(edge);
  const guard = edge.guard === undefined ? undefined : guardName(edge.guard);
  const target = edge.target?.[0];
  return {
    id: edgeName(edge),
    source: stateName(edge.source),
    ...(target !== undefined && { target: stateName(target) }),
    event: eventName(edge),
    index,
    ...(guard !== undefined && { guard }),
    isElse: guard === undefined && index > 0,
    actions: actionNames(edge.actions),
    reenter: edge.reenter,
  };
}

/** Timers of `after` and the like, which XState adds to what the chart says, are left out. */
const ADDED = new Set(['xstate.raise', 'xstate.cancel', 'xstate.spawnChild', 'xstate.stopChild']);

function actionNames(actions: readonly unknown[]): readonly string[] {
  return actions.flatMap((action) => {
    const name = implementationName(action);
    return name === undefined || ADDED.has(name) ? [] : name.replace('xstate.', '');
  });
}

function guardName(guard: unknown): string {
  const { check, guards = [] } = guard as {
    readonly check?: () => boolean;
    readonly guards?: readonly unknown[];
  };
  const names = guards.map(guardName);
  switch (check?.name) {
    case 'checkNot':
      return `not ${names[0]}`;
    case 'checkAnd':
      return names.join(' and ');
    case 'checkOr':
      return names.join(' or ');
    default:
      return implementationName(guard) ?? 'inline';
  }
}

/** The name of an action, a guard or a child, with parameters that are words and the same for every event. */
function implementationName(implementation: unknown): string | undefined {
  if (typeof implementation === 'string') return implementation;
  const { type, params } = implementation as { readonly type?: string; readonly params?: unknown };
  if (typeof params !== 'object' || params === null) return type;
  const words = Object.values(params).filter((value) => typeof value === 'string');
  return words.length === 0 ? type : `${type}(${words.join(', ')})`;
}
