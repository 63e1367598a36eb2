import { debugpb, keyspacepb, meta_storagepb, pdpb, resource_manager, tsopb } from '#proto/admin';
import { pdpb as lookupPdpb } from '#proto/connect';
import { describeService } from './rpc.ts';

// This module is loaded through `loadAdminRpcs`: nothing else imports it at run time.

/** The messages of these services, for their enumerations. */
export { debugpb, keyspacepb, meta_storagepb, pdpb as adminPdpb, resource_manager, tsopb };

const debug = describeService('debugpb.Debug');
const keyspace = describeService('keyspacepb.Keyspace');
const metaStorage = describeService('meta_storagepb.MetaStorage');
const pd = describeService('pdpb.PD');
const resourceManager = describeService('resource_manager.ResourceManager');
const router = describeService('routerpb.Router');
const tso = describeService('tsopb.TSO');

/** Scheduling, garbage collection states and configuration of PD. */
export const pdAdminRpcs = {
  getMinTS: pd.unary('GetMinTS', pdpb.GetMinTSRequest, pdpb.GetMinTSResponse),
  queryRegion: pd.stream('QueryRegion', 'both', pdpb.QueryRegionRequest, pdpb.QueryRegionResponse),
  scatterRegion: pd.unary('ScatterRegion', pdpb.ScatterRegionRequest, pdpb.ScatterRegionResponse),
  splitRegions: pd.unary('SplitRegions', pdpb.SplitRegionsRequest, pdpb.SplitRegionsResponse),
  splitAndScatterRegions: pd.unary(
    'SplitAndScatterRegions',
    pdpb.SplitAndScatterRegionsRequest,
    pdpb.SplitAndScatterRegionsResponse,
  ),
  getOperator: pd.unary('GetOperator', pdpb.GetOperatorRequest, pdpb.GetOperatorResponse),
  getGCSafePoint: pd.unary('GetGCSafePoint', pdpb.GetGCSafePointRequest, pdpb.GetGCSafePointResponse),
  updateGCSafePoint: pd.unary(
    'UpdateGCSafePoint',
    pdpb.UpdateGCSafePointRequest,
    pdpb.UpdateGCSafePointResponse,
  ),
  advanceTxnSafePoint: pd.unary(
    'AdvanceTxnSafePoint',
    pdpb.AdvanceTxnSafePointRequest,
    pdpb.AdvanceTxnSafePointResponse,
  ),
  advanceGCSafePoint: pd.unary(
    'AdvanceGCSafePoint',
    pdpb.AdvanceGCSafePointRequest,
    pdpb.AdvanceGCSafePointResponse,
  ),
  getAllKeyspacesGCStates: pd.unary(
    'GetAllKeyspacesGCStates',
    pdpb.GetAllKeyspacesGCStatesRequest,
    pdpb.GetAllKeyspacesGCStatesResponse,
  ),
  setGCBarrier: pd.unary('SetGCBarrier', pdpb.SetGCBarrierRequest, pdpb.SetGCBarrierResponse),
  deleteGCBarrier: pd.unary('DeleteGCBarrier', pdpb.DeleteGCBarrierRequest, pdpb.DeleteGCBarrierResponse),
  setGlobalGCBarrier: pd.unary(
    'SetGlobalGCBarrier',
    pdpb.SetGlobalGCBarrierRequest,
    pdpb.SetGlobalGCBarrierResponse,
  ),
  deleteGlobalGCBarrier: pd.unary(
    'DeleteGlobalGCBarrier',
    pdpb.DeleteGlobalGCBarrierRequest,
    pdpb.DeleteGlobalGCBarrierResponse,
  ),
  getExternalTimestamp: pd.unary(
    'GetExternalTimestamp',
    pdpb.GetExternalTimestampRequest,
    pdpb.GetExternalTimestampResponse,
  ),
  setExternalTimestamp: pd.unary(
    'SetExternalTimestamp',
    pdpb.SetExternalTimestampRequest,
    pdpb.SetExternalTimestampResponse,
  ),
  loadGlobalConfig: pd.unary('LoadGlobalConfig', pdpb.LoadGlobalConfigRequest, pdpb.LoadGlobalConfigResponse),
  storeGlobalConfig: pd.unary(
    'StoreGlobalConfig',
    pdpb.StoreGlobalConfigRequest,
    pdpb.StoreGlobalConfigResponse,
  ),
  watchGlobalConfig: pd.stream(
    'WatchGlobalConfig',
    'server',
    pdpb.WatchGlobalConfigRequest,
    pdpb.WatchGlobalConfigResponse,
  ),
} as const;

