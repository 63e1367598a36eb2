import type { FaultRule, Fields } from '../../../src/testing/index.ts';
import type { World } from '../world.ts';
import { ADMIN_NEMESES, GARBAGE } from './admin-nemeses.ts';
import { REPLICA_NEMESES } from './replica-nemeses.ts';
import { aStore, later, type Nemesis } from './striking.ts';

const STORE_RPCS = [
  'KvGet',
  'KvBatchGet',
  'KvScan',
  'KvPrewrite',
  'KvCommit',
  'KvBatchRollback',
  'KvCheckTxnStatus',
  'KvCheckSecondaryLocks',
  'KvResolveLock',
  'KvTxnHeartBeat',
  'KvPessimisticLock',
  'KVPessimisticRollback',
  'KvFlush',
  'KvBufferBatchGet',
  'RawGet',
  'RawPut',
  'RawDelete',
  'RawScan',
  'RawCompareAndSwap',
] as const;

/** Which are drawn by another generator than those above, so that all else about a seed stays as it was. */
const MORE_STORE_RPCS = [
  'KvScanLock',
  'RawBatchGet',
  'RawBatchPut',
  'RawBatchDelete',
  'RawDeleteRange',
  'RawGetKeyTTL',
] as const;
const ALL_STORE_RPCS = [...STORE_RPCS, ...MORE_STORE_RPCS];

/** A rule for a while, on RPCs of which some are drawn. */
function forAWhile(world: World, rule: Pick<FaultRule, 'action' | 'at' | 'applies' | 'rpc'>): void {
  const { random, simulation } = world;
  const handle = simulation.cluster.fail({
    rpc: random.chance(0.5) ? ALL_STORE_RPCS : anRpc(world, random.pick(STORE_RPCS)),
    probability: random.between(0.1, 0.9),
    times: 1 + random.below(20),
    ...rule,
  });
  later(world, 3_000, () => handle.remove());
}

/** The one that was drawn, or one of the others that the seed has a use for. */
function anRpc({ moreRandom, keyOptions: { raw: isRaw = false } }: World, drawn: string): string {
  if (!moreRandom.chance(isRaw ? 0.5 : 0.1)) return drawn;
  return moreRandom.pick(MORE_STORE_RPCS.filter((name) => name.startsWith('Raw') === isRaw));
}

const regionError =
  (make: (world: World) => Fields): Nemesis =>
  (world) =>
    forAWhile(world, { action: { regionError: make(world) } });

const aMember = ({ random, swarm }: World) => random.below(swarm.cluster.pds ?? 1);

