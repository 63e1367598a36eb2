import { expect } from 'vitest';
import {
  type Actor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventObject,
  type InspectionEvent,
  isMachineSnapshot,
  type Snapshot,
  transition,
} from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { EndlessChartError, GuardError } from '../../src/actor/chart-errors.ts';
import { compiled } from '../../src/actor/compiled.ts';
import { createLeanActor } from '../../src/actor/lean-actor.ts';
import { ignoreReports, stopActor } from '../../src/actor/xstate-internals.ts';
import type { Step } from './random-chart.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Charts can send each other events for ever; a trace of this length is taken for such a case, and compared as it is. */
const RUNAWAY = 1_000;

type Observe = (event: InspectionEvent) => void;

/** How to explore a machine for `expectEquivalent`. */
export interface Exploration {
  /** Variants with payload. An event type of a state that has none here is sent bare. */
  readonly events?: readonly EventObject[];
  readonly input?: unknown;
  /**
   * What makes two snapshots the same for the exploration. Default: state value and whole context. An abstraction
   * (say, attempts up to 2) keeps an unbounded context finite.
   */
  readonly serializeState?: (snapshot: AnyMachineSnapshot) => string;
  /** Which events to try where; the way to bound counters. */
  readonly filterEvents?: (snapshot: AnyMachineSnapshot, event: EventObject) => boolean;
  /** The exploration fails beyond this number of edges. Default 20,000. */
  readonly limit?: number;
  /** Guards and delays for charts whose own are placeholders; they must not depend on anything outside. */
  readonly provide?: Parameters<AnyStateMachine['provide']>[0];
  /** More scripts to compare, besides every edge. */
  readonly scripts?: readonly (readonly Step[])[];
}

/**
 * Proves that a machine behaves alike interpreted and compiled: every edge that `xstate/graph` reaches is driven,
 * behind its shortest path, on both, and everything that can be observed is compared: the snapshot after each step,
 * actions in order with their params, microsteps, delays and children. Custom actions are replaced by
 * empty ones and invoked actors by such as never end (their done and error events are tried like any other), so the
 * machine needs no wiring; an edge on which something throws is compared too.
 *
 * @param observe is given what XState's own actor tells its inspectors on the way
 */
export function expectEquivalent(
  machine: AnyStateMachine,
  exploration: Exploration = {},
  observe?: Observe,
): void {
  const interpreted = isolated(machine).provide(exploration.provide ?? {});
  const logic = compiled(interpreted);
  const { input, limit = 20_000, scripts = [], filterEvents = () => true } = exploration;
  const serializeState = exploration.serializeState ?? (({ value, context }) => serialize([value, context]));
  const throwing = new Map<string, { state: AnyMachineSnapshot; event: EventObject }>();
  const isPassable = (state: AnyMachineSnapshot, event: EventObject) => {
    if (!filterEvents(state, event)) return false;
    try {
      transition(interpreted, state, event);
      return true;
    } catch {
      throwing.set(serializeState(state) + serialize(event), { state, event });
      return false;
    }
  };
  const options = {
    input,
    limit,
    serializeState: serializeState as never,
    serializeEvent: serialize,
    events: (snapshot: AnyMachineSnapshot) => eventsOf(snapshot, exploration.events ?? []),
    filterEvents: isPassable as never,
  };
  const paths = getShortestPaths(interpreted, options as never);
  const prefixes = new Map(
    paths.map(({ state, steps }) => [serializeState(state), steps.slice(1).map(toStep)]),
  );
  const edges = [
    ...adjacencyMapToArray(getAdjacencyMap(interpreted, options as never)),
    ...throwing.values(),
  ];
  for (const { state, event } of edges) {
    const prefix = prefixes.get(serializeState(state as AnyMachineSnapshot)) ?? [];
    expectSameTrace(interpreted, logic, [...prefix, { kind: 'event', event }], input, '', observe);
  }
  for (const script of [[], ...scripts]) expectSameTrace(interpreted, logic, script, input, '', observe);
}

