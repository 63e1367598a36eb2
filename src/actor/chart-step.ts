import type { AnyActorRef, AnyStateMachine, AnyStateNode, MachineContext } from 'xstate';

/**
 * A microstep in the making. The first four fields are what XState's builtin actions read of a snapshot, so a
 * step stands in for one. `_nodes` are those active before the microstep.
 */
export interface ChartStep {
  readonly machine: AnyStateMachine;
  readonly _nodes: readonly AnyStateNode[];
  context: MachineContext;
  children: Record<string, AnyActorRef | undefined>;
  status: 'active' | 'done' | 'error' | 'stopped';
  output: unknown;
}
