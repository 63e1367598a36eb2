import { describe, expect, it } from 'vitest';
import { checkRecording, parseRecording } from '../../src/inspector/recording/parse-recording.ts';
import type { Entry } from '../../src/inspector/recording/recording.ts';
import { duration, tsTime } from '../../src/inspector/view/format.ts';
import { sequenceOf } from '../../src/inspector/view/messages.ts';
import { countsAt } from '../../src/inspector/view/state-counts.ts';
import { stateTimes } from '../../src/inspector/view/state-times.ts';
import { below, contextAt, momentAt, Timeline, unitOf } from '../../src/inspector/view/timeline.ts';
import { HEAD, start, step } from './support.ts';

describe('a recording that is not sound', () => {
  const problem = (change: Record<string, unknown>) => {
    const parsed = checkRecording({ ...HEAD, entries: [start(1, 1), step(2, 1, 'b')], ...change });
    return 'problems' in parsed ? parsed.problems : 'is sound';
  };
  const machineWith = (change: object) => ({
    id: 'x',
    known: false,
    states: [{ path: 'a', kind: 'atomic', edges: [], ...change }],
  });
  const withEntry = (change: object) => ({ entries: [start(1, 1), { ...step(2, 1, 'b'), ...change }] });

  it.each([
    ['another format', { format: 'har' }, 'It is no recording of this inspector'],
    [
      'another version',
      { version: 2 },
      'Its version is 2, recorded by tikv-client 0.1.0, and this inspector reads version 1',
    ],
    ['no version of the package', { recordedBy: 7 }, '"recordedBy" is no text'],
    ['no beginning', { startedAt: undefined }, '"startedAt" is no text'],
    ['no word about keys', { shows: null }, '"shows" is no object'],
    ['no machines', { machines: {} }, '"machines" is no list'],
    ['a machine without states', { machines: [{ id: 'x' }] }, 'Machine 1 has no id or no list of states'],
    [
      'a state without ways out',
      { machines: [machineWith({ edges: undefined })] },
      'Machine 1 has a state that is none',
    ],
    [
      'a state whose description is none',
      { machines: [machineWith({ description: {} })] },
      'Machine 1 has a state that is none',
    ],
    ['no entries', { entries: undefined }, '"entries" is no list'],
    ['an entry that is none', { entries: [null] }, 'Entry 1 is no object'],
    ['entries out of order', withEntry({ n: 1 }), 'Entry 2 has the place 1, which does not follow 1'],
    ['an entry without a time', withEntry({ t: 'now' }), 'Entry 2 has no time: "now"'],
    ['an entry without an actor', withEntry({ actor: 1.5 }), 'Entry 2 has no actor: 1.5'],
    ['an unknown status', withEntry({ status: 'well' }), 'Entry 2 has the unknown status "well"'],
    ['a state that is none', withEntry({ state: {} }), 'Entry 2 has a state that is no text'],
    ['an unknown kind', withEntry({ kind: 'leap' }), 'Entry 2 is of the unknown kind "leap"'],
    ['a step without an event', withEntry({ event: {} }), 'Entry 2 has no event'],
    ['a step without edges', withEntry({ edges: [1] }), 'Entry 2 has no list of edges'],
    ['an actor that starts twice', { entries: [start(1, 1), start(2, 1)] }, 'Entry 2 starts actor 1 again'],
    [
      'an actor without a name',
      { entries: [start(1, 1, { name: 1 as never })] },
      'Entry 1 starts an actor without a name',
    ],
    [
      'an actor that is one of nothing',
      { entries: [start(1, 1, { oneOf: 'x' as never })] },
      'does not say of how many',
    ],
  ])('has %s', (_, change, told) => {
    expect(problem(change)[0]).toContain(told);
  });

  it.each([null, {}, { event: 1, nth: 0 }, { event: 'go' }, { event: 'go', nth: 0, guard: [] }])(
    'has a way out of a state that is %j',
    (edge) => {
      expect(problem({ machines: [machineWith({ edges: [edge] })] })).toEqual([
        'Machine 1 has a way out of a state that is none',
      ]);
    },
  );

  it('has a place that is deeper than the stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify({ ...HEAD, entries: [start(7, 1)] }).replace('"n":7', `"n":${deep}`);
    expect(parseRecording(text)).toEqual({
      problems: ['Entry 1 has the place an object, which does not follow 0'],
    });
  });

  it('tells some problems, not thousands', () => {
    expect(problem({ entries: Array.from({ length: 1000 }, () => null) })).toHaveLength(5);
  });

  it('is no JSON', () => {
    expect(parseRecording('{"format":')).toEqual({ problems: [expect.stringContaining('It is not JSON')] });
    for (const json of ['null', '7', '[]', '"x"']) expect(parseRecording(json)).toHaveProperty('problems');
  });
});

