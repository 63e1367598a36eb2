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

export declare namespace resource_manager {
  interface ResourceGroup {
    name?: string | undefined;
    mode?: number | undefined;
    ruSettings?: resource_manager.GroupRequestUnitSettings | undefined;
    rawResourceSettings?: resource_manager.GroupRawResourceSettings | undefined;
    priority?: number | undefined;
    runawaySettings?: resource_manager.RunawaySettings | undefined;
    backgroundSettings?: resource_manager.BackgroundSettings | undefined;
    ruStats?: resource_manager.Consumption | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
  }
  namespace ResourceGroup {
    interface Decoded {
      name: string;
      mode: number;
      ruSettings?: resource_manager.GroupRequestUnitSettings.Decoded | undefined;
      rawResourceSettings?: resource_manager.GroupRawResourceSettings.Decoded | undefined;
      priority: number;
      runawaySettings?: resource_manager.RunawaySettings.Decoded | undefined;
      backgroundSettings?: resource_manager.BackgroundSettings.Decoded | undefined;
      ruStats?: resource_manager.Consumption.Decoded | undefined;
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
    }
    function encode(message: ResourceGroup, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const GroupMode: { readonly Unknown: 0; readonly RUMode: 1; readonly RawMode: 2 };
  type GroupMode = (typeof GroupMode)[keyof typeof GroupMode];

  interface KeyspaceIDValue {
    value?: number | undefined;
  }
  namespace KeyspaceIDValue {
    interface Decoded {
      value?: number | undefined;
    }
    function encode(message: KeyspaceIDValue, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GroupRequestUnitSettings {
    ru?: resource_manager.TokenBucket | undefined;
  }
  namespace GroupRequestUnitSettings {
    interface Decoded {
      ru?: resource_manager.TokenBucket.Decoded | undefined;
    }
    function encode(message: GroupRequestUnitSettings, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GroupRawResourceSettings {
    cpu?: resource_manager.TokenBucket | undefined;
    ioRead?: resource_manager.TokenBucket | undefined;
    ioWrite?: resource_manager.TokenBucket | undefined;
  }
  namespace GroupRawResourceSettings {
    interface Decoded {
      cpu?: resource_manager.TokenBucket.Decoded | undefined;
      ioRead?: resource_manager.TokenBucket.Decoded | undefined;
      ioWrite?: resource_manager.TokenBucket.Decoded | undefined;
    }
    function encode(message: GroupRawResourceSettings, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TokenBucket {
    settings?: resource_manager.TokenLimitSettings | undefined;
    tokens?: number | undefined;
  }
  namespace TokenBucket {
    interface Decoded {
      settings?: resource_manager.TokenLimitSettings.Decoded | undefined;
      tokens: number;
    }
    function encode(message: TokenBucket, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TokenLimitSettings {
    fillRate?: bigint | undefined;
    burstLimit?: bigint | undefined;
    maxTokens?: number | undefined;
  }
  namespace TokenLimitSettings {
    interface Decoded {
      fillRate: bigint;
      burstLimit: bigint;
      maxTokens: number;
    }
    function encode(message: TokenLimitSettings, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RunawaySettings {
    rule?: resource_manager.RunawayRule | undefined;
    action?: number | undefined;
    watch?: resource_manager.RunawayWatch | undefined;
    switchGroupName?: string | undefined;
  }
  namespace RunawaySettings {
    interface Decoded {
      rule?: resource_manager.RunawayRule.Decoded | undefined;
      action: number;
      watch?: resource_manager.RunawayWatch.Decoded | undefined;
      switchGroupName: string;
    }
    function encode(message: RunawaySettings, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RunawayRule {
    execElapsedTimeMs?: bigint | undefined;
    processedKeys?: bigint | undefined;
    requestUnit?: bigint | undefined;
  }
  namespace RunawayRule {
    interface Decoded {
      execElapsedTimeMs: bigint;
      processedKeys: bigint;
      requestUnit: bigint;
    }
    function encode(message: RunawayRule, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const RunawayAction: { readonly NoneAction: 0; readonly DryRun: 1; readonly CoolDown: 2; readonly Kill: 3; readonly SwitchGroup: 4 };
  type RunawayAction = (typeof RunawayAction)[keyof typeof RunawayAction];

  interface RunawayWatch {
    lastingDurationMs?: bigint | undefined;
    type?: number | undefined;
  }
  namespace RunawayWatch {
    interface Decoded {
      lastingDurationMs: bigint;
      type: number;
    }
    function encode(message: RunawayWatch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const RunawayWatchType: { readonly NoneWatch: 0; readonly Exact: 1; readonly Similar: 2; readonly Plan: 3 };
  type RunawayWatchType = (typeof RunawayWatchType)[keyof typeof RunawayWatchType];

  interface BackgroundSettings {
    jobTypes?: readonly string[] | undefined;
    utilizationLimit?: bigint | undefined;
  }
  namespace BackgroundSettings {
    interface Decoded {
      jobTypes: readonly string[];
      utilizationLimit: bigint;
    }
    function encode(message: BackgroundSettings, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Error {
    message?: string | undefined;
  }
  namespace Error {
    interface Decoded {
      message: string;
    }
    function encode(message: Error, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ListResourceGroupsRequest {
    withRuStats?: boolean | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
  }
  namespace ListResourceGroupsRequest {
    interface Decoded {
      withRuStats: boolean;
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
    }
    function encode(message: ListResourceGroupsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ListResourceGroupsResponse {
    error?: resource_manager.Error | undefined;
    groups?: readonly resource_manager.ResourceGroup[] | undefined;
  }
  namespace ListResourceGroupsResponse {
    interface Decoded {
      error?: resource_manager.Error.Decoded | undefined;
      groups: readonly resource_manager.ResourceGroup.Decoded[];
    }
    function encode(message: ListResourceGroupsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetResourceGroupRequest {
    resourceGroupName?: string | undefined;
    withRuStats?: boolean | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
  }
  namespace GetResourceGroupRequest {
    interface Decoded {
      resourceGroupName: string;
      withRuStats: boolean;
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
    }
    function encode(message: GetResourceGroupRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetResourceGroupResponse {
    error?: resource_manager.Error | undefined;
    group?: resource_manager.ResourceGroup | undefined;
  }
  namespace GetResourceGroupResponse {
    interface Decoded {
      error?: resource_manager.Error.Decoded | undefined;
      group?: resource_manager.ResourceGroup.Decoded | undefined;
    }
    function encode(message: GetResourceGroupResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PutResourceGroupRequest {
    group?: resource_manager.ResourceGroup | undefined;
  }
  namespace PutResourceGroupRequest {
    interface Decoded {
      group?: resource_manager.ResourceGroup.Decoded | undefined;
    }
    function encode(message: PutResourceGroupRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PutResourceGroupResponse {
    error?: resource_manager.Error | undefined;
    body?: string | undefined;
  }
  namespace PutResourceGroupResponse {
    interface Decoded {
      error?: resource_manager.Error.Decoded | undefined;
      body: string;
    }
    function encode(message: PutResourceGroupResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteResourceGroupRequest {
    resourceGroupName?: string | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
  }
  namespace DeleteResourceGroupRequest {
    interface Decoded {
      resourceGroupName: string;
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
    }
    function encode(message: DeleteResourceGroupRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteResourceGroupResponse {
    error?: resource_manager.Error | undefined;
    body?: string | undefined;
  }
  namespace DeleteResourceGroupResponse {
    interface Decoded {
      error?: resource_manager.Error.Decoded | undefined;
      body: string;
    }
    function encode(message: DeleteResourceGroupResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TokenBucketsRequest {
    requests?: readonly resource_manager.TokenBucketRequest[] | undefined;
    targetRequestPeriodMs?: bigint | undefined;
    clientUniqueId?: bigint | undefined;
  }
  namespace TokenBucketsRequest {
    interface Decoded {
      requests: readonly resource_manager.TokenBucketRequest.Decoded[];
      targetRequestPeriodMs: bigint;
      clientUniqueId: bigint;
    }
    function encode(message: TokenBucketsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TokenBucketRequest {
    resourceGroupName?: string | undefined;
    ruItems?: resource_manager.TokenBucketRequest.RequestRU | undefined;
    rawResourceItems?: resource_manager.TokenBucketRequest.RequestRawResource | undefined;
    consumptionSinceLastRequest?: resource_manager.Consumption | undefined;
    isBackground?: boolean | undefined;
    isTiflash?: boolean | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
    request?: 'ruItems' | 'rawResourceItems' | undefined;
  }
  namespace TokenBucketRequest {
    interface Decoded {
      resourceGroupName: string;
      ruItems?: resource_manager.TokenBucketRequest.RequestRU.Decoded | undefined;
      rawResourceItems?: resource_manager.TokenBucketRequest.RequestRawResource.Decoded | undefined;
      consumptionSinceLastRequest?: resource_manager.Consumption.Decoded | undefined;
      isBackground: boolean;
      isTiflash: boolean;
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
      request?: 'ruItems' | 'rawResourceItems' | undefined;
    }
    function encode(message: TokenBucketRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    interface RequestRU {
      requestRu?: readonly resource_manager.RequestUnitItem[] | undefined;
    }
    namespace RequestRU {
      interface Decoded {
        requestRu: readonly resource_manager.RequestUnitItem.Decoded[];
      }
      function encode(message: RequestRU, writer?: Writer): Writer;
      function decode(bytes: Uint8Array): Decoded;
    }

    interface RequestRawResource {
      requestRawResource?: readonly resource_manager.RawResourceItem[] | undefined;
    }
    namespace RequestRawResource {
      interface Decoded {
        requestRawResource: readonly resource_manager.RawResourceItem.Decoded[];
      }
      function encode(message: RequestRawResource, writer?: Writer): Writer;
      function decode(bytes: Uint8Array): Decoded;
    }
  }

  interface TokenBucketsResponse {
    error?: resource_manager.Error | undefined;
    responses?: readonly resource_manager.TokenBucketResponse[] | undefined;
  }
  namespace TokenBucketsResponse {
    interface Decoded {
      error?: resource_manager.Error.Decoded | undefined;
      responses: readonly resource_manager.TokenBucketResponse.Decoded[];
    }
    function encode(message: TokenBucketsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TokenBucketResponse {
    resourceGroupName?: string | undefined;
    grantedRuTokens?: readonly resource_manager.GrantedRUTokenBucket[] | undefined;
    grantedResourceTokens?: readonly resource_manager.GrantedRawResourceTokenBucket[] | undefined;
    keyspaceId?: resource_manager.KeyspaceIDValue | undefined;
  }
  namespace TokenBucketResponse {
    interface Decoded {
      resourceGroupName: string;
      grantedRuTokens: readonly resource_manager.GrantedRUTokenBucket.Decoded[];
      grantedResourceTokens: readonly resource_manager.GrantedRawResourceTokenBucket.Decoded[];
      keyspaceId?: resource_manager.KeyspaceIDValue.Decoded | undefined;
    }
    function encode(message: TokenBucketResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GrantedRUTokenBucket {
    type?: number | undefined;
    grantedTokens?: resource_manager.TokenBucket | undefined;
    trickleTimeMs?: bigint | undefined;
  }
  namespace GrantedRUTokenBucket {
    interface Decoded {
      type: number;
      grantedTokens?: resource_manager.TokenBucket.Decoded | undefined;
      trickleTimeMs: bigint;
    }
    function encode(message: GrantedRUTokenBucket, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GrantedRawResourceTokenBucket {
    type?: number | undefined;
    grantedTokens?: resource_manager.TokenBucket | undefined;
    trickleTimeMs?: bigint | undefined;
  }
  namespace GrantedRawResourceTokenBucket {
    interface Decoded {
      type: number;
      grantedTokens?: resource_manager.TokenBucket.Decoded | undefined;
      trickleTimeMs: bigint;
    }
    function encode(message: GrantedRawResourceTokenBucket, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RequestUnitItem {
    type?: number | undefined;
    value?: number | undefined;
  }
  namespace RequestUnitItem {
    interface Decoded {
      type: number;
      value: number;
    }
    function encode(message: RequestUnitItem, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const RequestUnitType: { readonly RU: 0 };
  type RequestUnitType = (typeof RequestUnitType)[keyof typeof RequestUnitType];

  interface RawResourceItem {
    type?: number | undefined;
    value?: number | undefined;
  }
  namespace RawResourceItem {
    interface Decoded {
      type: number;
      value: number;
    }
    function encode(message: RawResourceItem, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const RawResourceType: { readonly CPU: 0; readonly IOReadFlow: 1; readonly IOWriteFlow: 2 };
  type RawResourceType = (typeof RawResourceType)[keyof typeof RawResourceType];

  interface Consumption {
    rru?: number | undefined;
    wru?: number | undefined;
    readBytes?: number | undefined;
    writeBytes?: number | undefined;
    totalCpuTimeMs?: number | undefined;
    sqlLayerCpuTimeMs?: number | undefined;
    kvReadRpcCount?: number | undefined;
    kvWriteRpcCount?: number | undefined;
    readCrossAzTrafficBytes?: bigint | undefined;
    writeCrossAzTrafficBytes?: bigint | undefined;
    tikvRuV2?: number | undefined;
    tidbRuV2?: number | undefined;
    tiflashRuV2?: number | undefined;
  }
  namespace Consumption {
    interface Decoded {
      rru: number;
      wru: number;
      readBytes: number;
      writeBytes: number;
      totalCpuTimeMs: number;
      sqlLayerCpuTimeMs: number;
      kvReadRpcCount: number;
      kvWriteRpcCount: number;
      readCrossAzTrafficBytes: bigint;
      writeCrossAzTrafficBytes: bigint;
      tikvRuV2: number;
      tidbRuV2: number;
      tiflashRuV2: number;
    }
    function encode(message: Consumption, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Participant {
    name?: string | undefined;
    id?: bigint | undefined;
    listenUrls?: readonly string[] | undefined;
  }
  namespace Participant {
    interface Decoded {
      name: string;
      id: bigint;
      listenUrls: readonly string[];
    }
    function encode(message: Participant, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace debugpb {
  interface GetRegionPropertiesRequest {
    regionId?: bigint | undefined;
  }
  namespace GetRegionPropertiesRequest {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: GetRegionPropertiesRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRegionPropertiesResponse {
    props?: readonly debugpb.Property[] | undefined;
  }
  namespace GetRegionPropertiesResponse {
    interface Decoded {
      props: readonly debugpb.Property.Decoded[];
    }
    function encode(message: GetRegionPropertiesResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Property {
    name?: string | undefined;
    value?: string | undefined;
  }
  namespace Property {
    interface Decoded {
      name: string;
      value: string;
    }
    function encode(message: Property, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace keyspacepb {
  interface KeyspaceMeta {
    id?: number | undefined;
    name?: string | undefined;
    state?: number | undefined;
    createdAt?: bigint | undefined;
    stateChangedAt?: bigint | undefined;
    config?: { readonly [key: string]: string } | undefined;
  }
  namespace KeyspaceMeta {
    interface Decoded {
      id?: number | undefined;
      name: string;
      state: number;
      createdAt: bigint;
      stateChangedAt: bigint;
      config: { readonly [key: string]: string };
    }
    function encode(message: KeyspaceMeta, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const KeyspaceState: { readonly ENABLED: 0; readonly DISABLED: 1; readonly ARCHIVED: 2; readonly TOMBSTONE: 3 };
  type KeyspaceState = (typeof KeyspaceState)[keyof typeof KeyspaceState];

  interface LoadKeyspaceRequest {
    header?: pdpb.RequestHeader | undefined;
    name?: string | undefined;
  }
  namespace LoadKeyspaceRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      name: string;
    }
    function encode(message: LoadKeyspaceRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface LoadKeyspaceByIDRequest {
    header?: pdpb.RequestHeader | undefined;
    id?: number | undefined;
  }
  namespace LoadKeyspaceByIDRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      id?: number | undefined;
    }
    function encode(message: LoadKeyspaceByIDRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface LoadKeyspaceResponse {
    header?: pdpb.ResponseHeader | undefined;
    keyspace?: keyspacepb.KeyspaceMeta | undefined;
  }
  namespace LoadKeyspaceResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      keyspace?: keyspacepb.KeyspaceMeta.Decoded | undefined;
    }
    function encode(message: LoadKeyspaceResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetAllKeyspacesRequest {
    header?: pdpb.RequestHeader | undefined;
    startId?: number | undefined;
    limit?: number | undefined;
  }
  namespace GetAllKeyspacesRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      startId?: number | undefined;
      limit: number;
    }
    function encode(message: GetAllKeyspacesRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetAllKeyspacesResponse {
    header?: pdpb.ResponseHeader | undefined;
    keyspaces?: readonly keyspacepb.KeyspaceMeta[] | undefined;
  }
  namespace GetAllKeyspacesResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      keyspaces: readonly keyspacepb.KeyspaceMeta.Decoded[];
    }
    function encode(message: GetAllKeyspacesResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UpdateKeyspaceStateRequest {
    header?: pdpb.RequestHeader | undefined;
    id?: number | undefined;
    state?: number | undefined;
  }
  namespace UpdateKeyspaceStateRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      id?: number | undefined;
      state: number;
    }
    function encode(message: UpdateKeyspaceStateRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UpdateKeyspaceStateResponse {
    header?: pdpb.ResponseHeader | undefined;
    keyspace?: keyspacepb.KeyspaceMeta | undefined;
  }
  namespace UpdateKeyspaceStateResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      keyspace?: keyspacepb.KeyspaceMeta.Decoded | undefined;
    }
    function encode(message: UpdateKeyspaceStateResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchKeyspacesRequest {
    header?: pdpb.RequestHeader | undefined;
  }
  namespace WatchKeyspacesRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
    }
    function encode(message: WatchKeyspacesRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchKeyspacesResponse {
    header?: pdpb.ResponseHeader | undefined;
    keyspaces?: readonly keyspacepb.KeyspaceMeta[] | undefined;
  }
  namespace WatchKeyspacesResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      keyspaces: readonly keyspacepb.KeyspaceMeta.Decoded[];
    }
    function encode(message: WatchKeyspacesResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
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

  interface GetMinTSRequest {
    header?: pdpb.RequestHeader | undefined;
  }
  namespace GetMinTSRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
    }
    function encode(message: GetMinTSRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetMinTSResponse {
    header?: pdpb.ResponseHeader | undefined;
    timestamp?: pdpb.Timestamp | undefined;
  }
  namespace GetMinTSResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      timestamp?: pdpb.Timestamp.Decoded | undefined;
    }
    function encode(message: GetMinTSResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetExternalTimestampRequest {
    header?: pdpb.RequestHeader | undefined;
  }
  namespace GetExternalTimestampRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
    }
    function encode(message: GetExternalTimestampRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetExternalTimestampResponse {
    header?: pdpb.ResponseHeader | undefined;
    timestamp?: bigint | undefined;
  }
  namespace GetExternalTimestampResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      timestamp: bigint;
    }
    function encode(message: GetExternalTimestampResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetExternalTimestampRequest {
    header?: pdpb.RequestHeader | undefined;
    timestamp?: bigint | undefined;
  }
  namespace SetExternalTimestampRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      timestamp: bigint;
    }
    function encode(message: SetExternalTimestampRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetExternalTimestampResponse {
    header?: pdpb.ResponseHeader | undefined;
  }
  namespace SetExternalTimestampResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
    }
    function encode(message: SetExternalTimestampResponse, writer?: Writer): Writer;
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

  interface QueryRegionRequest {
    header?: pdpb.RequestHeader | undefined;
    needBuckets?: boolean | undefined;
    ids?: readonly bigint[] | undefined;
    keys?: readonly Uint8Array[] | undefined;
    prevKeys?: readonly Uint8Array[] | undefined;
  }
  namespace QueryRegionRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      needBuckets: boolean;
      ids: readonly bigint[];
      keys: readonly Uint8Array[];
      prevKeys: readonly Uint8Array[];
    }
    function encode(message: QueryRegionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface QueryRegionResponse {
    header?: pdpb.ResponseHeader | undefined;
    keyIdMap?: readonly bigint[] | undefined;
    prevKeyIdMap?: readonly bigint[] | undefined;
    regionsById?: { readonly [key: string]: pdpb.RegionResponse } | undefined;
  }
  namespace QueryRegionResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      keyIdMap: readonly bigint[];
      prevKeyIdMap: readonly bigint[];
      regionsById: { readonly [key: string]: pdpb.RegionResponse.Decoded };
    }
    function encode(message: QueryRegionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegionResponse {
    region?: metapb.Region | undefined;
    leader?: metapb.Peer | undefined;
    downPeers?: readonly pdpb.PeerStats[] | undefined;
    pendingPeers?: readonly metapb.Peer[] | undefined;
    buckets?: metapb.Buckets | undefined;
  }
  namespace RegionResponse {
    interface Decoded {
      region?: metapb.Region.Decoded | undefined;
      leader?: metapb.Peer.Decoded | undefined;
      downPeers: readonly pdpb.PeerStats.Decoded[];
      pendingPeers: readonly metapb.Peer.Decoded[];
      buckets?: metapb.Buckets.Decoded | undefined;
    }
    function encode(message: RegionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScatterRegionRequest {
    header?: pdpb.RequestHeader | undefined;
    region?: metapb.Region | undefined;
    leader?: metapb.Peer | undefined;
    group?: string | undefined;
    regionsId?: readonly bigint[] | undefined;
    retryLimit?: bigint | undefined;
    skipStoreLimit?: boolean | undefined;
  }
  namespace ScatterRegionRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      region?: metapb.Region.Decoded | undefined;
      leader?: metapb.Peer.Decoded | undefined;
      group: string;
      regionsId: readonly bigint[];
      retryLimit: bigint;
      skipStoreLimit: boolean;
    }
    function encode(message: ScatterRegionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScatterRegionResponse {
    header?: pdpb.ResponseHeader | undefined;
    finishedPercentage?: bigint | undefined;
    failedRegionsId?: readonly bigint[] | undefined;
  }
  namespace ScatterRegionResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      finishedPercentage: bigint;
      failedRegionsId: readonly bigint[];
    }
    function encode(message: ScatterRegionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitRegionsRequest {
    header?: pdpb.RequestHeader | undefined;
    splitKeys?: readonly Uint8Array[] | undefined;
    retryLimit?: bigint | undefined;
  }
  namespace SplitRegionsRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      splitKeys: readonly Uint8Array[];
      retryLimit: bigint;
    }
    function encode(message: SplitRegionsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitRegionsResponse {
    header?: pdpb.ResponseHeader | undefined;
    finishedPercentage?: bigint | undefined;
    regionsId?: readonly bigint[] | undefined;
  }
  namespace SplitRegionsResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      finishedPercentage: bigint;
      regionsId: readonly bigint[];
    }
    function encode(message: SplitRegionsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitAndScatterRegionsRequest {
    header?: pdpb.RequestHeader | undefined;
    splitKeys?: readonly Uint8Array[] | undefined;
    group?: string | undefined;
    retryLimit?: bigint | undefined;
  }
  namespace SplitAndScatterRegionsRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      splitKeys: readonly Uint8Array[];
      group: string;
      retryLimit: bigint;
    }
    function encode(message: SplitAndScatterRegionsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitAndScatterRegionsResponse {
    header?: pdpb.ResponseHeader | undefined;
    splitFinishedPercentage?: bigint | undefined;
    scatterFinishedPercentage?: bigint | undefined;
    regionsId?: readonly bigint[] | undefined;
  }
  namespace SplitAndScatterRegionsResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      splitFinishedPercentage: bigint;
      scatterFinishedPercentage: bigint;
      regionsId: readonly bigint[];
    }
    function encode(message: SplitAndScatterRegionsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetOperatorRequest {
    header?: pdpb.RequestHeader | undefined;
    regionId?: bigint | undefined;
  }
  namespace GetOperatorRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      regionId: bigint;
    }
    function encode(message: GetOperatorRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetOperatorResponse {
    header?: pdpb.ResponseHeader | undefined;
    regionId?: bigint | undefined;
    desc?: Uint8Array | undefined;
    status?: number | undefined;
    kind?: Uint8Array | undefined;
  }
  namespace GetOperatorResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      regionId: bigint;
      desc: Uint8Array;
      status: number;
      kind: Uint8Array;
    }
    function encode(message: GetOperatorResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const OperatorStatus: { readonly SUCCESS: 0; readonly TIMEOUT: 1; readonly CANCEL: 2; readonly REPLACE: 3; readonly RUNNING: 4 };
  type OperatorStatus = (typeof OperatorStatus)[keyof typeof OperatorStatus];

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

  interface GetAllKeyspacesGCStatesRequest {
    header?: pdpb.RequestHeader | undefined;
    excludeGcBarriers?: boolean | undefined;
    excludeGlobalGcBarriers?: boolean | undefined;
  }
  namespace GetAllKeyspacesGCStatesRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      excludeGcBarriers: boolean;
      excludeGlobalGcBarriers: boolean;
    }
    function encode(message: GetAllKeyspacesGCStatesRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetAllKeyspacesGCStatesResponse {
    header?: pdpb.ResponseHeader | undefined;
    gcStates?: readonly pdpb.GCState[] | undefined;
    globalGcBarriers?: readonly pdpb.GlobalGCBarrierInfo[] | undefined;
  }
  namespace GetAllKeyspacesGCStatesResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      gcStates: readonly pdpb.GCState.Decoded[];
      globalGcBarriers: readonly pdpb.GlobalGCBarrierInfo.Decoded[];
    }
    function encode(message: GetAllKeyspacesGCStatesResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface AdvanceTxnSafePointRequest {
    header?: pdpb.RequestHeader | undefined;
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    target?: bigint | undefined;
  }
  namespace AdvanceTxnSafePointRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      target: bigint;
    }
    function encode(message: AdvanceTxnSafePointRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface AdvanceTxnSafePointResponse {
    header?: pdpb.ResponseHeader | undefined;
    oldTxnSafePoint?: bigint | undefined;
    newTxnSafePoint?: bigint | undefined;
    blockerDescription?: string | undefined;
  }
  namespace AdvanceTxnSafePointResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      oldTxnSafePoint: bigint;
      newTxnSafePoint: bigint;
      blockerDescription: string;
    }
    function encode(message: AdvanceTxnSafePointResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface AdvanceGCSafePointRequest {
    header?: pdpb.RequestHeader | undefined;
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    target?: bigint | undefined;
  }
  namespace AdvanceGCSafePointRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      target: bigint;
    }
    function encode(message: AdvanceGCSafePointRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface AdvanceGCSafePointResponse {
    header?: pdpb.ResponseHeader | undefined;
    oldGcSafePoint?: bigint | undefined;
    newGcSafePoint?: bigint | undefined;
  }
  namespace AdvanceGCSafePointResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      oldGcSafePoint: bigint;
      newGcSafePoint: bigint;
    }
    function encode(message: AdvanceGCSafePointResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetGCBarrierRequest {
    header?: pdpb.RequestHeader | undefined;
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    barrierId?: string | undefined;
    barrierTs?: bigint | undefined;
    ttlSeconds?: bigint | undefined;
  }
  namespace SetGCBarrierRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      barrierId: string;
      barrierTs: bigint;
      ttlSeconds: bigint;
    }
    function encode(message: SetGCBarrierRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetGCBarrierResponse {
    header?: pdpb.ResponseHeader | undefined;
    newBarrierInfo?: pdpb.GCBarrierInfo | undefined;
  }
  namespace SetGCBarrierResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      newBarrierInfo?: pdpb.GCBarrierInfo.Decoded | undefined;
    }
    function encode(message: SetGCBarrierResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteGCBarrierRequest {
    header?: pdpb.RequestHeader | undefined;
    keyspaceScope?: pdpb.KeyspaceScope | undefined;
    barrierId?: string | undefined;
  }
  namespace DeleteGCBarrierRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      keyspaceScope?: pdpb.KeyspaceScope.Decoded | undefined;
      barrierId: string;
    }
    function encode(message: DeleteGCBarrierRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteGCBarrierResponse {
    header?: pdpb.ResponseHeader | undefined;
    deletedBarrierInfo?: pdpb.GCBarrierInfo | undefined;
  }
  namespace DeleteGCBarrierResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      deletedBarrierInfo?: pdpb.GCBarrierInfo.Decoded | undefined;
    }
    function encode(message: DeleteGCBarrierResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetGlobalGCBarrierRequest {
    header?: pdpb.RequestHeader | undefined;
    barrierId?: string | undefined;
    barrierTs?: bigint | undefined;
    ttlSeconds?: bigint | undefined;
  }
  namespace SetGlobalGCBarrierRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      barrierId: string;
      barrierTs: bigint;
      ttlSeconds: bigint;
    }
    function encode(message: SetGlobalGCBarrierRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SetGlobalGCBarrierResponse {
    header?: pdpb.ResponseHeader | undefined;
    newBarrierInfo?: pdpb.GlobalGCBarrierInfo | undefined;
  }
  namespace SetGlobalGCBarrierResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      newBarrierInfo?: pdpb.GlobalGCBarrierInfo.Decoded | undefined;
    }
    function encode(message: SetGlobalGCBarrierResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteGlobalGCBarrierRequest {
    header?: pdpb.RequestHeader | undefined;
    barrierId?: string | undefined;
  }
  namespace DeleteGlobalGCBarrierRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      barrierId: string;
    }
    function encode(message: DeleteGlobalGCBarrierRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteGlobalGCBarrierResponse {
    header?: pdpb.ResponseHeader | undefined;
    deletedBarrierInfo?: pdpb.GlobalGCBarrierInfo | undefined;
  }
  namespace DeleteGlobalGCBarrierResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      deletedBarrierInfo?: pdpb.GlobalGCBarrierInfo.Decoded | undefined;
    }
    function encode(message: DeleteGlobalGCBarrierResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetGCSafePointRequest {
    header?: pdpb.RequestHeader | undefined;
  }
  namespace GetGCSafePointRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
    }
    function encode(message: GetGCSafePointRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetGCSafePointResponse {
    header?: pdpb.ResponseHeader | undefined;
    safePoint?: bigint | undefined;
  }
  namespace GetGCSafePointResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      safePoint: bigint;
    }
    function encode(message: GetGCSafePointResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UpdateGCSafePointRequest {
    header?: pdpb.RequestHeader | undefined;
    safePoint?: bigint | undefined;
  }
  namespace UpdateGCSafePointRequest {
    interface Decoded {
      header?: pdpb.RequestHeader.Decoded | undefined;
      safePoint: bigint;
    }
    function encode(message: UpdateGCSafePointRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UpdateGCSafePointResponse {
    header?: pdpb.ResponseHeader | undefined;
    newSafePoint?: bigint | undefined;
  }
  namespace UpdateGCSafePointResponse {
    interface Decoded {
      header?: pdpb.ResponseHeader.Decoded | undefined;
      newSafePoint: bigint;
    }
    function encode(message: UpdateGCSafePointResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GlobalConfigItem {
    name?: string | undefined;
    value?: string | undefined;
    error?: pdpb.Error | undefined;
    kind?: number | undefined;
    payload?: Uint8Array | undefined;
  }
  namespace GlobalConfigItem {
    interface Decoded {
      name: string;
      value: string;
      error?: pdpb.Error.Decoded | undefined;
      kind: number;
      payload: Uint8Array;
    }
    function encode(message: GlobalConfigItem, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const EventType: { readonly PUT: 0; readonly DELETE: 1 };
  type EventType = (typeof EventType)[keyof typeof EventType];

  interface LoadGlobalConfigRequest {
    names?: readonly string[] | undefined;
    configPath?: string | undefined;
  }
  namespace LoadGlobalConfigRequest {
    interface Decoded {
      names: readonly string[];
      configPath: string;
    }
    function encode(message: LoadGlobalConfigRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface LoadGlobalConfigResponse {
    items?: readonly pdpb.GlobalConfigItem[] | undefined;
    revision?: bigint | undefined;
  }
  namespace LoadGlobalConfigResponse {
    interface Decoded {
      items: readonly pdpb.GlobalConfigItem.Decoded[];
      revision: bigint;
    }
    function encode(message: LoadGlobalConfigResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreGlobalConfigRequest {
    changes?: readonly pdpb.GlobalConfigItem[] | undefined;
    configPath?: string | undefined;
  }
  namespace StoreGlobalConfigRequest {
    interface Decoded {
      changes: readonly pdpb.GlobalConfigItem.Decoded[];
      configPath: string;
    }
    function encode(message: StoreGlobalConfigRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreGlobalConfigResponse {
    error?: pdpb.Error | undefined;
  }
  namespace StoreGlobalConfigResponse {
    interface Decoded {
      error?: pdpb.Error.Decoded | undefined;
    }
    function encode(message: StoreGlobalConfigResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchGlobalConfigRequest {
    configPath?: string | undefined;
    revision?: bigint | undefined;
  }
  namespace WatchGlobalConfigRequest {
    interface Decoded {
      configPath: string;
      revision: bigint;
    }
    function encode(message: WatchGlobalConfigRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchGlobalConfigResponse {
    changes?: readonly pdpb.GlobalConfigItem[] | undefined;
    revision?: bigint | undefined;
    header?: pdpb.ResponseHeader | undefined;
  }
  namespace WatchGlobalConfigResponse {
    interface Decoded {
      changes: readonly pdpb.GlobalConfigItem.Decoded[];
      revision: bigint;
      header?: pdpb.ResponseHeader.Decoded | undefined;
    }
    function encode(message: WatchGlobalConfigResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace meta_storagepb {
  interface RequestHeader {
    clusterId?: bigint | undefined;
    source?: string | undefined;
  }
  namespace RequestHeader {
    interface Decoded {
      clusterId: bigint;
      source: string;
    }
    function encode(message: RequestHeader, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResponseHeader {
    clusterId?: bigint | undefined;
    error?: meta_storagepb.Error | undefined;
    revision?: bigint | undefined;
  }
  namespace ResponseHeader {
    interface Decoded {
      clusterId: bigint;
      error?: meta_storagepb.Error.Decoded | undefined;
      revision: bigint;
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

  const ErrorType: { readonly OK: 0; readonly UNKNOWN: 1; readonly DATA_COMPACTED: 2 };
  type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

  interface KeyValue {
    key?: Uint8Array | undefined;
    createRevision?: bigint | undefined;
    modRevision?: bigint | undefined;
    version?: bigint | undefined;
    value?: Uint8Array | undefined;
    lease?: bigint | undefined;
  }
  namespace KeyValue {
    interface Decoded {
      key: Uint8Array;
      createRevision: bigint;
      modRevision: bigint;
      version: bigint;
      value: Uint8Array;
      lease: bigint;
    }
    function encode(message: KeyValue, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRequest {
    header?: meta_storagepb.RequestHeader | undefined;
    key?: Uint8Array | undefined;
    rangeEnd?: Uint8Array | undefined;
    limit?: bigint | undefined;
    revision?: bigint | undefined;
  }
  namespace GetRequest {
    interface Decoded {
      header?: meta_storagepb.RequestHeader.Decoded | undefined;
      key: Uint8Array;
      rangeEnd: Uint8Array;
      limit: bigint;
      revision: bigint;
    }
    function encode(message: GetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetResponse {
    header?: meta_storagepb.ResponseHeader | undefined;
    kvs?: readonly meta_storagepb.KeyValue[] | undefined;
    more?: boolean | undefined;
    count?: bigint | undefined;
  }
  namespace GetResponse {
    interface Decoded {
      header?: meta_storagepb.ResponseHeader.Decoded | undefined;
      kvs: readonly meta_storagepb.KeyValue.Decoded[];
      more: boolean;
      count: bigint;
    }
    function encode(message: GetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PutRequest {
    header?: meta_storagepb.RequestHeader | undefined;
    key?: Uint8Array | undefined;
    value?: Uint8Array | undefined;
    lease?: bigint | undefined;
    prevKv?: boolean | undefined;
  }
  namespace PutRequest {
    interface Decoded {
      header?: meta_storagepb.RequestHeader.Decoded | undefined;
      key: Uint8Array;
      value: Uint8Array;
      lease: bigint;
      prevKv: boolean;
    }
    function encode(message: PutRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PutResponse {
    header?: meta_storagepb.ResponseHeader | undefined;
    prevKv?: meta_storagepb.KeyValue | undefined;
  }
  namespace PutResponse {
    interface Decoded {
      header?: meta_storagepb.ResponseHeader.Decoded | undefined;
      prevKv?: meta_storagepb.KeyValue.Decoded | undefined;
    }
    function encode(message: PutResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteRequest {
    header?: meta_storagepb.RequestHeader | undefined;
    key?: Uint8Array | undefined;
    rangeEnd?: Uint8Array | undefined;
    prevKv?: boolean | undefined;
  }
  namespace DeleteRequest {
    interface Decoded {
      header?: meta_storagepb.RequestHeader.Decoded | undefined;
      key: Uint8Array;
      rangeEnd: Uint8Array;
      prevKv: boolean;
    }
    function encode(message: DeleteRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteResponse {
    header?: meta_storagepb.ResponseHeader | undefined;
    deleted?: bigint | undefined;
    prevKvs?: readonly meta_storagepb.KeyValue[] | undefined;
  }
  namespace DeleteResponse {
    interface Decoded {
      header?: meta_storagepb.ResponseHeader.Decoded | undefined;
      deleted: bigint;
      prevKvs: readonly meta_storagepb.KeyValue.Decoded[];
    }
    function encode(message: DeleteResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchRequest {
    header?: meta_storagepb.RequestHeader | undefined;
    key?: Uint8Array | undefined;
    rangeEnd?: Uint8Array | undefined;
    startRevision?: bigint | undefined;
    prevKv?: boolean | undefined;
  }
  namespace WatchRequest {
    interface Decoded {
      header?: meta_storagepb.RequestHeader.Decoded | undefined;
      key: Uint8Array;
      rangeEnd: Uint8Array;
      startRevision: bigint;
      prevKv: boolean;
    }
    function encode(message: WatchRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WatchResponse {
    header?: meta_storagepb.ResponseHeader | undefined;
    compactRevision?: bigint | undefined;
    events?: readonly meta_storagepb.Event[] | undefined;
  }
  namespace WatchResponse {
    interface Decoded {
      header?: meta_storagepb.ResponseHeader.Decoded | undefined;
      compactRevision: bigint;
      events: readonly meta_storagepb.Event.Decoded[];
    }
    function encode(message: WatchResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Event {
    type?: number | undefined;
    kv?: meta_storagepb.KeyValue | undefined;
    prevKv?: meta_storagepb.KeyValue | undefined;
  }
  namespace Event {
    interface Decoded {
      type: number;
      kv?: meta_storagepb.KeyValue.Decoded | undefined;
      prevKv?: meta_storagepb.KeyValue.Decoded | undefined;
    }
    function encode(message: Event, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    const EventType: { readonly PUT: 0; readonly DELETE: 1 };
    type EventType = (typeof EventType)[keyof typeof EventType];
  }
}

export declare namespace tsopb {
  interface RequestHeader {
    clusterId?: bigint | undefined;
    senderId?: bigint | undefined;
    keyspaceId?: number | undefined;
    keyspaceGroupId?: number | undefined;
    calleeId?: string | undefined;
  }
  namespace RequestHeader {
    interface Decoded {
      clusterId: bigint;
      senderId: bigint;
      keyspaceId?: number | undefined;
      keyspaceGroupId: number;
      calleeId: string;
    }
    function encode(message: RequestHeader, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResponseHeader {
    clusterId?: bigint | undefined;
    error?: tsopb.Error | undefined;
    keyspaceId?: number | undefined;
    keyspaceGroupId?: number | undefined;
  }
  namespace ResponseHeader {
    interface Decoded {
      clusterId: bigint;
      error?: tsopb.Error.Decoded | undefined;
      keyspaceId?: number | undefined;
      keyspaceGroupId: number;
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

  const ErrorType: { readonly OK: 0; readonly UNKNOWN: 1; readonly NOT_BOOTSTRAPPED: 2; readonly ALREADY_BOOTSTRAPPED: 3; readonly INVALID_VALUE: 4; readonly CLUSTER_MISMATCHED: 5 };
  type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

  interface TsoRequest {
    header?: tsopb.RequestHeader | undefined;
    count?: number | undefined;
    dcLocation?: string | undefined;
  }
  namespace TsoRequest {
    interface Decoded {
      header?: tsopb.RequestHeader.Decoded | undefined;
      count: number;
      dcLocation: string;
    }
    function encode(message: TsoRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TsoResponse {
    header?: tsopb.ResponseHeader | undefined;
    count?: number | undefined;
    timestamp?: pdpb.Timestamp | undefined;
  }
  namespace TsoResponse {
    interface Decoded {
      header?: tsopb.ResponseHeader.Decoded | undefined;
      count: number;
      timestamp?: pdpb.Timestamp.Decoded | undefined;
    }
    function encode(message: TsoResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetMinTSRequest {
    header?: tsopb.RequestHeader | undefined;
    dcLocation?: string | undefined;
  }
  namespace GetMinTSRequest {
    interface Decoded {
      header?: tsopb.RequestHeader.Decoded | undefined;
      dcLocation: string;
    }
    function encode(message: GetMinTSRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetMinTSResponse {
    header?: tsopb.ResponseHeader | undefined;
    timestamp?: pdpb.Timestamp | undefined;
    keyspaceGroupsServing?: number | undefined;
    keyspaceGroupsTotal?: number | undefined;
  }
  namespace GetMinTSResponse {
    interface Decoded {
      header?: tsopb.ResponseHeader.Decoded | undefined;
      timestamp?: pdpb.Timestamp.Decoded | undefined;
      keyspaceGroupsServing: number;
      keyspaceGroupsTotal: number;
    }
    function encode(message: GetMinTSResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FindGroupByKeyspaceIDRequest {
    header?: tsopb.RequestHeader | undefined;
    keyspaceId?: number | undefined;
    modRevision?: bigint | undefined;
  }
  namespace FindGroupByKeyspaceIDRequest {
    interface Decoded {
      header?: tsopb.RequestHeader.Decoded | undefined;
      keyspaceId?: number | undefined;
      modRevision: bigint;
    }
    function encode(message: FindGroupByKeyspaceIDRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FindGroupByKeyspaceIDResponse {
    header?: tsopb.ResponseHeader | undefined;
    keyspaceGroup?: tsopb.KeyspaceGroup | undefined;
    modRevision?: bigint | undefined;
  }
  namespace FindGroupByKeyspaceIDResponse {
    interface Decoded {
      header?: tsopb.ResponseHeader.Decoded | undefined;
      keyspaceGroup?: tsopb.KeyspaceGroup.Decoded | undefined;
      modRevision: bigint;
    }
    function encode(message: FindGroupByKeyspaceIDResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyspaceGroup {
    id?: number | undefined;
    userKind?: string | undefined;
    splitState?: tsopb.SplitState | undefined;
    members?: readonly tsopb.KeyspaceGroupMember[] | undefined;
  }
  namespace KeyspaceGroup {
    interface Decoded {
      id: number;
      userKind: string;
      splitState?: tsopb.SplitState.Decoded | undefined;
      members: readonly tsopb.KeyspaceGroupMember.Decoded[];
    }
    function encode(message: KeyspaceGroup, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyspaceGroupMember {
    address?: string | undefined;
    isPrimary?: boolean | undefined;
  }
  namespace KeyspaceGroupMember {
    interface Decoded {
      address: string;
      isPrimary: boolean;
    }
    function encode(message: KeyspaceGroupMember, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitState {
    splitSource?: number | undefined;
  }
  namespace SplitState {
    interface Decoded {
      splitSource: number;
    }
    function encode(message: SplitState, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Participant {
    name?: string | undefined;
    id?: bigint | undefined;
    listenUrls?: readonly string[] | undefined;
  }
  namespace Participant {
    interface Decoded {
      name: string;
      id: bigint;
      listenUrls: readonly string[];
    }
    function encode(message: Participant, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}
