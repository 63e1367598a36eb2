import type { Leadership } from '../leadership.ts';
import type { KvEngine } from '../mvcc/engine.ts';
import { peerOn } from '../topology/region-state.ts';
import type { Topology } from '../topology/topology.ts';
import { Lag } from './lag.ts';
import { safeTs } from './safe-ts.ts';
import type { StoreContext } from './store-context.ts';
import type { StoreNode } from './store-node.ts';

/** What the control of replicas needs of the cluster. */
export type ReplicaHost = Pick<StoreContext, 'environment' | 'settings' | 'storeById' | 'tso' | 'applied'> & {
  readonly topology: Topology;
  readonly engine: KvEngine;
  readonly leadership: Leadership;
};

/** Lets the copies on a store fall behind, and catch up. */
export class ReplicaControl {
  readonly #host: ReplicaHost;

  constructor(host: ReplicaHost) {
    this.#host = host;
  }

  /** Does nothing when the store lags already. */
  lag(node: StoreNode, cutOff: boolean): void {
    if (node.lag !== undefined) return;
    const { topology, engine, environment, settings, leadership, applied } = this.#host;
    if (cutOff) leadership.leave(node.id);
    for (const region of topology.regions) {
      // What leaders have told the store of safe timestamps until now.
      if (peerOn(region, node.id) !== undefined) safeTs(this.#host, region, node.id);
    }
    const lag = new Lag({
      storeId: node.id,
      cutOff,
      columns: engine.snapshot(),
      regions: topology.regions,
      applied: new Map(applied()),
    });
    node.lag = lag;
    if (cutOff) environment.clock.setTimeout(() => lag.loseLeaders(), settings.electionDelayMs);
  }

  catchUp(node: StoreNode): void {
    node.lag?.end();
    node.lag = undefined;
    this.#host.leadership.scheduleElections();
  }
}
