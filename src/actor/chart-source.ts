import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { UnsupportedChartError } from './chart-errors.ts';

/** The place that the compiler is at: a machine, and the state that it reads. */
export class ChartSource {
  readonly machine: AnyStateMachine;
  readonly node: AnyStateNode;

  constructor(machine: AnyStateMachine, node: AnyStateNode) {
    this.machine = machine;
    this.node = node;
  }

  /** The error to throw for what is not supported here. */
  unsupported(reason: string): UnsupportedChartError {
    return new UnsupportedChartError(this.machine.id, this.node.path.join('.'), reason);
  }
}
