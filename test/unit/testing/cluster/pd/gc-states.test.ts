import { describe, expect, it } from 'vitest';
import { GcStates } from '../../../../../src/testing/pd/gc-states.ts';
import { Keyspaces, NULL_KEYSPACE_ID } from '../../../../../src/testing/pd/keyspaces.ts';

const FOREVER = 0x7fff_ffff_ffff_ffffn;
const SHARED = 1;
const OWN = 2;

describe('GcStates (server rule 76)', () => {
  it('moves the transaction safe point up to the least barrier and never back', () => {
    const { states } = newStates();
    states.setBarrier(NULL_KEYSPACE_ID, 'backup', 50n, FOREVER);
    states.setGlobalBarrier('copy', 70n, FOREVER);
    expect(states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 100n)).toEqual({
      oldTxnSafePoint: 0n,
      newTxnSafePoint: 50n,
      blockerDescription: 'GCBarrier { BarrierID: "backup", BarrierTS: 50, ExpirationTime: "<nil>" }',
    });
    states.deleteBarrier(NULL_KEYSPACE_ID, 'backup');
    expect(states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 100n)).toMatchObject({ newTxnSafePoint: 70n });
    expect(() => states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 60n)).toThrow('ErrDecreasingTxnSafePoint');
  });

  it('keeps the GC safe point at or below the transaction safe point, and tells when it moves', () => {
    const { states, moved } = newStates();
    states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 50n);
    expect(() => states.advanceGcSafePoint(NULL_KEYSPACE_ID, 51n, false)).toThrow('ErrGCSafePointExceeds');
    states.advanceGcSafePoint(NULL_KEYSPACE_ID, 40n, false);
    expect(() => states.advanceGcSafePoint(NULL_KEYSPACE_ID, 30n, false)).toThrow('ErrDecreasingGC');
    expect(states.advanceGcSafePoint(NULL_KEYSPACE_ID, 30n, true)).toEqual({
      oldGcSafePoint: 40n,
      newGcSafePoint: 40n,
    });
    expect(moved).toEqual([[NULL_KEYSPACE_ID, 40n]]);
  });

  it('refuses barriers below the transaction safe point, without a name, or without time', () => {
    const { states } = newStates();
    states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 50n);
    expect(() => states.setBarrier(NULL_KEYSPACE_ID, 'b', 49n, 1n)).toThrow('ErrGCBarrierTSBehind');
    expect(() => states.setGlobalBarrier('b', 49n, 1n)).toThrow('ErrGlobalGCBarrierTSBehind');
    expect(() => states.setBarrier(NULL_KEYSPACE_ID, '', 60n, 1n)).toThrow('barrierID');
    expect(() => states.setBarrier(NULL_KEYSPACE_ID, 'b', 60n, 0n)).toThrow('ttl');
    expect(() => states.setBarrier(NULL_KEYSPACE_ID, 'gc_worker', 60n, 1n)).toThrow('ErrReserved');
  });

  it('lets barriers expire for good, and not before their time', () => {
    const { states, time } = newStates();
    states.setBarrier(NULL_KEYSPACE_ID, 'b', 50n, 10n);
    time.ms += 4_500;
    expect(states.state(NULL_KEYSPACE_ID, false).gcBarriers).toEqual([
      { barrierId: 'b', barrierTs: 50n, ttlSeconds: 5n },
    ]);
    time.ms += 5_500;
    expect(states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 60n).newTxnSafePoint).toBe(50n);
    time.ms += 1;
    expect(states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 60n).newTxnSafePoint).toBe(60n);
    time.ms -= 10_000;
    expect(states.state(NULL_KEYSPACE_ID, false).gcBarriers).toEqual([]);
  });

  it('never lets a barrier expire whose time a duration of Go cannot hold', () => {
    const { states } = newStates();
    expect(states.setBarrier(NULL_KEYSPACE_ID, 'b', 50n, 9_223_372_037n).ttlSeconds).toBe(FOREVER);
    expect(states.setBarrier(NULL_KEYSPACE_ID, 'b', 50n, 9_223_372_036n).ttlSeconds).toBe(9_223_372_036n);
    const { blockerDescription } = states.advanceTxnSafePoint(NULL_KEYSPACE_ID, 60n);
    expect(blockerDescription).toMatch(/ExpirationTime: "2262-/);
  });

  it('lets keyspaces share the state, or have their own', () => {
    const { states } = newStates();
    states.setBarrier(SHARED, 'b', 50n, FOREVER);
    expect(states.state(SHARED, false)).toMatchObject({
      keyspaceScope: { keyspaceId: NULL_KEYSPACE_ID },
      isKeyspaceLevelGc: false,
      gcBarriers: [{ barrierId: 'b' }],
    });
    expect(() => states.advanceTxnSafePoint(SHARED, 1n)).toThrow('ErrGCOnInvalidKeyspace');
    expect(states.advanceTxnSafePoint(OWN, 100n)).toMatchObject({ newTxnSafePoint: 100n });
    expect(states.allStates(true)).toMatchObject([
      { keyspaceScope: { keyspaceId: NULL_KEYSPACE_ID }, txnSafePoint: 0n },
      { keyspaceScope: { keyspaceId: OWN }, isKeyspaceLevelGc: true, txnSafePoint: 100n },
    ]);
  });
});

function newStates() {
  const time = { ms: 1_000_000 };
  const moved: [number, bigint][] = [];
  const keyspaces = new Keyspaces([{ name: 'shared' }, { name: 'own', ownGc: true }], () => 0n);
  const states = new GcStates(
    keyspaces,
    () => time.ms,
    (keyspaceId, safePoint) => moved.push([keyspaceId, safePoint]),
  );
  return { states, time, moved };
}
