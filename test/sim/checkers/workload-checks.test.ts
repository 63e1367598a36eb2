import { describe, expect, it } from 'vitest';
import type { Anomaly, History, Step } from '../history.ts';
import { checkBank } from '../workloads/bank.ts';
import { checkCounter } from '../workloads/counter.ts';
import { checkLongFork } from '../workloads/long-fork.ts';
import { checkMonotonic } from '../workloads/monotonic.ts';
import { checkOnCall } from '../workloads/on-call.ts';
import { checkQueue } from '../workloads/queue.ts';
import { checkSequential } from '../workloads/sequential.ts';
import { checkSet } from '../workloads/set.ts';
import { countWriteSkews } from '../workloads/write-skew.ts';
import { historyOf, read, type Sketch, write } from './bad-history.ts';

const namesOf = (check: (history: History) => Anomaly[], workload: string, sketches: readonly Sketch[]) =>
  check(historyOf(workload, sketches)).map(({ name }) => name);

const scan = (rows: readonly (readonly [string, string])[]): Step => ({
  kind: 'scan',
  start: 'set/',
  end: 'set0',
  reverse: false,
  limit: undefined,
  rows,
});

describe('checks of workloads', () => {
  it('bank: the sum of a snapshot', () => {
    const check = (history: History) => checkBank(history, 2);
    expect(namesOf(check, 'bank', [{ steps: [read('bank/0', '90'), read('bank/1', '110')] }])).toEqual([]);
    expect(namesOf(check, 'bank', [{ steps: [read('bank/0', '90'), read('bank/1', '100')] }])).toEqual([
      'bank',
    ]);
    expect(namesOf(check, 'bank', [{ steps: [read('bank/0', '90')] }])).toEqual([]);
  });

  it('S005 on-call: somebody always is', () => {
    const check = (history: History) => checkOnCall(history, 2);
    const seen = (one: string, other: string): Sketch => ({
      steps: [read('on-call/0', one), read('on-call/1', other)],
    });
    expect(namesOf(check, 'on-call', [seen('off', 'on')])).toEqual([]);
    expect(namesOf(check, 'on-call', [seen('off', 'off')])).toEqual(['write-skew']);
    expect(namesOf(check, 'on-call', [{ steps: [read('on-call/0', 'off')] }])).toEqual([]);
  });

  it('queue: each element is taken once', () => {
    const take: Sketch = { steps: [write('queue/0/1', undefined)] };
    expect(namesOf(checkQueue, 'queue', [take, { ...take, outcome: 'failed' }])).toEqual([]);
    expect(namesOf(checkQueue, 'queue', [take, take])).toEqual(['taken-twice']);
  });

  it('counter: between what is known and what is possible', () => {
    const add: Sketch = { steps: [read('counter/0', undefined), write('counter/0', '1')] };
    const last = (value: string): Sketch => ({ steps: [read('counter/0', value)] });
    const maybe: Sketch = { ...add, outcome: 'unknown' };
    expect(namesOf(checkCounter, 'counter', [add, maybe, last('1')])).toEqual([]);
    expect(namesOf(checkCounter, 'counter', [add, maybe, last('2')])).toEqual([]);
    expect(namesOf(checkCounter, 'counter', [add, maybe, last('3')])).toEqual(['counter']);
    expect(namesOf(checkCounter, 'counter', [add, last('0')])).toEqual(['counter']);
  });

  it('set: nothing acknowledged is missing, nothing that failed is there', () => {
    const add: Sketch = { steps: [write('set/0/1', 'in')] };
    expect(namesOf(checkSet, 'set', [add, { steps: [scan([['set/0/1', 'in']])] }])).toEqual([]);
    expect(namesOf(checkSet, 'set', [add, { steps: [scan([])] }])).toEqual(['lost']);
    const failed: Sketch = { ...add, outcome: 'failed' };
    expect(namesOf(checkSet, 'set', [failed, { steps: [scan([['set/0/1', 'in']])] }])).toEqual(['G1a']);
    const row = ['set/0/1', 'in'] as const;
    expect(namesOf(checkSet, 'set', [add, { steps: [scan([row, row])] }])).toEqual(['duplicate']);
  });

  it('monotonic: values in the order of timestamps', () => {
    const add = (value: string): Sketch => ({ steps: [write('monotonic/0', value)] });
    expect(namesOf(checkMonotonic, 'monotonic', [add('1'), add('2')])).toEqual([]);
    expect(namesOf(checkMonotonic, 'monotonic', [add('2'), add('1')])).toEqual(['monotonic']);
    expect(namesOf(checkMonotonic, 'monotonic', [add('1'), add('1')])).toEqual(['monotonic']);
  });

  it('long fork: a reader that saw the later of two writes and missed the earlier', () => {
    const writes: Sketch[] = [{ steps: [write('x', '1')] }, { steps: [write('y', '2')] }];
    const sees = (x: string | undefined, y: string | undefined): Sketch => ({
      steps: [read('x', x), read('y', y)],
    });
    expect(namesOf(checkLongFork, 'long-fork', [...writes, sees('1', undefined), sees('1', '2')])).toEqual(
      [],
    );
    expect(namesOf(checkLongFork, 'long-fork', [...writes, sees(undefined, '2')])).toEqual(['long-fork']);
  });

  it('sequential: nothing second without its first', () => {
    const sees = (second: string, first: string): Sketch => ({
      steps: [read('s/second', second), read('s/first', first)],
    });
    expect(namesOf(checkSequential, 'sequential', [sees('1', '1,2')])).toEqual([]);
    expect(namesOf(checkSequential, 'sequential', [sees('1,2', '1')])).toEqual(['sequential']);
  });

  it('write skew is counted', () => {
    const one: Sketch = { startTs: 1n, commitTs: 5n, steps: [write('a', '1')] };
    const other: Sketch = { startTs: 2n, commitTs: 6n, steps: [write('b', '1')] };
    expect(countWriteSkews(historyOf('write-skew', [one, other]))).toBe(1);
    expect(countWriteSkews(historyOf('write-skew', [one, { ...other, startTs: 6n, commitTs: 7n }]))).toBe(0);
  });
});
