import { expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import type { Store } from '../../../src/region/store.ts';
import type { StoreCache } from '../../../src/region/store-cache.ts';
import { tellStores } from '../../../src/region/tell-stores.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import type { RpcClient, RpcListener } from '../../../src/wire/rpc-client.ts';
import { turnOfEventLoop, VirtualClock } from '../../support/virtual-clock.ts';

it('TO-6, BO-36: so many stores at once, five seconds for each, and none is told twice', async () => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const waiting = new Map<string, () => void>();
  const cancelled: string[] = [];
  const rpcs = {
    send: (
      address: string,
      _rpc: unknown,
      _request: unknown,
      _call: unknown,
      listener: RpcListener<unknown>,
    ) => {
      told.push(address);
      waiting.set(address, () => listener.answered({ ok: true, response: {}, sizeBytes: 0 }));
      return {
        cancel: () => {
          cancelled.push(address);
          return 'maybe';
        },
      };
    },
  } as unknown as RpcClient;
  const known = Array.from({ length: 12 }, (_, n) => ({ address: `s${n}` }) as Store);
  const stores = { known } as unknown as StoreCache;
  let isDone = false;
  const timers = new TimerWheel(clock);
  const teller = { stores, rpcs, timers };
  void tellStores(teller, tikvRpcs.broadcastTxnStatus, {}, 5_000, 10).then(() => {
    isDone = true;
  });
  expect(told.length).toBe(10);
  waiting.get('s3')?.();
  await turnOfEventLoop();
  expect(told.at(-1)).toBe('s10');
  await clock.advanceAsync(5_100);
  await turnOfEventLoop();
  expect([told.length, cancelled.length, isDone]).toEqual([12, 10, false]);
  waiting.get('s11')?.();
  await turnOfEventLoop();
  expect([told.length, isDone]).toEqual([12, true]);
});
