import type { AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { ChartSource } from './chart-source.ts';
import type { ChartTable, Leaf } from './chart-types.ts';
import { compileAll, compilePlan, initialPlan, leafUnder } from './compile-plan.ts';
import { pathTo, selfAndDescendants, stateValueOf } from './state-tree.ts';

/**
 * Builds the tables of a machine.
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

/** The leaf that a state value means; a value that ends in a compound state means its initial states. */
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
