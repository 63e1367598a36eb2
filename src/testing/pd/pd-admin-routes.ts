import { pdAdminRpcs } from '../../wire/codec/admin-rpcs.ts';
import { pdRpcs } from '../../wire/codec/rpcs.ts';
import { keyOf } from '../mvcc/key.ts';
import { type Route, unaryRoute } from '../route.ts';
import { GRPC_STATUS, ServiceError } from '../service.ts';
import { NULL_KEYSPACE_ID } from './keyspaces.ts';
import type { PdCluster } from './pd-cluster.ts';
import { PdError, pdErrorType } from './pd-error.ts';
import { headedRoutes } from './pd-routes.ts';

const SCATTER_OPERATOR = 'scatter-region';
const GLOBAL_CONFIG_NOT_FOUND = 7;

interface Scope {
  readonly keyspaceScope?: { readonly keyspaceId?: number | undefined } | undefined;
}

/** Garbage collection, scheduling and configuration. @see PD server/gc_service.go and grpc_service.go */
export function pdAdminRoutes(pd: PdCluster, member: number): readonly Route[] {
  return [...gcRoutes(pd, member), ...schedulingRoutes(pd, member), ...configRoutes(pd, member)];
}

function gcRoutes(pd: PdCluster, member: number): readonly Route[] {
  const route = headedRoutes(pd, member, 'leader');
  const { gcStates } = pd;
  return [
    route(pdRpcs.getGCState, (request) => ({
      gcState: gcStates.state(keyspaceOf(request), request.excludeGcBarriers),
      ...(request.includeGlobalGcBarriers && { globalGcBarriers: { barriers: gcStates.globalBarriers() } }),
    })),
    route(pdAdminRpcs.getAllKeyspacesGCStates, ({ excludeGcBarriers, excludeGlobalGcBarriers }) => ({
      gcStates: gcStates.allStates(excludeGcBarriers),
      ...(!excludeGlobalGcBarriers && { globalGcBarriers: gcStates.globalBarriers() }),
    })),
    route(pdAdminRpcs.advanceTxnSafePoint, (request) =>
      gcStates.advanceTxnSafePoint(keyspaceOf(request), request.target),
    ),
    route(pdAdminRpcs.advanceGCSafePoint, (request) =>
      gcStates.advanceGcSafePoint(keyspaceOf(request), request.target, false),
    ),
    route(pdAdminRpcs.setGCBarrier, (request) => ({
      newBarrierInfo: gcStates.setBarrier(
        keyspaceOf(request),
        request.barrierId,
        request.barrierTs,
        request.ttlSeconds,
      ),
    })),
    route(pdAdminRpcs.deleteGCBarrier, (request) => ({
      deletedBarrierInfo: gcStates.deleteBarrier(keyspaceOf(request), request.barrierId),
    })),
    route(pdAdminRpcs.setGlobalGCBarrier, ({ barrierId, barrierTs, ttlSeconds }) => ({
      newBarrierInfo: gcStates.setGlobalBarrier(barrierId, barrierTs, ttlSeconds),
    })),
    route(pdAdminRpcs.deleteGlobalGCBarrier, ({ barrierId }) => ({
      deletedBarrierInfo: gcStates.deleteGlobalBarrier(barrierId),
    })),
    route(pdAdminRpcs.getGCSafePoint, () => ({
      safePoint: gcStates.state(NULL_KEYSPACE_ID, true).gcSafePoint,
    })),
    route(pdAdminRpcs.updateGCSafePoint, ({ safePoint }) => ({
      newSafePoint: gcStates.advanceGcSafePoint(NULL_KEYSPACE_ID, safePoint, true).newGcSafePoint,
    })),
  ];
}

