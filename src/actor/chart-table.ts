import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
  type StateValue,
  spawnChild,
  stopChild,
} from 'xstate';
import { ChartSource } from './chart-source.ts';
import { builtinAction, type CompiledAction, compileAction } from './compile-action.ts';
import { type CompiledGuard, compileGuard } from './compile-guard.ts';

/** What entering one state runs; `invokeIds` are the children it starts. */
export interface StateEntry {
  readonly actions: readonly CompiledAction[];
  readonly invokeIds: readonly string[];
}

/** One transition as taken from one leaf: everything that depends only on the two is worked out beforehand. */
export interface Plan {
  readonly definition: AnyTransitionDefinition;
  /** The definition alone in a list, as inspectors are told. */
  readonly selected: readonly AnyTransitionDefinition[];
  readonly guard: CompiledGuard | undefined;
  /** Exit actions, deepest state first, then the transition's own. */
  readonly leave: readonly CompiledAction[];
  /** Entered states that do something on entry, outermost first. */
  readonly enter: readonly StateEntry[];
  readonly target: Leaf;
  /** The final state that is entered, if one is. */
  readonly final: AnyStateNode | undefined;
}

/** An atomic or final state, with all that a snapshot in it shows and all that can happen in it. */
export interface Leaf {
  readonly node: AnyStateNode;
  readonly nodes: LeafNodes;
  readonly value: StateValue;
  readonly tags: Set<string>;
  /** Exit actions of every active state, deepest first: they run when the chart is done. */
  readonly exits: readonly CompiledAction[];
  /** Plans by event type, in the order in which their guards are asked. Filled in once all leaves are known. */
  readonly on: Map<string, Plan[]>;
  readonly always: Plan[];
}

/** The active states, outermost first; as a snapshot's `_nodes` it leads back to the leaf. */
export interface LeafNodes extends Array<AnyStateNode> {
  readonly leaf?: Leaf;
}

/** The chart as tables. */
export interface ChartTable {
  readonly machine: AnyStateMachine;
  readonly leaves: ReadonlyMap<AnyStateNode, Leaf>;
  readonly initial: Plan;
  /** The root alone: what a snapshot shows when the initial transition fails. */
  readonly beforeInitial: Leaf;
  readonly methods: SnapshotMethods;
}

/** The functions every snapshot of XState carries; they read nothing but the snapshot they are called on. */
export type SnapshotMethods = Pick<AnyMachineSnapshot, 'matches' | 'hasTag' | 'can' | 'getMeta' | 'toJSON'>;

/**
 * Works out the tables of a machine.
 * @throws UnsupportedChartError with the state's path and the reason, for whatever the tables cannot express:
 * parallel and history states, wildcard events, children started or stopped by actions, `stateIn`,
 * `enqueueActions`, and names of actions, guards, delays or actors without implementation.
 */
export function buildChartTable(machine: AnyStateMachine): ChartTable {
  const leaves = new Map<AnyStateNode, Leaf>();
  const { root } = machine;
  for (const node of selfAndDescendants(root)) {
    refuseUnsupported(machine, node);
    if (node.type !== 'compound') leaves.set(node, createLeaf(machine, node));
  }
  for (const leaf of leaves.values()) fillLeaf(machine, leaf, leaves);

  const initialLeaf = leafUnder(root, leaves);
  const { matches, hasTag, can, getMeta, toJSON } = machine.resolveState({
    value: initialLeaf.value,
    context: {},
  });
  return {
    machine,
    leaves,
    initial: initialPlan(machine, initialLeaf),
    beforeInitial: { ...initialLeaf, nodes: [root], tags: new Set(root.tags) },
    methods: { matches, hasTag, can, getMeta, toJSON },
  };
}

