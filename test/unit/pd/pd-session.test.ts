import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActorRoot } from '../../../src/actor/actor-root.ts';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import {
  ClosedError,
  ClusterMismatchError,
  DeadlineError,
  PdUnreachableError,
  ProtocolError,
  TooLargeError,
} from '../../../src/model/errors.ts';
import { PdSession } from '../../../src/pd/pd-session.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { CLUSTER_ID, FakePd } from '../../support/fake-pd.ts';
import { type FakeRuntime, fakeRuntime } from '../../support/fake-transport.ts';
import { turnOfEventLoop } from '../../support/virtual-clock.ts';

let runtime: FakeRuntime;
let root: ActorRoot;
let pd: FakePd;
let session: PdSession;
const errors: unknown[] = [];

function open(endpoints: readonly string[] = pd.addresses): void {
  session = new PdSession(runtime, root, { endpoints });
}

const membersAsked = () =>
  runtime.transport.unaries
    .filter(({ method }) => method === pdRpcs.getMembers.path)
    .map(({ address }) => address);

beforeEach(() => {
  runtime = fakeRuntime();
  errors.length = 0;
  root = new ActorRoot({ clock: runtime.clock, onError: (error) => errors.push(error) });
  pd = new FakePd(runtime.transport);
});

afterEach(() => {
  session.close();
  root.stop();
  expect({ errors, timers: runtime.clock.pending }).toEqual({ errors: [], timers: 0 });
});

