import type { AnyActorRef, AnyStateMachine, EventObject, InspectionEvent } from 'xstate';
import { edgeName } from '../../actor/chart-names.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import {
  type Entry,
  type MachineShape,
  RECORDING_FORMAT,
  RECORDING_VERSION,
  type Recording,
  type RecordingHead,
  type Stats,
} from '../recording/recording.ts';
import { ActorRecorder, type AnySnapshot, type RecorderParts } from './actor-recorder.ts';
import { EntryLog, Unit } from './entry-log.ts';
import { isKnown, isMachine, machineShape } from './machine-shape.ts';
import { Sampler } from './sampler.ts';
import { Shower, type Visibility } from './show.ts';
import { stateName } from './state-name.ts';
import { count, type MachineTally, Tally } from './tally.ts';

export interface CollectorOptions {
  readonly visibility: Visibility;
  /** Entries a second to be recorded, about. */
  readonly maxEntriesPerSecond: number;
  /** Of text that is kept. */
  readonly maxBytes: number;
  /** Of the package. */
  readonly version: string;
  readonly startedAt: Date;
  /** Milliseconds since the start. */
  readonly now: () => number;
}

/** Actors of ours that live as long as their client; they are few, and all of them are recorded. */
const PERMANENT: ReadonlySet<string> = new Set(['client', 'pdSession', 'tsoBatcher', 'batchStream', 'store']);

/** Actors that reads may belong to. */
const TRANSACTIONS: ReadonlySet<string> = new Set(['transaction', 'bulkTransaction']);

/** A transaction of very many requests is cut, so that it does not push all others out. */
const MAX_ACTORS_OF_UNIT = 1000;

/** More than a program has, unless it makes them on the way. */
const MAX_MACHINES = 100;

/** So few actors without a parent are not looked through before somebody looks. */
const FEW_ROOTS = 64;

/** An actor that is live: what it takes to count it. */
interface Seen {
  readonly tally: MachineTally;
  /** Of a transaction. */
  readonly startTs: unknown;
  state: string;
  /** Of those that are recorded. */
  readonly recorder: ActorRecorder | undefined;
  /** What its children belong to; undefined when they begin units of their own. */
  readonly unit: Unit | 'passedOver' | undefined;
}

type InitEvent = EventObject & { readonly input?: Readonly<Record<string, unknown>> | undefined };

/**
 * Listens to actors. It counts all of them, and records whole units: a transaction with everything that happens on
 * its behalf, or nothing of it. What it throws is kept from the actors.
 */
