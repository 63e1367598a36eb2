import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActorRoot } from '../../../src/actor/actor-root.ts';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import {
  AbortedError,
  ClosedError,
  ClusterMismatchError,
  DeadlineError,
  PdUnreachableError,
  ProtocolError,
  TimestampWentBackError,
  TooLargeError,
} from '../../../src/model/errors.ts';
import type { Clock } from '../../../src/model/runtime.ts';
import { composeTimestamp } from '../../../src/model/timestamp.ts';
import { createTimestampOracle } from '../../../src/pd/create-timestamp-oracle.ts';
import { PdSession } from '../../../src/pd/pd-session.ts';
import type { TimestampOracle } from '../../../src/pd/timestamp-oracle.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { FakePd } from '../../support/fake-pd.ts';
import { type FakeRuntime, type FakeStream, fakeRuntime } from '../../support/fake-transport.ts';
import { turnOfEventLoop } from '../../support/virtual-clock.ts';

let runtime: FakeRuntime;
let root: ActorRoot;
let pd: FakePd;
let session: PdSession;
let oracle: TimestampOracle;
let deadlines: Deadlines;
const errors: unknown[] = [];

/** What callers of `timestamp` got, in the order in which it came. */
function ask(times: number): Promise<bigint>[] {
  return Array.from({ length: times }, () => oracle.timestamp());
}

const ts = (logical: number) => composeTimestamp(1000, logical);
const counts = (stream: FakeStream | undefined) =>
  stream?.messages.map((message) => pdRpcs.tso.decodeRequest(message).count);
const lastStream = () => runtime.transport.streams.at(-1) as FakeStream;
const answerWith = (answer: Parameters<typeof pdRpcs.tso.encodeResponse>[0]) =>
  lastStream().answer(pdRpcs.tso.encodeResponse({ header: pd.header, ...answer }));

