import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActorRoot } from '../../../src/actor/actor-root.ts';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import {
  ClosedError,
  ClusterMismatchError,
  DeadlineError,
  PdError,
  PdUnreachableError,
  ProtocolError,
  TooLargeError,
} from '../../../src/model/errors.ts';
import { createPdClient } from '../../../src/pd/create-pd-client.ts';
import type { PdClient } from '../../../src/pd/pd-client.ts';
import { PdGc } from '../../../src/pd/pd-gc.ts';
import { PdSession } from '../../../src/pd/pd-session.ts';
import { Backoffer } from '../../../src/retry/backoffer.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { keyspaceRpcs, pdAdminRpcs } from '../../../src/wire/codec/admin-rpcs.ts';
import type { pdpb } from '../../../src/wire/codec/messages.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { GRPC_STATUS } from '../../../src/wire/grpc-status.ts';
import { CLUSTER_ID, FakePd } from '../../support/fake-pd.ts';
import { type FakeRuntime, type FakeUnary, fakeRuntime } from '../../support/fake-transport.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

const EPOCH = { confVer: 2n, version: 3n };
const LEARNER = { id: 12n, storeId: 2n, role: 1, isWitness: true };
const PEERS = [{ id: 11n, storeId: 1n, role: 0 }, LEARNER];

/** A region as PD sends it, and as the client gives it. */
const region = (id: bigint, start: string, end: string) => ({
  id,
  startKey: bytes(start),
  endKey: bytes(end),
  regionEpoch: EPOCH,
  peers: PEERS,
});
const peer1 = { id: 11n, storeId: 1n, role: 'voter', isWitness: false };
const peer2 = { id: 12n, storeId: 2n, role: 'learner', isWitness: true };
const given = (id: bigint, start: string, end: string) => ({
  meta: { id, epoch: EPOCH, startKey: bytes(start), endKey: bytes(end), peers: [peer1, peer2] },
  leader: undefined,
  downPeers: [],
});

let runtime: FakeRuntime;
let root: ActorRoot;
let pd: FakePd;
let session: PdSession;
let client: PdClient;
let deadlines: Deadlines;
const errors: unknown[] = [];

const backoffer = (timeoutMs = 60_000, budgetMs = 40_000) =>
  new Backoffer(runtime, { deadline: deadlines.start({ timeoutMs }), budgetMs });

/** The leader answers this RPC so. */
function leaderAnswers<Sent>(
  rpc: { readonly path: string; encodeResponse(response: Sent): Uint8Array },
  answer: Sent | ((call: FakeUnary) => Sent),
): void {
  runtime.transport.onUnary(rpc.path, (call) =>
    pd.serve(call, true, () =>
      rpc.encodeResponse({
        header: pd.header,
        ...(typeof answer === 'function' ? (answer as (call: FakeUnary) => Sent)(call) : answer),
      }),
    ),
  );
}

const callsTo = (rpc: { readonly path: string }) =>
  runtime.transport.unaries.filter(({ method }) => method === rpc.path);
const addressesOf = (rpc: { readonly path: string }) => callsTo(rpc).map(({ address }) => address);

beforeEach(() => {
  runtime = fakeRuntime();
  errors.length = 0;
  root = new ActorRoot({ clock: runtime.clock, onError: (error) => errors.push(error) });
  pd = new FakePd(runtime.transport);
  session = new PdSession(runtime, root, { endpoints: pd.addresses });
  client = createPdClient(runtime, session);
  deadlines = new Deadlines(runtime.clock, new TimerWheel(runtime.clock));
});

afterEach(() => {
  session.close();
  deadlines.close();
  root.stop();
  expect({ errors, timers: runtime.clock.pending }).toEqual({ errors: [], timers: 0 });
});

