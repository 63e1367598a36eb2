import type { AnyActorRef, AnyActorScope, EventObject } from 'xstate';
import type { Clock } from '../model/runtime.ts';
import { relay } from './xstate-internals.ts';

/**
 * Gives an actor system a scheduler that keeps delayed events by their actor.
 *
 * XState's own scheduler keeps all delayed events of the system in one table, and walks it whenever any actor
 * ends: with 10,000 pending delays the end of an actor costs more than a millisecond. Here it depends on the
 * actor's own delays alone, so any number of actors with `after` may share a system, its clock and its
 * inspector. Nor does it draw random ids or read the wall clock.
 */
export function indexScheduler(system: AnyActorScope['system'], clock: Clock): void {
  const timersOf = new WeakMap<AnyActorRef, Map<string | number, unknown>>();
  let unnamed = 0;

  const cancel = (source: AnyActorRef, id: string): void => {
    const timers = timersOf.get(source);
    clock.clearTimeout(timers?.get(id));
    timers?.delete(id);
  };

  system.scheduler = {
    schedule(
      source: AnyActorRef,
      target: AnyActorRef,
      event: EventObject,
      delayMs: number,
      id: string | undefined,
    ) {
      const timers = timersOf.get(source) ?? new Map<string | number, unknown>();
      timersOf.set(source, timers);
      const key = id ?? unnamed++;
      const timer = clock.setTimeout(() => {
        if (timers.get(key) === timer) timers.delete(key);
        relay(system, source, target, event);
      }, delayMs);
      timers.set(key, timer);
    },
    cancel,
    cancelAll(source: AnyActorRef) {
      const timers = timersOf.get(source);
      if (timers === undefined) return;
      timersOf.delete(source);
      for (const timer of timers.values()) clock.clearTimeout(timer);
    },
  };
}
