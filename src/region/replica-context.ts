import type { KeyspaceContext } from '../keyspace/key-codec.ts';
import type { Peer, RegionMeta } from '../model/region.ts';
import { metapb } from '../wire/codec/connect-messages.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';

const ROLES = {
  voter: metapb.PeerRole.Voter,
  learner: metapb.PeerRole.Learner,
  incomingVoter: metapb.PeerRole.IncomingVoter,
  demotingVoter: metapb.PeerRole.DemotingVoter,
} as const;

/** The part of a request's context that is the same for all requests to one replica of one region version. */
export function replicaContext(
  clusterId: bigint,
  keyspace: KeyspaceContext,
  region: Pick<RegionMeta, 'id' | 'epoch'>,
  { id, storeId, role, isWitness }: Peer,
): kvrpcpb.Context {
  return {
    regionId: region.id,
    regionEpoch: region.epoch,
    peer: { id, storeId, role: ROLES[role], isWitness },
    clusterId,
    ...keyspace,
  };
}
