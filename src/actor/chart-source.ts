import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { UnsupportedChartError } from './chart-errors.ts';

/** Where the compiler is: a machine and the state it is reading. */
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
