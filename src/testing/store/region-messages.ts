import type { metapb } from '#proto/connect';
import { bytesOf } from '../mvcc/key.ts';
import type { PeerState, RegionState } from '../topology/region-state.ts';

const LEARNER = 1;

/** metapb.Peer of a peer. */
export function peerMessage(peer: PeerState): metapb.Peer {
  return {
    id: peer.id,
    storeId: peer.storeId,
    role: peer.role === 'learner' ? LEARNER : 0,
    isWitness: peer.isWitness,
  };
}

/** metapb.Region of a region, with its borders as they are. */
export function regionMessage(region: RegionState): metapb.Region {
  return {
    id: region.id,
    startKey: bytesOf(region.start),
    endKey: bytesOf(region.end),
    regionEpoch: { confVer: region.confVer, version: region.version },
    peers: region.peers.map(peerMessage),
  };
}
