import { InternalError } from '../model/errors.ts';

/**
 * A chart uses something that the compiler does not support. Thrown by the compiler, never by a running
 * chart.
 */
export class UnsupportedChartError extends InternalError {
  readonly machineId: string;
  /** Dotted path of the state, without the machine's id; empty for the machine itself. */
  readonly statePath: string;
  readonly reason: string;

  constructor(machineId: string, statePath: string, reason: string) {
    super(`Chart '${machineId}' cannot be compiled: ${reason}, in state '${statePath}'`);
    this.machineId = machineId;
    this.statePath = statePath;
    this.reason = reason;
  }
}

/** A chart took more than `options.maxIterations` microsteps for one event. */
export class EndlessChartError extends InternalError {
  readonly machineId: string;

  constructor(machineId: string, maxIterations: number) {
    super(`Chart '${machineId}' took more than ${maxIterations} microsteps for one event`);
    this.machineId = machineId;
  }
}

/** A guard threw while the transitions for an event were tried; what it threw is the cause. */
export class GuardError extends InternalError {
  constructor(guardName: string, eventType: string, stateId: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Guard '${guardName}' threw on '${eventType}' in state '${stateId}': ${reason}`, { cause });
  }
}