/** Drives one script on both and compares all that can be seen. */
export function expectSameTrace(
  machine: AnyStateMachine,
  logic: AnyStateMachine,
  script: readonly Step[],
  input: unknown,
  hint = '',
  observe?: Observe,
): void {
  const expected = trace(machine, script, input, inSystemOfItsOwn, observe);
  for (const create of [inSystemOfItsOwn, belowRoot]) {
    const actual = trace(logic, script, input, create);
    if (serialize(actual) === serialize(expected)) continue;
    expect(actual, `${hint} ${machine.id}, ${create.name}: ${serialize(script)}`).toEqual(expected);
    throw new Error(`${hint}: traces differ in what toEqual does not see`);
  }
}

type Create = (
  logic: AnyStateMachine,
  options: { clock: VirtualClock; logger: () => void; input: unknown; snapshot?: Snapshot<unknown> },
  inspect: Observe,
) => Actor<AnyStateMachine>;

const inSystemOfItsOwn: Create = (logic, options, inspect) =>
  createActor(logic, { ...options, id: 'root', inspect });

/** As clients start their actors. Of the root nothing is seen. */
const belowRoot: Create = (logic, { clock, logger, ...options }, inspect) => {
  const isRoot = (actor: unknown) => (actor as AnyActorRef | undefined)?.id === 'client';
  const parent = createActor(idle as AnyActorLogic, {
    id: 'client',
    clock,
    logger,
    inspect: (event) => {
      if (isRoot(event.actorRef)) return;
      const isFromRoot = event.type === '@xstate.event' && isRoot(event.sourceRef);
      inspect(isFromRoot ? { ...event, sourceRef: undefined } : event);
    },
  });
  parent.start();
  ignoreReports(parent);
  return createLeanActor(logic, { ...options, id: 'root', parent }, true);
};

const idle = {
  transition: (snapshot: Snapshot<undefined>, { type }: EventObject) =>
    type === 'xstate.stop' ? { ...snapshot, status: 'stopped' } : snapshot,
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  getPersistedSnapshot: (snapshot: Snapshot<undefined>) => snapshot,
};

/** The machine with effects taken out: empty actions, and actors that never end. */
export function isolated(machine: AnyStateMachine): AnyStateMachine {
  const { actions, actors } = machine.implementations;
  const custom = Object.entries(actions).filter(
    ([, action]) => typeof action === 'function' && !('resolve' in action),
  );
  return machine.provide({
    actions: Object.fromEntries(custom.map(([name]) => [name, () => {}])),
    actors: Object.fromEntries(Object.keys(actors).map((name) => [name, idle])),
  } as never);
}

/** Everything that can be seen of an actor that runs the script: snapshots after each step, and what inspectors see. */
export function trace(
  logic: AnyStateMachine,
  script: readonly Step[],
  input: unknown,
  create: Create = inSystemOfItsOwn,
  observe: Observe = () => {},
): unknown[] {
  const clock = new VirtualClock();
  const seen: unknown[] = [];
  let failed = false;
  const note = (entry: unknown) => {
    if (!failed) seen.push(entry);
  };
  const start = (snapshot?: Snapshot<unknown>): Actor<AnyStateMachine> => {
    const inspect = (event: InspectionEvent) => {
      observe(event);
      note(describeInspection(event));
      if (seen.length > RUNAWAY) throw new Error('Runaway');
    };
    const options = {
      clock,
      input,
      logger: (...said: unknown[]) => note(['log', ...said]),
    };
    const actor = create(logic, snapshot === undefined ? options : { ...options, snapshot }, inspect);
    actor.subscribe({
      complete: () => note('complete'),
      error: (error) => {
        note(['error', plain(error), view(actor.getSnapshot())]);
        failed = true;
      },
    });
    return actor.start();
  };

  let actor: Actor<AnyStateMachine> | undefined;
  const take = (step: Step | 'start') => {
    if (step === 'start' || actor === undefined) actor = start();
    else if (step.kind === 'event') actor.send(step.event);
    else if (step.kind === 'advance') clock.advance(step.durationMs);
    else if (step.kind === 'child') actor.getSnapshot().children[step.id]?.send(step.event);
    else if (step.kind === 'stop') stopActor(actor);
    else {
      const persisted = actor.getPersistedSnapshot();
      note(plain(persisted));
      stopActor(actor);
      actor = start(persisted);
    }
    note(view(actor.getSnapshot()));
    return actor.getSnapshot().status;
  };
  try {
    for (const step of ['start', ...script] as const) {
      if (take(step) === 'active') continue;
      take({ kind: 'restore' });
      break;
    }
  } catch (error) {
    if (seen.length <= RUNAWAY) throw error;
  }
  if (seen.length > RUNAWAY) return seen.slice(0, RUNAWAY);
  // A compiled actor that failed stops its children, and XState's does not: the one wanted difference.
  if (failed) return seen.filter((entry) => !isStop(entry));
  if (actor !== undefined) stopActor(actor);
  return seen;
}

