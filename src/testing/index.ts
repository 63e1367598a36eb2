/**
 * For tests: {@link startCluster} gives an embedded {@link Cluster} with faults of choice, {@link Simulation} a
 * whole one in virtual time, and {@link edgePaths}, {@link walkPath} and {@link ChartCoverage} make tests of
 * statecharts.
 * @module tikv-client/testing
 */

export type { Peer, PeerRole } from '../model/region.ts';
export { ChartCoverage, type CoverageReport, edgesOf, type Reached } from './chart-coverage.ts';
export { Cluster, type InFlightOptions, type KeyOptions, type PeerOptions, startCluster } from './cluster.ts';
export type { ClusterOptions, KeyLike } from './cluster-options.ts';
export type { DataDump } from './data-dump.ts';
export type { ClusterEnvironment } from './environment.ts';
export type { FaultAction, FaultHandle, FaultRule } from './faults/fault.ts';
export type { Fields, Message, MessageOutcome, Stage, Target } from './faults/message.ts';
export type { MessageLog } from './faults/message-log.ts';
export type { ServerTls } from './grpc/grpc-front.ts';
export {
  edgePaths,
  type ModelPath,
  type ModelStep,
  type PathOptions,
  type Realisations,
  walkPath,
} from './model-paths.ts';
export type { Change, JournalEntry, RawFamily } from './mvcc/change.ts';
export type { ApiVersion } from './mvcc/command.ts';
export type { Lock, LockState, LockType, SharedLocks, WriteRecord, WriteType } from './mvcc/model.ts';
export type { Sabotage } from './mvcc/sabotage.ts';
export type { KeyspaceOptions } from './pd/keyspaces.ts';
export type { PdControl } from './pd/pd-control.ts';
export type { RawValue } from './raw/raw-value.ts';
export type { CallInfo, MethodKind, Service, StreamListener, StreamSink } from './service.ts';
export { ServiceError } from './service.ts';
export type { MessageFate, NetworkEvent, NetworkFaults } from './simulation/network-faults.ts';
export { SeededRandom } from './simulation/seeded-random.ts';
export { SimulatedNetwork } from './simulation/simulated-network.ts';
export { SimulatedProcess } from './simulation/simulated-process.ts';
export { Simulation, type SimulationOptions } from './simulation/simulation.ts';
export { VirtualClock } from './simulation/virtual-clock.ts';
export type { InFlight } from './store/proposals.ts';
export type { PreparedMerge } from './topology/region-control.ts';
export type { RegionInfo } from './topology/region-info.ts';
