import { isTransaction, machineTitle, nameOf } from './names.ts';
import { type ActorHistory, below, momentAt } from './timeline.ts';
import { type Outcome, summarize } from './unit-summary.ts';

/** What is looked for. Empty fields look for nothing. */
export interface Filter {
  /** Any part of what an actor is called or carries: names, timestamps, RPCs, error codes. */
  readonly text: string;
  /** Text of a key, or its beginning where keys are shown in full. */
  readonly key: string;
  readonly outcomes: ReadonlySet<Outcome>;
  /** A state that an actor of the unit is in, or was in. */
  readonly state: string;
}

export const NO_FILTER: Filter = { text: '', key: '', outcomes: new Set(), state: '' };

export function isFiltering({ text, key, outcomes, state }: Filter): boolean {
  return text !== '' || key !== '' || outcomes.size > 0 || state !== '';
}

/**
 * Whether a unit is what is looked for, by all of the filter.
 * @param keyName how a recording without keys shows the key looked for; empty when it shows keys
 */
export function matches(unit: ActorHistory, filter: Filter, keyName: string): boolean {
  const { text, key, outcomes, state } = filter;
  if (outcomes.size > 0 && !outcomes.has(summarize(unit).outcome)) return false;
  if (key !== '' && !summarize(unit).keys.some((shown) => isKey(shown, key, keyName))) return false;
  if (state !== '' && !below(unit).some(({ entries }) => entries.some((entry) => isIn(entry.state, state))))
    return false;
  return text === '' || below(unit).some((actor) => mentions(actor, text.toLowerCase()));
}

function isKey(shown: string, key: string, keyName: string): boolean {
  return shown.startsWith(key) || (keyName !== '' && shown === keyName);
}

function isIn(state: string | undefined, wanted: string): boolean {
  return (
    state !== undefined &&
    (state === wanted || state.startsWith(`${wanted}.`) || state.endsWith(`.${wanted}`))
  );
}

function mentions(actor: ActorHistory, text: string): boolean {
  const { title, about } = nameOf(actor);
  const { error } = isTransaction(actor) ? summarize(actor) : { error: '' };
  const state = momentAt(actor, Number.POSITIVE_INFINITY)?.state ?? '';
  const said = [actor.name, title, about, machineTitle(actor.machine), error, state];
  return said.some((part) => part.toLowerCase().includes(text));
}

/**
 * A key as a recording shows it that does not show keys: what src/model/errors/describe-key.ts makes of it. Undefined
 * where the browser hashes nothing: it does so for pages from loopback, and by https.
 */
export async function hiddenKeyName(key: string): Promise<string | undefined> {
  // Its type knows no page from elsewhere.
  const { subtle } = crypto as Partial<typeof crypto>;
  if (subtle === undefined) return undefined;
  const bytes = new TextEncoder().encode(key);
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  const hex = [...hash.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `key(${bytes.length} bytes, #${hex})`;
}
