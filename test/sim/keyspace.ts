import type { ConnectOptions } from '../../src/index.ts';
import { type Cluster, type ClusterOptions, SeededRandom } from '../../src/testing/index.ts';
import type { Anomaly } from './history.ts';

/** Others lie before and behind it. */
const KEYSPACES = ['before', 'callers', 'behind'];
const ID = KEYSPACES.indexOf('callers') + 1;

/** Where the keys of a seed lie. */
export interface DrawnKeyspace {
  /** What stores put before each key; empty without a keyspace. */
  readonly prefix: string;
  readonly cluster: Pick<ClusterOptions, 'apiVersion' | 'keyspaces'>;
  readonly client: Pick<ConnectOptions, 'keyspace'>;
}

const NONE: DrawnKeyspace = { prefix: '', cluster: {}, client: {} };

/**
 * Draws with a generator of its own: what else the seed is about stays as it was.
 * @param wanted whether there is one; undefined when that is drawn
 */
export function drawKeyspace(seed: number, isRaw: boolean, wanted: boolean | undefined): DrawnKeyspace {
  const isDrawn = new SeededRandom(seed ^ 0x7e75a).chance(0.12);
  if (!(wanted ?? isDrawn)) return NONE;
  return {
    prefix: `${isRaw ? 'r' : 'x'}\0\0${String.fromCharCode(ID)}`,
    cluster: {
      apiVersion: 'v2',
      keyspaces: KEYSPACES.map((name) => ({ name, ownGc: true })),
    },
    client: { keyspace: 'callers' },
  };
}

/** The changes of a keyspace, with keys as its callers know them. */
export function journalIn(prefix: string, journal: Cluster['journal']): Cluster['journal'] {
  if (prefix === '') return journal;
  return journal.map((entry) =>
    'key' in entry.change
      ? { ...entry, change: { ...entry.change, key: entry.change.key.slice(prefix.length) } }
      : entry,
  );
}

/** Nobody is to change what is in no keyspace, or in that of others. */
export function checkKeyspace(prefix: string, journal: Cluster['journal']): Anomaly[] {
  const touched = new Set(journal.map(({ change }) => ('key' in change ? change.key : change.start)));
  return [...touched]
    .filter((key) => !key.startsWith(prefix))
    .map((key) => ({ name: 'outside-keyspace', detail: JSON.stringify(key) }));
}