function describeInspection(event: InspectionEvent): unknown[] {
  const head = [event.type, plain(event.actorRef)];
  switch (event.type) {
    case '@xstate.event':
      return [...head, plain(event.sourceRef), plain(event.event)];
    case '@xstate.action':
      return [...head, event.action.type, plain(event.action.params)];
    case '@xstate.snapshot':
      return [...head, plain(event.event), plain(event.snapshot)];
    case '@xstate.microstep': {
      const transitions = event._transitions.map(({ source, eventType }) => [source.id, eventType]);
      const indexes = event._transitions.map((taken) => source(taken)?.indexOf(taken));
      return [...head, plain(event.event), plain(event.snapshot), transitions, indexes];
    }
    default:
      return head;
  }
}

function source(transition: {
  source: { transitions: Map<string, unknown[]>; always?: unknown[] };
  eventType: string;
}) {
  return transition.source.transitions.get(transition.eventType) ?? transition.source.always;
}

function isStop(entry: unknown): boolean {
  return Array.isArray(entry) && (entry[2] as { type?: string } | undefined)?.type === 'xstate.stop';
}

/** What a snapshot shows, without the machine it belongs to. XState lists the states of a done one the other way round. */
export function view(snapshot: AnyMachineSnapshot): unknown {
  return {
    keys: Object.keys(snapshot),
    status: snapshot.status,
    value: snapshot.value,
    context: plain(snapshot.context),
    output: plain(snapshot.output),
    error: plain(snapshot.error),
    tags: [...snapshot.tags].sort(),
    meta: Object.entries(snapshot.getMeta()).sort(),
    children: plain(snapshot.children),
    nodes: snapshot._nodes.map(({ id }) => id).sort(),
  };
}

/** What of a snapshot tells it from another of the same machine. */
export function brief({ status, value, context, output, error, children }: AnyMachineSnapshot): unknown {
  return [status, value, plain(context), plain(output), plain(error), Object.keys(children)];
}

/** Any value as JSON can hold it: actors by their ids, errors by what was thrown first, big integers by their digits. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return '<function>';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return messageOf(value);
  if (isActor(value)) return value.id.startsWith('x:') ? '<actor>' : `<actor ${value.id}>`;
  if (isMachineSnapshot(value)) return brief(value);
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
    return [value.constructor.name, ...[...(value as Iterable<unknown>)].map(plain)];
  }
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** The compiler words the errors of guards and of endless charts in its own way. */
function messageOf(error: Error): string {
  if (error instanceof GuardError) return messageOf(error.cause as Error);
  if (error instanceof EndlessChartError || error.message.startsWith('Infinite loop detected'))
    return 'endless';
  const [, inner] = /^Unable to evaluate guard[^\n]*\n([\s\S]*)$/.exec(error.message) ?? [];
  return inner ?? error.message;
}

function isActor(value: object): value is AnyActorRef {
  return 'sessionId' in value && 'send' in value;
}

function serialize(value: unknown): string {
  return JSON.stringify(plain(value));
}

function toStep({ event }: { event: EventObject }): Step {
  return { kind: 'event', event };
}

function eventsOf(snapshot: AnyMachineSnapshot, variants: readonly EventObject[]): EventObject[] {
  const types = new Set(snapshot._nodes.flatMap((node) => node.ownEvents));
  return [...types].flatMap((type) => {
    const matching = variants.filter((variant) => variant.type === type);
    return matching.length > 0 ? matching : [{ type }];
  });
}
