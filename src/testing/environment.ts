import type { Clock } from '../model/runtime.ts';

/**
 * Everything the embedded cluster takes from the outside: with a given clock, wall clock, random source and
 * `defer` it is deterministic. Timers of `clock` drive elections, delays and lock waits; `wallMs` is what
 * PD's oracle reads.
 */
export interface ClusterEnvironment {
  /** Monotonic time and timers. */
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch. May go back: PD's timestamps do not. */
  wallMs(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Runs the task at the end of this turn of the event loop; answers of a batch stream gather until then. */
  defer(task: () => void): void;
}

/** The system's clocks and randomness: the only place under src/testing that reads them. */
export function systemEnvironment(): ClusterEnvironment {
  return {
    clock: {
      now: () => performance.now(),
      setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs),
      clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
    },
    wallMs: () => Date.now(),
    random: () => Math.random(),
    defer: (task) => {
      setImmediate(task);
    },
  };
}