/** Lets requests be sent and answered. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await turnOfEventLoop();
}

beforeEach(() => {
  runtime = fakeRuntime();
  errors.length = 0;
  root = new ActorRoot({ clock: runtime.clock, onError: (error) => errors.push(error) });
  pd = new FakePd(runtime.transport);
  session = new PdSession(runtime, root, { endpoints: pd.addresses });
  deadlines = new Deadlines(runtime.clock, new TimerWheel(runtime.clock));
  oracle = createTimestampOracle(runtime, root, session);
});

afterEach(() => {
  oracle.close();
  session.close();
  root.stop();
  expect({ errors, timers: runtime.clock.pending, streams: runtime.transport.openStreams }).toEqual({
    errors: [],
    timers: 0,
    streams: [],
  });
});

describe('batches', () => {
  it('S107 tso-batching-monotonic: callers of one turn share a request and get its timestamps in call order', async () => {
    expect(await Promise.all(ask(3))).toEqual([ts(1), ts(2), ts(3)]);
    expect(counts(lastStream())).toEqual([3]);
    expect(await Promise.all(ask(2))).toEqual([ts(4), ts(5)]);
    expect([counts(lastStream()), runtime.transport.streams.length]).toEqual([[3, 2], 1]);
  });

  it('S107 tso-batching-monotonic: callers that come while a request is under way share the next one', async () => {
    pd.mute.add('pd0:2379');
    const first = ask(1);
    await settle();
    const second = ask(2);
    await settle();
    expect(counts(lastStream())).toEqual([1]);
    pd.mute.clear();
    answerWith({ count: 1, timestamp: { physical: 1000n, logical: 5n } });
    pd.logical = 5n;
    expect(await Promise.all([...first, ...second])).toEqual([ts(5), ts(6), ts(7)]);
    expect(counts(lastStream())).toEqual([1, 2]);
  });

  it('a caller that gave up disturbs neither its batch nor the next', async () => {
    pd.mute.add('pd0:2379');
    const abort = new AbortController();
    const deadline = () => deadlines.start({ timeoutMs: 100_000, signal: abort.signal });
    const calls = [oracle.timestamp(), oracle.timestamp(deadline()), oracle.timestamp()];
    await settle();
    const queued = [oracle.timestamp(deadline()), oracle.timestamp()];
    abort.abort();
    await expect(calls[1]).rejects.toThrow(AbortedError);
    await expect(queued[0]).rejects.toThrow(AbortedError);
    pd.mute.clear();
    answerWith({ count: 3, timestamp: { physical: 1000n, logical: 3n } });
    pd.logical = 3n;
    expect(await Promise.all([calls[0], calls[2], queued[1]])).toEqual([ts(1), ts(3), ts(4)]);
    expect(counts(lastStream())).toEqual([3, 1]);
  });

  it('a deadline that has ended is told at once', async () => {
    const deadline = deadlines.start({ timeoutMs: 0 });
    await expect(oracle.timestamp(deadline)).rejects.toThrow(DeadlineError);
    await settle();
    expect(runtime.transport.streams).toEqual([]);
  });
});

describe('failures', () => {
  it('S109 tso-stream-reset: the callers of a broken batch get timestamps of the new leader', async () => {
    await Promise.all(ask(1));
    pd.mute.add('pd0:2379');
    const calls = ask(2);
    await settle();
    calls.push(...ask(1));
    const old = lastStream();
    pd.leader = 1;
    pd.physical = 4000n;
    old.finish({ status: 2, message: 'not leader' });
    old.answer(pd.tsoAnswer(2));
    expect(await Promise.all(calls)).toEqual([2, 3, 4].map((logical) => composeTimestamp(4000, logical)));
    expect(runtime.transport.streams.map(({ address }) => address)).toEqual(['pd0:2379', 'pd1:2379']);
  });

  it('S109 tso-stream-reset: a leader that others report moves the batch before its stream breaks', async () => {
    pd.mute.add('pd0:2379');
    const calls = ask(1);
    await settle();
    pd.leader = 1;
    session.doubt('pd0:2379');
    expect(await Promise.all(calls)).toEqual([ts(1)]);
    expect(runtime.transport.streams.map(({ address, state }) => [address, state])).toEqual([
      ['pd0:2379', 'cancelled'],
      ['pd1:2379', 'open'],
    ]);
  });

  it('F21: a stall ends callers by their own deadlines, and the stream after the timeout of PD', async () => {
    pd.mute.add('pd0:2379');
    const hasty = oracle.timestamp(deadlines.start({ timeoutMs: 1000 }));
    const patient = oracle.timestamp();
    const ended = expect(hasty).rejects.toThrow(DeadlineError);
    await runtime.clock.advanceAsync(1500);
    await ended;
    expect(lastStream().state).toBe('open');
    pd.leader = 1;
    await runtime.clock.advanceAsync(6000);
    expect(await patient).toBe(ts(1));
    expect(runtime.transport.streams.map(({ address }) => address)).toEqual(['pd0:2379', 'pd1:2379']);
  });

  it('F25: without PD, callers are refused when the budget for timestamps is used up, with the reasons', async () => {
    for (const address of pd.addresses) pd.down.add(address);
    const call = oracle.timestamp();
    const refusal = expect(call).rejects.toThrow(PdUnreachableError);
    await runtime.clock.advanceAsync(29_000);
    const later = oracle.timestamp();
    await runtime.clock.advanceAsync(5000);
    await refusal;
    const error = (await call.catch((reason) => reason)) as PdUnreachableError;
    expect(error.attempts).toHaveLength(3);
    pd.down.clear();
    await runtime.clock.advanceAsync(3000);
    expect(await later).toBe(ts(1));
  });

  it('F39: an answer larger than the client takes ends those who wait, and leaves the leader alone', async () => {
    const waiting = ask(2).map((timestamp) => timestamp.catch((error) => error));
    pd.mute.add('pd0:2379');
    await settle();
    const { length } = runtime.transport.unaries;
    lastStream().finish({ status: 8, tooLarge: { sizeBytes: 9, limitBytes: 5, isShared: true } });
    for (const refusal of await Promise.all(waiting)) expect(refusal).toBeInstanceOf(TooLargeError);
    pd.mute.clear();
    expect(await oracle.timestamp()).toBe(ts(1));
    expect(runtime.transport.unaries).toHaveLength(length);
  });

  it('a stream that ended while nobody waited is opened again for the next caller', async () => {
    await Promise.all(ask(1));
    lastStream().finish();
    expect(await Promise.all(ask(1))).toEqual([ts(2)]);
    expect(runtime.transport.streams).toHaveLength(2);
  });

  it('an error of PD in the answer sends the batch to the leader', async () => {
    pd.mute.add('pd0:2379');
    const calls = ask(1);
    await settle();
    pd.leader = 2;
    answerWith({
      header: { ...pd.header, error: { type: 1, message: 'requested pd is not leader of cluster' } },
    });
    expect(await Promise.all(calls)).toEqual([ts(1)]);
  });
});

describe('answers that cannot be right', () => {
  const hostile: readonly [string, Parameters<typeof pdRpcs.tso.encodeResponse>[0]][] = [
    ['fewer than asked for', { count: 1, timestamp: { physical: 1000n, logical: 9n } }],
    ['more than asked for', { count: 3, timestamp: { physical: 1000n, logical: 9n } }],
    ['no timestamp', { count: 2 }],
    ['no time', { count: 2, timestamp: { physical: 0n, logical: 9n } }],
    ['a time before 1970', { count: 2, timestamp: { physical: -5n, logical: 9n } }],
    ['a time beyond 2^63', { count: 2, timestamp: { physical: 2n ** 45n, logical: 9n } }],
    ['a first one below zero', { count: 2, timestamp: { physical: 1000n, logical: 0n } }],
    ['a counter of 19 bits', { count: 2, timestamp: { physical: 1000n, logical: 2n ** 18n } }],
    ['suffix bits', { count: 2, timestamp: { physical: 1000n, logical: 9n, suffixBits: 2 } }],
  ];
  for (const [what, answer] of hostile) {
    it(`F38: ${what} refuses the batch, not the callers after it`, async () => {
      pd.mute.add('pd0:2379');
      const batch = ask(2);
      await settle();
      const next = ask(1);
      pd.mute.clear();
      answerWith(answer);
      for (const call of batch) await expect(call).rejects.toThrow(ProtocolError);
      expect(runtime.transport.streams[0]?.state).toBe('cancelled');
      expect(await Promise.all(next)).toEqual([ts(1)]);
    });
  }

  it('F37: an undecodable one too', async () => {
    pd.mute.add('pd0:2379');
    const [call] = ask(1);
    await settle();
    lastStream().answer(Uint8Array.of(10, 200));
    await expect(call).rejects.toThrow(ProtocolError);
  });

  it('one that nobody asked for breaks the stream', async () => {
    await Promise.all(ask(1));
    const stream = lastStream();
    stream.answer(pd.tsoAnswer(1));
    expect(stream.state).toBe('cancelled');
    expect(await Promise.all(ask(1))).toEqual([ts(2)]);
  });

  it('S112 cluster-id-mismatch: those of another cluster are never given out', async () => {
    await Promise.all(ask(1));
    pd.clusterId = 8n;
    await expect(oracle.timestamp()).rejects.toThrow(ClusterMismatchError);
    await expect(oracle.timestamp()).rejects.toThrow(ClusterMismatchError);
    await expect(session.leader()).rejects.toThrow(ClusterMismatchError);
  });

  it("F43: the old leader's address went to another cluster: the new leader gives them", async () => {
    await Promise.all(ask(1));
    pd.mute.add('pd0:2379');
    const next = oracle.timestamp();
    await settle();
    pd.leader = 1;
    lastStream().answer(pdRpcs.tso.encodeResponse({ header: { clusterId: 8n }, count: 1 }));
    await runtime.clock.advanceAsync(1000);
    expect(await next).toBe(ts(2));
    expect(lastStream().address).toBe('pd1:2379');
  });

  it('S108 tso-fallback: one that is not above the last ends the oracle for good', async () => {
    expect(await Promise.all(ask(2))).toEqual([ts(1), ts(2)]);
    pd.mute.add('pd0:2379');
    const batch = ask(2);
    await settle();
    const queued = ask(1);
    answerWith({ count: 2, timestamp: { physical: 1000n, logical: 3n } });
    const error = new TimestampWentBackError(ts(2), ts(2));
    for (const call of [...batch, ...queued]) await expect(call).rejects.toEqual(error);
    pd.mute.clear();
    pd.physical = 9000n;
    await expect(oracle.timestamp()).rejects.toEqual(error);
    expect(oracle.lowResolution()).toBe(ts(2));
  });

  it('S108 tso-fallback: a new leader that is behind is noticed too', async () => {
    await Promise.all(ask(2));
    pd.leader = 1;
    pd.logical = 0n;
    await expect(oracle.timestamp()).rejects.toThrow(TimestampWentBackError);
  });
});

describe('lowResolution', () => {
  it('is the newest timestamp known, not older than the interval', async () => {
    expect(oracle.lowResolution()).toBeUndefined();
    await Promise.all(ask(3));
    expect(oracle.lowResolution()).toBe(ts(3));
    await runtime.clock.advanceAsync(1900);
    expect(counts(lastStream())).toEqual([3]);
    await runtime.clock.advanceAsync(200);
    await settle();
    expect([counts(lastStream()), oracle.lowResolution()]).toEqual([[3, 1], ts(4)]);
  });

  it('S085 ttl-before-wait: is undefined for who wants none as old', async () => {
    oracle.close();
    oracle = createTimestampOracle(runtime, root, session, { refreshIntervalMs: 600_000 });
    await Promise.all(ask(1));
    await runtime.clock.advanceAsync(3000);
    expect([oracle.lowResolution(3000), oracle.lowResolution(2999)]).toEqual([ts(1), undefined]);
    expect(oracle.lowResolution()).toBe(ts(1));
  });

  it('asking for it starts the refreshing', async () => {
    oracle.lowResolution();
    await runtime.clock.advanceAsync(2000);
    await settle();
    expect(oracle.lowResolution()).toBe(ts(1));
  });

  it('ORA-5: is refreshed more often from the moment on that something younger is read', async () => {
    await Promise.all(ask(1));
    await runtime.clock.advanceAsync(1_500);
    oracle.noteRead(1_000);
    await settle();
    expect([counts(lastStream()), oracle.lowResolution()]).toEqual([[1, 1], ts(2)]);
    await runtime.clock.advanceAsync(899);
    await settle();
    expect(counts(lastStream())).toEqual([1, 1]);
    await runtime.clock.advanceAsync(1);
    await settle();
    oracle.noteRead(1_000);
    await settle();
    expect(counts(lastStream())).toEqual([1, 1, 1]);
  });

  it('waits for whole milliseconds: less may be too little to move the clock', async () => {
    let nowMs = 48.2;
    let fire = () => {};
    const delaysMs: number[] = [];
    const clock: Clock = {
      now: () => nowMs,
      setTimeout(fn, delayMs) {
        delaysMs.push(delayMs);
        fire = fn;
      },
      clearTimeout() {},
    };
    oracle.close();
    oracle = createTimestampOracle({ ...runtime, clock }, root, session);
    await Promise.all(ask(1));
    nowMs += 2_000;
    expect(nowMs - 48.2).toBeLessThan(2_000);
    fire();
    expect(delaysMs).toEqual([2_000, 1]);
  });

  it('survives failing refreshes without asking twice at a time', async () => {
    oracle.lowResolution();
    pd.mute.add('pd0:2379');
    await runtime.clock.advanceAsync(7000);
    expect(runtime.transport.streams.flatMap(counts)).toEqual(runtime.transport.streams.map(() => 1));
    pd.mute.clear();
    await runtime.clock.advanceAsync(10_000);
    expect(oracle.lowResolution()).toBeGreaterThanOrEqual(ts(1));
  });
});

describe('close', () => {
  it('ends those who wait, and later callers', async () => {
    pd.mute.add('pd0:2379');
    const sent = ask(1);
    await settle();
    const queued = ask(1);
    oracle.close();
    oracle.close();
    for (const call of [...sent, ...queued]) await expect(call).rejects.toThrow(ClosedError);
    await expect(oracle.timestamp()).rejects.toThrow(ClosedError);
    expect(lastStream().state).toBe('cancelled');
  });

  it('a session closed before it ends the oracle too', async () => {
    session.close();
    await expect(oracle.timestamp()).rejects.toThrow(ClosedError);
  });
});
