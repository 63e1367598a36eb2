// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.

/** Collects encoded bytes. */
export class Writer {
  /** Number of bytes written so far. */
  readonly pos: number;
  /** A copy of what was written. */
  finish(): Uint8Array;
  /** Forgets what was written, and keeps the memory for the next message. */
  clear(): void;
  /** Appends a number, such as the tag of a field. */
  uint32(value: number): this;
  /** Appends what is encoded already. */
  raw(bytes: Uint8Array): this;
  /** What follows is a message within the message, until ldelim. */
  fork(): this;
  /** Ends it, and puts its length before it. */
  ldelim(): this;
}

/** Reads and writes one type of message: what stands beside each interface under the same name. */
export interface Codec<Message, Decoded> {
  /** Appends a message to a writer (a new one by default). Fields that hold their default are left out. */
  encode(message: Message, writer?: Writer): Writer;
  /** Reads a message. Throws whatever protobufjs throws when the bytes are no such message. */
  decode(bytes: Uint8Array): Decoded;
}

export declare namespace metapb {
  interface Store {
    id?: bigint | undefined;
    address?: string | undefined;
    state?: number | undefined;
    labels?: readonly metapb.StoreLabel[] | undefined;
    version?: string | undefined;
    peerAddress?: string | undefined;
    statusAddress?: string | undefined;
    gitHash?: string | undefined;
    startTimestamp?: bigint | undefined;
    deployPath?: string | undefined;
    lastHeartbeat?: bigint | undefined;
    physicallyDestroyed?: boolean | undefined;
    nodeState?: number | undefined;
  }
  namespace Store {
    interface Decoded {
      id: bigint;
      address: string;
      state: number;
      labels: readonly metapb.StoreLabel.Decoded[];
      version: string;
      peerAddress: string;
      statusAddress: string;
      gitHash: string;
      startTimestamp: bigint;
      deployPath: string;
      lastHeartbeat: bigint;
      physicallyDestroyed: boolean;
      nodeState: number;
    }
    function encode(message: Store, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreLabel {
    key?: string | undefined;
    value?: string | undefined;
  }
  namespace StoreLabel {
    interface Decoded {
      key: string;
      value: string;
    }
    function encode(message: StoreLabel, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const StoreState: { readonly Up: 0; readonly Offline: 1; readonly Tombstone: 2 };
  type StoreState = (typeof StoreState)[keyof typeof StoreState];

  const NodeState: { readonly Preparing: 0; readonly Serving: 1; readonly Removing: 2; readonly Removed: 3 };
  type NodeState = (typeof NodeState)[keyof typeof NodeState];

  interface Region {
    id?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    regionEpoch?: metapb.RegionEpoch | undefined;
    peers?: readonly metapb.Peer[] | undefined;
    isInFlashback?: boolean | undefined;
    flashbackStartTs?: bigint | undefined;
  }
  namespace Region {
    interface Decoded {
      id: bigint;
      startKey: Uint8Array;
      endKey: Uint8Array;
      regionEpoch?: metapb.RegionEpoch.Decoded | undefined;
      peers: readonly metapb.Peer.Decoded[];
      isInFlashback: boolean;
      flashbackStartTs: bigint;
    }
    function encode(message: Region, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegionEpoch {
    confVer?: bigint | undefined;
    version?: bigint | undefined;
  }
  namespace RegionEpoch {
    interface Decoded {
      confVer: bigint;
      version: bigint;
    }
    function encode(message: RegionEpoch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Peer {
    id?: bigint | undefined;
    storeId?: bigint | undefined;
    role?: number | undefined;
    isWitness?: boolean | undefined;
  }
  namespace Peer {
    interface Decoded {
      id: bigint;
      storeId: bigint;
      role: number;
      isWitness: boolean;
    }
    function encode(message: Peer, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const PeerRole: { readonly Voter: 0; readonly Learner: 1; readonly IncomingVoter: 2; readonly DemotingVoter: 3 };
  type PeerRole = (typeof PeerRole)[keyof typeof PeerRole];

  interface Buckets {
    regionId?: bigint | undefined;
    version?: bigint | undefined;
    keys?: readonly Uint8Array[] | undefined;
    stats?: metapb.BucketStats | undefined;
    periodInMs?: bigint | undefined;
  }
  namespace Buckets {
    interface Decoded {
      regionId: bigint;
      version: bigint;
      keys: readonly Uint8Array[];
      stats?: metapb.BucketStats.Decoded | undefined;
      periodInMs: bigint;
    }
    function encode(message: Buckets, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BucketStats {
    readBytes?: readonly bigint[] | undefined;
    writeBytes?: readonly bigint[] | undefined;
    readQps?: readonly bigint[] | undefined;
    writeQps?: readonly bigint[] | undefined;
    readKeys?: readonly bigint[] | undefined;
    writeKeys?: readonly bigint[] | undefined;
  }
  namespace BucketStats {
    interface Decoded {
      readBytes: readonly bigint[];
      writeBytes: readonly bigint[];
      readQps: readonly bigint[];
      writeQps: readonly bigint[];
      readKeys: readonly bigint[];
      writeKeys: readonly bigint[];
    }
    function encode(message: BucketStats, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace kvrpcpb {
  interface HealthFeedback {
    storeId?: bigint | undefined;
    feedbackSeqNo?: bigint | undefined;
    slowScore?: number | undefined;
  }
  namespace HealthFeedback {
    interface Decoded {
      storeId: bigint;
      feedbackSeqNo: bigint;
      slowScore: number;
    }
    function encode(message: HealthFeedback, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace grpc {
  export namespace health {
    export namespace v1 {
      interface HealthCheckRequest {
        service?: string | undefined;
      }
      namespace HealthCheckRequest {
        interface Decoded {
          service: string;
        }
        function encode(message: HealthCheckRequest, writer?: Writer): Writer;
        function decode(bytes: Uint8Array): Decoded;
      }

      interface HealthCheckResponse {
        status?: number | undefined;
      }
      namespace HealthCheckResponse {
        interface Decoded {
          status: number;
        }
        function encode(message: HealthCheckResponse, writer?: Writer): Writer;
        function decode(bytes: Uint8Array): Decoded;

        const ServingStatus: { readonly UNKNOWN: 0; readonly SERVING: 1; readonly NOT_SERVING: 2; readonly SERVICE_UNKNOWN: 3 };
        type ServingStatus = (typeof ServingStatus)[keyof typeof ServingStatus];
      }
    }
  }
}

export declare namespace pdpb {
  interface RequestHeader {
    clusterId?: bigint | undefined;
    senderId?: bigint | undefined;
    callerId?: string | undefined;
    callerComponent?: string | undefined;
  }
  namespace RequestHeader {
    interface Decoded {
      clusterId: bigint;
      senderId: bigint;
      callerId: string;
      callerComponent: string;
    }
    function encode(message: RequestHeader, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResponseHeader {
    clusterId?: bigint | undefined;
    error?: pdpb.Error | undefined;
  }
  namespace ResponseHeader {
    interface Decoded {
      clusterId: bigint;
      error?: pdpb.Error.Decoded | undefined;
    }
    function encode(message: ResponseHeader, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Error {
    type?: number | undefined;
    message?: string | undefined;
  }
  namespace Error {
    interface Decoded {
      type: number;
      message: string;
    }
    function encode(message: Error, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const ErrorType: { readonly OK: 0; readonly UNKNOWN: 1; readonly NOT_BOOTSTRAPPED: 2; readonly STORE_TOMBSTONE: 3; readonly ALREADY_BOOTSTRAPPED: 4; readonly INCOMPATIBLE_VERSION: 5; readonly REGION_NOT_FOUND: 6; readonly GLOBAL_CONFIG_NOT_FOUND: 7; readonly DUPLICATED_ENTRY: 8; readonly ENTRY_NOT_FOUND: 9; readonly INVALID_VALUE: 10; readonly DATA_COMPACTED: 11; readonly REGIONS_NOT_CONTAIN_ALL_KEY_RANGE: 12 };
  type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

  interface GetClusterInfoRequest {
    header?: pdpb.ResponseHeader | undefined;
  }
  namespace GetClusterInfoRequest {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
    }
    function encode(message: GetClusterInfoRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetClusterInfoResponse {
    header?: pdpb.ResponseHeader | undefined;
    serviceModes?: readonly number[] | undefined;
    tsoUrls?: readonly string[] | undefined;
  }
  namespace GetClusterInfoResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      serviceModes: readonly number[];
      tsoUrls: readonly string[];
    }
    function encode(message: GetClusterInfoResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const ServiceMode: { readonly UNKNOWN_SVC_MODE: 0; readonly PD_SVC_MODE: 1; readonly API_SVC_MODE: 2 };
  type ServiceMode = (typeof ServiceMode)[keyof typeof ServiceMode];

  interface GetMembersRequest {
    header?: pdpb.RequestHeader | undefined;
  }
  namespace GetMembersRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
    }
    function encode(message: GetMembersRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetMembersResponse {
    header?: pdpb.ResponseHeader | undefined;
    members?: readonly pdpb.Member[] | undefined;
    leader?: pdpb.Member | undefined;
    etcdLeader?: pdpb.Member | undefined;
  }
  namespace GetMembersResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      members: readonly pdpb.Member.Decoded[];
      leader?: pdpb.Member.Decoded | undefined;
      etcdLeader?: pdpb.Member.Decoded | undefined;
    }
    function encode(message: GetMembersResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Member {
    name?: string | undefined;
    memberId?: bigint | undefined;
    peerUrls?: readonly string[] | undefined;
    clientUrls?: readonly string[] | undefined;
    leaderPriority?: number | undefined;
    deployPath?: string | undefined;
    binaryVersion?: string | undefined;
    gitHash?: string | undefined;
    dcLocation?: string | undefined;
  }
  namespace Member {
    interface Decoded {
      name: string;
      memberId: bigint;
      peerUrls: readonly string[];
      clientUrls: readonly string[];
      leaderPriority: number;
      deployPath: string;
      binaryVersion: string;
      gitHash: string;
      dcLocation: string;
    }
    function encode(message: Member, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TsoRequest {
    header?: pdpb.RequestHeader | undefined;
    count?: number | undefined;
    dcLocation?: string | undefined;
  }
  namespace TsoRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      count: number;
      dcLocation: string;
    }
    function encode(message: TsoRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TsoResponse {
    header?: pdpb.ResponseHeader | undefined;
    count?: number | undefined;
    timestamp?: pdpb.Timestamp | undefined;
  }
  namespace TsoResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      count: number;
      timestamp?: pdpb.Timestamp.Decoded | undefined;
    }
    function encode(message: TsoResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Timestamp {
    physical?: bigint | undefined;
    logical?: bigint | undefined;
    suffixBits?: number | undefined;
  }
  namespace Timestamp {
    interface Decoded {
      physical: bigint;
      logical: bigint;
      suffixBits: number;
    }
    function encode(message: Timestamp, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetStoreRequest {
    header?: pdpb.RequestHeader | undefined;
    storeId?: bigint | undefined;
  }
  namespace GetStoreRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      storeId: bigint;
    }
    function encode(message: GetStoreRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetStoreResponse {
    header?: pdpb.ResponseHeader | undefined;
    store?: metapb.Store | undefined;
  }
  namespace GetStoreResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      store?: metapb.Store.Decoded | undefined;
    }
    function encode(message: GetStoreResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetAllStoresRequest {
    header?: pdpb.RequestHeader | undefined;
    excludeTombstoneStores?: boolean | undefined;
  }
  namespace GetAllStoresRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      excludeTombstoneStores: boolean;
    }
    function encode(message: GetAllStoresRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetAllStoresResponse {
    header?: pdpb.ResponseHeader | undefined;
    stores?: readonly metapb.Store[] | undefined;
  }
  namespace GetAllStoresResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      stores: readonly metapb.Store.Decoded[];
    }
    function encode(message: GetAllStoresResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRegionRequest {
    header?: pdpb.RequestHeader | undefined;
    regionKey?: Uint8Array | undefined;
    needBuckets?: boolean | undefined;
  }
  namespace GetRegionRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      regionKey: Uint8Array;
      needBuckets: boolean;
    }
    function encode(message: GetRegionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRegionByIDRequest {
    header?: pdpb.RequestHeader | undefined;
    regionId?: bigint | undefined;
    needBuckets?: boolean | undefined;
  }
  namespace GetRegionByIDRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      regionId: bigint;
      needBuckets: boolean;
    }
    function encode(message: GetRegionByIDRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRegionResponse {
    header?: pdpb.ResponseHeader | undefined;
    region?: metapb.Region | undefined;
    leader?: metapb.Peer | undefined;
    downPeers?: readonly pdpb.PeerStats[] | undefined;
    pendingPeers?: readonly metapb.Peer[] | undefined;
    buckets?: metapb.Buckets | undefined;
  }
  namespace GetRegionResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      region?: metapb.Region.Decoded | undefined;
      leader?: metapb.Peer.Decoded | undefined;
      downPeers: readonly pdpb.PeerStats.Decoded[];
      pendingPeers: readonly metapb.Peer.Decoded[];
      buckets?: metapb.Buckets.Decoded | undefined;
    }
    function encode(message: GetRegionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PeerStats {
    peer?: metapb.Peer | undefined;
    downSeconds?: bigint | undefined;
  }
  namespace PeerStats {
    interface Decoded {
      peer?: metapb.Peer.Decoded | undefined;
      downSeconds: bigint;
    }
    function encode(message: PeerStats, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanRegionsRequest {
    header?: pdpb.RequestHeader | undefined;
    startKey?: Uint8Array | undefined;
    limit?: number | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace ScanRegionsRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      startKey: Uint8Array;
      limit: number;
      endKey: Uint8Array;
    }
    function encode(message: ScanRegionsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanRegionsResponse {
    header?: pdpb.ResponseHeader | undefined;
    regionMetas?: readonly metapb.Region[] | undefined;
    leaders?: readonly metapb.Peer[] | undefined;
    regions?: readonly pdpb.Region[] | undefined;
  }
  namespace ScanRegionsResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      regionMetas: readonly metapb.Region.Decoded[];
      leaders: readonly metapb.Peer.Decoded[];
      regions: readonly pdpb.Region.Decoded[];
    }
    function encode(message: ScanRegionsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchScanRegionsRequest {
    header?: pdpb.RequestHeader | undefined;
    needBuckets?: boolean | undefined;
    ranges?: readonly pdpb.KeyRange[] | undefined;
    limit?: number | undefined;
    containAllKeyRange?: boolean | undefined;
  }
  namespace BatchScanRegionsRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      needBuckets: boolean;
      ranges: readonly pdpb.KeyRange.Decoded[];
      limit: number;
      containAllKeyRange: boolean;
    }
    function encode(message: BatchScanRegionsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchScanRegionsResponse {
    header?: pdpb.ResponseHeader | undefined;
    regions?: readonly pdpb.Region[] | undefined;
  }
  namespace BatchScanRegionsResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      regions: readonly pdpb.Region.Decoded[];
    }
    function encode(message: BatchScanRegionsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyRange {
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace KeyRange {
    interface Decoded {
      startKey: Uint8Array;
      endKey: Uint8Array;
    }
    function encode(message: KeyRange, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Region {
    region?: metapb.Region | undefined;
    leader?: metapb.Peer | undefined;
    downPeers?: readonly pdpb.PeerStats[] | undefined;
    pendingPeers?: readonly metapb.Peer[] | undefined;
    buckets?: metapb.Buckets | undefined;
  }
  namespace Region {
    interface Decoded {
      region?: metapb.Region.Decoded | undefined;
      leader?: metapb.Peer.Decoded | undefined;
      downPeers: readonly pdpb.PeerStats.Decoded[];
      pendingPeers: readonly metapb.Peer.Decoded[];
      buckets?: metapb.Buckets.Decoded | undefined;
    }
    function encode(message: Region, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyspaceScope {
    keyspaceId?: number | undefined;
  }
  namespace KeyspaceScope {
    interface Decoded {
      keyspaceId?: number | undefined;
    }
    function encode(message: KeyspaceScope, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetGCStateRequest {
    header?: pdpb.RequestHeader | undefined;
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    excludeGcBarriers?: boolean | undefined;
    includeGlobalGcBarriers?: boolean | undefined;
  }
  namespace GetGCStateRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      excludeGcBarriers: boolean;
      includeGlobalGcBarriers: boolean;
    }
    function encode(message: GetGCStateRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetGCStateResponse {
    header?: pdpb.ResponseHeader | undefined;
    gcState?: pdpb.GCState | undefined;
    globalGcBarriers?: pdpb.GlobalGCBarriersInfo | undefined;
  }
  namespace GetGCStateResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      gcState?: pdpb.GCState.Decoded | undefined;
      globalGcBarriers?: pdpb.GlobalGCBarriersInfo.Decoded | undefined;
    }
    function encode(message: GetGCStateResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GCState {
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    isKeyspaceLevelGc?: boolean | undefined;
    txnSafePoint?: bigint | undefined;
    gcSafePoint?: bigint | undefined;
    gcBarriers?: readonly pdpb.GCBarrierInfo[] | undefined;
  }
  namespace GCState {
    interface Decoded {
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      isKeyspaceLevelGc: boolean;
      txnSafePoint: bigint;
      gcSafePoint: bigint;
      gcBarriers: readonly pdpb.GCBarrierInfo.Decoded[];
    }
    function encode(message: GCState, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GCBarrierInfo {
    barrierId?: string | undefined;
    barrierTs?: bigint | undefined;
    ttlSeconds?: bigint | undefined;
  }
  namespace GCBarrierInfo {
    interface Decoded {
      barrierId: string;
      barrierTs: bigint;
      ttlSeconds: bigint;
    }
    function encode(message: GCBarrierInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GlobalGCBarrierInfo {
    barrierId?: string | undefined;
    barrierTs?: bigint | undefined;
    ttlSeconds?: bigint | undefined;
  }
  namespace GlobalGCBarrierInfo {
    interface Decoded {
      barrierId: string;
      barrierTs: bigint;
      ttlSeconds: bigint;
    }
    function encode(message: GlobalGCBarrierInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GlobalGCBarriersInfo {
    barriers?: readonly pdpb.GlobalGCBarrierInfo[] | undefined;
  }
  namespace GlobalGCBarriersInfo {
    interface Decoded {
      barriers: readonly pdpb.GlobalGCBarrierInfo.Decoded[];
    }
    function encode(message: GlobalGCBarriersInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}
