import type { AnyActorRef, AnyStateMachine, AnyStateNode, MachineContext } from 'xstate';

/**
 * A microstep under way. The first four fields are what XState's builtin actions read of a snapshot, so that
 * a step can be passed to them as one. `_nodes` are the states that were active before the microstep.
 */
export interface ChartStep {
  readonly machine: AnyStateMachine;
  readonly _nodes: readonly AnyStateNode[];
  context: MachineContext;
  children: Record<string, AnyActorRef | undefined>;
  status: 'active' | 'done' | 'error' | 'stopped';
  output: unknown;
}