describe('leader', () => {
  it('is found by asking every endpoint, once for all who wait', async () => {
    open();
    pd.leader = 2;
    expect(await Promise.all([session.leader(), session.leader()])).toEqual(['pd2:2379', 'pd2:2379']);
    expect(membersAsked()).toEqual(['pd0:2379', 'pd1:2379', 'pd2:2379']);
    expect(session.clusterId).toBe(CLUSTER_ID);
  });

  it.each([
    [true, 'pd0:2380'],
    [false, 'pd0:2379'],
  ])('is connected to at the URL for encrypted connections, or not (%s)', async (isSecure, address) => {
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) => {
      const leader = { memberId: 1n, clientUrls: ['ftp://pd0:21', 'http://pd0:2379', 'https://pd0:2380'] };
      call.answer(pdRpcs.getMembers.encodeResponse({ header: pd.header, leader, members: [leader] }));
    });
    session = new PdSession(runtime, root, { endpoints: ['pd0:2379'], isSecure });
    expect(await session.leader()).toBe(address);
  });

  it('is found through any one member, dead and mute ones beside it', async () => {
    open();
    pd.down.add('pd0:2379');
    pd.mute.add('pd1:2379');
    expect(await session.leader()).toBe('pd0:2379');
  });

  it.each([
    ['no header', {}],
    ['no cluster', { header: {} }],
  ])('S112: an answer that names %s is broken: what is known of the cluster stays', async (_, broken) => {
    open();
    await session.leader();
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) => {
      const leader = { memberId: 1n, clientUrls: ['http://elsewhere:2379'] };
      call.answer(pdRpcs.getMembers.encodeResponse({ ...broken, leader, members: [leader] }));
    });
    session.doubt('pd0:2379');
    const error = await session.leader().catch((cause) => cause);
    expect(error).toBeInstanceOf(PdUnreachableError);
    expect(error.attempts[0]).toBeInstanceOf(ProtocolError);
    expect(session.clusterId).toBe(CLUSTER_ID);
  });

  it('is asked of a store by mistake: the error asks whether it is one', async () => {
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) =>
      call.fail({ status: 12, message: 'unknown service', sent: 'maybe' }),
    );
    open(['store:20160']);
    await expect(session.leader()).rejects.toThrow(/unknown service.*is it the address of a store\?/);
  });

  it('S111 pd-all-down: is refused naming every endpoint with its reason, and found without a restart', async () => {
    open(['pd0:2379', 'pd1:2379']);
    pd.down.add('pd0:2379');
    pd.mute.add('pd1:2379');
    const leader = session.leader();
    const refusal = expect(leader).rejects.toThrow(PdUnreachableError);
    await runtime.clock.advanceAsync(3000);
    await refusal;
    const { message, attempts } = (await leader.catch((error) => error)) as PdUnreachableError;
    expect(attempts).toMatchObject([
      { address: 'pd0:2379', status: 14, sent: 'no' },
      { address: 'pd1:2379', status: 4, sent: 'maybe' },
    ]);
    expect(message).toContain('pd0:2379');
    expect(message).toContain('pd1:2379');
    pd.down.clear();
    expect(await session.leader()).toBe('pd0:2379');
  });

  it('F39: is refused as too large where no other endpoint can be used, and found once it fits', async () => {
    open();
    const tooLarge = { sizeBytes: 9, limitBytes: 5, isShared: false };
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) => {
      call.fail(call.address === 'pd1:2379' ? { status: 8, tooLarge } : {});
    });
    await expect(session.leader()).rejects.toThrow(TooLargeError);
    pd = new FakePd(runtime.transport);
    expect(await session.leader()).toBe('pd0:2379');
  });

  it('S110 pd-leader-change: a doubted leader is looked for again, and listeners hear of the new one', async () => {
    open(['pd0:2379']);
    await session.leader();
    const heard: string[] = [];
    const off = session.onLeader((leader) => heard.push(leader));
    pd.leader = 1;
    pd.down.add('pd0:2379');
    session.doubt('pd0:2379');
    expect(await session.leader()).toBe('pd1:2379');
    const asked = membersAsked().length;
    session.doubt('pd0:2379');
    expect([heard, membersAsked().length]).toEqual([['pd1:2379'], asked]);
    off();
    pd.leader = 2;
    session.doubt('pd1:2379');
    expect(await session.leader()).toBe('pd2:2379');
    expect(heard).toEqual(['pd1:2379']);
  });

  it('a leader that was doubted for nothing is not announced anew', async () => {
    open();
    await session.leader();
    const heard: string[] = [];
    session.onLeader((leader) => heard.push(leader));
    session.doubt('pd0:2379');
    expect(await session.leader()).toBe('pd0:2379');
    expect(heard).toEqual([]);
  });

  it('an election is waited out', async () => {
    open();
    pd.leader = undefined;
    const leader = session.leader();
    await runtime.clock.advanceAsync(500);
    pd.leader = 1;
    await runtime.clock.advanceAsync(100);
    expect(await leader).toBe('pd1:2379');
  });

  it.each([0, 1])(
    'an election is polled, though an endpoint says nothing; listeners hear at once (pd%i leads)',
    async (leader) => {
      open();
      await session.leader();
      pd.leader = undefined;
      pd.mute.add('pd2:2379');
      session.doubt('pd0:2379');
      const found = session.leader();
      await runtime.clock.advanceAsync(1450);
      const asked = (address: string) => membersAsked().filter((each) => each === address).length;
      expect([asked('pd0:2379'), asked('pd2:2379')]).toEqual([16, 2]);
      pd.leader = leader;
      await runtime.clock.advanceAsync(100);
      expect(await found).toBe(`pd${leader}:2379`);
      // Nobody is asked after that.
      const all = membersAsked().length;
      await runtime.clock.advanceAsync(2000);
      expect(membersAsked()).toHaveLength(all);
    },
  );

  it('an election that goes on is told to those who wait, though an endpoint says nothing', async () => {
    open();
    pd.leader = undefined;
    pd.mute.add('pd2:2379');
    const leader = session.leader().catch((error) => error);
    await runtime.clock.advanceAsync(40_000);
    const error = await leader;
    expect(error).toBeInstanceOf(PdUnreachableError);
    expect(error.message).toContain('PD has no leader');
    expect(error.attempts).toHaveLength(3);
  });

  it('an election that goes on is told to those who wait', async () => {
    open();
    pd.leader = undefined;
    const leader = session.leader();
    const refusal = expect(leader).rejects.toThrow('PD has no leader');
    await runtime.clock.advanceAsync(1000);
    await refusal;
  });

  it('a caller whose deadline ends leaves the others waiting', async () => {
    open();
    for (const address of pd.addresses) pd.mute.add(address);
    const deadlines = new Deadlines(runtime.clock, new TimerWheel(runtime.clock));
    const hasty = session.leader(deadlines.start({ timeoutMs: 100 }));
    const patient = session.leader();
    const ended = expect(hasty).rejects.toThrow(DeadlineError);
    await runtime.clock.advanceAsync(200);
    await ended;
    pd.mute.clear();
    for (const call of runtime.transport.openUnaries(pdRpcs.getMembers.path)) {
      pd.serve(call, false, () =>
        pdRpcs.getMembers.encodeResponse({
          header: pd.header,
          leader: { memberId: 1n, clientUrls: ['http://pd0:2379'] },
        }),
      );
    }
    expect(await patient).toBe('pd0:2379');
  });

  it('is asked for again each minute, and a failing refresh changes nothing', async () => {
    open();
    await session.leader();
    pd.leader = 1;
    await runtime.clock.advanceAsync(60_000);
    expect(await session.leader()).toBe('pd1:2379');
    for (const address of pd.addresses) pd.down.add(address);
    await runtime.clock.advanceAsync(60_000);
    expect(await session.leader()).toBe('pd1:2379');
  });
});

