import { ProtocolError } from '../model/errors.ts';
import type { Peer, PeerRole, RegionMeta, StoreMeta } from '../model/region.ts';
import type { keyspacepb } from '../wire/codec/admin-rpcs.ts';
import { metapb, type pdpb } from '../wire/codec/connect-messages.ts';
import type { KeyspaceMeta, KeyspaceState, PdRegion } from './pd-types.ts';

const PEER_ROLES: Record<number, PeerRole> = {
  [metapb.PeerRole.Voter]: 'voter',
  [metapb.PeerRole.Learner]: 'learner',
  [metapb.PeerRole.IncomingVoter]: 'incomingVoter',
  [metapb.PeerRole.DemotingVoter]: 'demotingVoter',
};

const STORE_STATES: Record<number, StoreMeta['state']> = {
  [metapb.StoreState.Up]: 'up',
  [metapb.StoreState.Offline]: 'offline',
  [metapb.StoreState.Tombstone]: 'tombstone',
};

/** By number, as in keyspacepb.KeyspaceState. */
const KEYSPACE_STATES: readonly KeyspaceState[] = ['enabled', 'disabled', 'archived', 'tombstone'];

const MAX_KEYSPACE_ID = 0xff_ffff;

type RegionAnswer = pdpb.GetRegionResponse.Decoded | pdpb.Region.Decoded;

/**
 * Undefined when the answer has no region, which is how PD says that it knows none.
 *
 * @throws ProtocolError when it cannot be a region
 */
export function pdRegionOf(answer: RegionAnswer): PdRegion | undefined {
  const { region } = answer;
  if (region === undefined || region.id === 0n) return undefined;
  return {
    meta: regionMetaOf(region),
    leader: answer.leader === undefined || answer.leader.id === 0n ? undefined : peerOf(answer.leader),
    downPeers: answer.downPeers
      .map(({ peer }) => peer)
      .filter((peer) => peer !== undefined)
      .map(peerOf),
  };
}

/** @throws ProtocolError when it cannot be a region */
export function regionMetaOf({
  id,
  regionEpoch,
  startKey,
  endKey,
  peers,
}: metapb.Region.Decoded): RegionMeta {
  if (id === 0n) throw new ProtocolError('A region without an id');
  if (regionEpoch === undefined) throw new ProtocolError(`Region ${id} came without an epoch`);
  if (peers.length === 0) throw new ProtocolError(`Region ${id} came without peers`);
  const { confVer, version } = regionEpoch;
  return { id, epoch: { confVer, version }, startKey, endKey, peers: peers.map(peerOf) };
}

/** @throws ProtocolError when it cannot be a store */
export function storeMetaOf(store: metapb.Store.Decoded): StoreMeta {
  const state = STORE_STATES[store.state];
  if (store.id === 0n || state === undefined) {
    throw new ProtocolError(`PD gave store ${store.id} in state ${store.state}`);
  }
  return {
    id: store.id,
    address: store.address,
    state,
    labels: Object.fromEntries(store.labels.map(({ key, value }) => [key, value])),
  };
}

/** @throws ProtocolError when it cannot be a keyspace */
export function keyspaceMetaOf(meta: keyspacepb.KeyspaceMeta.Decoded): KeyspaceMeta {
  const { name, config } = meta;
  const state = KEYSPACE_STATES[meta.state];
  // The id of DEFAULT is 0, which an older PD leaves out. For any other keyspace, no id means that API V3
  // names it.
  const id = meta.id ?? (name === 'DEFAULT' ? 0 : undefined);
  if (id === undefined) throw new ProtocolError(`PD gave keyspace "${name}" without an id of API V2`);
  if (id > MAX_KEYSPACE_ID || state === undefined) {
    throw new ProtocolError(`PD gave keyspace ${id} in state ${meta.state}`);
  }
  return { id, name, state, config };
}

/** @throws ProtocolError when this library does not know its role */
export function peerOf(peer: metapb.Peer.Decoded): Peer {
  const role = PEER_ROLES[peer.role];
  if (role === undefined) throw new ProtocolError(`PD gave peer ${peer.id} the role ${peer.role}`);
  return { id: peer.id, storeId: peer.storeId, role, isWitness: peer.isWitness };
}