/** The leaf that a state value stands for; a value that ends in a compound state means its initial states. */
export function leafOfValue(table: ChartTable, value: StateValue): Leaf {
  let node: AnyStateNode | undefined = table.machine.root;
  let rest: StateValue | undefined = value;
  while (node !== undefined && rest !== undefined) {
    const key: string | undefined = typeof rest === 'string' ? rest : Object.keys(rest)[0];
    if (key === undefined) break;
    rest = typeof rest === 'string' ? undefined : rest[key];
    node = node.states[key];
  }
  if (node === undefined) {
    const { machine } = table;
    throw new ChartSource(machine, machine.root).unsupported(`there is no state ${JSON.stringify(value)}`);
  }
  return leafUnder(node, table.leaves);
}

function createLeaf(machine: AnyStateMachine, node: AnyStateNode): Leaf {
  const nodes = pathTo(node);
  const exits = [...nodes].reverse().flatMap((active) => compileAll(active.exit, machine, active));
  const tags = new Set(nodes.flatMap((active) => active.tags));
  const leaf: Leaf = { node, nodes, value: stateValueOf(node), tags, exits, on: new Map(), always: [] };
  Object.defineProperty(nodes, 'leaf', { value: leaf });
  return leaf;
}

function fillLeaf(machine: AnyStateMachine, leaf: Leaf, leaves: ReadonlyMap<AnyStateNode, Leaf>): void {
  for (const node of [...leaf.nodes].reverse()) {
    for (const [eventType, definitions] of node.transitions) {
      const plans = leaf.on.get(eventType) ?? [];
      plans.push(...definitions.map((definition) => compilePlan(machine, leaf, definition, leaves)));
      leaf.on.set(eventType, plans);
    }
    for (const definition of node.always ?? []) {
      leaf.always.push(compilePlan(machine, leaf, definition, leaves));
    }
  }
}

function compilePlan(
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
  // XState runs the initial actions of what is entered by default, not of states above an explicit target.
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

function initialPlan(machine: AnyStateMachine, leaf: Leaf): Plan {
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

function compileAll(
  actions: readonly unknown[],
  machine: AnyStateMachine,
  node: AnyStateNode,
): CompiledAction[] {
  const source = new ChartSource(machine, node);
  return actions.map((action) => compileAction(action, source));
}

/** The state inside which a transition happens; undefined when the root itself is left and entered again. */
function domainOf(
  { source, reenter }: AnyTransitionDefinition,
  target: AnyStateNode,
  root: AnyStateNode,
): AnyStateNode | undefined {
  if (!reenter && (target === source || isWithin(target, source))) return source;
  const common = pathTo(target)
    .slice(0, -1)
    .findLast((ancestor) => isWithin(source, ancestor));
  return common ?? (reenter ? undefined : root);
}

function refuseUnsupported(machine: AnyStateMachine, node: AnyStateNode): void {
  const source = new ChartSource(machine, node);
  if (node.type === 'parallel' || node.type === 'history')
    throw source.unsupported(`${node.type} states are not supported`);
  for (const eventType of node.transitions.keys()) {
    if (eventType.includes('*')) throw source.unsupported(`wildcard event '${eventType}' is not supported`);
  }
  for (const { src } of [node.config.invoke ?? []].flat()) {
    if (typeof src === 'string' && machine.implementations.actors[src] === undefined) {
      throw source.unsupported(`actor '${src}' has no implementation`);
    }
  }
}

function leafUnder(node: AnyStateNode, leaves: ReadonlyMap<AnyStateNode, Leaf>): Leaf {
  let inner = node;
  while (inner.type === 'compound') inner = inner.initial.target[0] as AnyStateNode;
  return leaves.get(inner) as Leaf;
}

function selfAndDescendants(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(selfAndDescendants)];
}

/** From the root to the node, both included. */
function pathTo(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [...pathTo(node.parent), node];
}

/** Whether `node` lies below `ancestor`; a node does not lie below itself. */
function isWithin(node: AnyStateNode, ancestor: AnyStateNode): boolean {
  return node.parent !== undefined && (node.parent === ancestor || isWithin(node.parent, ancestor));
}

function stateValueOf(node: AnyStateNode): StateValue {
  const [innermost, ...outer] = [...node.path].reverse();
  if (innermost === undefined) return {};
  return outer.reduce<StateValue>((value, key) => ({ [key]: value }), innermost);
}
