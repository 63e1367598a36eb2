import type { Json } from '../recording/recording.ts';
import { tagsOf } from './state-tags.ts';
import { type ActorHistory, below, contextAt, field, isObject, isOver, textOf } from './timeline.ts';

/**
 * How a transaction ended, or `live`. `failed` is a commit that threw; `rolledBack` was asked for; `stopped` had come to
 * no end when its client closed.
 */
export type Outcome = 'live' | 'committed' | 'failed' | 'rolledBack' | 'undetermined' | 'stopped';

export const OUTCOMES: readonly Outcome[] = [
  'live',
  'committed',
  'failed',
  'rolledBack',
  'undetermined',
  'stopped',
];

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  live: 'live',
  committed: 'committed',
  failed: 'failed',
  rolledBack: 'rolled back',
  undetermined: 'undetermined',
  stopped: 'stopped',
};

/** What became of a transaction. */
export interface UnitSummary {
  readonly outcome: Outcome;
  /** `1pc`, `async`, `2pc` or `none`; empty while it is not known. */
  readonly protocol: string;
  readonly durationMs: number;
  readonly requests: number;
  /** Requests sent again. */
  readonly retries: number;
  /** Waits before a retry, and what they sum up to, in milliseconds. */
  readonly sleeps: number;
  readonly sleptMs: number;
  /** As they are shown: in full, or by length and hash. */
  readonly keys: readonly string[];
  /** How many it wrote: more than `keys` has, where there are many. */
  readonly keyCount: number;
  /** Code of the error it ended with; empty without one. */
  readonly error: string;
}

interface Remembered {
  /** Place of the last entry looked at. */
  readonly upTo: number;
  readonly summary: UnitSummary;
}
const remembered = new WeakMap<ActorHistory, Remembered>();

/** Sums up a unit, from all that is known of it by now. */
export function summarize(unit: ActorHistory): UnitSummary {
  const actors = below(unit);
  const upTo = actors.reduce((last, { entries }) => Math.max(last, entries.at(-1)?.n ?? 0), 0);
  const known = remembered.get(unit);
  if (known?.upTo === upTo) return known.summary;
  const summary = summaryOf(unit, actors);
  remembered.set(unit, { upTo, summary });
  return summary;
}

function summaryOf(unit: ActorHistory, actors: readonly ActorHistory[]): UnitSummary {
  const context = contextAt(unit, Number.POSITIVE_INFINITY);
  const last = unit.entries.at(-1);
  const requests = actors.filter(({ machine }) => machine === 'regionRequest');
  const attempts = requests.map((request) => visits(request, 'sending'));
  const waits = actors.flatMap(waitsOf);
  const isLive = !isOver(unit);
  const begun = unit.start.t;
  const protocol = textOf(field(context, 'protocol'));
  return {
    outcome: outcomeOf(unit, field(context, 'error')),
    protocol: protocol !== 'none' || isOrHas(unit, 'committed') ? protocol : '',
    durationMs: (isLive ? Number.NaN : (last?.t ?? begun)) - begun,
    requests: requests.length,
    retries: attempts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    sleeps: waits.length,
    sleptMs: waits.reduce((sum, ms) => sum + ms, 0),
    keys: keysOf(actors),
    keyCount: Number(textOf(field(field(context, 'task'), 'keys')) || 0),
    error: textOf(field(field(context, 'error') ?? last?.error, 'code')),
  };
}

/** The close of a client may stop a transaction that has its outcome, or one whose commit is on its way. */
function outcomeOf(unit: ActorHistory, error: Json | undefined): Outcome {
  const { status } = unit.entries.at(-1) ?? unit.start;
  if (status === 'active') return 'live';
  if (status === 'error' || isOrHas(unit, 'failed')) return 'failed';
  if (isOrHas(unit, 'undetermined')) return 'undetermined';
  if (isOrHas(unit, 'rolledBack')) return error === undefined ? 'rolledBack' : 'failed';
  if (status === 'done' || isOrHas(unit, 'committed')) return 'committed';
  return isOrHas(unit, 'mayCommit') ? 'undetermined' : 'stopped';
}

/** Whether the last state of an actor is so called, or so tagged. */
function isOrHas({ machine, entries }: ActorHistory, name: string): boolean {
  const state = entries.at(-1)?.state ?? '';
  return state === name || tagsOf(machine, state).includes(name);
}

function visits({ entries }: ActorHistory, state: string): number {
  return entries.filter((entry, at) => entry.state === state && entries[at - 1]?.state !== state).length;
}

/** Lengths of the waits before retries, in milliseconds: of a request, and of a lock resolver. */
function waitsOf({ entries }: ActorHistory): number[] {
  return entries.flatMap((entry, at) => {
    const isWait = entry.state === 'backingOff.sleeping' || entry.state === 'waitingForPrimary';
    return isWait ? [(entries[at + 1]?.t ?? entry.t) - entry.t] : [];
  });
}

/** Fields of what actors are about that hold keys, or lists of them, or records with them. */
const KEY_FIELDS = [
  'key',
  'keys',
  'primary',
  'primaryLock',
  'startKey',
  'mutations',
  'primaryKey',
  'secondaries',
];

/** Deeper than any is. */
const MAX_KEY_DEPTH = 8;

/** Every key that a unit is about. */
function keysOf(actors: readonly ActorHistory[]): readonly string[] {
  const keys = new Set<string>();
  const collect = (json: Json | undefined, depth = 0): void => {
    if (depth > MAX_KEY_DEPTH) return;
    if (typeof json === 'string') {
      if (json !== '' && !json.startsWith('(')) keys.add(json);
    } else if (Array.isArray(json)) for (const item of json) collect(item, depth + 1);
    else if (isObject(json)) for (const name of KEY_FIELDS) collect(json[name], depth + 1);
  };
  for (const actor of actors) {
    const context = contextAt(actor, Number.POSITIVE_INFINITY);
    collect(field(context, 'task'));
    collect(field(field(context, 'request'), 'request'));
  }
  return [...keys];
}
