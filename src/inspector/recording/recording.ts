/** The first field of every recording, by which a file is known for one. */
export const RECORDING_FORMAT = 'tikv-client recording';

/** Raised when an older page can no longer read what is recorded. */
export const RECORDING_VERSION = 1;

/** What JSON can say. In recordings a bigint is decimal text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
/** An object of JSON. */
export type JsonObject = { readonly [name: string]: Json };

/** One way out of a state. */
export interface EdgeShape {
  /** What steps call it: unique in its machine. */
  readonly id: string;
  /** Type of the event, `after` and the name of a delay, `done`, or `always`. */
  readonly event: string;
  /** Its place among the transitions of the state for this event, from 0. */
  readonly nth: number;
  /** Path of the state it leads to; undefined when it leads nowhere else. */
  readonly target?: string | undefined;
  readonly guard?: string | undefined;
}

/** A state of a machine. Its path is dotted, such as `committing.prewriting`; that of the machine itself is its id. */
export interface StateShape {
  readonly path: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly description?: string | undefined;
  readonly edges: readonly EdgeShape[];
}

/** A machine whose actors were seen, as it is in the process that was recorded. */
export interface MachineShape {
  readonly id: string;
  /** One of this library, in the version of the inspector. */
  readonly known: boolean;
  /** In the order of the chart. Empty for actors that are no machines. */
  readonly states: readonly StateShape[];
}

/** Whether an actor lives, or how it ended. */
export type ActorStatus = 'active' | 'done' | 'error' | 'stopped';

/** What all entries say. */
export interface EntryBase {
  /** Its place in the recording; they rise, with gaps. */
  readonly n: number;
  /** When it happened, in milliseconds since `startedAt`. */
  readonly t: number;
  readonly actor: number;
  /** Dotted path of the state the actor is in after it; undefined for actors that are no machines. */
  readonly state?: string | undefined;
  readonly status: ActorStatus;
  /** Left out when it is as before. */
  readonly context?: Json | undefined;
  readonly output?: Json | undefined;
  readonly error?: Json | undefined;
}

/** An actor began. */
export interface StartEntry extends EntryBase {
  readonly kind: 'start';
  readonly name: string;
  readonly machine: string;
  readonly parent?: number | undefined;
  /** It was recorded as one of so many of its kind. */
  readonly oneOf: number;
}

/** An actor took an event. */
export interface StepEntry extends EntryBase {
  readonly kind: 'step';
  readonly event: { readonly type: string } & JsonObject;
  /** The actor that sent the event, when an actor did. */
  readonly from?: number | undefined;
  /** Ids of the edges taken, in order. None: the event changed nothing. */
  readonly edges: readonly string[];
}

/** Something that happened to an actor. */
export type Entry = StartEntry | StepEntry;

/** Everything about a recording but its entries. */
export interface RecordingHead {
  /** By which a file is known for a recording. */
  readonly format: typeof RECORDING_FORMAT;
  /** Of the format: raised when what is recorded can no longer be read by older pages. */
  readonly version: typeof RECORDING_VERSION;
  /** Version of the package that recorded. */
  readonly recordedBy: string;
  /** By the wall clock, ISO 8601. */
  readonly startedAt: string;
  /** What was not left out. */
  readonly shows: { readonly keys: boolean; readonly values: boolean };
  /** Machines whose actors were seen. */
  readonly machines: readonly MachineShape[];
}

/** What happened to the actors of a process, in a form that can be kept and opened again. */
export interface Recording extends RecordingHead {
  /** In the order in which they happened. */
  readonly entries: readonly Entry[];
}

/** Exact figures of all actors, recorded or not. */
export interface Stats {
  /** In milliseconds since the inspector started. */
  readonly t: number;
  /** How many actors of a machine are in a state now, by machine and state. */
  readonly live: { readonly [machine: string]: { readonly [state: string]: number } };
  /** How many actors of a machine ended in a state, by machine and state; `stopped` and `error` are states here. */
  readonly ended: { readonly [machine: string]: { readonly [state: string]: number } };
  /** Of so many of a kind one is recorded at present; 1 is all of them. */
  readonly oneOf: { readonly [machine: string]: number };
  /** Actors recorded, with those that the recording has room for no more. */
  readonly recorded: number;
  /** Entries kept, and what they take. */
  readonly entries: number;
  readonly bytes: number;
  /** What the inspector itself failed at, if anything; it goes on. */
  readonly fault?: string | undefined;
}
