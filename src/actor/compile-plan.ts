import {
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  spawnChild,
  stopChild,
} from 'xstate';
import { ChartSource } from './chart-source.ts';
import type { Leaf, Plan, StateEntry } from './chart-types.ts';
import { builtinAction, type CompiledAction, compileAction } from './compile-action.ts';
import { compileGuard } from './compile-guard.ts';
import { domainOf, isWithin } from './state-tree.ts';

/**
 * Computes what taking a transition from a leaf does, by XState's rules for which states are left and
 * entered.
 */
export function compilePlan(
  machine: AnyStateMachine,
  leaf: Leaf,
  definition: AnyTransitionDefinition,
  leaves: ReadonlyMap<AnyStateNode, Leaf>,
): Plan {
  const { source, reenter } = definition;
  const at = new ChartSource(machine, source);
  const guard = definition.guard === undefined ? undefined : compileGuard(definition.guard, at);
  const ownActions = compileAll(definition.actions, machine, source);
  const target = definition.target?.[0];
  if (target === undefined) {
    return {
      definition,
      selected: [definition],
      guard,
      leave: ownActions,
      enter: [],
      target: leaf,
      final: undefined,
    };
  }
  if (definition.target?.length !== 1) throw at.unsupported('a transition has more than one target');

  const domain = domainOf(definition, target, machine.root);
  const inside = (node: AnyStateNode) => domain === undefined || isWithin(node, domain);
  const targetLeaf = leafUnder(target, leaves);
  const isEntered = (node: AnyStateNode) => {
    if (node === target) return source !== target || reenter;
    return isWithin(node, target) || inside(node);
  };
  // XState runs the initial actions of states that are entered by default, not of those above an explicit
  // target.
  const byDefault = (node: AnyStateNode) => node === target || isWithin(node, target);

  const exited = [...leaf.nodes].reverse().filter(inside);
  const entered = targetLeaf.nodes.filter(isEntered);
  return {
    definition,
    selected: [definition],
    guard,
    leave: [...exited.flatMap((node) => leaveActions(machine, node)), ...ownActions],
    enter: entries(machine, entered, byDefault),
    target: targetLeaf,
    final: entered.find((node) => node.type === 'final'),
  };
}

/** What starting the chart does: every state on the way to the initial leaf is entered. */
export function initialPlan(machine: AnyStateMachine, leaf: Leaf): Plan {
  const definition = machine.root.initial;
  const final = leaf.node.type === 'final' ? leaf.node : undefined;
  const enter = entries(machine, leaf.nodes, () => true);
  return { definition, selected: [definition], guard: undefined, leave: [], enter, target: leaf, final };
}

function entries(
  machine: AnyStateMachine,
  nodes: readonly AnyStateNode[],
  byDefault: (node: AnyStateNode) => boolean,
): StateEntry[] {
  const all = nodes.map((node) => ({
    actions: [
      ...compileAll(node.entry, machine, node),
      ...node.invoke.map(({ src, ...invoke }) =>
        builtinAction(
          spawnChild(src as string, { ...invoke, syncSnapshot: invoke.onSnapshot !== undefined } as never),
        ),
      ),
      ...(byDefault(node) ? compileAll(node.initial.actions, machine, node) : []),
    ],
    invokeIds: node.invoke.map(({ id }) => id),
  }));
  return all.filter(({ actions }) => actions.length > 0);
}

function leaveActions(machine: AnyStateMachine, node: AnyStateNode): CompiledAction[] {
  const stops = node.invoke.map(({ id }) => builtinAction(stopChild(id)));
  return [...compileAll(node.exit, machine, node), ...stops];
}

/** Compiles a list of actions of a state. */
export function compileAll(
  actions: readonly unknown[],
  machine: AnyStateMachine,
  node: AnyStateNode,
): CompiledAction[] {
  const source = new ChartSource(machine, node);
  return actions.map((action) => compileAction(action, source));
}

/** The leaf that entering a state leads to: itself, or the one that its initial states lead to. */
export function leafUnder(node: AnyStateNode, leaves: ReadonlyMap<AnyStateNode, Leaf>): Leaf {
  let inner = node;
  while (inner.type === 'compound') inner = inner.initial.target[0] as AnyStateNode;
  return leaves.get(inner) as Leaf;
}
