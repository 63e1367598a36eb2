import { pdpb } from '#proto/connect';
import { describeService } from './rpc.ts';

const { unary, stream } = describeService('pdpb.PD');

/**
 * What PD is asked to connect and to route requests; the rest is in `pdAdminRpcs`. @see kvproto pdpb.proto
 */
export const pdRpcs = {
  getClusterInfo: unary('GetClusterInfo', pdpb.GetClusterInfoRequest, pdpb.GetClusterInfoResponse),
  getMembers: unary('GetMembers', pdpb.GetMembersRequest, pdpb.GetMembersResponse),
  tso: stream('Tso', 'both', pdpb.TsoRequest, pdpb.TsoResponse),
  getStore: unary('GetStore', pdpb.GetStoreRequest, pdpb.GetStoreResponse),
  getAllStores: unary('GetAllStores', pdpb.GetAllStoresRequest, pdpb.GetAllStoresResponse),
  getRegion: unary('GetRegion', pdpb.GetRegionRequest, pdpb.GetRegionResponse),
  getPrevRegion: unary('GetPrevRegion', pdpb.GetRegionRequest, pdpb.GetRegionResponse),
  getRegionByID: unary('GetRegionByID', pdpb.GetRegionByIDRequest, pdpb.GetRegionResponse),
  scanRegions: unary('ScanRegions', pdpb.ScanRegionsRequest, pdpb.ScanRegionsResponse),
  batchScanRegions: unary('BatchScanRegions', pdpb.BatchScanRegionsRequest, pdpb.BatchScanRegionsResponse),
  getGCState: unary('GetGCState', pdpb.GetGCStateRequest, pdpb.GetGCStateResponse),
} as const;
