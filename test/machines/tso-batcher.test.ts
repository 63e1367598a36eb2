import { describe, expect, it } from 'vitest';
import type { EventObject } from 'xstate';
import { tsoBatcherMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { PdUnreachableError } from '../../src/model/errors.ts';
import { createTimestampOracle, type OracleSession } from '../../src/pd/create-timestamp-oracle.ts';
import { Deadlines } from '../../src/retry/deadline.ts';
import { ChartCoverage, edgePaths } from '../../src/testing/index.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { TSO_BATCHER_EVENTS } from '../support/chart-events.ts';
import { type FakeStream, fakeRuntime } from '../support/fake-transport.ts';
import { stateName, stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(tsoBatcherMachine);
const ANSWER_TIMEOUT: string = 'xstate.after.answerTimeout.tsoBatcher.inFlight';
type BatcherEvent = EventObject & { readonly waiting?: boolean };

/** An oracle over a session that answers when told to, on which the events of the chart are brought about. */
function begin() {
  const { states, inspect } = stateWatcher(coverage.inspect);
  const runtime = fakeRuntime();
  const errors: unknown[] = [];
  const root = new ActorRoot({ clock: runtime.clock, inspect, onError: (error) => errors.push(error) });
  const leaders: { resolve(address: string): void; reject(error: unknown): void }[] = [];
  const session: OracleSession = {
    clusterId: 7n,
    timeoutMs: 3000,
    doubt: () => {},
    onLeader: () => () => {},
    leader: () => new Promise((resolve, reject) => leaders.push({ resolve, reject })),
  };
  // Long enough for no refresh to come between.
  const oracle = createTimestampOracle(runtime, root, session, { refreshIntervalMs: 1e9 });
  const deadlines = new Deadlines(runtime.clock, new TimerWheel(runtime.clock));
  const given: bigint[] = [];
  const refused: string[] = [];
  let callers = 0;
  let logical = 0n;
  let abort = new AbortController();
  const lastStream = () => runtime.transport.streams.at(-1) as FakeStream;

  const call = () => {
    callers++;
    const deadline = deadlines.start({ timeoutMs: 1e9, signal: abort.signal });
    oracle
      .timestamp(deadline)
      .then(
        (timestamp) => given.push(timestamp),
        (error) => refused.push(error.name),
      )
      .finally(() => deadline.release());
  };
  /** Makes it true, or false, that callers wait for whom no request is under way. */
  const wait = (waiting: boolean | undefined) => {
    if (waiting === true) call();
    if (waiting === false) {
      abort.abort();
      abort = new AbortController();
    }
  };

  const realise = async ({ type, waiting }: BatcherEvent) => {
    if (type === 'batch.wanted') {
      call();
      // The turn is not over.
      return;
    }
    if (type === 'batch.collected') {
      if (waiting === false) wait(false);
    } else if (type === 'batch.answered') {
      if (waiting === true) call();
      const { count } = pdRpcs.tso.decodeRequest(lastStream().messages.at(-1) as Uint8Array);
      logical += BigInt(count);
      const timestamp = { physical: 1000n, logical };
      lastStream().answer(pdRpcs.tso.encodeResponse({ header: { clusterId: 7n }, count, timestamp }));
    } else if (type === 'stream.opened') {
      wait(waiting);
      leaders.shift()?.resolve('pd0:2379');
    } else if (type === 'stream.failed') {
      const state = states.get('tsoBatcher');
      if (state === 'inFlight' || state === 'reconnecting') wait(waiting);
      if (state === 'reconnecting') leaders.shift()?.reject(new PdUnreachableError('no leader'));
      else lastStream().finish();
      if (state === 'collecting') return;
    } else if (type === 'oracle.closed') {
      oracle.close();
    } else {
      runtime.clock.advance(3000);
    }
    await turnOfEventLoop();
  };
  const end = () => {
    oracle.close();
    deadlines.close();
    root.stop();
    return { errors, timers: runtime.clock.pending };
  };
  const ended = () => given.length + refused.length;
  return {
    realise,
    end,
    given,
    refused,
    runtime,
    ended,
    callers: () => callers,
    state: () => states.get('tsoBatcher'),
  };
}

describe('every edge of the tso-batcher chart', () => {
  const machine = tsoBatcherMachine.provide({ delays: { answerTimeout: 3000, backoff: 500 } });
  const paths = edgePaths(machine, {
    input: { oracle: 'oracle' },
    events: TSO_BATCHER_EVENTS,
    serializeState: ({ value, context: { connected, failures } }) =>
      `${value} ${connected} ${Math.min(failures, 2)}`,
    // Without a stream, none can fail. What the oracle makes of answers is walked apart, below.
    canHappen: ({ value, context }, { type }) =>
      type !== ANSWER_TIMEOUT &&
      type !== 'oracle.wentBack' &&
      !(type === 'stream.failed' && (value === 'idle' || value === 'collecting') && !context.connected),
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, { steps }) => {
    coverage.begin(name);
    const walk = begin();
    for (const { event, after } of steps) {
      await walk.realise(event);
      const state = stateName(after);
      expect([event.type, walk.state()]).toEqual([event.type, state]);
      if (state === 'idle' || state === 'closed') {
        await turnOfEventLoop();
        expect(walk.ended()).toBe(walk.callers());
      }
    }
    expect(walk.given).toEqual([...walk.given].sort((a, b) => Number(a - b)));
    expect(new Set(walk.given).size).toBe(walk.given.length);
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });
});

describe('what the oracle makes of an answer, or of none', () => {
  const toInFlight: readonly BatcherEvent[] = [
    { type: 'batch.wanted' },
    { type: 'batch.collected' },
    { type: 'stream.opened' },
  ];

  it('one that goes back ends it for good', async () => {
    coverage.begin('two answers, the second below the first');
    const walk = begin();
    for (const event of toInFlight) await walk.realise(event);
    await walk.realise({ type: 'batch.answered', waiting: true });
    const [stream] = walk.runtime.transport.openStreams as [FakeStream];
    const timestamp = { physical: 999n, logical: 1n };
    stream.answer(pdRpcs.tso.encodeResponse({ header: { clusterId: 7n }, count: 1, timestamp }));
    await walk.realise({ type: 'batch.wanted' });
    await turnOfEventLoop();
    const name = 'TimestampWentBackError';
    expect([walk.state(), walk.refused]).toEqual(['failed', [name, name]]);
    expect(walk.runtime.transport.openStreams).toEqual([]);
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });

  it('none in time: the stream is given up, and the callers wait for the next', async () => {
    coverage.begin('no answer in time');
    const walk = begin();
    for (const event of toInFlight) await walk.realise(event);
    expect([walk.state(), walk.runtime.transport.openStreams.length]).toEqual(['inFlight', 1]);
    walk.runtime.clock.advance(3000);
    await turnOfEventLoop();
    expect([walk.runtime.transport.openStreams.length, walk.ended()]).toEqual([0, 0]);
    await walk.realise({ type: 'stream.opened' });
    await walk.realise({ type: 'batch.answered' });
    expect([walk.given.length, walk.refused]).toEqual([1, []]);
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });
});

expectFullCoverage(coverage);
