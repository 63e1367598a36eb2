import { describe, expect, it } from 'vitest';
import { bothSignals, endingWith } from '../../../../src/client/options/verb-options.ts';
import { DeadlineError } from '../../../../src/model/errors.ts';
import { Deadlines } from '../../../../src/retry/deadline.ts';
import { PhaseDeadline } from '../../../../src/txn/commit/phase-deadline.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

function setUp(timeoutMs: number) {
  const clock = new VirtualClock();
  // What a timer would tell is asked for.
  const deadlines = new Deadlines(clock, { schedule: () => undefined, cancel: () => undefined });
  return { clock, deadlines, deadline: deadlines.start({ timeoutMs }) };
}

describe('a verb that ends with what it is part of', () => {
  it.each([
    ['its own time, when that is over first', 200, undefined, 200],
    ['the time of the whole, and not what was left of it', 5000, undefined, 500],
    ['the time of the whole, of a verb that names none', undefined, undefined, 500],
    ['the time of the whole, in a phase of it', 5000, Number.POSITIVE_INFINITY, 500],
    ['the time of the phase, when that is over first', 5000, 50, 50],
  ] as const)('tells %s', (_, own, phaseMs, told) => {
    const { clock, deadlines, deadline } = setUp(500);
    clock.advance(18);
    const options = endingWith({ deadline, signal: undefined }, { timeoutMs: own }, 60_000);
    let part = deadlines.start({ ...options, timeoutMs: options.timeoutMs ?? 0 });
    clock.advance(18);
    if (phaseMs !== undefined) part = new PhaseDeadline(deadlines, part, phaseMs).deadline;
    clock.advance(told);
    expect(part.error('committing')).toEqual(new DeadlineError('committing', told));
  });

  it('ends with its own signal and those of the whole, each of them once', () => {
    const { deadline } = setUp(500);
    const [one, two, three] = [1, 2, 3].map(() => new AbortController().signal) as [
      AbortSignal,
      AbortSignal,
      AbortSignal,
    ];
    const signalOf = (own?: AbortSignal, whole?: AbortSignal | AbortSignal[]) =>
      endingWith({ deadline, signal: whole }, { signal: own }, 1000).signal;
    expect(signalOf()).toBeUndefined();
    expect([signalOf(one), signalOf(undefined, one), signalOf(one, one)]).toEqual([one, one, one]);
    expect(signalOf(one, two)).toEqual([one, two]);
    expect(signalOf(two, [three, two])).toEqual([two, three]);
    expect(bothSignals([one, two], three)).toEqual([one, two, three]);
  });
});
