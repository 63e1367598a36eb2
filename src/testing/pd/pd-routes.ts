import type { metapb, pdpb } from '#proto/connect';
import { pdAdminRpcs } from '../../wire/codec/admin-rpcs.ts';
import type { Rpc, Served } from '../../wire/codec/rpc.ts';
import { pdRpcs } from '../../wire/codec/rpcs.ts';
import { type Route, streamRoute, unaryRoute } from '../route.ts';
import { GRPC_STATUS, ServiceError } from '../service.ts';
import { storeMessage } from '../store/store-node.ts';
import type { PdCluster } from './pd-cluster.ts';
import { PdError, pdErrorType } from './pd-error.ts';
import { regionAnswer } from './region-view.ts';

/** pdpb.ServiceMode: timestamps come from PD itself. */
const PD_SERVICE_MODE = 1;

interface WithHeader {
  readonly header?: { readonly clusterId?: bigint } | undefined;
}

/** Makes routes of one member whose answers carry a header, refusals included. */
export function headedRoutes(pd: PdCluster, member: number, rule: 'leader' | 'followersToo') {
  return <Request extends WithHeader, Response extends { header?: pdpb.ResponseHeader | undefined }>(
    rpc: Pick<Rpc<never, unknown>, 'name' | 'path'> & Served<Request, Response>,
    handle: (request: Request) => Omit<Response, 'header'>,
  ): Route =>
    unaryRoute(rpc, (request, call) => {
      pd.admit(member, request.header?.clusterId, call, rule);
      try {
        return { header: pd.header(), ...handle(request) } as Response;
      } catch (error) {
        if (!(error instanceof PdError)) throw error;
        return { header: pd.header(error) } as Response;
      }
    });
}

/** What PD answers to connect and to route requests. @see PD server/grpc_service.go */
export function pdRoutes(pd: PdCluster, member: number): readonly Route[] {
  const leading = headedRoutes(pd, member, 'leader');
  const reading = headedRoutes(pd, member, 'followersToo');
  return [
    // The first two tell a client the cluster id, so they do not ask for it.
    unaryRoute(pdRpcs.getMembers, () => membersAnswer(pd)),
    unaryRoute(pdRpcs.getClusterInfo, () => ({ header: pd.header(), serviceModes: [PD_SERVICE_MODE] })),
    tsoRoute(pd, member),
    leading(pdAdminRpcs.getMinTS, () => ({ timestamp: timestampMessage(pd.tso.take(1)) })),
    leading(pdRpcs.getStore, ({ storeId }) => ({ store: findStore(pd, storeId) })),
    leading(pdRpcs.getAllStores, ({ excludeTombstoneStores }) => ({
      stores: pd.host
        .stores()
        .filter((store) => !excludeTombstoneStores || store.state !== 'tombstone')
        .map(storeMessage),
    })),
    reading(pdRpcs.getRegion, ({ regionKey, needBuckets }) =>
      regionOrNothing(pd.regions.at(regionKey), needBuckets),
    ),
    reading(pdRpcs.getPrevRegion, ({ regionKey, needBuckets }) =>
      regionOrNothing(pd.regions.before(regionKey), needBuckets),
    ),
    reading(pdRpcs.getRegionByID, ({ regionId, needBuckets }) =>
      regionOrNothing(pd.regions.byId(regionId), needBuckets),
    ),
    reading(pdRpcs.scanRegions, ({ startKey, endKey, limit }) => {
      const regions = pd.regions
        .scan(startKey, endKey, limit)
        .map((region) => withLeader(regionAnswer(region, false)));
      return {
        regions,
        regionMetas: regions.map(({ region }) => region as metapb.Region),
        leaders: regions.map(({ leader }) => leader),
      };
    }),
    reading(pdRpcs.batchScanRegions, ({ ranges, limit, containAllKeyRange, needBuckets }) => ({
      regions: pd.regions
        .batchScan(ranges, limit, containAllKeyRange)
        .map((region) => withLeader(regionAnswer(region, needBuckets))),
    })),
    queryRegionRoute(pd),
  ];
}

/** The timestamp stream; the leader alone serves it, or who forwards to it (server rule 73). */
function tsoRoute(pd: PdCluster, member: number): Route {
  return streamRoute(pdRpcs.tso, (_push, call) => ({
    onRequest: async ({ header, count }) => {
      await pd.tso.ready();
      pd.checkClusterId(header?.clusterId);
      pd.checkLeads(
        member,
        call,
        generateFailed('requested pd is not leader of cluster'),
        GRPC_STATUS.unknown,
      );
      if (count === 0) {
        throw new ServiceError(GRPC_STATUS.unknown, generateFailed('tso count should be positive'));
      }
      return { header: pd.header(), count, timestamp: timestampMessage(pd.tso.take(count)) };
    },
  }));
}

/** Region lookups in batches; any member in touch with the leader answers. */
function queryRegionRoute(pd: PdCluster): Route {
  return streamRoute(pdAdminRpcs.queryRegion, () => ({
    onRequest: ({ header, keys, prevKeys, ids, needBuckets }) => {
      pd.checkClusterId(header?.clusterId);
      const regionsById: Record<string, pdpb.Region> = {};
      const idOf = (region: ReturnType<typeof pd.regions.at>): bigint => {
        if (region === undefined) return 0n;
        regionsById[String(region.id)] = regionAnswer(region, needBuckets);
        return region.id;
      };
      const keyIdMap = keys.map((key) => idOf(pd.regions.at(key)));
      const prevKeyIdMap = prevKeys.map((key) => idOf(pd.regions.before(key)));
      for (const id of ids) if (idOf(pd.regions.byId(id)) === 0n) regionsById[String(id)] = {};
      return { header: pd.header(), keyIdMap, prevKeyIdMap, regionsById };
    },
  }));
}

function membersAnswer(pd: PdCluster): pdpb.GetMembersResponse {
  const members = pd.members.map(
    ({ name, memberId, url }): pdpb.Member => ({ name, memberId, clientUrls: [url], peerUrls: [url] }),
  );
  const leader = pd.leader === undefined ? undefined : members[pd.leader];
  return { header: pd.header(), members, ...(leader && { leader, etcdLeader: leader }) };
}

function findStore(pd: PdCluster, storeId: bigint): metapb.Store {
  const store = pd.host.stores().find(({ id }) => id === storeId);
  if (store === undefined) {
    throw new PdError(pdErrorType.unknown, `invalid store ID ${storeId}, not found`);
  }
  return storeMessage(store);
}

function regionOrNothing(region: ReturnType<PdCluster['regions']['at']>, needBuckets: boolean) {
  return region === undefined ? {} : regionAnswer(region, needBuckets);
}

/** Lists of regions hold an empty peer for a leader that PD does not know. */
function withLeader(region: pdpb.Region): pdpb.Region & { readonly leader: metapb.Peer } {
  return { ...region, leader: region.leader ?? {} };
}

function timestampMessage({ physicalMs, logical }: { physicalMs: number; logical: number }): pdpb.Timestamp {
  return { physical: BigInt(physicalMs), logical: BigInt(logical) };
}

function generateFailed(reason: string): string {
  return `[PD:tso:ErrGenerateTimestamp]generate timestamp failed, ${reason}`;
}
