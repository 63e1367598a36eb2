import type { KeyspaceContext } from '../../keyspace/key-codec.ts';
import type { Peer, RegionMeta } from '../../model/region.ts';
import { metapb } from '../../wire/codec/connect-messages.ts';
import { encodeMessage } from '../../wire/codec/message.ts';
import { kvrpcpb } from '../../wire/codec/messages.ts';

const ROLES = {
  voter: metapb.PeerRole.Voter,
  learner: metapb.PeerRole.Learner,
  incomingVoter: metapb.PeerRole.IncomingVoter,
  demotingVoter: metapb.PeerRole.DemotingVoter,
} as const;

/** The part of a request's context that is the same for all requests to one replica of one region version. */
export class ReplicaContext {
  readonly #clusterId: bigint;
  readonly #keyspace: KeyspaceContext;
  readonly #region: Pick<RegionMeta, 'id' | 'epoch'>;
  readonly #peer: Peer;
  /** Made for the first request: in most regions only the leader is ever asked. */
  #encoded: Uint8Array | undefined;

  constructor(
    clusterId: bigint,
    keyspace: KeyspaceContext,
    region: Pick<RegionMeta, 'id' | 'epoch'>,
    peer: Peer,
  ) {
    this.#clusterId = clusterId;
    this.#keyspace = keyspace;
    this.#region = region;
    this.#peer = peer;
  }

  get fields(): kvrpcpb.Context {
    const { id, storeId, role, isWitness } = this.#peer;
    return {
      regionId: this.#region.id,
      regionEpoch: this.#region.epoch,
      peer: { id, storeId, role: ROLES[role], isWitness },
      clusterId: this.#clusterId,
      ...this.#keyspace,
    };
  }

  get encoded(): Uint8Array {
    // A copy, which keeps nothing else in memory.
    this.#encoded ??= new Uint8Array(encodeMessage(kvrpcpb.Context, this.fields));
    return this.#encoded;
  }
}