/** The timestamp service that runs apart from PD. */
export const tsoRpcs = {
  tso: tso.stream('Tso', 'both', tsopb.TsoRequest, tsopb.TsoResponse),
  findGroupByKeyspaceID: tso.unary(
    'FindGroupByKeyspaceID',
    tsopb.FindGroupByKeyspaceIDRequest,
    tsopb.FindGroupByKeyspaceIDResponse,
  ),
  getMinTS: tso.unary('GetMinTS', tsopb.GetMinTSRequest, tsopb.GetMinTSResponse),
} as const;

/** The region and store lookups that run apart from PD: messages of PD, another service. */
export const routerRpcs = {
  getRegion: router.unary('GetRegion', lookupPdpb.GetRegionRequest, lookupPdpb.GetRegionResponse),
  getPrevRegion: router.unary('GetPrevRegion', lookupPdpb.GetRegionRequest, lookupPdpb.GetRegionResponse),
  getRegionByID: router.unary('GetRegionByID', lookupPdpb.GetRegionByIDRequest, lookupPdpb.GetRegionResponse),
  batchScanRegions: router.unary(
    'BatchScanRegions',
    lookupPdpb.BatchScanRegionsRequest,
    lookupPdpb.BatchScanRegionsResponse,
  ),
  getStore: router.unary('GetStore', lookupPdpb.GetStoreRequest, lookupPdpb.GetStoreResponse),
  getAllStores: router.unary('GetAllStores', lookupPdpb.GetAllStoresRequest, lookupPdpb.GetAllStoresResponse),
  queryRegion: router.stream('QueryRegion', 'both', pdpb.QueryRegionRequest, pdpb.QueryRegionResponse),
} as const;

/** Keyspaces by name and id. */
export const keyspaceRpcs = {
  loadKeyspace: keyspace.unary(
    'LoadKeyspace',
    keyspacepb.LoadKeyspaceRequest,
    keyspacepb.LoadKeyspaceResponse,
  ),
  loadKeyspaceByID: keyspace.unary(
    'LoadKeyspaceByID',
    keyspacepb.LoadKeyspaceByIDRequest,
    keyspacepb.LoadKeyspaceResponse,
  ),
  getAllKeyspaces: keyspace.unary(
    'GetAllKeyspaces',
    keyspacepb.GetAllKeyspacesRequest,
    keyspacepb.GetAllKeyspacesResponse,
  ),
  updateKeyspaceState: keyspace.unary(
    'UpdateKeyspaceState',
    keyspacepb.UpdateKeyspaceStateRequest,
    keyspacepb.UpdateKeyspaceStateResponse,
  ),
  watchKeyspaces: keyspace.stream(
    'WatchKeyspaces',
    'server',
    keyspacepb.WatchKeyspacesRequest,
    keyspacepb.WatchKeyspacesResponse,
  ),
} as const;

/** The key-value store of PD for its metadata. */
export const metaStorageRpcs = {
  get: metaStorage.unary('Get', meta_storagepb.GetRequest, meta_storagepb.GetResponse),
  put: metaStorage.unary('Put', meta_storagepb.PutRequest, meta_storagepb.PutResponse),
  delete: metaStorage.unary('Delete', meta_storagepb.DeleteRequest, meta_storagepb.DeleteResponse),
  watch: metaStorage.stream('Watch', 'server', meta_storagepb.WatchRequest, meta_storagepb.WatchResponse),
} as const;

/** Resource groups and their tokens. */
export const resourceManagerRpcs = {
  listResourceGroups: resourceManager.unary(
    'ListResourceGroups',
    resource_manager.ListResourceGroupsRequest,
    resource_manager.ListResourceGroupsResponse,
  ),
  getResourceGroup: resourceManager.unary(
    'GetResourceGroup',
    resource_manager.GetResourceGroupRequest,
    resource_manager.GetResourceGroupResponse,
  ),
  addResourceGroup: resourceManager.unary(
    'AddResourceGroup',
    resource_manager.PutResourceGroupRequest,
    resource_manager.PutResourceGroupResponse,
  ),
  modifyResourceGroup: resourceManager.unary(
    'ModifyResourceGroup',
    resource_manager.PutResourceGroupRequest,
    resource_manager.PutResourceGroupResponse,
  ),
  deleteResourceGroup: resourceManager.unary(
    'DeleteResourceGroup',
    resource_manager.DeleteResourceGroupRequest,
    resource_manager.DeleteResourceGroupResponse,
  ),
  acquireTokenBuckets: resourceManager.stream(
    'AcquireTokenBuckets',
    'both',
    resource_manager.TokenBucketsRequest,
    resource_manager.TokenBucketsResponse,
  ),
} as const;

/** The debugging service of a store. */
export const debugRpcs = {
  getRegionProperties: debug.unary(
    'GetRegionProperties',
    debugpb.GetRegionPropertiesRequest,
    debugpb.GetRegionPropertiesResponse,
  ),
} as const;