describe('regions', () => {
  it('are given as PD holds them', async () => {
    leaderAnswers(pdRpcs.getRegion, {
      region: region(4n, 'a', 'm'),
      leader: { id: 11n, storeId: 1n },
      downPeers: [{ peer: LEARNER, downSeconds: 5n }, {}],
    });
    const found = await client.getRegion(bytes('b'), backoffer());
    expect(found).toEqual({
      ...given(4n, 'a', 'm'),
      leader: peer1,
      downPeers: [peer2],
    });
    const [call] = callsTo(pdRpcs.getRegion);
    expect(pdRpcs.getRegion.decodeRequest(call?.request as Uint8Array)).toMatchObject({
      header: { clusterId: CLUSTER_ID },
      regionKey: bytes('b'),
    });
  });

  it('are undefined where PD knows none', async () => {
    leaderAnswers(pdRpcs.getRegion, {});
    leaderAnswers(pdRpcs.getPrevRegion, { header: { error: { type: 6, message: 'region not found' } } });
    expect(await client.getRegion(bytes('b'), backoffer())).toBeUndefined();
    expect(await client.getPrevRegion(bytes('b'), backoffer())).toBeUndefined();
  });

  it('before a key', async () => {
    leaderAnswers(pdRpcs.getPrevRegion, { region: region(4n, 'a', 'm') });
    expect(await client.getPrevRegion(bytes('m'), backoffer())).toEqual(given(4n, 'a', 'm'));
  });

  const foreign: readonly [string, pdpb.GetRegionResponse][] = [
    ['that does not hold the key', { region: region(4n, 'm', '') }],
    ['without an epoch', { region: { ...region(4n, 'a', 'm'), regionEpoch: undefined } }],
    ['without peers', { region: { ...region(4n, 'a', 'm'), peers: [] } }],
    ['with a peer of an unknown role', { region: { ...region(4n, 'a', 'm'), peers: [{ id: 1n, role: 9 }] } }],
  ];
  for (const [what, answer] of foreign) {
    it(`F38: one ${what} is refused`, async () => {
      leaderAnswers(pdRpcs.getRegion, answer);
      await expect(client.getRegion(bytes('b'), backoffer())).rejects.toThrow(ProtocolError);
    });
  }

  it('F38: one that is not before the key is refused', async () => {
    leaderAnswers(pdRpcs.getPrevRegion, { region: region(4n, 'a', 'n') });
    await expect(client.getPrevRegion(bytes('m'), backoffer())).rejects.toThrow(ProtocolError);
  });

  it('of ranges come in one call', async () => {
    leaderAnswers(pdRpcs.batchScanRegions, {
      regions: [{ region: region(4n, '', 'm') }, { region: region(6n, 'p', '') }],
    });
    const ranges = [{ start: bytes('a'), end: bytes('z') }];
    expect(await client.batchScanRegions(ranges, 8, backoffer())).toEqual([
      given(4n, '', 'm'),
      given(6n, 'p', ''),
    ]);
    const [call] = callsTo(pdRpcs.batchScanRegions);
    expect(pdRpcs.batchScanRegions.decodeRequest(call?.request as Uint8Array)).toMatchObject({
      limit: 8,
      ranges: [{ startKey: bytes('a'), endKey: bytes('z') }],
    });
  });

  it('of ranges come one range after another from a PD that is too old, none twice', async () => {
    runtime.transport.onUnary(pdRpcs.batchScanRegions.path, (call) =>
      call.fail({ status: GRPC_STATUS.unimplemented, message: 'unknown method BatchScanRegions' }),
    );
    const answers = [
      [{ region: region(4n, '', 'm') }, { region: region(5n, 'm', 'p') }],
      [{ region: region(5n, 'm', 'p') }, { region: region(6n, 'p', '') }],
    ];
    leaderAnswers(pdRpcs.scanRegions, () => ({ regions: answers.shift() }));
    const ranges = [
      { start: bytes('a'), end: bytes('n') },
      { start: bytes('o'), end: bytes('q') },
    ];
    expect(await client.batchScanRegions(ranges, 9, backoffer())).toEqual([
      given(4n, '', 'm'),
      given(5n, 'm', 'p'),
      given(6n, 'p', ''),
    ]);
  });

  it('F38: of ranges that overlap, or come out of order, are refused', async () => {
    leaderAnswers(pdRpcs.batchScanRegions, {
      regions: [{ region: region(4n, 'a', 'm') }, { region: region(5n, 'l', '') }],
    });
    await expect(client.batchScanRegions([], 9, backoffer())).rejects.toThrow(ProtocolError);
  });
});

