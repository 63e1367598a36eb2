import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { PdUnreachableError } from '../../src/model/errors.ts';
import type { Cancel, Runtime } from '../../src/model/runtime.ts';
import { createPdClient } from '../../src/pd/create-pd-client.ts';
import { createTimestampOracle } from '../../src/pd/create-timestamp-oracle.ts';
import type { PdClient } from '../../src/pd/pd-client.ts';
import { PdSession } from '../../src/pd/pd-session.ts';
import type { TimestampOracle } from '../../src/pd/timestamp-oracle.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { Deadlines } from '../../src/retry/deadline.ts';
import { type Cluster, startCluster } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { createRpcClient } from '../../src/wire/create-rpc-client.ts';
import type { RpcClient, RpcResult } from '../../src/wire/rpc-client.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';

// The lower parts of a client, by themselves, over real gRPC to an embedded cluster.

let cluster: Cluster;
let runtime: Runtime;
let root: ActorRoot;
let deadlines: Deadlines;
let session: PdSession;
let pd: PdClient;
let oracle: TimestampOracle;
let rpc: RpcClient;
const errors: unknown[] = [];

beforeEach(async () => {
  errors.length = 0;
  cluster = await startCluster({ pds: 3 });
  runtime = systemRuntime();
  root = new ActorRoot({ clock: runtime.clock, onError: (error) => errors.push(error) });
  deadlines = new Deadlines(runtime.clock, new TimerWheel(runtime.clock));
  session = new PdSession(runtime, root, { endpoints: cluster.pd.addresses.slice(0, 1) });
  pd = createPdClient(runtime, session);
  oracle = createTimestampOracle(runtime, root, session);
  rpc = createRpcClient(runtime, root);
});

afterEach(async () => {
  oracle.close();
  session.close();
  deadlines.close();
  rpc.close();
  root.stop();
  await cluster.close();
  expect(errors).toEqual([]);
});

const deadline = (timeoutMs = 20_000) => deadlines.start({ timeoutMs });
const backoffer = (timeoutMs?: number) =>
  new Backoffer(runtime, { deadline: deadline(timeoutMs), budgetMs: 40_000 });

type Answer = RpcResult<{ readonly value: Uint8Array }>;

/** A region error is an answer too: nothing here is about regions. */
function rawGet(key: string): { readonly answer: Promise<Answer>; readonly cancel: Cancel } {
  let cancel: Cancel = () => 'maybe';
  const answer = new Promise<Answer>((resolve) => {
    const address = cluster.addresses.stores[0] as string;
    const request = { key: Buffer.from(key) };
    const sent = rpc.send(address, tikvRpcs.rawGet, request, {}, { answered: resolve });
    cancel = () => sent.cancel();
  });
  return { answer, cancel };
}

function expectIncreasing(timestamps: readonly bigint[]): void {
  for (const [i, timestamp] of timestamps.entries()) {
    if (i > 0) expect(timestamp).toBeGreaterThan(timestamps[i - 1] as bigint);
  }
}

describe('PD', () => {
  it('S107 S109 F22: timestamps go on and up while the leader moves', async () => {
    const timestamps: bigint[] = [];
    for (const leader of [1, 2, 0]) {
      timestamps.push(...(await Promise.all(Array.from({ length: 5 }, () => oracle.timestamp(deadline())))));
      cluster.pd.transferLeader(leader);
    }
    timestamps.push(await oracle.timestamp(deadline()));
    expectIncreasing(timestamps);
    expect(timestamps).toHaveLength(16);
  });

  it('S110 pd-leader-change: the death of the leader is survived by timestamps and by lookups', async () => {
    const before = await oracle.timestamp(deadline());
    await cluster.pd.stop(0);
    const [after, region] = await Promise.all([
      oracle.timestamp(deadline()),
      pd.getRegion(Buffer.from('k'), backoffer()),
    ]);
    expectIncreasing([before, after]);
    expect(region?.meta.peers).toHaveLength(1);
  });

  it('S111 pd-all-down: ends at the deadline and recovers without a restart', async () => {
    const before = await oracle.timestamp(deadline());
    for (const member of [0, 1, 2]) await cluster.pd.stop(member);
    await expect(oracle.timestamp(deadline(300))).rejects.toThrow('Deadline of 300 ms passed');
    await expect(session.leader(deadline())).rejects.toThrow(PdUnreachableError);
    for (const member of [0, 1, 2]) await cluster.pd.restart(member);
    expectIncreasing([before, await oracle.timestamp(deadline())]);
  });
});

describe('stores', () => {
  it('F29: a broken stream fails what was sent as unknown, and the next request finds a new one', async () => {
    expect(await rawGet('k').answer).toMatchObject({ ok: true });
    cluster.fail({ rpc: 'RawGet', action: 'breakStream' });
    expect(await rawGet('k').answer).toMatchObject({
      ok: false,
      error: { name: 'NetworkError', status: 14, sent: 'maybe' },
    });
    expect(await rawGet('k').answer).toMatchObject({ ok: true });
  });

  it('F06: a store that is down is refused as not sent, and answers again when it is back', async () => {
    await cluster.stop(1);
    expect(await rawGet('k').answer).toMatchObject({
      ok: false,
      error: { name: 'NetworkError', status: 14, sent: 'no' },
    });
    await cluster.restart(1);
    let answer = await rawGet('k').answer;
    while (!answer.ok) answer = await rawGet('k').answer;
    expect(answer).toMatchObject({ ok: true });
  });

  it('F37: a malformed message ends its stream as a ProtocolError', async () => {
    cluster.fail({ rpc: 'RawGet', action: { malformed: Uint8Array.of(10, 200) } });
    expect(await rawGet('k').answer).toMatchObject({ ok: false, error: { name: 'ProtocolError' } });
    expect(await rawGet('k').answer).toMatchObject({ ok: true });
  });

  it('S115: a cancelled request leaves its neighbours alone', async () => {
    using held = cluster.fail({ rpc: 'RawGet', key: 'held', action: 'pause' });
    const first = rawGet('a');
    const cancelled = rawGet('held');
    await held.waitForHit();
    expect(cancelled.cancel()).toBe('maybe');
    const second = rawGet('b');
    expect(await Promise.all([first.answer, second.answer])).toMatchObject([{ ok: true }, { ok: true }]);
  });
});
