import type { ClusterEnvironment } from '../environment.ts';
import type { MessageDesk } from '../faults/message-desk.ts';
import type { KvEngine } from '../mvcc/engine.ts';
import type { Key } from '../mvcc/key.ts';
import type { Service } from '../service.ts';
import type { BorderMode } from '../topology/key-bounds.ts';
import type { RegionState } from '../topology/region-state.ts';
import type { Topology } from '../topology/topology.ts';
import type { StoreNode } from './store-node.ts';

/** How stores behave. */
export interface StoreSettings {
  /** Which part of a split keeps the region's id: the last (TiKV's default) or the first. */
  readonly rightDerive: boolean;
  /** Largest entry of the raft log, in bytes. */
  readonly raftEntryMaxBytes: number;
  /** From the loss of a leader to the next one. */
  readonly electionDelayMs: number;
  /** How often leaders find a new safe timestamp. */
  readonly safeTsIntervalMs: number;
  /** Whether raw keys are encoded in region borders: under API V2. */
  readonly rawBorders: BorderMode;
}

/** What a store uses of its cluster. */
export interface StoreContext {
  readonly node: StoreNode;
  readonly clusterId: bigint;
  readonly topology: Topology;
  readonly engine: KvEngine;
  readonly desk: MessageDesk;
  readonly environment: ClusterEnvironment;
  readonly settings: StoreSettings;
  /** A fresh timestamp of PD. */
  tso(): bigint;
  /** The store with an id, wherever it is. */
  storeById(storeId: bigint): StoreNode | undefined;
  /** How many writes of each region have been applied, by its id. */
  applied(): ReadonlyMap<bigint, number>;
  /** What answers at an address, for forwarded requests. */
  serviceAt(address: string): Service | undefined;
  /** Splits a region at borders that lie strictly inside it. */
  split(regionId: bigint, borders: readonly Key[]): readonly RegionState[];
  /** Why the cluster is of no use any more: an invariant broke or a store would have crashed. */
  poison(): unknown;
}