/** What befalls clusters and clients whatever they do. */
export const COMMON_NEMESES = {
  'transfer-leader': (world) => {
    const inFlight = world.random.chance(0.5) ? 'applied' : 'lost';
    const store = aStore(world);
    if (world.isTaken(`store ${store}`)) return;
    world.ignoreRangeErrors(() =>
      world.simulation.cluster.transferLeader(world.aKey(), store, { ...world.keyOptions, inFlight }),
    );
  },
  'lose-leader': (world) => {
    const inFlight = world.random.chance(0.5) ? 'applied' : 'lost';
    world.simulation.cluster.loseLeader(world.aKey(), { ...world.keyOptions, inFlight });
  },
  split: (world) => {
    world.ignoreRangeErrors(() => world.simulation.cluster.split(world.aKey(), world.keyOptions));
  },
  merge: (world) => {
    if (world.isTaken('merge')) return;
    world.ignoreRangeErrors(() => world.simulation.cluster.merge(world.aKey(), world.keyOptions));
  },
  'slow-merge': (world) => {
    if (!world.take('merge')) return;
    let merge: { commit(): void; rollback(): void } | undefined;
    world.ignoreRangeErrors(() => {
      merge = world.simulation.cluster.prepareMerge(world.aKey(), world.keyOptions);
    });
    const isWanted = world.random.chance(0.7);
    later(world, 500, () => {
      // A client may have split one of the two meanwhile.
      world.ignoreRangeErrors(() => {
        if (!isWanted) return;
        merge?.commit();
        merge = undefined;
      });
      merge?.rollback();
      world.release('merge');
    });
  },
  'crash-store': async (world) => {
    const store = aStore(world);
    if (!world.take(`store ${store}`)) return;
    await world.simulation.stopStore(store, { inFlight: world.random.chance(0.5) ? 'applied' : 'lost' });
    later(world, 2_000, async () => {
      await world.simulation.cluster.restart(store);
      world.release(`store ${store}`);
    });
  },
  'partition-store': (world) => {
    const store = aStore(world);
    if (!world.take(`store ${store}`)) return;
    world.simulation.cluster.partition(store);
    later(world, 3_000, () => {
      world.simulation.cluster.heal(store);
      world.release(`store ${store}`);
    });
  },
  'one-way-partition': (world) => {
    const client = world.random.pick(world.clients).process.name;
    const address = world.random.pick(world.addresses);
    const [from, to] = world.random.chance(0.5) ? [client, address] : [address, client];
    world.simulation.network.block(from, to);
    later(world, 5_000, () => world.simulation.network.unblock(from, to));
  },
  clog: (world) => {
    const client = world.random.pick(world.clients).process.name;
    const address = world.random.pick(world.addresses);
    const [from, to] = world.random.chance(0.5) ? [client, address] : [address, client];
    world.simulation.network.clog(from, to, world.random.between(0, 5_000));
  },
  'slow-store': (world) => {
    const handle = world.simulation.cluster.slow(aStore(world), world.random.between(10, 3_000));
    later(world, 3_000, () => handle.remove());
  },
  'slow-disk': (world) => {
    const at = world.random.pick(['latched', 'proposed', 'applied', 'answered'] as const);
    forAWhile(world, { action: { delayMs: world.random.between(1, 2_000) }, at });
  },
  'drop-answers': (world) => forAWhile(world, { action: 'dropResponse' }),
  'duplicate-requests': (world) => {
    const transactional = ALL_STORE_RPCS.filter((name) => !name.startsWith('Raw'));
    forAWhile(world, { rpc: transactional, action: 'duplicate' });
  },
  'server-busy': regionError(({ random }) => ({
    serverIsBusy: { reason: 'busy', backoffMs: BigInt(random.below(300)) },
  })),
  'stale-command': (world) =>
    forAWhile(world, {
      action: { regionError: { staleCommand: {} } },
      at: 'proposed',
      applies: world.random.chance(0.5),
    }),
  'undetermined-result': (world) =>
    forAWhile(world, {
      action: { regionError: { undeterminedResult: { message: 'unknown' } } },
      at: 'proposed',
      applies: world.random.chance(0.5),
    }),
  'no-leader': regionError((world) => ({
    notLeader: { regionId: world.simulation.cluster.regionAt(world.aKey(), world.keyOptions).id },
  })),
  'max-ts-not-synced': regionError(() => ({ maxTimestampNotSynced: {} })),
  'region-not-initialized': regionError(() => ({ regionNotInitialized: {} })),
  'epoch-not-match': regionError(() => ({ epochNotMatch: { currentRegions: [] } })),
  'disk-full': regionError(() => ({ diskFull: { storeId: [1n], reason: 'full' } })),
  'tso-jump': (world) =>
    world.simulation.cluster.pd.tso.jumpForward(world.random.pick([10, 1_000, 30_000, 7_200_000])),
  'tso-stall': (world) => {
    if (!world.take('tso')) return;
    const { tso } = world.simulation.cluster.pd;
    tso.stall();
    later(world, 1_000, () => {
      tso.resume();
      world.release('tso');
    });
  },
  'pd-leader': (world) => {
    const member = aMember(world);
    world.ignoreRangeErrors(() => world.simulation.cluster.pd.transferLeader(member));
  },
  'crash-pd': async (world) => {
    const member = aMember(world);
    if (!world.take('pd')) return;
    await world.simulation.stopPd(member);
    later(world, 2_000, async () => {
      await world.simulation.cluster.pd.restart(member);
      world.release('pd');
    });
  },
  'pd-lags': (world) => {
    if (!world.take('regions')) return;
    const { regions } = world.simulation.cluster.pd;
    regions.freeze();
    later(world, 2_000, () => {
      regions.thaw();
      world.release('regions');
    });
  },
  'region-gap': (world) => {
    const { cluster } = world.simulation;
    const { id } = cluster.regionAt(world.aKey(), world.keyOptions);
    cluster.pd.regions.hide(id);
    later(world, 1_000, () => cluster.pd.regions.show(id));
  },
  'swap-addresses': (world) => {
    const { stores } = world.simulation.cluster.addresses;
    if (stores.length < 2 || !world.take('addresses')) return;
    const tell = (address: (index: number) => string | undefined) => {
      for (const index of stores.keys())
        world.simulation.cluster.setStore(index + 1, { address: address(index) as string });
    };
    // PD hears late that they have moved.
    tell((index) => stores[(index + 1) % stores.length]);
    later(world, 1_000, () => {
      tell((index) => stores[index]);
      world.release('addresses');
    });
  },
  'kill-client': (world) => world.killClient(),
  'close-client': (world) => {
    void world.closeClient();
  },
  'pause-client': (world) => {
    world.random.pick(world.clients).pause(world.random.pick([10, 500, 4_000, 30_000]));
  },
  gc: (world) => {
    if (world.isTaken(GARBAGE)) return;
    const safePoint = world.takeSafePoint({ overLocks: false });
    if (safePoint !== undefined) world.simulation.cluster.gc(safePoint);
  },
} satisfies Record<string, Nemesis>;

/** Everything that can befall a cluster and its clients, by name. */
export const NEMESES = { ...COMMON_NEMESES, ...REPLICA_NEMESES, ...ADMIN_NEMESES };

export type NemesisName = keyof typeof NEMESES;

/** Strikes once. */
export async function strike(name: NemesisName, world: World): Promise<void> {
  await (NEMESES[name] as Nemesis)(world);
}
