import { beforeEach, describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../../src/actor/timer-wheel.ts';
import { TooLargeError } from '../../../../src/model/errors.ts';
import type { StoreMeta } from '../../../../src/model/region.ts';
import { StoreAsker } from '../../../../src/region/store/store-asker.ts';
import { Deadlines } from '../../../../src/retry/deadline.ts';
import { RPC_TIMEOUT_MS } from '../../../../src/retry/rpc-timeouts.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import type { RpcClient, RpcListener } from '../../../../src/wire/rpc-client.ts';
import { turnOfEventLoop, VirtualClock } from '../../../support/virtual-clock.ts';

type Response = { readonly error: string };

const stores = [1n, 2n, 3n].map((id): StoreMeta => ({ id, address: `s${id}`, state: 'up', labels: {} }));
const done = { ok: true, response: { error: '' }, sizeBytes: 0 } as const;

let clock: VirtualClock;
let timers: TimerWheel;
let asked: Map<string, RpcListener<Response>>;
/** Whom requests were sent to, each time. */
let told: string[];
let cancelled: string[];
let rpcs: RpcClient;

beforeEach(() => {
  clock = new VirtualClock();
  timers = new TimerWheel(clock);
  asked = new Map();
  told = [];
  cancelled = [];
  rpcs = {
    send: (
      address: string,
      _rpc: unknown,
      _request: unknown,
      _call: unknown,
      listener: RpcListener<Response>,
    ) => {
      told.push(address);
      asked.set(address, listener);
      return {
        cancel: () => {
          cancelled.push(address);
          return 'maybe';
        },
      };
    },
  } as unknown as RpcClient;
});

function ask(timeoutMs: number, signal?: AbortSignal) {
  const deadline = new Deadlines(clock, timers).start({ timeoutMs, signal });
  const { unsafeDestroyRange: rpc } = tikvRpcs;
  const call = { rpc, request: {}, timeoutMs: RPC_TIMEOUT_MS.unsafeDestroyRange, deadline };
  return new StoreAsker(rpcs, timers).askAll(stores, call).finally(() => deadline.release());
}

describe('every store is asked at once', () => {
  it('a request that is too large is given as what each of them answered', async () => {
    const error = new TooLargeError('A request', 2, 1);
    rpcs.send = () => {
      throw error;
    };
    expect(await ask(600_000)).toEqual(stores.map((store) => ({ store, error })));
    expect(clock.pending).toBe(0);
  });

  it('answers come in the order of the stores', async () => {
    const answers = ask(600_000);
    for (const address of ['s3', 's1', 's2']) asked.get(address)?.answered(done);
    expect(await answers).toEqual(stores.map((store) => ({ store, response: { error: '' } })));
    expect({ cancelled, timers: clock.pending }).toEqual({ cancelled: [], timers: 0 });
  });

  it('TO-5: each has five minutes', async () => {
    const answers = ask(600_000);
    asked.get('s1')?.answered(done);
    await clock.advanceAsync(299_000);
    expect(cancelled).toEqual([]);
    await clock.advanceAsync(1_100);
    const [first, ...others] = await answers;
    expect(first).toMatchObject({ response: { error: '' } });
    for (const other of others) {
      expect(other).toMatchObject({ error: { code: 'TIKV_NETWORK', sent: 'maybe' } });
    }
    expect(cancelled).toEqual(['s2', 's3']);
  });

  it('the deadline and the signal of the caller end it for those that have not answered', async () => {
    const answers = ask(10_000);
    asked.get('s2')?.answered(done);
    await clock.advanceAsync(10_100);
    expect(await answers).toMatchObject([
      { error: { code: 'TIKV_DEADLINE' } },
      { response: { error: '' } },
      { error: { code: 'TIKV_DEADLINE' } },
    ]);
    const controller = new AbortController();
    const aborted = ask(10_000, controller.signal);
    controller.abort();
    await turnOfEventLoop();
    expect(await aborted).toMatchObject(stores.map(() => ({ error: { code: 'TIKV_ABORTED' } })));
  });

  it('nothing is sent for a caller who has gone', async () => {
    expect(await ask(10_000, AbortSignal.abort())).toMatchObject(
      stores.map(() => ({ error: { code: 'TIKV_ABORTED' } })),
    );
    expect(asked.size).toBe(0);
  });
});

it('TO-6, BO-36: so many stores at once, five seconds for each, and none is told twice', async () => {
  const known = Array.from({ length: 12 }, (_, n) => ({ address: `s${n}` }));
  let isDone = false;
  const call = { rpc: tikvRpcs.broadcastTxnStatus, request: {}, timeoutMs: 5_000 };
  void new StoreAsker(rpcs, timers).tellAll(known, call, 10).then(() => {
    isDone = true;
  });
  expect(told.length).toBe(10);
  asked.get('s3')?.answered(done);
  await turnOfEventLoop();
  expect(told.at(-1)).toBe('s10');
  await clock.advanceAsync(5_100);
  await turnOfEventLoop();
  expect([told.length, cancelled.length, isDone]).toEqual([12, 10, false]);
  asked.get('s11')?.answered(done);
  await turnOfEventLoop();
  expect([told.length, isDone]).toEqual([12, true]);
});
