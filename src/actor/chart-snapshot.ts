import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine, MachineContext } from 'xstate';
import { leafOfValue } from './chart-table.ts';
import type { ChartTable, Leaf, LeafNodes } from './chart-types.ts';

/** What differs between snapshots of a chart. */
export interface SnapshotState {
  readonly leaf: Leaf;
  readonly context: MachineContext;
  readonly children: Record<string, AnyActorRef | undefined>;
  readonly status: AnyMachineSnapshot['status'];
  readonly output: unknown;
  readonly error: unknown;
}

const NO_HISTORY = Object.freeze({});

/**
 * Makes a snapshot with the same properties as XState's own, in the same order, so that copying, printing,
 * inspecting and persisting one makes no difference. `machine` is the compiled one.
 */
export function createSnapshot(
  table: ChartTable,
  machine: AnyStateMachine,
  state: SnapshotState,
): AnyMachineSnapshot {
  const { leaf } = state;
  const { matches, hasTag, can, getMeta, toJSON } = table.methods;
  return {
    status: state.status,
    output: state.output,
    error: state.error,
    machine,
    context: state.context,
    _nodes: leaf.nodes,
    value: leaf.value,
    tags: leaf.tags,
    children: state.children,
    historyValue: NO_HISTORY,
    matches,
    hasTag,
    can,
    getMeta,
    toJSON,
  } as AnyMachineSnapshot;
}

/** The leaf that a snapshot is in, wherever the snapshot comes from. */
export function leafOf(table: ChartTable, snapshot: AnyMachineSnapshot): Leaf {
  return (snapshot._nodes as LeafNodes).leaf ?? leafOfValue(table, snapshot.value);
}
