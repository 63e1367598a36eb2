import { describe, expect, it } from 'vitest';
import type { PeerState } from '../../../../../src/testing/topology/region-state.ts';
import { wholeRegion } from '../../../../../src/testing/topology/region-state.ts';
import { Topology } from '../../../../../src/testing/topology/topology.ts';

describe('Topology', () => {
  it('raises the version by the number of new regions and lets the last part keep the id', () => {
    const topology = newTopology();
    const parts = topology.split(4n, ['m', 'f'], true);
    expect(parts.map(({ id, start, end, version, confVer }) => [id, start, end, version, confVer])).toEqual([
      [9n, '', 'f', 3n, 2n],
      [12n, 'f', 'm', 3n, 2n],
      [4n, 'm', '', 3n, 2n],
    ]);
    expect(topology.regions).toEqual(parts);
    expect(parts[0]?.leader).toEqual({ id: 7n, storeId: 1n, role: 'voter', isWitness: false });
    expect(parts.map(({ maxTsSynced }) => maxTsSynced)).toEqual([false, false, true]);
  });

  it('lets the first part keep the id when it is told to derive left', () => {
    expect(
      newTopology()
        .split(4n, ['m'], false)
        .map(({ id }) => id),
    ).toEqual([4n, 9n]);
  });

  it('refuses split keys on the border, outside, or none', () => {
    const topology = newTopology();
    topology.split(4n, ['m'], true);
    expect(() => topology.split(4n, ['m'], true)).toThrow(RangeError);
    expect(() => topology.split(4n, ['a'], true)).toThrow(RangeError);
    expect(() => topology.split(4n, [], true)).toThrow(RangeError);
  });

  it('merges to the version above both', () => {
    const topology = newTopology();
    const [left, right] = topology.split(4n, ['m'], true);
    topology.split(right?.id ?? 0n, ['s'], false);
    topology.prepareMerge(4n);
    const merged = topology.commitMerge(4n, left?.id ?? 0n);
    expect([merged.start, merged.end, merged.version]).toEqual(['', 's', 5n]);
    expect(topology.byId(4n)).toBeUndefined();
    expect(topology.at('n')).toBe(merged);
  });

  it('takes a prepared merge back with a version of its own', () => {
    const topology = newTopology();
    topology.split(4n, ['m'], true);
    expect(topology.prepareMerge(4n)).toMatchObject({ merging: true, version: 3n, confVer: 3n });
    expect(() => topology.split(4n, ['s'], true)).toThrow(RangeError);
    expect(topology.rollbackMerge(4n)).toMatchObject({ merging: false, version: 4n });
    expect(topology.split(4n, ['s'], true)).toHaveLength(2);
  });

  it('refuses to merge regions that do not touch', () => {
    const topology = newTopology();
    const [first] = topology.split(4n, ['f', 'm'], true);
    expect(() => topology.commitMerge(4n, first?.id ?? 0n)).toThrow(RangeError);
  });

  it('raises the conf version with the members', () => {
    const topology = newTopology();
    expect(topology.addPeer(4n, 3n, 'learner').confVer).toBe(3n);
    expect(() => topology.addPeer(4n, 3n, 'voter')).toThrow(RangeError);
    expect(() => topology.removePeer(4n, 1n)).toThrow(RangeError);
    expect(topology.removePeer(4n, 2n).peers.map(({ storeId }) => storeId)).toEqual([1n, 3n]);
  });

  it('raises the term with each change of leader', () => {
    const topology = newTopology();
    const [, second] = topology.at('').peers;
    expect(topology.setLeader(4n, second)).toMatchObject({ term: 7n, maxTsSynced: false, leader: second });
  });
});

function newTopology(): Topology {
  const peers = [1n, 2n].map(
    (storeId): PeerState => ({ id: 4n + storeId, storeId, role: 'voter', isWitness: false }),
  );
  return new Topology([wholeRegion(4n, peers, peers[0] as PeerState)], 6n);
}