describe('stores', () => {
  it('are given with their labels', async () => {
    leaderAnswers(pdRpcs.getStore, {
      store: { id: 1n, address: 's:1', state: 1, labels: [{ key: 'zone', value: 'z1' }] },
    });
    expect(await client.getStore(1n, backoffer())).toEqual({
      id: 1n,
      address: 's:1',
      state: 'offline',
      labels: { zone: 'z1' },
    });
  });

  it('are undefined when PD does not know them, or as a tombstone', async () => {
    leaderAnswers(pdRpcs.getStore, {
      header: { error: { type: 1, message: 'invalid store ID 9, not found' } },
    });
    expect(await client.getStore(9n, backoffer())).toBeUndefined();
    leaderAnswers(pdRpcs.getStore, { store: { id: 1n, state: 2 } });
    expect(await client.getStore(1n, backoffer())).toBeUndefined();
    runtime.transport.onUnary(pdRpcs.getStore.path, (call) =>
      call.fail({ status: GRPC_STATUS.unknown, message: 'invalid store ID 9, not found' }),
    );
    expect(await client.getStore(9n, backoffer())).toBeUndefined();
  });

  it('an answer without a store is none: no tombstone, since that would be for ever', async () => {
    leaderAnswers(pdRpcs.getStore, {});
    await expect(client.getStore(1n, backoffer())).rejects.toThrow(ProtocolError);
  });

  it('are all given but the tombstones', async () => {
    leaderAnswers(pdRpcs.getAllStores, {
      stores: [
        { id: 1n, address: 's:1' },
        { id: 2n, address: 's:2', state: 2 },
      ],
    });
    expect(await client.getAllStores(backoffer())).toEqual([
      { id: 1n, address: 's:1', state: 'up', labels: {} },
    ]);
  });

  it('F38: another one than asked for, or in no known state, is refused', async () => {
    leaderAnswers(pdRpcs.getStore, { store: { id: 2n, address: 's:2' } });
    await expect(client.getStore(1n, backoffer())).rejects.toThrow(ProtocolError);
    leaderAnswers(pdRpcs.getStore, { store: { id: 1n, address: 's:2', state: 7 } });
    await expect(client.getStore(1n, backoffer())).rejects.toThrow(ProtocolError);
  });
});

describe('the safe point of transactions', () => {
  let gc: PdGc;

  beforeEach(() => {
    gc = new PdGc(runtime, session);
  });

  it('of the cluster and of a keyspace', async () => {
    leaderAnswers(pdRpcs.getGCState, (call) => {
      const { keyspaceScope } = pdRpcs.getGCState.decodeRequest(call.request);
      return { gcState: { txnSafePoint: BigInt(keyspaceScope?.keyspaceId ?? 10) } };
    });
    expect(await gc.txnSafePoint(undefined, backoffer())).toBe(10n);
    expect(await gc.txnSafePoint(5, backoffer())).toBe(5n);
  });

  it('is the only one that an old PD has', async () => {
    runtime.transport.onUnary(pdRpcs.getGCState.path, (call) =>
      call.fail({ status: GRPC_STATUS.unimplemented }),
    );
    leaderAnswers(pdAdminRpcs.getGCSafePoint, { safePoint: 9n });
    expect(await gc.txnSafePoint(undefined, backoffer())).toBe(9n);
  });

  it('F38: an answer without a state is refused', async () => {
    leaderAnswers(pdRpcs.getGCState, {});
    await expect(gc.txnSafePoint(undefined, backoffer())).rejects.toThrow(ProtocolError);
  });
});

describe('keyspaces', () => {
  it('by name', async () => {
    const keyspace = { id: 3, name: 'orders', state: 1, config: { a: 'b' } };
    leaderAnswers(keyspaceRpcs.loadKeyspace, { keyspace });
    const expected = { id: 3, name: 'orders', state: 'disabled', config: { a: 'b' } };
    expect(await client.loadKeyspace('orders', backoffer())).toEqual(expected);
  });

  it('are undefined when there is none', async () => {
    leaderAnswers(keyspaceRpcs.loadKeyspace, {
      header: { error: { type: 9, message: 'keyspace does not exist' } },
    });
    expect(await client.loadKeyspace('orders', backoffer())).toBeUndefined();
  });

  it('an old PD leaves the id 0 of DEFAULT out; a keyspace that has another identity is refused', async () => {
    leaderAnswers(keyspaceRpcs.loadKeyspace, { keyspace: { name: 'DEFAULT' } });
    expect(await client.loadKeyspace('DEFAULT', backoffer())).toMatchObject({ id: 0, name: 'DEFAULT' });
    leaderAnswers(keyspaceRpcs.loadKeyspace, { keyspace: { name: 'orders' } });
    await expect(client.loadKeyspace('orders', backoffer())).rejects.toThrow(ProtocolError);
  });

  it('F38: an id of more than three bytes is refused', async () => {
    leaderAnswers(keyspaceRpcs.loadKeyspace, { keyspace: { id: 0x1_00_00_00, name: 'orders' } });
    await expect(client.loadKeyspace('orders', backoffer())).rejects.toThrow(ProtocolError);
  });
});