describe('a timeline', () => {
  const timelineOf = (entries: readonly Entry[]) => {
    const timeline = new Timeline(HEAD);
    timeline.add(entries);
    return timeline;
  };

  it('tells what an actor was at each entry, and since when', () => {
    const timeline = timelineOf([
      start(1, 1),
      step(3, 1, 'b.c'),
      step(5, 1, 'b.c', { edges: [] }),
      step(9, 1, 'd', { status: 'done' }),
    ]);
    const actor = timeline.actor(1);
    if (actor === undefined) throw new Error('no actor');
    const at = (n: number) => {
      const moment = momentAt(actor, n);
      return moment && [moment.state, moment.sinceMs, moment.isOver];
    };
    expect([0, 1, 2, 4, 5, 9, 99].map(at)).toEqual([
      undefined,
      ['a', 1, false],
      ['a', 1, false],
      ['b.c', 3, false],
      ['b.c', 3, false],
      ['d', 9, true],
      ['d', 9, true],
    ]);
    expect([...stateTimes(actor, 99, 99)]).toEqual([
      ['a', 2],
      ['b', 6],
      ['b.c', 6],
      ['d', 0],
    ]);
    expect(stateTimes(actor, 4, 8).get('b.c')).toBe(5);
  });

  it('forgets the oldest units that have ended, as a whole, and keeps those that live', () => {
    const timeline = new Timeline(HEAD);
    timeline.add([start(1, 1), start(2, 2, { parent: 1 })]);
    for (let unit = 0; unit < 40_000; unit++) {
      const n = 10 + unit * 3;
      timeline.add([
        start(n, n),
        start(n + 1, n + 1, { parent: n, status: 'done' }),
        step(n + 2, n, 'd', { status: 'done' }),
      ]);
    }
    expect(timeline.size).toBeLessThan(66_001);
    const kept = [...timeline.actors];
    expect(kept.slice(0, 2).map(({ id }) => id)).toEqual([1, 2]);
    expect(kept.slice(2).filter((actor) => below(unitOf(actor)).length !== 2)).toEqual([]);
  });

  it('forgets the past of actors that live on before units that have ended, but not their last context', () => {
    const timeline = new Timeline(HEAD);
    const context = { round: 1 };
    timeline.add([
      start(1, 1, { machine: 'client' }),
      start(2, 2, { machine: 'tsoBatcher', parent: 1, context: { round: 0 } }),
      start(3, 3, { parent: 1 }),
      step(4, 3, 'd', { status: 'done' }),
    ]);
    for (let n = 10; n < 200_000; n += 500) {
      timeline.add(
        Array.from({ length: 500 }, (_, nth) =>
          step(n + nth, 2, 'b', n + nth === 150_000 ? { context } : {}),
        ),
      );
    }
    expect(timeline.size).toBeLessThan(66_001);
    expect([...timeline.actors].map(({ id }) => id)).toEqual([1, 2, 3]);
    const batcher = timeline.actor(2);
    if (batcher === undefined) throw new Error('no actor');
    expect(batcher.entries[0]).toBe(batcher.start);
    expect(momentAt(batcher, Number.POSITIVE_INFINITY)?.state).toBe('b');
    expect(contextAt(batcher, Number.POSITIVE_INFINITY)).toEqual(context);
    expect(timeline.size).toBe([...timeline.actors].reduce((sum, { entries }) => sum + entries.length, 0));
  });

  it('passes over what it has, and what belongs to actors it does not know', () => {
    const entries = [start(1, 1), step(2, 1, 'b')];
    const timeline = timelineOf(entries);
    timeline.add([...entries, step(3, 77, 'b')]);
    expect(timeline.size).toBe(2);
  });

  it('stands actors that hang below each other fifty thousand deep', () => {
    const deep = Array.from({ length: 50_000 }, (_, at) =>
      start(at + 1, at + 1, at === 0 ? {} : { parent: at }),
    );
    const timeline = timelineOf(deep);
    const top = timeline.actor(1);
    if (top === undefined) throw new Error('no actor');
    expect(below(top)).toHaveLength(50_000);
    expect(sequenceOf(top).lanes).toHaveLength(50_000);
  });

  it('stands two hundred thousand actors below one', () => {
    const wide = Array.from({ length: 200_000 }, (_, at) =>
      start(at + 1, at + 1, at === 0 ? {} : { parent: 1 }),
    );
    const top = timelineOf(wide).actor(1);
    if (top === undefined) throw new Error('no actor');
    expect(below(top)).toHaveLength(200_000);
  });

  it('counts states of machines that are called as what every object has', () => {
    const timeline = timelineOf([
      start(1, 1, { machine: '__proto__', state: 'toString' }),
      start(2, 2, { machine: 'constructor', state: '__proto__' }),
      step(3, 2, 'valueOf', { status: 'done' }),
    ]);
    const { live, ended } = countsAt(timeline.actors, timeline.lastN);
    expect([...live].map(([machine, states]) => [machine, [...states]])).toEqual([
      ['__proto__', [['toString', 1]]],
    ]);
    expect([...ended].map(([machine, states]) => [machine, [...states]])).toEqual([
      ['constructor', [['valueOf', 1]]],
    ]);
    expect(String({})).toBe('[object Object]');
  });
});

