import type { metapb } from '#proto/connect';
import type { StoreState } from '../../model/region.ts';
import type { Lag } from './lag.ts';
import type { StoreLife } from './store-life.ts';

const STATES = { up: 0, offline: 1, tombstone: 2 } as const;
const NODE_STATES = { up: 1, offline: 2, tombstone: 3 } as const;

/** A store: what outlives its process, and the life of the process while it runs. */
export interface StoreNode {
  readonly id: bigint;
  /** `127.0.0.1:20160`, once it listens. */
  address: string;
  labels: Readonly<Record<string, string>>;
  state: StoreState;
  /** Fault: it is reachable by nobody; its connections stay open. */
  partitioned: boolean;
  /** 1 is healthy, 100 is as slow as can be; goes out with the health feedback. */
  slowScore: number;
  /** Cluster time at which a follower's safe timestamp stopped; undefined while it advances. */
  heldSafeTs: bigint | undefined;
  /** What its followers and learners knew when they stopped to apply; undefined while they keep up. */
  lag: Lag | undefined;
  /** How long a read is said to wait in its queue, in ms; 0 while it is idle. */
  estimatedWaitMs: number;
  /** Undefined while the store is stopped. */
  life: StoreLife | undefined;
}

/** metapb.Store of a store. */
export function storeMessage(store: StoreNode): metapb.Store {
  return {
    id: store.id,
    address: store.address,
    state: STATES[store.state],
    nodeState: NODE_STATES[store.state],
    labels: Object.entries(store.labels).map(([key, value]) => ({ key, value })),
    version: '9.0.0',
  };
}
