import { keyspaceRpcs, metaStorageRpcs, resourceManagerRpcs } from '../../wire/codec/admin-rpcs.ts';
import { type Route, streamRoute, unaryRoute } from '../route.ts';
import { type CallInfo, GRPC_STATUS } from '../service.ts';
import { NULL_KEYSPACE_ID } from './keyspaces.ts';
import type { PdCluster } from './pd-cluster.ts';
import { headedRoutes } from './pd-routes.ts';
import type { ResourceGroupMessage } from './resource-groups.ts';

const META_DATA_COMPACTED = 2;

/** The services beside pdpb.PD at the same address: keyspaces, meta storage and the resource manager. */
export function sideServiceRoutes(pd: PdCluster, member: number): readonly Route[] {
  return [
    ...keyspaceRoutes(pd, member),
    ...metaStorageRoutes(pd, member),
    ...resourceManagerRoutes(pd, member),
  ];
}

/** @see PD server/keyspace_service.go */
function keyspaceRoutes(pd: PdCluster, member: number): readonly Route[] {
  const route = headedRoutes(pd, member, 'leader');
  const { keyspaces } = pd;
  return [
    route(keyspaceRpcs.loadKeyspace, ({ name }) => ({ keyspace: keyspaces.byName(name) })),
    route(keyspaceRpcs.loadKeyspaceByID, ({ id = 0 }) => ({ keyspace: keyspaces.byId(id) })),
    route(keyspaceRpcs.getAllKeyspaces, ({ startId = 0, limit }) => ({
      keyspaces: keyspaces.list(startId, limit),
    })),
    route(keyspaceRpcs.updateKeyspaceState, ({ id = 0, state }) => ({
      keyspace: keyspaces.setState(id, state),
    })),
    streamRoute(keyspaceRpcs.watchKeyspaces, (push, call) => {
      let end = (): void => {};
      return {
        onRequest: ({ header }) => {
          pd.admit(member, header?.clusterId, call, 'leader');
          end = keyspaces.watch((keyspace) => push({ header: pd.header(), keyspaces: [keyspace] }));
          return { header: pd.header(), keyspaces: keyspaces.list(0, 0) };
        },
        onGone: () => end(),
      };
    }),
  ];
}

/** @see PD pkg/mcs/metastorage/server/grpc_service.go */
function metaStorageRoutes(pd: PdCluster, member: number): readonly Route[] {
  const { metaStorage } = pd;
  const header = () => ({ clusterId: pd.clusterId, revision: metaStorage.revision });
  const check = (call: CallInfo) => pd.checkLeads(member, call, 'not leader', GRPC_STATUS.unavailable);
  return [
    unaryRoute(metaStorageRpcs.get, (request, call) => {
      check(call);
      return { header: header(), ...metaStorage.get(request, Number(request.limit)) };
    }),
    unaryRoute(metaStorageRpcs.put, (request, call) => {
      check(call);
      const before = metaStorage.put(request.key, request.value);
      return { header: header(), ...(request.prevKv && before && { prevKv: before }) };
    }),
    unaryRoute(metaStorageRpcs.delete, (request, call) => {
      check(call);
      const removed = metaStorage.delete(request);
      return {
        header: header(),
        deleted: BigInt(removed.length),
        ...(request.prevKv && { prevKvs: removed }),
      };
    }),
    streamRoute(metaStorageRpcs.watch, (push, call) => {
      let end = (): void => {};
      return {
        onRequest: (request) => {
          check(call);
          const { startRevision, prevKv } = request;
          if (startRevision > 0n && startRevision < metaStorage.compactRevision) {
            const error = { type: META_DATA_COMPACTED, message: 'required revision has been compacted' };
            return { header: { ...header(), error }, compactRevision: metaStorage.compactRevision };
          }
          end = metaStorage.watch(request, startRevision, prevKv, (event, revision) =>
            push({ header: { ...header(), revision }, events: [event] }),
          );
          return undefined;
        },
        onGone: () => end(),
      };
    }),
  ];
}

interface OfKeyspace {
  readonly keyspaceId?: { readonly value?: number | undefined } | undefined;
}

/** @see PD pkg/mcs/resourcemanager/server/grpc_service.go */
function resourceManagerRoutes(pd: PdCluster, member: number): readonly Route[] {
  const { resourceGroups } = pd;
  const check = (call: CallInfo) => pd.checkLeads(member, call, 'not leader', GRPC_STATUS.unavailable);
  const keyspaceOf = ({ keyspaceId }: OfKeyspace) => keyspaceId?.value ?? NULL_KEYSPACE_ID;
  const missing = (name: string) => ({ error: { message: `resource group ${name} does not exist` } });
  return [
    unaryRoute(resourceManagerRpcs.listResourceGroups, (request, call) => {
      check(call);
      return { groups: resourceGroups.list(keyspaceOf(request)) };
    }),
    unaryRoute(resourceManagerRpcs.getResourceGroup, (request, call) => {
      check(call);
      const group = resourceGroups.get(request.resourceGroupName, keyspaceOf(request));
      return group === undefined ? missing(request.resourceGroupName) : { group };
    }),
    unaryRoute(resourceManagerRpcs.addResourceGroup, ({ group }, call) => {
      check(call);
      if (group === undefined || group.name === '') return { error: { message: 'invalid group' } };
      resourceGroups.put(group as unknown as ResourceGroupMessage, keyspaceOf(group));
      return { body: 'Success!' };
    }),
    unaryRoute(resourceManagerRpcs.modifyResourceGroup, ({ group }, call) => {
      check(call);
      if (group === undefined || resourceGroups.get(group.name, keyspaceOf(group)) === undefined) {
        return missing(group?.name ?? '');
      }
      resourceGroups.put(group as unknown as ResourceGroupMessage, keyspaceOf(group));
      return { body: 'Success!' };
    }),
    unaryRoute(resourceManagerRpcs.deleteResourceGroup, (request, call) => {
      check(call);
      const gone = resourceGroups.delete(request.resourceGroupName, keyspaceOf(request));
      return gone ? { body: 'Success!' } : missing(request.resourceGroupName);
    }),
    streamRoute(resourceManagerRpcs.acquireTokenBuckets, (_push, call) => ({
      onRequest: ({ requests, targetRequestPeriodMs }) => {
        check(call);
        const periodMs = Number(targetRequestPeriodMs);
        return {
          responses: requests.flatMap((request) => {
            const asked = (request.ruItems?.requestRu ?? []).reduce((sum, { value }) => sum + value, 0);
            const keyspaceId = keyspaceOf(request);
            const grant = resourceGroups.grant(request.resourceGroupName, asked, periodMs, keyspaceId);
            if (grant === undefined) return [];
            const { resourceGroupName } = request;
            return [{ resourceGroupName, grantedRuTokens: [grant], keyspaceId: { value: keyspaceId } }];
          }),
        };
      },
    })),
  ];
}