describe('messages of machines that nothing is known of', () => {
  it('go from who sent an event to who took it', () => {
    const timeline = new Timeline(HEAD);
    timeline.add([
      start(1, 1, { name: 'saga' }),
      start(2, 2, { name: 'payment', parent: 1 }),
      step(3, 2, 'b', { event: { type: 'charge' }, from: 1 }),
      step(4, 1, 'b', { event: { type: 'paid' }, from: 2 }),
      step(5, 1, 'c', { event: { type: 'ship' } }),
    ]);
    const saga = timeline.actor(1);
    if (saga === undefined) throw new Error('no actor');
    expect(sequenceOf(saga).messages.map(({ from, to, label }) => [from, to, label])).toEqual([
      ['actor 1', 'actor 2', 'start'],
      ['actor 1', 'actor 2', 'charge'],
      ['actor 2', 'actor 1', 'paid'],
      ['actor 1', 'actor 1', 'ship'],
    ]);
  });
});

it('durations and timestamps are told as people read them', () => {
  expect([0, 0.85, 4.24, 42.4, 999, 1350, 61_500, 3_700_000].map(duration)).toEqual([
    '0 µs',
    '850 µs',
    '4.2 ms',
    '42 ms',
    '999 ms',
    '1.35 s',
    '1 min 2 s',
    '1 h 1 min',
  ]);
  expect(tsTime('450000000000000001')?.toISOString()).toBe('2024-05-25T05:09:29.531Z');
  expect(tsTime('0')).toBeUndefined();
});