export class Collector {
  readonly log: EntryLog;
  readonly #options: CollectorOptions;
  readonly #parts: RecorderParts;
  readonly #sampler: Sampler;
  readonly #tally = new Tally();
  readonly #seen = new Map<AnyActorRef, Seen>();
  /** Transactions that are live, by their start timestamps. */
  readonly #transactions = new Map<unknown, Seen>();
  readonly #permanent = new Set<ActorRecorder>();
  /** Live actors of others that have no parent. */
  readonly #roots = new Set<AnyActorRef>();
  /** When there are more of them, they are looked through. */
  #manyRoots = FEW_ROOTS;
  readonly #machines = new Map<string, MachineShape>();
  #recorded = 0;
  #fault: string | undefined;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#sampler = new Sampler(options.maxEntriesPerSecond);
    this.log = new EntryLog(options.maxBytes);
    const { visibility, now } = options;
    this.#parts = { log: this.log, shower: new Shower(visibility), showsAll: visibility.values, now };
  }

  /** What `connect` and `createActor` take as `inspect`. Never throws. */
  readonly inspect = (event: InspectionEvent): void => {
    try {
      this.#observe(event);
    } catch (error) {
      this.#stumble(error);
    }
  };

  get head(): RecordingHead {
    const { version, startedAt, visibility } = this.#options;
    return {
      format: RECORDING_FORMAT,
      version: RECORDING_VERSION,
      recordedBy: version,
      startedAt: startedAt.toISOString(),
      shows: visibility,
      machines: [...this.#machines.values()],
    };
  }

  /** Everything that is kept, as an object of its own. */
  recording(): Recording {
    this.catchUp();
    const { entries } = this.log.after(0, Number.POSITIVE_INFINITY);
    return { ...this.head, entries: entries.map((json) => JSON.parse(json) as Entry) };
  }

  stats(): Stats {
    const t = this.#options.now();
    return {
      t,
      ...this.#tally.toJSON(),
      oneOf: this.#sampler.rates(t),
      recorded: this.#recorded,
      entries: this.log.size,
      bytes: this.log.bytes,
      ...(this.#fault !== undefined && { fault: this.#fault }),
    };
  }

  /** Before somebody looks: brings what nobody tells of by itself up to date. Never throws. */
  catchUp(): void {
    try {
      for (const recorder of this.#permanent) recorder.catchUp();
      this.#findFailedRoots();
    } catch (error) {
      this.#stumble(error);
    }
  }

  #stumble(error: unknown): void {
    this.#fault ??= error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  }

  #observe(event: InspectionEvent): void {
    const actor = event.actorRef as AnyActorRef;
    switch (event.type) {
      case '@xstate.event':
        this.#sent(actor, event.event, event.sourceRef as AnyActorRef | undefined);
        break;
      case '@xstate.microstep': {
        const recorder = this.#seen.get(actor)?.recorder;
        if (recorder === undefined) return;
        for (const edge of event._transitions) recorder.tookEdge(edgeName(edge));
        break;
      }
      case '@xstate.snapshot':
        this.#took(actor, event.event, event.snapshot as AnySnapshot);
        break;
      default:
    }
  }

  #sent(actor: AnyActorRef, event: EventObject, source: AnyActorRef | undefined): void {
    let seen = this.#seen.get(actor);
    if (seen === undefined && event.type === 'xstate.init') {
      seen = this.#begin(actor, source, event);
      this.#seen.set(actor, seen);
    }
    // An actor that fails is told of by nothing but what its parent is sent: see #findFailedRoots for those without.
    if (source !== undefined && event.type.startsWith('xstate.error.actor.')) {
      this.#failed(source, (event as unknown as { error: unknown }).error);
    }
    const from = source === undefined ? undefined : this.#seen.get(source)?.recorder?.actor;
    seen?.recorder?.sent(event, from);
  }

  #begin(actor: AnyActorRef, parent: AnyActorRef | undefined, { input }: InitEvent): Seen {
    const { logic } = actor as unknown as { readonly logic: unknown };
    const isClient = parent === undefined && actor.id === 'client' && !isMachine(logic);
    if (parent === undefined && !isClient) this.#addRoot(actor);
    const machine = isMachine(logic) ? logic.id : isClient ? 'client' : 'actor';
    const tally = this.#tally.of(machine);
    count(tally.live, '', 1);
    const known = isMachine(logic) ? isKnown(logic) : isClient;
    const started = parent === undefined ? undefined : this.#seen.get(parent);
    const above = started?.unit === undefined ? (this.#readingTransaction(input) ?? started) : started;
    const unit = this.#unitOf(machine, known && PERMANENT.has(machine), above);
    const startTs = known && TRANSACTIONS.has(machine) ? input?.startTs : undefined;
    if (unit === undefined)
      return this.#remember({ tally, startTs, state: '', recorder: undefined, unit: 'passedOver' });
    if (isMachine(logic)) this.#learn(logic);
    unit.actors++;
    unit.live++;
    const beginning = {
      actor: ++this.#recorded,
      name: actor.id,
      machine,
      parent: above?.recorder?.actor,
      oneOf: unit.permanent ? 1 : this.#sampler.oneOf(unit.machine),
    };
    const recorder = new ActorRecorder(this.#parts, unit, beginning, known);
    if (unit.permanent) this.#permanent.add(recorder);
    // What a client starts begins a unit; what anybody else starts belongs to theirs.
    return this.#remember({ tally, startTs, state: '', recorder, unit: isClient ? undefined : unit });
  }

  #remember(seen: Seen): Seen {
    if (seen.startTs !== undefined) this.#transactions.set(seen.startTs, seen);
    return seen;
  }

  /** Reads of a transaction outlive it, and do not hang below it: what they read at tells whose they are. */
  #readingTransaction(input: InitEvent['input']): Seen | undefined {
    if (this.#transactions.size === 0) return undefined;
    const about = (input?.request ?? input?.task) as Inspected | null | undefined;
    if (typeof about !== 'object' || about === null || !(INSPECTED in about)) return undefined;
    const { request, callerStartTs } = about[INSPECTED]() as {
      readonly request?: { readonly version?: bigint };
      readonly callerStartTs?: bigint;
    };
    return this.#transactions.get(request?.version ?? callerStartTs);
  }

  #learn(machine: AnyStateMachine): void {
    if (this.#machines.has(machine.id) || this.#machines.size >= MAX_MACHINES) return;
    this.#machines.set(machine.id, machineShape(machine));
  }

  /** @returns undefined when the actor is not to be recorded */
  #unitOf(machine: string, permanent: boolean, above: Seen | undefined): Unit | undefined {
    if (above?.unit === 'passedOver') return undefined;
    if (permanent) return new Unit(machine, true);
    if (above?.unit === undefined) {
      return this.#sampler.admit(machine, this.#options.now()) ? new Unit(machine, false) : undefined;
    }
    return above.unit.actors < MAX_ACTORS_OF_UNIT ? above.unit : undefined;
  }

  #took(actor: AnyActorRef, event: EventObject, snapshot: AnySnapshot): void {
    const seen = this.#seen.get(actor);
    if (seen === undefined) return;
    const { tally, recorder } = seen;
    const { status, value } = snapshot;
    const state = stateName(value);
    recorder?.took(event, snapshot, value === undefined ? undefined : state);
    if (status !== 'active') this.#end(actor, seen, status === 'done' ? state : status);
    else if (state !== seen.state) {
      count(tally.live, seen.state, -1);
      count(tally.live, state, 1);
      seen.state = state;
    }
  }

  #failed(actor: AnyActorRef, error: unknown): void {
    const seen = this.#seen.get(actor);
    if (seen === undefined) return;
    seen.recorder?.failed(error);
    this.#end(actor, seen, 'error');
  }

  #addRoot(actor: AnyActorRef): void {
    this.#roots.add(actor);
    if (this.#roots.size <= this.#manyRoots) return;
    this.#findFailedRoots();
    this.#manyRoots = Math.max(FEW_ROOTS, 2 * this.#roots.size);
  }

  /** An actor without a parent fails in silence, and to subscribe would keep its error from being reported. */
  #findFailedRoots(): void {
    for (const actor of this.#roots) {
      const { status, error } = actor.getSnapshot() as AnySnapshot;
      if (status === 'error') this.#failed(actor, error);
    }
  }

  #end(actor: AnyActorRef, { tally, startTs, state, recorder }: Seen, into: string): void {
    this.#seen.delete(actor);
    this.#roots.delete(actor);
    if (startTs !== undefined) this.#transactions.delete(startTs);
    count(tally.live, state, -1);
    count(tally.ended, into, 1);
    if (recorder === undefined) return;
    this.#permanent.delete(recorder);
    const { unit } = recorder;
    if (--unit.live > 0) return;
    if (!unit.permanent) this.#sampler.learn(unit.machine, unit.slots.length);
    this.log.end(unit);
  }
}
