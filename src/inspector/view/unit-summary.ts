import type { Json } from '../recording/recording.ts';
import { type ActorHistory, below, contextAt, field, isObject, isOver, textOf } from './timeline.ts';

/** How a transaction ended, or `live`. `failed` is a commit that threw; `rolledBack` was asked for. */
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
  readonly upTo: number;
  readonly summary: UnitSummary;
}
const remembered = new WeakMap<ActorHistory, Remembered>();

/** Sums up a unit, from all that is known of it by now. */
export function summarize(unit: ActorHistory): UnitSummary {
  const actors = below(unit);
  const upTo = actors.reduce((sum, { entries }) => sum + entries.length, 0);
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
  const hasCommitted = last?.state === 'committed' || last?.state === 'committingSecondaries';
  const begun = unit.start.t;
  return {
    outcome: outcomeOf(unit, hasCommitted, field(context, 'error')),
    protocol:
      hasCommitted || textOf(field(context, 'protocol')) !== 'none' ? textOf(field(context, 'protocol')) : '',
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

function outcomeOf(unit: ActorHistory, hasCommitted: boolean, error: Json | undefined): Outcome {
  const last = unit.entries.at(-1);
  if (last?.status === 'stopped') return 'stopped';
  if (last?.status === 'error') return 'failed';
  if (!isOver(unit)) return 'live';
  if (last?.state === 'undetermined') return 'undetermined';
  if (last?.state === 'failed' || (last?.state === 'rolledBack' && error !== undefined)) return 'failed';
  if (last?.state === 'rolledBack') return 'rolledBack';
  return hasCommitted || last?.status === 'done' ? 'committed' : 'live';
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

/** Every key that a unit is about. */
function keysOf(actors: readonly ActorHistory[]): readonly string[] {
  const keys = new Set<string>();
  const collect = (json: Json | undefined): void => {
    if (typeof json === 'string') {
      if (json !== '' && !json.startsWith('(')) keys.add(json);
    } else if (Array.isArray(json)) json.forEach(collect);
    else if (isObject(json)) for (const name of KEY_FIELDS) collect(json[name]);
  };
  for (const actor of actors) {
    const context = contextAt(actor, Number.POSITIVE_INFINITY);
    collect(field(context, 'task'));
    collect(field(field(context, 'request'), 'request'));
  }
  return [...keys];
}
