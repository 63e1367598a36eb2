import { type ActorHistory, field, textOf } from './timeline.ts';

/** How a store took the requests that are recorded. */
export interface StoreSummary {
  readonly store: string;
  /** The last one known. */
  readonly address: string;
  readonly answered: number;
  /** Answered that it cannot serve the request. */
  readonly refused: number;
  /** Never answered. */
  readonly lost: number;
  /** Of the answers, in milliseconds. */
  readonly medianMs: number | undefined;
}

interface Counting {
  address: string;
  answered: number;
  refused: number;
  lost: number;
  readonly answeredMs: number[];
}

/** Requests looked at: the last ones. */
const MAX_REQUESTS = 4000;

/** The stores that recorded requests were sent to, by their ids. */
export function storeSummaries(actors: Iterable<ActorHistory>): readonly StoreSummary[] {
  const stores = new Map<string, Counting>();
  const requests = [...actors].filter(({ machine }) => machine === 'regionRequest').slice(-MAX_REQUESTS);
  for (const { entries } of requests) {
    for (const [at, entry] of entries.entries()) {
      if (entry.state !== 'sending') continue;
      const about = field(entry.context, 'request');
      const id = textOf(field(about, 'store'));
      if (id === '') continue;
      const store = stores.get(id) ?? { address: '', answered: 0, refused: 0, lost: 0, answeredMs: [] };
      stores.set(id, store);
      store.address = textOf(field(about, 'address')) || store.address;
      const next = entries[at + 1];
      if (next?.kind !== 'step') continue;
      const { type } = next.event;
      if (type === 'answer.received') {
        store.answered++;
        store.answeredMs.push(next.t - entry.t);
      } else if (type.startsWith('rpc.')) store.lost++;
      else if (type.startsWith('region.')) store.refused++;
    }
  }
  return [...stores]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([store, { answeredMs, ...counted }]) => {
      const sorted = answeredMs.sort((a, b) => a - b);
      return { store, ...counted, medianMs: sorted[Math.floor(sorted.length / 2)] };
    });
}
