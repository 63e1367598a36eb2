import type { ClusterEnvironment } from '../environment.ts';
import type { Change } from '../mvcc/change.ts';
import { DeadlockDetector } from '../mvcc/deadlock-detector.ts';
import type { ServerNode } from '../server-node.ts';
import { LockWaiters } from './lock-waiters.ts';
import { Proposals } from './proposals.ts';
import { newStoreLife, type StoreLife } from './store-life.ts';
import type { StoreNode } from './store-node.ts';

/** The stores of a cluster and their processes. */
export class StoreFleet {
  readonly nodes: readonly StoreNode[];
  readonly #environment: ClusterEnvironment;
  readonly #apply: (changes: readonly Change[]) => void;
  readonly #deadlocks = new DeadlockDetector();
  readonly #applied = new Map<bigint, number>();
  #servers: readonly ServerNode[] = [];

  /** @param labels of each store, whose ids count from 1 */
  constructor(
    labels: readonly Readonly<Record<string, string>>[],
    environment: ClusterEnvironment,
    apply: (changes: readonly Change[]) => void,
  ) {
    this.#environment = environment;
    this.#apply = apply;
    this.nodes = labels.map((own, index) => ({
      id: BigInt(index + 1),
      address: '',
      labels: own,
      state: 'up',
      partitioned: false,
      slowScore: 1,
      heldSafeTs: undefined,
      lag: undefined,
      estimatedWaitMs: 0,
      life: this.#newLife(),
    }));
  }

  /** One for each store, in their order. */
  get servers(): readonly ServerNode[] {
    return this.#servers;
  }

  /** How many writes of each region have been applied, by its id. */
  get applied(): ReadonlyMap<bigint, number> {
    return this.#applied;
  }

  /** Opens the ports of all stores. */
  async start(servers: readonly ServerNode[]): Promise<void> {
    this.#servers = servers;
    for (const [index, server] of servers.entries()) {
      await server.start();
      (this.nodes[index] as StoreNode).address = server.address;
    }
  }

  /**
   * All of it that can bear on a later answer.
   * @param usesMaxTs whether a store has a use for its max_ts: it syncs it when it becomes a leader
   */
  state(usesMaxTs: (storeId: bigint) => boolean): unknown {
    const stores = this.nodes.map(({ life, lag, ...node }) => ({
      ...node,
      lag: lag?.state(),
      life: life && {
        volatile: life.volatile.state(usesMaxTs(node.id)),
        latches: life.latches.state(),
        proposals: life.proposals.state(),
        waiters: life.waiters.state(),
        readProgress: life.readProgress.state(),
      },
    }));
    return { stores, deadlocks: this.#deadlocks.state() };
  }

  find(storeId: bigint): StoreNode | undefined {
    return this.nodes[Number(storeId) - 1];
  }

  /** @throws RangeError */
  get(store: number | bigint): StoreNode {
    const node = this.find(BigInt(store));
    if (node === undefined) throw new RangeError(`no store ${store}`);
    return node;
  }

  /** Ends the process of a store: what it held in memory is gone, its connections are cut. */
  stop(node: StoreNode): Promise<void> {
    node.life?.waiters.abandon();
    node.life = undefined;
    return this.#server(node).stop();
  }

  /** Starts a stopped store again, at its old address. */
  restart(node: StoreNode): Promise<void> {
    node.life = this.#newLife();
    return this.#server(node).start();
  }

  #server(node: StoreNode): ServerNode {
    return this.#servers[Number(node.id) - 1] as ServerNode;
  }

  #newLife(): StoreLife {
    const waiters = new LockWaiters(this.#environment, this.#deadlocks);
    const proposals = new Proposals((plan, regionId) => {
      this.#applied.set(regionId, (this.#applied.get(regionId) ?? 0) + 1);
      this.#apply(plan.changes);
      plan.afterApply();
      waiters.onApplied(plan);
    });
    return newStoreLife({ proposals, waiters });
  }
}