describe('a search', () => {
  it('replaces the one before it', async () => {
    open(['pd0:2379']);
    await session.leader();
    pd.mute.add('pd0:2379');
    await runtime.clock.advanceAsync(60_000);
    session.doubt('pd0:2379');
    const states = runtime.transport.unaries.map(({ address, state }) => [address, state]);
    expect(states.filter(([address]) => address === 'pd0:2379')).toEqual([
      ['pd0:2379', 'ended'],
      ['pd0:2379', 'cancelled'],
      ['pd0:2379', 'open'],
    ]);
  });
});

describe('members', () => {
  it('may stand in for the leader, but for those to be avoided', async () => {
    runtime = { ...fakeRuntime(() => 0.99), transport: runtime.transport };
    open();
    expect(session.anyMember()).toBeUndefined();
    await session.leader();
    expect(session.anyMember()).toBe('pd2:2379');
    session.avoid('pd2:2379');
    expect(session.anyMember()).toBe('pd1:2379');
    runtime.clock.advance(10_000);
    expect(session.anyMember()).toBe('pd2:2379');
  });
});

describe('another cluster', () => {
  it('S112 cluster-id-mismatch: ends the session for good, even when a leader was found first', async () => {
    open();
    const asked = session.leader();
    await turnOfEventLoop();
    expect(await asked).toBe('pd0:2379');
    pd.clusterId = 8n;
    session.doubt('pd0:2379');
    await expect(session.leader()).rejects.toThrow(ClusterMismatchError);
    pd.clusterId = CLUSTER_ID;
    await expect(session.leader()).rejects.toThrow(ClusterMismatchError);
    expect(session.anyMember()).toBeUndefined();
  });

  it.each([
    ['the leader is found', 1, 'pd1:2379'],
    ['an election goes on', undefined, PdUnreachableError],
  ])('F43: an endpoint that went to another cluster is passed over: %s', async (_, leader, expected) => {
    open();
    await session.leader();
    await turnOfEventLoop();
    const closed: string[] = [];
    runtime.transport.closeAddress = (address) => closed.push(address);
    const { leaderAddress } = pd;
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) => {
      const members = [0, 1, 2].map((id) => ({
        memberId: BigInt(id + 1),
        clientUrls: [`http://pd${id}:2379`],
      }));
      const header = { clusterId: call.address === leaderAddress ? 8n : CLUSTER_ID };
      const named = leader === undefined ? undefined : members[leader];
      call.answer(pdRpcs.getMembers.encodeResponse({ header, members, leader: named }));
    });
    session.doubt('pd0:2379');
    const found = session.leader().catch((error) => error.constructor);
    await runtime.clock.advanceAsync(1000);
    expect(await found).toBe(expected);
    expect(new Set(closed)).toEqual(new Set(['pd0:2379']));
    expect(session.clusterId).toBe(CLUSTER_ID);
  });

  it('F43: an endpoint of another cluster ends nothing while those of the own one cannot be reached', async () => {
    open();
    await session.leader();
    pd.clusterId = 8n;
    pd.down.add('pd1:2379').add('pd2:2379');
    session.doubt('pd0:2379');
    await expect(session.leader()).rejects.toThrow(/pd0:2379 belongs to cluster 8, not to 7/);
    await expect(session.leader()).rejects.toThrow(PdUnreachableError);
    pd.down.clear();
    pd.clusterId = CLUSTER_ID;
    expect(await session.leader()).toBe('pd0:2379');
  });

  it('S112 cluster-id-mismatch: a second endpoint of another cluster is noticed', async () => {
    runtime.transport.onUnary(pdRpcs.getMembers.path, (call) => {
      const clusterId = call.address === 'pd1:2379' ? 8n : CLUSTER_ID;
      const leader = { memberId: 1n, clientUrls: [`http://${call.address}`] };
      call.answer(pdRpcs.getMembers.encodeResponse({ header: { clusterId }, leader }));
    });
    open(['pd0:2379', 'pd1:2379']);
    await session.leader();
    await turnOfEventLoop();
    await expect(session.leader()).rejects.toThrow(ClusterMismatchError);
  });
});

describe('close', () => {
  it('ends those who wait, and later callers', async () => {
    open();
    for (const address of pd.addresses) pd.mute.add(address);
    const leader = session.leader();
    session.close();
    session.close();
    await expect(leader).rejects.toThrow(ClosedError);
    await expect(session.leader()).rejects.toThrow(ClosedError);
  });
});
