import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventFromLogic,
  type EventObject,
  type InputFrom,
  type InspectionEvent,
  type SnapshotFrom,
} from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { edgeName } from '../actor/chart-names.ts';

/** How to walk a chart. */
export interface PathOptions<Machine extends AnyStateMachine> {
  /** What the machine is started with. */
  readonly input?: InputFrom<Machine>;
  /**
   * The events to try, one for each payload that makes a difference. Event types that have none here are tried
   * without payload, those of delays among them.
   */
  readonly events?: readonly EventFromLogic<Machine>[];
  /** Whether an event can happen at a point of a path. Default: wherever the chart has an edge for it. */
  readonly canHappen?: (before: SnapshotFrom<Machine>, event: EventFromLogic<Machine>) => boolean;
  /**
   * What makes two snapshots the same for the walk: all that the chart's future depends on, and nothing else.
   * Default: state and context, with bigints.
   */
  readonly serializeState?: (snapshot: SnapshotFrom<Machine>) => string;
  /** Edges after which the walk is given up, lest an unbounded context makes it endless. Default 20 000. */
  readonly limit?: number;
}

/** One event of a path. */
export interface ModelStep<Machine extends AnyStateMachine> {
  /** What happens. */
  readonly event: EventFromLogic<Machine>;
  /** What the chart says is so before it. */
  readonly before: SnapshotFrom<Machine>;
  /** What the chart says is so afterwards. */
  readonly after: SnapshotFrom<Machine>;
  /** The edges taken, one, or more where `always` leads on. */
  readonly edges: readonly string[];
}

/** A walk through a chart: where it begins, and what happens then. */
export interface ModelPath<Machine extends AnyStateMachine> {
  /** Its events in words; no two paths of a walk have the same. */
  readonly name: string;
  /** What the chart says is so at the beginning. */
  readonly start: SnapshotFrom<Machine>;
  /** What happens, in order. */
  readonly steps: readonly ModelStep<Machine>[];
}

/** What makes each event of a chart happen in the world under test. */
export type Realisations<Machine extends AnyStateMachine, World> = {
  readonly [Type in EventFromLogic<Machine>['type']]?: (
    world: World,
    event: Extract<EventFromLogic<Machine>, { readonly type: Type }>,
    before: SnapshotFrom<Machine>,
  ) => Promise<void> | void;
} & {
  /** The delays of a chart, by the types of their events. */
  readonly [delay: `xstate.${string}`]: (world: World) => Promise<void> | void;
};

/**
 * Paths that together take every edge of a chart from every state it can be in: each ends with an edge, behind a
 * shortest way to it. A path that is the beginning of another is left out. No action is run.
 *
 * The graph is XState's. Under a `serializeState` that puts several snapshots together, XState's paths carry the
 * snapshots of any of them, so the events are run once more, and the steps tell what comes of exactly them.
 */
export function edgePaths<Machine extends AnyStateMachine>(
  machine: Machine,
  options: PathOptions<Machine> = {},
): readonly ModelPath<Machine>[] {
  const { input, events = [], canHappen = () => true, limit = 20_000 } = options;
  const serializeState = (options.serializeState ?? serializeSnapshot) as (
    snapshot: AnyMachineSnapshot,
  ) => string;
  const traversal = {
    input,
    limit,
    serializeState,
    serializeEvent: describeEvent,
    events: (snapshot: AnyMachineSnapshot) =>
      eventsIn(snapshot, events).filter((event) => canHappen(snapshot as never, event as never)),
  } as never;
  const ways = new Map(
    getShortestPaths(machine, traversal).map(({ state, steps }) => [
      serializeState(state as AnyMachineSnapshot),
      steps.slice(1).map(({ event }) => event as EventObject),
    ]),
  );
  const paths = adjacencyMapToArray(getAdjacencyMap(machine, traversal))
    .map(({ state, event }) => {
      const way = ways.get(serializeState(state as AnyMachineSnapshot)) ?? [];
      return runThrough(machine, input, [...way, event as EventObject]);
    })
    .filter(({ steps }) => (steps.at(-1)?.edges.length ?? 0) > 0);
  return paths.filter(({ name }) => !paths.some((other) => other.name.startsWith(`${name}${ARROW}`)));
}

/**
 * Walks a path in a world: makes each event happen, and lets `judge` compare what the chart says of it with what the
 * world shows: requests that were sent, data, the verdict of a promise. An actor compared with its own chart would
 * prove nothing.
 */
export async function walkPath<Machine extends AnyStateMachine, World>(
  path: ModelPath<Machine>,
  world: World,
  realisations: Realisations<Machine, World>,
  judge: (
    world: World,
    expected: SnapshotFrom<Machine>,
    step: ModelStep<Machine> | undefined,
  ) => Promise<void> | void,
): Promise<void> {
  await judge(world, path.start, undefined);
  for (const step of path.steps) {
    const { type } = step.event as EventObject;
    const realise = (
      realisations as Record<string, (world: World, event: unknown, before: unknown) => unknown>
    )[type];
    if (realise === undefined) throw new RangeError(`Nothing is told to make ${type} happen`);
    await realise(world, step.event, step.before);
    await judge(world, step.after, step);
  }
}

const ARROW = ' > ';

/** An event in words: its type, and its payload in short. */
export function describeEvent({ type, ...payload }: EventObject): string {
  const told = Object.entries(payload).map(([name, value]) => `${name}=${inWords(value)}`);
  return [type, ...told].join(' ');
}

function inWords(value: unknown): string {
  if (value instanceof Error) return value.name;
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    return `{${Object.entries(value).map(([name, part]) => `${name}=${inWords(part)}`)}}`;
  }
  return String(value);
}

function serializeSnapshot({ value, context }: AnyMachineSnapshot): string {
  return JSON.stringify([value, context], (_, part) => {
    if (typeof part === 'bigint') return `${part}n`;
    return part instanceof Error ? inWords(part) : part;
  });
}

function eventsIn(snapshot: AnyMachineSnapshot, variants: readonly EventObject[]): readonly EventObject[] {
  if (snapshot.status !== 'active') return [];
  const types = new Set(snapshot._nodes.flatMap((node) => node.ownEvents));
  return [...types].flatMap((type) => {
    const own = variants.filter((variant) => variant.type === type);
    return own.length > 0 ? own : [{ type }];
  });
}

/** What a chart makes of events, without its effects. */
function runThrough<Machine extends AnyStateMachine>(
  machine: Machine,
  input: unknown,
  events: readonly EventObject[],
): ModelPath<Machine> {
  let edges: string[] = [];
  const actor = createActor(machine, {
    input,
    inspect: (event: InspectionEvent) => {
      if (event.type === '@xstate.microstep') edges.push(...event._transitions.map(edgeName));
    },
  } as never);
  const scope: AnyActorScope = {
    self: actor,
    system: actor.system,
    id: actor.id,
    sessionId: actor.sessionId,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: () => {},
  };
  const start = machine.getInitialSnapshot(scope as never, input) as SnapshotFrom<Machine>;
  let before = start;
  const steps = events.map((event) => {
    edges = [];
    const after = machine.transition(before as never, event, scope as never) as SnapshotFrom<Machine>;
    const step = { event: event as EventFromLogic<Machine>, before, after, edges };
    before = after;
    return step;
  });
  return { name: events.map(describeEvent).join(ARROW), start, steps };
}
