import { describe, expect, it } from 'vitest';
import type { kvrpcpb } from '#proto';
import { encodeKey } from '../../../../../src/testing/mvcc/key.ts';
import { checkRegion, type RegionCheck } from '../../../../../src/testing/store/region-checks.ts';
import type { PeerState } from '../../../../../src/testing/topology/region-state.ts';
import { wholeRegion } from '../../../../../src/testing/topology/region-state.ts';
import { Topology } from '../../../../../src/testing/topology/topology.ts';
import { bytes } from '../raw-client.ts';

describe('checkRegion, in the order of server rule 59', () => {
  // Everything is wrong with this request; one thing after another is put right.
  const everythingWrong = { regionId: 99n, peer: { id: 98n, storeId: 97n }, term: 1n, regionEpoch: {} };
  const steps: readonly (readonly [string, kvrpcpb.Context])[] = [
    ['storeNotMatch', {}],
    ['regionNotFound', { peer: { id: 98n, storeId: 2n } }],
    ['mismatchPeerId', { regionId: 4n }],
    ['notLeader', { peer: { id: 6n, storeId: 2n } }],
  ];

  it('tells the first thing that is wrong', () => {
    const { topology } = newCluster();
    let context: kvrpcpb.Context = everythingWrong;
    for (const [expected, fix] of steps) {
      context = { ...context, ...fix };
      expect(errorOf(topology, 2n, context)).toBe(expected);
    }
    topology.update(4n, { leader: topology.at('').peers[1], term: 9n });
    expect(errorOf(topology, 2n, context)).toBe('staleCommand');
    context = { ...context, term: 8n };
    expect(errorOf(topology, 2n, context)).toBe('epochNotMatch');
    topology.split(4n, [encodeKey('c')], false);
    context = { ...context, regionEpoch: { version: 2n } };
    expect(errorOf(topology, 2n, context)).toBe('keyNotInRegion');
  });

  it('compares the version alone: an old conf version passes', () => {
    const { topology } = newCluster();
    topology.addPeer(4n, 3n, 'voter');
    expect(errorOf(topology, 1n, contextFor(1n))).toBeUndefined();
  });

  it('lets followers read, and only read, when the request says so', () => {
    const { topology } = newCluster();
    const context = { ...contextFor(2n), replicaRead: true };
    expect(errorOf(topology, 2n, context, { readOnly: true })).toBeUndefined();
    expect(errorOf(topology, 2n, context, { readOnly: false })).toBe('notLeader');
  });

  it('adds the siblings of a split since the version that the client knows', () => {
    const { topology } = newCluster();
    topology.split(4n, [encodeKey('f'), encodeKey('p')], true);
    const checked = checkRegion({ ...check(topology, 1n, contextFor(1n)), rightDerive: true });
    const regions = checked.ok ? [] : (checked.error.epochNotMatch?.currentRegions ?? []);
    expect(regions.map(({ id }) => id)).toEqual([4n, 13n, 10n]);
  });

  it('compares encoded keys of transactions and plain raw keys', () => {
    const { topology } = newCluster();
    topology.split(4n, ['m'], false);
    const context = { ...contextFor(1n), regionEpoch: { version: 2n } };
    const request = { context, key: bytes('lz') };
    expect(errorOf(topology, 1n, context, { rpc: 'RawGet', request, mode: 'plain' })).toBeUndefined();
    const beyond = { context, key: bytes('m') };
    expect(errorOf(topology, 1n, context, { rpc: 'RawGet', request: beyond, mode: 'plain' })).toBe(
      'keyNotInRegion',
    );
  });

  it('lets a range to be dropped end where the region ends', () => {
    const { topology } = newCluster();
    topology.split(4n, [encodeKey('m')], false);
    const context = { ...contextFor(1n), regionEpoch: { version: 2n } };
    const drop = (endKey: string) =>
      errorOf(topology, 1n, context, {
        rpc: 'KvDeleteRange',
        request: { context, startKey: bytes('a'), endKey: bytes(endKey) },
      });
    expect(drop('m')).toBeUndefined();
    expect(drop('n')).toBe('keyNotInRegion');
    expect(drop('')).toBe('keyNotInRegion');
  });
});

function newCluster(): { topology: Topology } {
  const peers = [1n, 2n].map(
    (storeId): PeerState => ({ id: 4n + storeId, storeId, role: 'voter', isWitness: false }),
  );
  return { topology: new Topology([wholeRegion(4n, peers, peers[0] as PeerState)], 7n) };
}

function contextFor(storeId: bigint): kvrpcpb.Context {
  return { regionId: 4n, peer: { id: 4n + storeId, storeId }, regionEpoch: { version: 1n, confVer: 2n } };
}

function check(topology: Topology, storeId: bigint, context: kvrpcpb.Context): RegionCheck {
  return {
    topology,
    storeId,
    rightDerive: false,
    mode: 'encoded',
    rpc: 'KvGet',
    request: { context, key: bytes('k') },
    readOnly: false,
  };
}

/** The name of the region error, or undefined. */
function errorOf(
  topology: Topology,
  storeId: bigint,
  context: kvrpcpb.Context,
  changes: Partial<RegionCheck> = {},
): string | undefined {
  const checked = checkRegion({ ...check(topology, storeId, context), ...changes });
  return checked.ok ? undefined : Object.keys(checked.error).find((name) => name !== 'message');
}
