import type { Peer, PeerRole, RegionMeta } from '../model/region.ts';
import type { metapb } from '../wire/codec/messages.ts';

const ROLES: readonly PeerRole[] = ['voter', 'learner', 'incomingVoter', 'demotingVoter'];

/** A peer as a store named it; of a role this library does not know, it counts as a voter. */
export function peerOf({ id, storeId, role, isWitness }: metapb.Peer.Decoded): Peer {
  return { id, storeId, role: ROLES[role] ?? 'voter', isWitness };
}

/** A region as a store named it, bounds as they came; undefined when it has no id, epoch or peers. */
export function regionMetaOf(region: metapb.Region.Decoded): RegionMeta | undefined {
  const { id, regionEpoch, startKey, endKey, peers } = region;
  if (id === 0n || regionEpoch === undefined || peers.length === 0) return undefined;
  const { confVer, version } = regionEpoch;
  return { id, epoch: { confVer, version }, startKey, endKey, peers: peers.map(peerOf) };
}