describe('failures', () => {
  it('S110 pd-leader-change: goes to the new leader at once', async () => {
    leaderAnswers(pdRpcs.getAllStores, { stores: [] });
    await client.getAllStores(backoffer());
    pd.leader = 1;
    await client.getAllStores(backoffer());
    expect(addressesOf(pdRpcs.getAllStores)).toEqual(['pd0:2379', 'pd0:2379', 'pd1:2379']);
    expect(runtime.clock.now()).toBe(1000);
  });

  it('S110 pd-leader-change: goes to the new leader when the old one died', async () => {
    leaderAnswers(pdRpcs.getAllStores, { stores: [] });
    await client.getAllStores(backoffer());
    pd.down.add('pd0:2379');
    pd.leader = 2;
    await client.getAllStores(backoffer());
    expect(addressesOf(pdRpcs.getAllStores)).toEqual(['pd0:2379', 'pd0:2379', 'pd2:2379']);
  });

  it('waits when the leader stays and fails, as long as the budget lasts', async () => {
    leaderAnswers(pdRpcs.getAllStores, { header: { error: { type: 2, message: 'not bootstrapped' } } });
    const call = client.getAllStores(backoffer(60_000, 3000));
    const refusal = expect(call).rejects.toThrow(PdUnreachableError);
    await runtime.clock.advanceAsync(10_000);
    await refusal;
    // Three quarters of 500, 1000, 2000 and 3000 ms.
    expect(addressesOf(pdRpcs.getAllStores)).toEqual(new Array(5).fill('pd0:2379'));
  });

  it('waits when two members each name the other as leader', async () => {
    runtime.transport.onUnary(pdRpcs.getAllStores.path, (call) => {
      pd.leader = call.address === 'pd0:2379' ? 1 : 0;
      call.fail({ status: GRPC_STATUS.unknown, message: 'not leader' });
    });
    const call = client.getAllStores(backoffer(1000));
    const refusal = expect(call).rejects.toThrow(DeadlineError);
    await runtime.clock.advanceAsync(2000);
    await refusal;
    // At 0 ms two tries, at 375 ms two more; the next pair would be at 1125 ms.
    expect(addressesOf(pdRpcs.getAllStores)).toEqual(['pd0:2379', 'pd1:2379', 'pd0:2379', 'pd1:2379']);
  });

  it('a mute leader is given up after the timeout of PD', async () => {
    leaderAnswers(pdRpcs.getAllStores, { stores: [] });
    await client.getAllStores(backoffer());
    pd.mute.add('pd0:2379');
    pd.leader = 1;
    const call = client.getAllStores(backoffer());
    await runtime.clock.advanceAsync(3000);
    expect(await call).toEqual([]);
  });

  it('S111 pd-all-down: ends at the deadline, and works again without a restart', async () => {
    leaderAnswers(pdRpcs.getAllStores, { stores: [] });
    await client.getAllStores(backoffer());
    for (const address of pd.addresses) pd.down.add(address);
    const call = client.getAllStores(backoffer(5000));
    const refusal = expect(call).rejects.toThrow(DeadlineError);
    await runtime.clock.advanceAsync(5000);
    await refusal;
    pd.down.clear();
    expect(await client.getAllStores(backoffer())).toEqual([]);
  });

  it('an error that asking again cannot mend is not retried', async () => {
    runtime.transport.onUnary(pdRpcs.getAllStores.path, (call) =>
      call.fail({ status: GRPC_STATUS.permissionDenied, message: 'no' }),
    );
    await expect(client.getAllStores(backoffer())).rejects.toThrow(PdError);
    leaderAnswers(pdRpcs.getAllStores, { header: { error: { type: 5, message: 'incompatible version' } } });
    await expect(client.getAllStores(backoffer())).rejects.toThrow(PdError);
    expect(callsTo(pdRpcs.getAllStores)).toHaveLength(2);
  });

  it.each([false, true])(
    'F39: an answer larger than the client takes is not asked for again; of a follower: %s',
    async (ofFollower) => {
      await session.leader();
      const tooLarge = { sizeBytes: 9, limitBytes: 5, isShared: false };
      runtime.transport.onUnary(pdRpcs.getRegion.path, (call) => call.fail({ status: 8, tooLarge }));
      const call = client.getRegion(bytes('b'), backoffer(), { allowFollower: ofFollower });
      await expect(call).rejects.toThrow(TooLargeError);
      await expect(call).rejects.toThrow(/GetRegion.*maxReceiveSizeBytes/);
      expect(callsTo(pdRpcs.getRegion)).toHaveLength(1);
      const asked = runtime.transport.unaries.length;
      expect(await session.leader()).toBe('pd0:2379');
      expect(runtime.transport.unaries).toHaveLength(asked);
    },
  );

  it('F37: an undecodable answer is an error of its call', async () => {
    runtime.transport.onUnary(pdRpcs.getAllStores.path, (call) => call.answer(Uint8Array.of(10, 200)));
    await expect(client.getAllStores(backoffer())).rejects.toThrow(ProtocolError);
  });

  const otherCluster: Record<string, (call: FakeUnary) => void> = {
    'by status': (call) => call.fail({ status: 9, message: 'mismatch cluster id, need 8 but got 7' }),
    'by header': (call) =>
      call.answer(pdRpcs.getAllStores.encodeResponse({ header: { clusterId: 8n }, stores: [] })),
  };

  it.each(Object.entries(otherCluster))(
    'S112 cluster-id-mismatch: %s, ends everything when no other endpoint is left',
    async (_, refuse) => {
      await session.leader();
      pd.clusterId = 8n;
      runtime.transport.onUnary(pdRpcs.getAllStores.path, refuse);
      await expect(client.getAllStores(backoffer())).rejects.toThrow(ClusterMismatchError);
      const before = runtime.transport.unaries.length;
      await expect(client.getStore(1n, backoffer())).rejects.toThrow(ClusterMismatchError);
      expect(runtime.transport.unaries).toHaveLength(before);
    },
  );

  it.each(Object.entries(otherCluster))(
    "F43: %s, the old leader's address went to another cluster: the new leader is asked",
    async (_, refuse) => {
      await session.leader();
      runtime.transport.onUnary(pdRpcs.getAllStores.path, (call) => {
        if (call.address === 'pd0:2379') refuse(call);
        else call.answer(pdRpcs.getAllStores.encodeResponse({ header: pd.header, stores: [] }));
      });
      pd.leader = 1;
      expect(await client.getAllStores(backoffer())).toEqual([]);
      expect(await session.leader()).toBe('pd1:2379');
    },
  );

  it('a call in flight ends with the client', async () => {
    await session.leader();
    pd.mute.add('pd0:2379');
    const call = client.getAllStores(backoffer());
    await runtime.clock.advanceAsync(1);
    deadlines.close();
    await expect(call).rejects.toThrow(ClosedError);
  });
});

