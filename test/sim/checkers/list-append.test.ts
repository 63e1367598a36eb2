import { describe, expect, it } from 'vitest';
import type { Step } from '../history.ts';
import { historyOf, read, type Sketch, write } from './bad-history.ts';
import { checkListAppend } from './list-append.ts';

/** An append as the workload makes it: read the list, write it longer. */
const append = (key: string, list: string, element: string): Step[] => [
  read(key, list === '' ? undefined : list),
  write(key, list === '' ? element : `${list},${element}`),
];

/** All at once, so that real time orders none of them. */
const overlapping = (sketches: readonly Sketch[]): Sketch[] =>
  sketches.map((sketch, index) => ({ beganAt: index, endedAt: 100 + index, ...sketch }));

const namesOf = (sketches: readonly Sketch[]) => [
  ...new Set(checkListAppend(historyOf('list-append', sketches)).map(({ name }) => name)),
];

describe('checkListAppend', () => {
  it('finds nothing in a serial history', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: append('x', '1', '2') },
      { steps: [...append('y', '', '3'), read('x', '1,2')] },
      { steps: [read('x', '1,2'), read('y', '3')] },
    ];
    expect(namesOf(sketches)).toEqual([]);
  });

  it('allows write skew: two transactions that each miss what the other wrote', () => {
    const sketches = [
      { steps: [...append('x', '', '1'), read('y', undefined)] },
      { steps: [...append('y', '', '2'), read('x', undefined)] },
      { steps: [read('x', '1'), read('y', '2')], beganAt: 200, endedAt: 201 },
    ];
    expect(namesOf(overlapping(sketches))).toEqual([]);
    const promised = checkListAppend(
      historyOf('list-append', overlapping(sketches)),
      'list-append',
      'serializable',
    );
    expect(promised.map(({ name }) => name)).toEqual(['G2']);
  });

  it('reads of statements are of different times: they count as those under locks do', () => {
    const later = (key: string, value: string | undefined): Step => ({ kind: 'read', key, value, at: 9n });
    const writer: Sketch = { steps: [...append('x', '', '1'), ...append('y', '', '2')] };
    const steps = [later('x', undefined), { kind: 'undo', from: 0 } as const, later('y', '2')];
    const reader: Sketch = { mode: 'pessimistic', outcome: 'unknown', steps };
    const last: Sketch = { steps: [read('x', '1'), read('y', '2')] };
    expect(namesOf(overlapping([writer, reader, last]))).toEqual([]);
    const atOnce: Sketch = { outcome: 'unknown', steps: [read('x', undefined), read('y', '2')] };
    expect(namesOf(overlapping([writer, atOnce, last]))).toEqual(['G-single']);
  });

  it('reads under locks count when the transaction was committed, others beside them never', () => {
    const locked = (key: string, value: string): Step => ({
      kind: 'lock',
      key,
      isShared: false,
      isLocked: true,
      read: { value },
      exists: true,
      beganAt: 1,
      endedAt: 2,
    });
    const fresh: Sketch = {
      mode: 'pessimistic',
      steps: [read('x', undefined), locked('x', '1'), locked('y', '9')],
    };
    const written = { steps: append('x', '', '1') };
    expect(namesOf([written, { ...fresh, outcome: 'unknown' }])).toEqual([]);
    expect(namesOf([written, fresh])).toEqual(['garbage-read']);
    const appended: Sketch = { mode: 'pessimistic', steps: [locked('x', '1'), write('x', '1,2')] };
    expect(namesOf([written, appended, { steps: [read('x', '1,2')] }])).toEqual([]);
  });

  it('G1a: a read of what a failed transaction appended', () => {
    const sketches: Sketch[] = [
      { steps: append('x', '', '1'), outcome: 'failed' },
      { steps: [read('x', '1')] },
    ];
    expect(namesOf(sketches)).toEqual(['G1a']);
  });

  it('G1b: a read of what a transaction had not finished appending', () => {
    const sketches = [
      { steps: [...append('x', '', '1'), write('x', '1,2')] },
      { steps: [read('x', '1')] },
      { steps: [read('x', '1,2')] },
    ];
    expect(namesOf(overlapping(sketches))).toContain('G1b');
  });

  it('garbage: an element that nobody appended', () => {
    expect(namesOf([{ steps: [read('x', '9')] }])).toEqual(['garbage-read']);
  });

  it('a duplicate: an element twice in a list', () => {
    expect(namesOf([{ steps: append('x', '', '1') }, { steps: [read('x', '1,1')] }])).toContain('duplicate');
  });

  it('incompatible orders: two reads of which neither is a prefix of the other', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: append('x', '', '2') },
      { steps: [read('x', '1,2')] },
      { steps: [read('x', '2')] },
    ];
    expect(namesOf(overlapping(sketches))).toContain('incompatible-order');
  });

  it('internal: a transaction that disagrees with itself', () => {
    const sketches = [{ steps: append('x', '', '1') }, { steps: [...append('x', '1', '2'), read('x', '1')] }];
    expect(namesOf(sketches)).toContain('internal');
  });

  it('a lost append: acknowledged, and not in what was read later', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: append('x', '1', '2') },
      { steps: [read('x', '1')] },
    ];
    expect(namesOf(sketches)).toContain('lost-append');
  });

  it('G0: writes of two transactions in opposite orders', () => {
    const sketches = [
      { steps: [write('x', '1'), write('y', '1b')] },
      { steps: [write('x', '2'), write('y', '2b')] },
      { steps: [read('x', '1,2'), read('y', '2b,1b')] },
    ];
    const sketched = overlapping(sketches.map((one) => ({ ...one, steps: one.steps })));
    expect(namesOf(sketched)).toContain('G0');
  });

  it('G1c: each of two transactions read what the other wrote', () => {
    const sketches = [
      { steps: [...append('x', '', '1'), read('y', '2')] },
      { steps: [...append('y', '', '2'), read('x', '1')] },
    ];
    expect(namesOf(overlapping(sketches))).toEqual(['G1c']);
  });

  it('G-single: read skew, one key as of before a transaction and another as of after it', () => {
    const sketches = [
      { steps: [...append('x', '', '1'), ...append('y', '', '2')] },
      { steps: [read('x', undefined), read('y', '2')] },
      { steps: [read('x', '1')] },
    ];
    expect(namesOf(overlapping(sketches))).toEqual(['G-single']);
  });

  it('a lost update: two appends to the same state', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: append('x', '', '2') },
      { steps: [read('x', '1,2')] },
    ];
    expect(namesOf(overlapping(sketches))).toEqual(['G-single']);
  });

  it('a long fork: two readers see two writes in opposite orders (no two rw edges are neighbours)', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: append('y', '', '2') },
      { steps: [read('x', '1'), read('y', undefined)] },
      { steps: [read('x', undefined), read('y', '2')] },
      { steps: [read('x', '1'), read('y', '2')] },
    ];
    expect(namesOf(overlapping(sketches))).toEqual(['G-nonadjacent']);
  });

  it('a stale read: it misses what was acknowledged before it began', () => {
    const sketches = [
      { steps: append('x', '', '1') },
      { steps: [read('x', undefined)] },
      { steps: [read('x', '1')] },
    ];
    expect(namesOf(sketches)).toEqual(['G-single-realtime']);
  });
});
