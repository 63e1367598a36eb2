import { expect } from 'vitest';
import {
  type AnyActorRef,
  type AnyStateMachine,
  createActor,
  type EventObject,
  type InspectionEvent,
  isMachineSnapshot,
} from 'xstate';
import { brief, isolated } from './equivalence.ts';
import { VirtualClock } from './virtual-clock.ts';

interface Trace {
  readonly machine: AnyStateMachine;
  readonly options: { readonly input?: unknown; readonly snapshot?: unknown };
  /** Each event as it was processed, and the snapshot it led to. */
  readonly steps: { readonly event: EventObject; readonly snapshot: unknown }[];
}

/**
 * Records what compiled actors do in any run (a simulation, a contract test), to replay it on XState's interpreter
 * afterwards. Give `inspect` to the actor root. A chart can be replayed when its guards and assignments depend on
 * context and event alone.
 */
export class TraceRecorder {
  readonly #traces = new Map<AnyActorRef, Trace>();

  readonly inspect = (event: InspectionEvent): void => {
    if (event.type !== '@xstate.snapshot' || !isMachineSnapshot(event.snapshot)) return;
    const step = { event: event.event, snapshot: brief(event.snapshot) };
    this.#traceOf(event.actorRef as AnyActorRef).steps.push(step);
  };

  /** How many actors have been recorded. */
  get size(): number {
    return this.#traces.size;
  }

  /** Replays every recorded actor and compares each snapshot. Returns how many events were replayed. */
  expectInterpreterAgrees(): number {
    let replayed = 0;
    for (const { machine, options, steps } of this.#traces.values()) {
      expect(replay(machine, options, steps), machine.id).toEqual(steps);
      replayed += steps.length;
    }
    return replayed;
  }

  #traceOf(actor: AnyActorRef): Trace {
    const known = this.#traces.get(actor);
    if (known !== undefined) return known;
    const { logic, options } = actor as unknown as { logic: AnyStateMachine; options: Trace['options'] };
    // A compiled machine inherits from the one it was made of.
    const trace = { machine: Object.getPrototypeOf(logic) as AnyStateMachine, options, steps: [] };
    this.#traces.set(actor, trace);
    return trace;
  }
}

function replay(machine: AnyStateMachine, options: Trace['options'], steps: Trace['steps']): Trace['steps'] {
  const replayed: Trace['steps'] = [];
  const actor = createActor(isolated(machine), {
    ...(options as object),
    clock: new VirtualClock(),
    inspect: (event) => {
      if (event.type !== '@xstate.snapshot' || event.actorRef !== actor) return;
      replayed.push({ event: event.event, snapshot: brief(event.snapshot as never) });
    },
    parent: undefined as never,
  });
  actor.subscribe({ error: () => {} });
  actor.start();
  for (const { event } of steps) {
    if (event.type === 'xstate.stop') actor.stop();
    else if (event.type !== 'xstate.init') actor.send(event);
  }
  return replayed;
}