function schedulingRoutes(pd: PdCluster, member: number): readonly Route[] {
  const route = headedRoutes(pd, member, 'leader');
  const { topology } = pd.host;
  /** Regions that begin at the keys now; a region that is being merged away refuses to be split. */
  const split = (keys: readonly Uint8Array[]) => {
    const borders = keys.map(keyOf);
    pd.host.splitAt(borders.filter((border) => !topology.at(border).merging));
    const made = borders.filter((border) => topology.at(border).start === border);
    return {
      finishedPercentage: percentage(borders.length, borders.length - made.length),
      regionsId: made.map((border) => topology.at(border).id),
    };
  };
  const scatter = (regionIds: readonly bigint[]): bigint[] =>
    regionIds.filter((regionId) => {
      const done = pd.regions.byId(regionId) !== undefined && pd.host.scatter(regionId);
      if (done) pd.finishedOperators.set(regionId, SCATTER_OPERATOR);
      return !done;
    });
  return [
    route(pdAdminRpcs.splitRegions, ({ splitKeys }) => split(splitKeys)),
    route(pdAdminRpcs.scatterRegion, ({ regionsId, region }) => {
      const wanted = regionsId.length > 0 ? regionsId : region === undefined ? [] : [region.id];
      if (wanted.length === 0) throw new PdError(pdErrorType.regionNotFound, 'region %d not found');
      const [only] = wanted;
      if (wanted.length === 1 && pd.regions.byId(only as bigint) === undefined) {
        throw new ServiceError(GRPC_STATUS.unknown, '[PD:region:ErrRegionNotFound]region %v not found');
      }
      const failedRegionsId = scatter(wanted);
      return { finishedPercentage: percentage(wanted.length, failedRegionsId.length), failedRegionsId };
    }),
    route(pdAdminRpcs.splitAndScatterRegions, ({ splitKeys }) => {
      const { finishedPercentage: splitFinishedPercentage, regionsId } = split(splitKeys);
      const failed = scatter(regionsId);
      return {
        splitFinishedPercentage,
        scatterFinishedPercentage: percentage(regionsId.length, failed.length),
        regionsId,
      };
    }),
    route(pdAdminRpcs.getOperator, ({ regionId }) => {
      const description = pd.finishedOperators.get(regionId);
      if (description === undefined) throw new PdError(pdErrorType.regionNotFound, 'Not Found');
      const text = new TextEncoder();
      return { regionId, desc: text.encode(description), kind: text.encode('admin,leader'), status: 0 };
    }),
  ];
}

function configRoutes(pd: PdCluster, member: number): readonly Route[] {
  const route = headedRoutes(pd, member, 'leader');
  const values = (path: string): Map<string, Uint8Array> => {
    let found = pd.globalConfig.get(path);
    if (found === undefined) {
      found = new Map();
      pd.globalConfig.set(path, found);
    }
    return found;
  };
  return [
    route(pdAdminRpcs.getExternalTimestamp, () => ({ timestamp: pd.externalTimestamp })),
    route(pdAdminRpcs.setExternalTimestamp, ({ timestamp }) => {
      if (timestamp < pd.externalTimestamp || timestamp > pd.tso.next()) {
        throw new PdError(
          pdErrorType.unknown,
          'the external timestamp must not go back nor lie ahead of now',
        );
      }
      pd.externalTimestamp = timestamp;
      return {};
    }),
    unaryRoute(pdAdminRpcs.loadGlobalConfig, ({ names, configPath }) => {
      const all = values(configPath);
      const wanted = names.length > 0 ? names : [...all.keys()];
      return {
        items: wanted.map((name) => {
          const payload = all.get(name);
          return payload === undefined
            ? { name, error: { type: GLOBAL_CONFIG_NOT_FOUND, message: `${name} not found` } }
            : { name, payload };
        }),
        revision: pd.metaStorage.revision,
      };
    }),
    unaryRoute(pdAdminRpcs.storeGlobalConfig, ({ changes, configPath }) => {
      for (const { name, kind, value, payload } of changes) {
        if (kind === 1) values(configPath).delete(name);
        else values(configPath).set(name, payload.length > 0 ? payload : new TextEncoder().encode(value));
      }
      return {};
    }),
  ];
}

function keyspaceOf({ keyspaceScope }: Scope): number {
  return keyspaceScope?.keyspaceId ?? NULL_KEYSPACE_ID;
}

function percentage(all: number, failed: number): bigint {
  if (all === 0) return 0n;
  return BigInt(Math.floor(((all - failed) * 100) / all));
}
