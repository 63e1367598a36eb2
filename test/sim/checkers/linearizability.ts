import type { Anomaly, RawRecord } from '../history.ts';

interface Call {
  readonly record: RawRecord;
  readonly index: number;
}

/**
 * Whether the calls on each key can be put into one order that explains all answers, each call taking effect between
 * its beginning and its end; those of unknown outcome at any time after their beginning, or never. Keys are
 * independent of each other.
 *
 * @see Wing and Gong, Testing and verifying concurrent objects; Lowe, Testing for linearizability (the cache)
 */
export function checkLinearizable(records: readonly RawRecord[]): Anomaly[] {
  const byKey = new Map<string, RawRecord[]>();
  for (const record of records) {
    if (record.outcome === 'failed') continue;
    // A read without an answer says nothing.
    if (record.outcome === 'unknown' && record.verb === 'get') continue;
    byKey.set(record.key, [...(byKey.get(record.key) ?? []), record]);
  }
  return [...byKey].flatMap(([key, own]) => {
    const stuck = firstUnexplained(own);
    return stuck === undefined
      ? []
      : [{ name: 'not-linearizable', detail: `${key}: no order explains ${describe(stuck)}` }];
  });
}

/** The state after a call, or `undefined` when its answer contradicts the state before. */
function after(
  record: RawRecord,
  state: string | undefined,
): { readonly state: string | undefined } | undefined {
  const { verb, value, expected, found, swapped, outcome } = record;
  const isKnown = outcome === 'ok';
  if (verb === 'get') return found === state ? { state } : undefined;
  if (verb === 'put') return { state: value };
  if (verb === 'delete') return { state: undefined };
  const swaps = state === expected;
  if (isKnown && (swaps !== swapped || found !== state)) return undefined;
  return { state: swaps ? value : state };
}

/** The call at which every order gets stuck that got furthest; undefined when there is an order. */
function firstUnexplained(records: readonly RawRecord[]): RawRecord | undefined {
  const calls: Call[] = records
    .toSorted((one, other) => one.beganAt - other.beganAt)
    .map((record, index) => ({ record, index }));
  const known = calls.filter(({ record }) => record.outcome === 'ok').length;
  const done = new Uint8Array(calls.length);
  const seen = new Set<string>();
  let furthest = -1;
  let stuckAt: RawRecord | undefined;

  const search = (state: string | undefined, knownDone: number): boolean => {
    if (knownDone === known) return true;
    const place = `${done.join('')}${state ?? '\0'}`;
    if (seen.has(place)) return false;
    seen.add(place);
    // A call may be next when it began before the end of every call not done.
    const open = calls.filter(({ index }) => done[index] === 0);
    const firstEnd = Math.min(...open.map(({ record }) => record.endedAt));
    let triedDelete = false;
    for (const { record, index } of open) {
      if (record.beganAt > firstEnd) break;
      const next = after(record, state);
      if (record.outcome === 'unknown') {
        // Without an effect, or one that nobody sees any more, it may as well not have happened.
        if (next === undefined || next.state === state || !isSeen(next.state, open)) continue;
        // One deletion of unknown outcome is as good as another.
        if (record.verb === 'delete' && triedDelete) continue;
        triedDelete ||= record.verb === 'delete';
      }
      if (next === undefined) {
        if (record.outcome === 'ok' && knownDone > furthest) {
          furthest = knownDone;
          stuckAt = record;
        }
        continue;
      }
      done[index] = 1;
      if (search(next.state, knownDone + (record.outcome === 'ok' ? 1 : 0))) return true;
      done[index] = 0;
    }
    return false;
  };
  return search(undefined, 0) ? undefined : stuckAt;
}

function isAnswer(verb: RawRecord['verb'], outcome: RawRecord['outcome']): boolean {
  return outcome === 'ok' && (verb === 'get' || verb === 'swap');
}

/** Whether a call has still to be explained by this state. */
function isSeen(state: string | undefined, open: readonly Call[]): boolean {
  return open.some(({ record: { outcome, verb, found, expected } }) =>
    verb === 'swap' && outcome === 'unknown'
      ? expected === state
      : isAnswer(verb, outcome) && found === state,
  );
}

function describe({ process, verb, value, expected, found, swapped }: RawRecord): string {
  return JSON.stringify({ process, verb, value, expected, found, ...(verb === 'swap' && { swapped }) });
}
