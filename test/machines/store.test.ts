import { describe, expect, it } from 'vitest';
import type { EventObject } from 'xstate';
import { storeMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { NetworkError, PdUnreachableError } from '../../src/model/errors.ts';
import type { StoreMeta } from '../../src/model/region.ts';
import { StoreCache } from '../../src/region/store/store-cache.ts';
import { Backoffer } from '../../src/retry/backoffer.ts';
import { Deadlines } from '../../src/retry/deadline.ts';
import { ChartCoverage, edgePaths } from '../../src/testing/index.ts';
import { NO_CONNECTION, type RpcResult } from '../../src/wire/rpc-client.ts';
import { stateName, stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(storeMachine);
const ID = 1n;
const UP: StoreMeta = { id: ID, address: 's1', state: 'up', labels: {} };
const CHECK_INTERVAL = 'xstate.after.checkInterval.store.silent';
const PD_TOO_SLOW = 'xstate.after.checkInterval.store.locating';
const SLOW_PERIOD = 'xstate.after.slowPeriod.store.slow';

interface Asked {
  resolve(meta: StoreMeta | undefined): void;
  reject(error: unknown): void;
}

/** One store, its health checks and PD, on which the events of the chart are brought about. */
function begin(isSlow: boolean, pdIsDue: boolean) {
  const { states, inspect } = stateWatcher(coverage.inspect);
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const root = new ActorRoot({ clock, inspect, onError: (error) => errors.push(error) });
  const deadlines = new Deadlines(clock, new TimerWheel(clock));
  const runtime = { clock, random: () => 0 };
  const checks: ((result: RpcResult<never>) => void)[] = [];
  const questions: Asked[] = [];
  const told: string[] = [];
  const stores = new StoreCache({
    runtime,
    root,
    deadlines,
    pd: { getStore: () => new Promise((resolve, reject) => questions.push({ resolve, reject })) },
    rpc: {
      send: (_address, _rpc, _request, _call, listener) => {
        checks.push((result) => listener.answered(result));
        return {
          connection: NO_CONNECTION,
          cancel: () => {
            checks.pop();
            return 'maybe';
          },
        };
      },
      closeWhenIdle: () => {},
      close: () => {},
    },
    events: { wants: () => true, emit: (name) => told.push(name) },
  });
  const store = stores.get(ID);
  const state = () => states.get(`store ${ID}`) ?? 'unlocated';
  const deadline = deadlines.start({ timeoutMs: 1_000_000 });

  const pdAnswers = async (meta: StoreMeta | undefined) => {
    if (questions.length === 0) {
      if (state() === 'unlocated')
        void stores.resolve(store, new Backoffer(runtime, { deadline, budgetMs: 0 }));
      else stores.recheck(store);
    }
    questions.shift()?.resolve(meta);
    await turnOfEventLoop();
  };
  const checkEnds = async (passed: boolean) => {
    stores.noteSlowScore(ID, isSlow ? 100 : 1);
    const failure = new NetworkError('s1', { status: 14, message: 'refused', sent: 'no' });
    checks.shift()?.(
      passed ? { ok: true, response: { status: 1 } as never, sizeBytes: 0 } : { ok: false, error: failure },
    );
    await turnOfEventLoop();
  };
  /** A store that was silent for half a minute: PD is asked for it with the next check. */
  const staySilent = async () => {
    for (let i = 1; i < 30; i++) {
      await clock.advanceAsync(1000);
      await checkEnds(false);
    }
  };

  const realise = async ({ type }: EventObject) => {
    if (type === 'store.located') await pdAnswers(UP);
    else if (type === 'store.removed') await pdAnswers(undefined);
    else if (type === 'pd.failed') questions.shift()?.reject(new PdUnreachableError('gone'));
    else if (type === 'store.doubted') void stores.probe(store);
    else if (type === 'check.passed') await checkEnds(true);
    else if (type === 'check.failed') await checkEnds(false);
    else if (type === 'store.slowed') stores.noteSlowScore(ID, 100);
    else if (type === 'store.recovered') stores.noteSlowScore(ID, 1);
    else if (type === CHECK_INTERVAL) {
      if (pdIsDue) await staySilent();
      await clock.advanceAsync(1000);
    } else if (type === PD_TOO_SLOW) {
      await clock.advanceAsync(1000);
      questions.shift()?.reject(new PdUnreachableError('late'));
    } else {
      expect(type).toBe(SLOW_PERIOD);
      const { slowUntilMs } = store;
      if (isSlow) {
        await clock.advanceAsync(1000);
        stores.noteSlowScore(ID, 100);
      }
      await clock.advanceAsync(slowUntilMs - clock.now());
    }
    await turnOfEventLoop();
  };
  const end = () => {
    stores.close();
    deadlines.close();
    root.stop();
    return { errors, timers: clock.pending };
  };
  return { realise, end, state, store, checks, questions, told };
}

const cases = [true, false].flatMap((isSlow) => [true, false].map((pdIsDue) => ({ isSlow, pdIsDue })));

describe.each(cases)('every edge of the store chart, $isSlow $pdIsDue', ({ isSlow, pdIsDue }) => {
  const machine = storeMachine.provide({
    guards: { isSlow: () => isSlow, pdIsDue: () => pdIsDue },
    delays: { checkInterval: 1000, slowPeriod: 60_000 },
  });
  const paths = edgePaths(machine, {
    input: { store: 'store' },
    events: [{ type: 'check.failed', liveness: 'unreachable' }],
    serializeState: stateName,
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, { steps }) => {
    coverage.begin(`${name}, slow ${isSlow}, PD due ${pdIsDue}`);
    const walk = begin(isSlow, pdIsDue);
    for (const { event, after } of steps) {
      await walk.realise(event);
      const state = stateName(after);
      expect([event.type, walk.state()]).toEqual([event.type, state]);
      const isChecking = state === 'doubted' || state === 'rechecked';
      if (state !== 'removed') expect(walk.checks).toHaveLength(isChecking ? 1 : 0);
      expect(walk.questions).toHaveLength(state === 'locating' ? 1 : 0);
      const isSilent = ['silent', 'locating', 'rechecked'].includes(state);
      if (state !== 'removed') expect(walk.store.liveness).toBe(isSilent ? 'unreachable' : 'reachable');
      // Whoever listens has heard of each silence and of its end.
      const silences = walk.told.filter((name) => name === 'store.unreachable').length;
      const returns = walk.told.filter((name) => name === 'store.reachable').length;
      if (state !== 'removed') expect(silences - returns).toBe(isSilent ? 1 : 0);
    }
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });
});

expectFullCoverage(coverage);
