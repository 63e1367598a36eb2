import type { Anomaly, RawRecord } from '../history.ts';

interface Call {
  readonly record: RawRecord;
  readonly index: number;
}

/** What is stored under a key. */
interface State {
  readonly value: string | undefined;
  /** When that is over, in whole seconds of the stores' clock: so much is known. Undefined when it stays. */
  readonly until: { readonly low: number; readonly high: number } | undefined;
}

const ABSENT: State = { value: undefined, until: undefined };

/**
 * Whether the calls on each key can be put into one order that explains all answers, each call taking effect between
 * its beginning and its end; those of unknown outcome at any time after their beginning, or never. What may be sent
 * again may happen again after its beginning, any number of times. A value with a time to live is gone from some moment
 * on, which is so many whole seconds after it was written. Keys are independent of each other.
 *
 * @see Wing and Gong, Testing and verifying concurrent objects; Lowe, Testing for linearizability (the cache)
 */
export function checkLinearizable(records: readonly RawRecord[]): Anomaly[] {
  const byKey = new Map<string, RawRecord[]>();
  for (const record of records) {
    if (record.outcome === 'failed') continue;
    // A read without an answer says nothing.
    if (record.outcome === 'unknown' && !isWrite(record)) continue;
    byKey.set(record.key, [...(byKey.get(record.key) ?? []), record]);
  }
  return [...byKey].flatMap(([key, own]) => {
    const stuck = firstUnexplained(own);
    return stuck === undefined
      ? []
      : [{ name: 'not-linearizable', detail: `${key}: no order explains ${describe(stuck)}` }];
  });
}

const isWrite = ({ verb }: RawRecord) => verb !== 'get' && verb !== 'ttl';
const secondOf = (ms: number) => Math.floor(ms / 1_000);

/** What may be there while a call is under way: a value may be over by then. */
function seenBy({ beganMs, endedMs }: RawRecord, state: State): readonly State[] {
  const { value, until } = state;
  if (until === undefined) return [state];
  const [first, last] = [secondOf(beganMs), secondOf(endedMs)];
  const { low, high } = until;
  return [
    ...(first < high ? [{ value, until: { low: Math.max(low, first + 1), high } }] : []),
    ...(low <= last ? [ABSENT] : []),
  ];
}

/** What a write leaves. @param endedMs until when it may have been done */
function written({ value, ttlSeconds, beganMs }: RawRecord, endedMs: number): State {
  if (value === undefined || ttlSeconds === undefined) return { value, until: undefined };
  const [low, high] = [secondOf(beganMs) + ttlSeconds, secondOf(endedMs) + ttlSeconds];
  return { value, until: { low, high } };
}

/** The states that may be after a call; none when its answer contradicts the state before. */
function after(record: RawRecord, state: State): readonly State[] {
  const { verb, expected, found, swapped, outcome, endedMs } = record;
  if (verb === 'put' || verb === 'delete') return [written(record, endedMs)];
  const seen = seenBy(record, state);
  if (verb === 'get') return seen.filter(({ value }) => value === found);
  if (verb === 'ttl') return seen.flatMap((one) => withTimeLeft(record, one));
  return seen.flatMap((one) => {
    const swaps = one.value === expected;
    if (outcome === 'ok' && (swaps !== swapped || found !== one.value)) return [];
    return [swaps ? written(record, endedMs) : one];
  });
}

/** What is there when so many seconds are told to be left. */
function withTimeLeft({ left, beganMs, endedMs }: RawRecord, state: State): readonly State[] {
  const { value, until } = state;
  if (value === undefined || left === undefined)
    return value === undefined && left === undefined ? [state] : [];
  if (until === undefined) return left === Number.POSITIVE_INFINITY ? [state] : [];
  const low = Math.max(until.low, secondOf(beganMs) + left);
  const high = Math.min(until.high, secondOf(endedMs) + left);
  return low <= high ? [{ value, until: { low, high } }] : [];
}

const nameOf = ({ value, until }: State) =>
  `${value ?? '\0'}${until === undefined ? '' : ` ${until.low} ${until.high}`}`;
const isSame = (one: State, other: State) => nameOf(one) === nameOf(other);

/** The call at which every order gets stuck that got furthest; undefined when there is an order. */
function firstUnexplained(records: readonly RawRecord[]): RawRecord | undefined {
  const sorted = records.toSorted((one, other) => one.beganAt - other.beganAt);
  const repeating = sorted.filter(({ mayRepeat }) => mayRepeat);
  const calls: Call[] = sorted
    .filter(({ mayRepeat, outcome }) => !mayRepeat || outcome === 'ok')
    .map((record, index) => ({ record, index }));
  const known = calls.filter(({ record }) => record.outcome === 'ok').length;
  const done = new Uint8Array(calls.length);
  const seen = new Set<string>();
  let furthest = -1;
  let stuckAt: RawRecord | undefined;

  const search = (state: State, knownDone: number): boolean => {
    if (knownDone === known) return true;
    const place = `${done.join('')}${nameOf(state)}`;
    if (seen.has(place)) return false;
    seen.add(place);
    // A call may be next when it began before the end of every call not done.
    const open = calls.filter(({ index }) => done[index] === 0);
    const firstEnd = Math.min(...open.map(({ record }) => record.endedAt));
    // Without an effect, or one that nobody sees any more, it may as well not have happened.
    const matters = (next: State) => !isSame(next, state) && isSeen(next, open);
    let triedDelete = false;
    for (const { record, index } of open) {
      if (record.beganAt > firstEnd) break;
      const isKnown = record.outcome === 'ok';
      // One deletion of unknown outcome is as good as another.
      if (!isKnown && record.verb === 'delete' && triedDelete) continue;
      const nexts = after(record, state).filter((next) => isKnown || matters(next));
      if (isKnown && nexts.length === 0 && knownDone > furthest) {
        furthest = knownDone;
        stuckAt = record;
      }
      if (!isKnown && record.verb === 'delete') triedDelete ||= nexts.length > 0;
      done[index] = 1;
      for (const next of nexts) if (search(next, knownDone + (isKnown ? 1 : 0))) return true;
      done[index] = 0;
    }
    for (const record of repeating) {
      if (record.beganAt > firstEnd) break;
      const again = written(record, Number.POSITIVE_INFINITY);
      if (matters(again) && search(again, knownDone)) return true;
    }
    return false;
  };
  return search(ABSENT, 0) ? undefined : stuckAt;
}

/** Whether a call has still to be explained by this state, or by its end. */
function isSeen({ value: state, until }: State, open: readonly Call[]): boolean {
  return open.some(({ record: { outcome, verb, found, expected, left } }) => {
    const isEnd = (value: string | undefined) => until !== undefined && value === undefined;
    if (verb === 'swap' && outcome === 'unknown') return expected === state || isEnd(expected);
    if (outcome !== 'ok' || verb === 'put' || verb === 'delete') return false;
    if (verb === 'ttl') return (left === undefined) === (state === undefined) || isEnd(undefined);
    return found === state || isEnd(found);
  });
}

function describe(record: RawRecord): string {
  const { process, verb, value, expected, found, swapped, ttlSeconds, left, beganMs, endedMs } = record;
  const swap = verb === 'swap' && { expected, swapped };
  const ttl = verb === 'ttl' && { left: String(left) };
  return JSON.stringify({ process, verb, value, ...swap, found, ttlSeconds, ...ttl, beganMs, endedMs });
}
