import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { AbortedError, ClosedError, DeadlineError } from '../../../src/model/errors.ts';
import { type AbortListener, Deadlines } from '../../../src/retry/deadline.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  return { clock, deadlines: new Deadlines(clock, new TimerWheel(clock)) };
}

/** A signal that counts its listeners. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listeners: () => listeners };
}

describe('Deadline', () => {
  it('counts down, and gives its error with the stage from its end on', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 100 });
    clock.advance(40);
    expect([deadline.remainingMs(), deadline.error('committing')]).toEqual([60, undefined]);
    clock.advance(60);
    expect(deadline.remainingMs()).toBe(0);
    expect(deadline.error('committing')).toEqual(new DeadlineError('committing', 100));
    expect(() => deadline.check('committing')).toThrow(DeadlineError);
  });

  it('tells why it was waited at last, in parts of the verb too', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 100 });
    const part = deadlines.start({ timeoutMs: 60.4, whole: deadline });
    const causes = [1, 2, 3, 4].map((nth) => new Error(`${nth}`));
    for (const cause of causes) part.noteRetry('regionMiss', 1, cause);
    clock.advance(100);
    const told = { cause: causes[3], attempts: causes.slice(1) };
    expect(deadline.error('backing off')).toMatchObject({
      ...told,
      message: expect.stringContaining('100 ms'),
    });
    expect(part.error('backing off')).toMatchObject({ ...told, message: expect.stringContaining('60 ms') });
  });

  it('calls each listener once when the time is up, never early', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 105 });
    const calls: string[] = [];
    deadline.onEnd(() => calls.push('a'));
    deadline.onEnd(() => calls.push('b'));
    clock.advance(104);
    expect(calls).toEqual([]);
    clock.advance(16);
    expect(calls).toEqual(['a', 'b']);
    clock.runUntilIdle();
    expect(calls).toEqual(['a', 'b']);
  });

  it('sets its timer again when it came early', () => {
    const clock = new VirtualClock();
    const timers = {
      schedule: (delayMs: number, run: () => void) => clock.setTimeout(run, delayMs / 2),
      cancel: (id: unknown) => clock.clearTimeout(id),
    };
    const deadline = new Deadlines(clock, timers).start({ timeoutMs: 64 });
    let endedAtMs = 0;
    deadline.onEnd(() => {
      endedAtMs = clock.now();
    });
    const startMs = clock.now();
    clock.runUntilIdle();
    expect(endedAtMs).toBe(startMs + 64);
  });

  it('does not call a listener that was taken back, and the others all the same', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 10 });
    const calls: string[] = [];
    const off = deadline.onEnd(() => calls.push('a'));
    deadline.onEnd(() => calls.push('b'));
    off();
    clock.advance(20);
    expect(calls).toEqual(['b']);
  });

  it('ends at once when the caller aborts, with the caller’s reason', () => {
    const { deadlines } = setUp();
    const { controller, signal } = countedSignal();
    const deadline = deadlines.start({ timeoutMs: 100, signal });
    let error: unknown;
    deadline.onEnd(() => {
      error = deadline.error('backing off');
    });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(error).toEqual(new AbortedError('backing off', reason));
    expect(error).toHaveProperty('cause', reason);
    expect(deadline.remainingMs()).toBe(100);
  });

  it('knows of a signal that was aborted before', () => {
    const { deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 100, signal: AbortSignal.abort('early') });
    expect(deadline.error('backing off')).toEqual(new AbortedError('backing off', 'early'));
  });

  it('F46 has no timer in a client that has closed, whoever listens', () => {
    const { clock, deadlines } = setUp();
    deadlines.close();
    const deadline = deadlines.start({ timeoutMs: 1000 });
    const off = deadline.onEnd(() => {});
    expect(clock.pending).toBe(0);
    off();
    deadline.release();
  });

  it('F46 ends when the client closes, as do those started later', () => {
    const { deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 100 });
    let error: unknown;
    deadline.onEnd(() => {
      error = deadline.error('backing off');
    });
    deadlines.close();
    deadlines.close();
    expect(error).toEqual(new ClosedError());
    expect(deadlines.start({ timeoutMs: 100 }).error('backing off')).toEqual(new ClosedError());
  });

  it('has no timer and no listener before somebody waits, one of each then, none after release (F45)', () => {
    const { clock, deadlines } = setUp();
    const { signal, listeners } = countedSignal();
    const deadline = deadlines.start({ timeoutMs: 100, signal });
    expect([clock.pending, listeners()]).toEqual([0, 0]);
    for (let i = 0; i < 100; i++) deadline.onEnd(() => undefined)();
    expect([clock.pending, listeners()]).toEqual([1, 1]);
    deadline.release();
    deadline.release();
    expect([clock.pending, listeners()]).toEqual([0, 0]);
  });

  it('shares one listener on a signal with all that wait on it (F45)', () => {
    const { deadlines } = setUp();
    const { controller, signal, listeners } = countedSignal();
    const ended: number[] = [];
    const all = [0, 1, 2].map((nth) => {
      const deadline = deadlines.start({ timeoutMs: 100, signal });
      deadline.onEnd(() => ended.push(nth));
      return deadline;
    });
    expect(listeners()).toBe(1);
    all[0]?.release();
    expect(listeners()).toBe(1);
    controller.abort();
    expect([ended, listeners()]).toEqual([[1, 2], 0]);
  });

  it('ends with the first of several signals, whose reason it keeps, whether or not anybody waits then', () => {
    const { clock, deadlines } = setUp();
    for (const waits of [true, false]) {
      const [one, other] = [countedSignal(), countedSignal()];
      const deadline = deadlines.start({ timeoutMs: 100, signal: [one.signal, other.signal] });
      let calls = 0;
      if (waits) deadline.onEnd(() => calls++);
      expect([one.listeners(), other.listeners()]).toEqual([1, 1]);
      other.controller.abort('first');
      one.controller.abort('second');
      expect(deadline.error('committing')).toEqual(new AbortedError('committing', 'first'));
      expect([calls, one.listeners(), other.listeners()]).toEqual([waits ? 1 : 0, 0, 0]);
    }
    expect(clock.pending).toBe(0);
  });

  it('knows of several signals of which one was aborted before, and listens to none', () => {
    const { clock, deadlines } = setUp();
    const { controller, signal, listeners } = countedSignal();
    const deadline = deadlines.start({ timeoutMs: 100, signal: [signal, AbortSignal.abort('early')] });
    controller.abort('late');
    expect(deadline.error('committing')).toEqual(new AbortedError('committing', 'early'));
    expect([clock.pending, listeners()]).toEqual([0, 0]);
  });

  it('has one listener on each of several signals, however many calls share them, none after release (F45)', () => {
    const { deadlines } = setUp();
    const [long, own] = [countedSignal(), countedSignal()];
    const all = Array.from({ length: 20 }, () =>
      deadlines.start({ timeoutMs: 100, signal: [own.signal, long.signal] }),
    );
    expect([own.listeners(), long.listeners()]).toEqual([1, 1]);
    for (const deadline of all) deadline.release();
    expect([own.listeners(), long.listeners()]).toEqual([0, 0]);
    long.controller.abort('late');
    expect(all[0]?.error('committing')).toEqual(new AbortedError('committing', 'late'));
  });

  it('has others told of a signal by the listener it has there', () => {
    const { deadlines } = setUp();
    const { controller, signal, listeners } = countedSignal();
    const told: string[] = [];
    const telling = (name: string): AbortListener => ({
      aborted: ({ reason }) => told.push(`${name}: ${reason}`),
    });
    const [kept, left] = [telling('kept'), telling('left')];
    const deadline = deadlines.start({ timeoutMs: 100, signal });
    deadline.onEnd(() => told.push('deadline'));
    deadlines.listen(signal, kept);
    deadlines.listen(signal, left);
    deadlines.unlisten(signal, left);
    expect(listeners()).toBe(1);
    controller.abort('enough');
    expect(told).toEqual(['deadline', 'kept: enough']);
    deadlines.unlisten(signal, kept);
    expect(listeners()).toBe(0);
  });

  it('reports the time of what it is part of, where that is over first', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 482, reportedTimeoutMs: 500 });
    clock.advance(481);
    expect(deadline.error('committing')).toBeUndefined();
    clock.advance(1);
    expect(deadline.error('committing')).toEqual(new DeadlineError('committing', 500));
  });

  it('leaves no listener behind when it ends by itself', () => {
    const { clock, deadlines } = setUp();
    const { signal, listeners } = countedSignal();
    deadlines.start({ timeoutMs: 100, signal }).onEnd(() => undefined);
    clock.runUntilIdle();
    expect([clock.pending, listeners()]).toEqual([0, 0]);
  });

  it('calls no listener after release', () => {
    const { clock, deadlines } = setUp();
    const deadline = deadlines.start({ timeoutMs: 10 });
    let calls = 0;
    deadline.onEnd(() => calls++);
    deadline.release();
    deadlines.close();
    clock.advance(100);
    expect(calls).toBe(0);
  });
});
