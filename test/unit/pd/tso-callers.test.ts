import { describe, expect, it, vi } from 'vitest';
import { ClosedError } from '../../../src/model/errors.ts';
import { TsoCallers } from '../../../src/pd/tso-callers.ts';
import type { Deadline, DeadlineListener } from '../../../src/retry/deadline.ts';

const ERROR = new ClosedError();

/** Callers with a request under way, and others behind them. */
function crowd(inBatch: number, waiting: number) {
  const listeners: DeadlineListener[] = [];
  let ended: ClosedError | undefined;
  const deadline = {
    error: () => ended,
    listen: (listener: DeadlineListener) => listeners.push(listener),
    unlisten: () => {},
  } as unknown as Deadline;
  const callers = new TsoCallers();
  const errors: Promise<unknown>[] = [];
  const add = (count: number) => {
    for (let i = 0; i < count; i++) errors.push(callers.add(i, deadline).catch((error) => error));
  };
  add(inBatch);
  callers.takeBatch(inBatch);
  add(waiting);
  const endDeadlines = () => {
    ended = ERROR;
    for (const listener of listeners) listener.deadlineEnded();
  };
  return { callers, errors: Promise.all(errors), endDeadlines };
}

/** How often a method that walks over an array, or moves it, was called meanwhile. */
function countCalls(method: 'includes' | 'indexOf' | 'shift' | 'splice', work: () => void): number {
  const calls = vi.spyOn(Array.prototype, method as 'shift');
  work();
  const { length } = calls.mock.calls;
  calls.mockRestore();
  return length;
}

describe('F48: callers of timestamps, very many of which end in one turn of the event loop', () => {
  it.each(['includes', 'indexOf', 'shift', 'splice'] as const)(
    'by their deadlines or by the close of the client: no %s for each',
    async (method) => {
      const ending = crowd(100, 500);
      expect(countCalls(method, ending.endDeadlines)).toBe(0);
      expect(ending.callers.hasWaiting).toBe(false);
      expect(new Set(await ending.errors)).toEqual(new Set([ERROR]));
      const closing = crowd(100, 500);
      expect(countCalls(method, () => closing.callers.refuseAll(ERROR))).toBeLessThan(3);
      expect([closing.callers.hasWaiting, closing.callers.batchSize]).toEqual([false, 0]);
      expect(new Set(await closing.errors)).toEqual(new Set([ERROR]));
    },
  );

  it('those in a batch that returns wait again', () => {
    const { callers, endDeadlines } = crowd(2, 1);
    callers.returnBatch();
    endDeadlines();
    expect(callers.hasWaiting).toBe(false);
    expect(callers.takeBatch(3)).toBe(0);
  });
});
