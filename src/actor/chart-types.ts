import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  StateValue,
} from 'xstate';
import type { CompiledAction } from './compile-action.ts';
import type { CompiledGuard } from './compile-guard.ts';

/** The actions that entering a state runs, and the ids of the children that it starts. */
export interface StateEntry {
  readonly actions: readonly CompiledAction[];
  readonly invokeIds: readonly string[];
}

/** A transition as taken from one leaf: everything that depends on these two alone, computed beforehand. */
export interface Plan {
  readonly definition: AnyTransitionDefinition;
  /** The definition as the only one in a list, for inspectors. */
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

/** An atomic or final state: what a snapshot in it shows, and what can happen in it. */
export interface Leaf {
  readonly node: AnyStateNode;
  readonly nodes: LeafNodes;
  readonly value: StateValue;
  readonly tags: Set<string>;
  /** Exit actions of every active state, deepest first: they run when the chart is done. */
  readonly exits: readonly CompiledAction[];
  /**
   * Plans by event type, in the order in which their guards are evaluated. Filled once all leaves are known.
   */
  readonly on: Map<string, Plan[]>;
  readonly always: Plan[];
}

/** The active states, outermost first. It is the `_nodes` of a snapshot, and leads from there to the leaf. */
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

/** The methods of XState's snapshots; they read nothing but the snapshot that they are called on. */
export type SnapshotMethods = Pick<AnyMachineSnapshot, 'matches' | 'hasTag' | 'can' | 'getMeta' | 'toJSON'>;
