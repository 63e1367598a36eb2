import type { pdpb } from '#proto/connect';
import type { ClusterEnvironment } from '../environment.ts';
import type { Key } from '../mvcc/key.ts';
import { type CallInfo, GRPC_STATUS, ServiceError } from '../service.ts';
import type { StoreNode } from '../store/store-node.ts';
import type { Topology } from '../topology/topology.ts';
import { GcStates } from './gc-states.ts';
import { type KeyspaceOptions, Keyspaces } from './keyspaces.ts';
import { MetaStorage } from './meta-storage.ts';
import type { PdError } from './pd-error.ts';
import { RegionView } from './region-view.ts';
import { ResourceGroups } from './resource-groups.ts';
import { TimestampOracle } from './tso.ts';

/** A PD member. */
export interface PdMember {
  readonly name: string;
  readonly memberId: bigint;
  /** `http://127.0.0.1:2379`, once it listens. */
  url: string;
  alive: boolean;
}

/** What PD asks of the rest of the cluster. */
export interface PdHost {
  readonly topology: Topology;
  readonly environment: ClusterEnvironment;
  stores(): readonly StoreNode[];
  /** Cuts regions at borders; those that are borders already stay. */
  splitAt(borders: readonly Key[]): void;
  /** Moves the leader of a region to the store with the fewest leaders among its peers. */
  scatter(regionId: bigint): boolean;
  /** The GC safe point of a keyspace has moved. */
  collectGarbage(keyspaceId: number, safePoint: bigint): void;
}

/** The state that the members of PD share, and who leads them. */
export class PdCluster {
  readonly clusterId: bigint;
  readonly host: PdHost;
  readonly members: readonly PdMember[];
  readonly tso: TimestampOracle;
  readonly regions: RegionView;
  readonly keyspaces: Keyspaces;
  readonly gcStates: GcStates;
  readonly metaStorage = new MetaStorage();
  readonly resourceGroups: ResourceGroups;
  /** Values by configuration path and name. */
  readonly globalConfig = new Map<string, Map<string, Uint8Array>>();
  /** Regions scattered or split by order, for GetOperator. */
  readonly finishedOperators = new Map<bigint, string>();
  externalTimestamp = 0n;
  #leader: number | undefined = 0;

  constructor(
    host: PdHost,
    options: {
      readonly clusterId: bigint;
      readonly members: number;
      readonly keyspaces: readonly KeyspaceOptions[];
    },
  ) {
    const { environment, topology } = host;
    const wallMs = () => environment.wallMs();
    this.host = host;
    this.clusterId = options.clusterId;
    this.members = Array.from({ length: options.members }, (_, index) => ({
      name: `pd-${index}`,
      memberId: BigInt(index + 1),
      url: '',
      alive: true,
    }));
    this.tso = new TimestampOracle(wallMs);
    this.regions = new RegionView(topology);
    this.keyspaces = new Keyspaces(options.keyspaces, () => BigInt(Math.floor(wallMs() / 1_000)));
    this.gcStates = new GcStates(this.keyspaces, wallMs, (keyspaceId, safePoint) =>
      host.collectGarbage(keyspaceId, safePoint),
    );
    this.resourceGroups = new ResourceGroups(() => environment.clock.now());
  }

  /** Index of the leader; undefined during an election. */
  get leader(): number | undefined {
    return this.#leader;
  }

  /** Makes a member the leader, or none. */
  setLeader(member: number | undefined): void {
    if (member !== undefined && member !== this.#leader) this.tso.changeLeader();
    this.#leader = member;
  }

  /** The header of an answer. */
  header(error?: PdError): pdpb.ResponseHeader {
    const { clusterId } = this;
    return error === undefined
      ? { clusterId }
      : { clusterId, error: { type: error.type, message: error.message } };
  }

  /**
   * Whether a member takes a call: the leader does, or one that the leader is reached through; others only
   * what followers may answer (server rule 71).
   *
   * @throws ServiceError when it does not
   * @see PD server/grpc_service.go, unaryFollowerMiddleware and validateRoleInRequest
   */
  admit(
    member: number,
    clusterId: bigint | undefined,
    call: CallInfo,
    rule: 'leader' | 'followersToo',
  ): void {
    const serving = this.#servingMember(member, call);
    if (serving !== this.#leader) {
      if (rule === 'leader') throw new ServiceError(GRPC_STATUS.unavailable, 'not leader');
      if (call.metadata['pd-allow-follower-handle'] === undefined) {
        throw new ServiceError(GRPC_STATUS.unavailable, 'not leader and follower handling not allowed');
      }
    }
    this.checkClusterId(clusterId);
  }

  /** @throws ServiceError when a request is for another cluster */
  checkClusterId(clusterId: bigint | undefined): void {
    if (clusterId === this.clusterId) return;
    throw new ServiceError(
      GRPC_STATUS.failedPrecondition,
      `mismatch cluster id, need ${this.clusterId} but got ${clusterId ?? 0n}`,
    );
  }

  /** @throws ServiceError when a member does not lead */
  checkLeads(member: number, call: CallInfo, message: string, status: number): void {
    if (this.#servingMember(member, call) !== this.#leader) throw new ServiceError(status, message);
  }

  /** The member that a call is for: this one, or the one it asks to be forwarded to. */
  #servingMember(member: number, call: CallInfo): number {
    const forwardedTo = call.metadata['pd-forwarded-host'];
    if (forwardedTo === undefined || forwardedTo === '') return member;
    const target = this.members.findIndex(({ url }) => url === forwardedTo);
    if (target < 0 || this.members[target]?.alive !== true) {
      throw new ServiceError(GRPC_STATUS.unavailable, `cannot forward to ${forwardedTo}`);
    }
    return target;
  }
}