describe('followers', () => {
  beforeEach(() => {
    // The last of leader and followers that may be asked.
    (runtime as { random: () => number }).random = () => 0.99;
  });

  it('answer only when asked to, and are told so', async () => {
    runtime.transport.onUnary(pdRpcs.getRegion.path, (call) =>
      call.answer(pdRpcs.getRegion.encodeResponse({ header: pd.header, region: region(4n, '', '') })),
    );
    await client.getRegion(bytes('b'), backoffer());
    await client.getRegion(bytes('b'), backoffer(), { allowFollower: true });
    expect(callsTo(pdRpcs.getRegion).map(({ address, metadata }) => [address, metadata])).toEqual([
      ['pd0:2379', {}],
      ['pd2:2379', { 'pd-allow-follower-handle': 'true' }],
    ]);
  });

  it('that do not know the region, or fail, leave it to the leader and are left alone for a while', async () => {
    runtime.transport.onUnary(pdRpcs.getRegion.path, (call) =>
      call.answer(
        pdRpcs.getRegion.encodeResponse(
          call.address === 'pd0:2379'
            ? { header: pd.header, region: region(4n, '', '') }
            : { header: { ...pd.header, error: { type: 6, message: 'region not found' } } },
        ),
      ),
    );
    const ask = () => client.getRegion(bytes('b'), backoffer(), { allowFollower: true });
    expect(await ask()).toEqual(given(4n, '', ''));
    await ask();
    runtime.clock.advance(10_000);
    await ask();
    expect(addressesOf(pdRpcs.getRegion)).toEqual([
      'pd2:2379',
      'pd0:2379',
      'pd1:2379',
      'pd0:2379',
      'pd2:2379',
      'pd0:2379',
    ]);
  });
});
