import type { Clock, Runtime } from '../../src/model/runtime.ts';

/** A runtime whose time passes as that of another, and further when a test says so. */
export interface SkippingRuntime extends Runtime {
  /** So much time has passed: what was to happen within it happens now. */
  skip(durationMs: number): void;
}

/** For limits that no slow machine reaches, and that a test ends when it has seen what it waited for. */
export function skippingRuntime(living: Runtime): SkippingRuntime {
  let skippedMs = 0;
  const now = () => living.clock.now() + skippedMs;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void; timer: unknown }>();
  const clock: Clock = {
    now,
    setTimeout: (fn, timeoutMs) => {
      const run = () => {
        timers.delete(entry);
        fn();
      };
      const entry = { dueMs: now() + timeoutMs, run, timer: living.clock.setTimeout(run, timeoutMs) };
      timers.add(entry);
      return entry;
    },
    clearTimeout: (id) => {
      const entry = id as Parameters<typeof timers.delete>[0] | undefined;
      if (entry === undefined || !timers.delete(entry)) return;
      living.clock.clearTimeout(entry.timer);
    },
  };
  return {
    clock,
    random: () => living.random(),
    transport: living.transport,
    defer: (task) => living.defer(task),
    skip: (durationMs) => {
      skippedMs += durationMs;
      for (const entry of timers) {
        living.clock.clearTimeout(entry.timer);
        entry.timer = living.clock.setTimeout(entry.run, Math.max(0, entry.dueMs - now()));
      }
    },
  };
}
