import type { BeginOptions, ConnectOptions } from '../../src/index.ts';
import { type ClusterOptions, SeededRandom } from '../../src/testing/index.ts';

type ReplicaSettings = Pick<BeginOptions, 'replicaRead' | 'matchLabels' | 'matchStores' | 'busyThresholdMs'>;

const ZONES = ['a', 'b'] as const;

/** How likely reads go to others than the leader. */
export interface ReplicaReads {
  /** Of transactions, snapshots and reads of what is newest: whether replicas serve them. */
  readonly replicas: number;
  /** Of snapshots: whether they are stale. */
  readonly stale: number;
  /** Of other reads: whether they leave a leader that is busy. */
  readonly busy: number;
}

/** What one seed has drawn of it. */
export interface DrawnReplicaReads {
  readonly reads: ReplicaReads;
  readonly cluster: Pick<ClusterOptions, 'safeTsIntervalMs' | 'storeLabels'>;
  readonly client: Pick<ConnectOptions, 'zone'>;
  /** Stores that get a copy of everything beside those that have one, and what that is. */
  readonly extraPeers: readonly { readonly store: number; readonly is: 'learner' | 'witness' }[];
  /** Whether the next of the faults that bear on replicas is on. */
  readonly isOn: () => boolean;
}

const NONE: DrawnReplicaReads = {
  reads: { replicas: 0, stale: 0, busy: 0 },
  cluster: {},
  client: {},
  extraPeers: [],
  isOn: () => false,
};

/** Draws with a generator of its own: what else the seed is about stays as it was. */
export function drawReplicaReads(
  seed: number,
  stores: number,
  wanted: Partial<ReplicaReads> | undefined,
): DrawnReplicaReads {
  const random = new SeededRandom(seed ^ 0x4ead5);
  if (!random.chance(0.4) && wanted === undefined) return NONE;
  const reads = {
    replicas: random.pick([0.2, 0.6, 1]),
    stale: random.chance(0.7) ? random.pick([0.3, 0.8]) : 0,
    busy: random.chance(0.3) ? 0.5 : 0,
    ...wanted,
  };
  // A region has its copies on the first three stores.
  const extraPeers = ([4, 5] as const).flatMap((store) =>
    store <= stores && random.chance(0.6)
      ? [{ store, is: random.pick(['learner', 'witness'] as const) }]
      : [],
  );
  return {
    reads,
    cluster: {
      safeTsIntervalMs: random.chance(0.7) ? random.pick([20, 500, 5_000]) : 0,
      storeLabels: Array.from({ length: stores }, () => ({ zone: random.pick(ZONES) })),
    },
    client: { zone: random.pick(ZONES) },
    extraPeers,
    isOn: () => random.chance(0.4),
  };
}

/** Draws where the reads of a transaction or a snapshot are served. */
export function replicaSettings(
  random: SeededRandom,
  { replicas, busy }: ReplicaReads,
  isStale = false,
): ReplicaSettings {
  if (replicas === 0) return {};
  const matchStores = random.chance(0.2) ? { matchStores: [BigInt(1 + random.below(3))] } : {};
  if (isStale) return { ...matchStores, replicaRead: random.pick([undefined, 'mixed', 'closest']) };
  if (random.chance(replicas)) return { ...matchStores, replicaRead: aMode(random) };
  return random.chance(busy) ? { busyThresholdMs: random.pick([1, 50, 1_000]) } : {};
}

function aMode(random: SeededRandom): ReplicaSettings['replicaRead'] {
  const drawn = random.pick(['follower', 'mixed', 'learner', 'prefer-leader', 'closest', 'by keys'] as const);
  return drawn === 'by keys' ? (keyCount) => (keyCount > 1 ? 'follower' : 'leader') : drawn;
}
