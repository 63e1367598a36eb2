import { describe, expect, it } from 'vitest';
import type { History, Step } from '../history.ts';
import { historyOf, insert, read, type Sketch, write } from './bad-history.ts';
import { journalOf, type WrittenVersion as Version } from './journal.ts';
import { checkOracle } from './oracle.ts';
import { Versions } from './versions.ts';

const namesIn = (
  history: History,
  versions: readonly Version[],
  locks: Parameters<typeof journalOf>[1] = [],
) => [...new Set(checkOracle(history, new Versions(journalOf(versions, locks))).map(({ name }) => name))];

const namesOf = (sketches: readonly Sketch[], versions: readonly Version[]) =>
  namesIn(historyOf('register', sketches), versions);

const scan = (
  rows: readonly (readonly [string, string])[],
  more: Partial<Step & { kind: 'scan' }> = {},
): Step => ({
  kind: 'scan',
  start: 'a',
  end: 'z',
  reverse: false,
  limit: undefined,
  rows,
  ...more,
});

const written: Version = ['x', 1n, 6n, '1'];
const writer: Sketch = { steps: [write('x', '1')] };
const locked = (key: string): Step => ({
  kind: 'lock',
  key,
  isShared: false,
  isLocked: true,
  read: undefined,
  exists: undefined,
  beganAt: 0,
  endedAt: 0,
});
const locker: Sketch = { mode: 'pessimistic', steps: [locked('x')] };

describe('checkOracle', () => {
  it('a commit at a timestamp that its caller did not want', () => {
    const refused = (sketch: Sketch) => {
      const history = historyOf('register', [sketch]);
      history.refused.add(6n);
      return namesIn(history, [written]);
    };
    expect(refused({ ...writer, isPicky: true })).toEqual(['refused-commit']);
    expect(refused(writer)).toEqual([]);
  });

  it('finds nothing when everyone saw what was there', () => {
    const reader: Sketch = {
      steps: [
        read('x', '1'),
        write('y', '2'),
        read('y', '2'),
        scan([
          ['x', '1'],
          ['y', '2'],
        ]),
        read('z', undefined),
      ],
    };
    expect(namesOf([writer, reader], [written, ['y', 11n, 16n, '2']])).toEqual([]);
  });

  it.each<[string, readonly Sketch[], readonly Version[]]>([
    ['snapshot-read', [writer, { steps: [read('x', undefined)] }], [written]],
    ['snapshot-read', [writer, { startTs: 3n, beganAt: 0, steps: [read('x', '1')] }], [written]],
    ['internal', [writer, { steps: [write('x', '2'), read('x', '1')] }], [written, ['x', 11n, 16n, '2']]],
    ['snapshot-scan', [writer, { steps: [scan([])] }], [written]],
    [
      'snapshot-scan',
      [
        writer,
        {
          steps: [
            scan([
              ['x', '1'],
              ['x', '1'],
            ]),
          ],
        },
      ],
      [written],
    ],
    ['ok-not-durable', [writer], []],
    ['failed-but-durable', [{ ...writer, outcome: 'failed' }], [written]],
    ['torn-commit', [{ steps: [write('x', '1'), write('y', '1')], outcome: 'unknown' }], [written]],
    ['torn-commit', [{ steps: [write('x', '1'), write('y', '1')] }], [written, ['y', 1n, 7n, '1']]],
    ['garbage-write', [{ steps: [write('x', '0')] }], [written]],
    ['wrong-commit-ts', [{ ...writer, commitTs: 7n }], [written]],
    ['commit-before-start', [{ ...writer, startTs: 6n, commitTs: 6n }], [['x', 6n, 6n, '1']]],
    ['settled-wrong', [{ ...writer, outcome: 'unknown', settled: 'rolledBack' }], [written]],
    ['settled-wrong', [{ ...writer, outcome: 'unknown', settled: 'committed' }], []],
    ['insert-over-value', [writer, { steps: [insert('x', '2')] }], [written, ['x', 11n, 16n, '2']]],
    ['insert-over-value', [writer, { steps: [insert('x', '2'), write('x', undefined)] }], [written]],
    ['ok-not-durable', [locker], []],
    ['settled-wrong', [{ ...locker, outcome: 'unknown', settled: 'committed' }], []],
    [
      'lost-update',
      [writer, { startTs: 5n, beganAt: 0, steps: [write('x', '2')] }],
      [written, ['x', 5n, 10n, '2']],
    ],
    ['timestamp-twice', [writer, { startTs: 1n, beganAt: 0, steps: [] }], [written]],
    ['real-time', [writer, { startTs: 5n, steps: [] }], [written]],
  ])('%s', (name, sketches, versions) => {
    expect(namesOf(sketches, versions)).toContain(name);
  });

  it('what was inserted and deleted again needs the key to be absent for a moment of its commit, or to fail', () => {
    const undone: Sketch = { beganAt: 0, startTs: 11n, steps: [insert('x', '2'), write('x', undefined)] };
    expect(namesOf([writer, undone], [written])).toEqual([]);
    expect(namesOf([writer, { ...undone, beganAt: 2 }], [written])).toEqual(['insert-over-value']);
    expect(namesOf([writer, { ...undone, beganAt: 2, outcome: 'failed' }], [written])).toEqual([]);
  });

  it('who was deleted while it was inserted and deleted again may be missed in a pessimistic transaction', () => {
    const undone: Sketch = { endedAt: 9, steps: [insert('x', '2'), write('x', undefined)] };
    const deleter: Sketch = { beganAt: 4, startTs: 12n, steps: [write('x', undefined)] };
    const names = (mode: 'optimistic' | 'pessimistic') =>
      namesOf([writer, { ...undone, mode }, deleter], [written, ['x', 12n, 17n, undefined]]);
    expect(names('optimistic')).toEqual(['insert-over-value']);
    expect(names('pessimistic')).toEqual([]);
  });

  it('a transaction that has only locked is committed, or not, as its caller is told', () => {
    const names = (sketch: Partial<Sketch>) =>
      namesIn(historyOf('register', [{ ...locker, ...sketch }]), [], [['x', 1n, 6n]]);
    expect(names({})).toEqual([]);
    expect(names({ outcome: 'unknown', settled: 'committed' })).toEqual([]);
    expect(names({ outcome: 'failed' })).toEqual(['failed-but-durable']);
    expect(names({ outcome: 'unknown', settled: 'rolledBack' })).toEqual(['settled-wrong']);
    expect(names({ commitTs: 7n })).toEqual(['wrong-commit-ts']);
  });

  it('a bulk transaction that was rolled back may have read what was there before it', () => {
    const lost = (workload: string, value: string, outcome: 'ok' | 'failed') => {
      const reader: Sketch = { startTs: 11n, steps: [write('x', '2'), read('x', value)], outcome };
      const kept: Version[] = outcome === 'ok' ? [['x', 11n, 16n, '2']] : [];
      return namesIn(historyOf(workload, [writer, reader]), [written, ...kept]);
    };
    expect(lost('bulk', '1', 'failed')).toEqual([]);
    expect(lost('bulk', '0', 'failed')).toEqual(['internal']);
    expect(lost('bulk', '1', 'ok')).toEqual(['internal']);
    expect(lost('register', '1', 'failed')).toEqual(['internal']);
  });

  it('heeds direction and limit of a scan', () => {
    const versions: Version[] = [written, ['y', 1n, 6n, '2']];
    const both: Sketch = { steps: [write('x', '1'), write('y', '2')] };
    const rows = [['y', '2']] as const;
    expect(namesOf([both, { steps: [scan(rows, { reverse: true, limit: 1 })] }], versions)).toEqual([]);
    expect(namesOf([both, { steps: [scan(rows, { limit: 1 })] }], versions)).toEqual(['snapshot-scan']);
  });

  const xyz: Version[] = [written, ['y', 1n, 6n, '22'], ['z', 1n, 6n, '3']];
  const all: Sketch = { steps: [write('x', '1'), write('y', '22'), write('z', '3')] };
  const [x, y, z] = [
    ['x', '1'],
    ['y', '22'],
    ['z', '3'],
  ] as const;

  it.each<
    [string, Partial<Step & { kind: 'scan' }>, (readonly [string, string])[], (readonly [string, string])[]]
  >([
    ['so many bytes', { maxBytes: 3 }, [x, y], [x]],
    ['so many bytes, exactly', { maxBytes: 5 }, [x, y], [x, y, z]],
    [
      'keys only',
      { keysOnly: true },
      [
        ['x', ''],
        ['y', ''],
        ['z', ''],
      ],
      [x, y, z],
    ],
    [
      'keys only, of so many bytes',
      { keysOnly: true, maxBytes: 2 },
      [
        ['x', ''],
        ['y', ''],
      ],
      [['x', '']],
    ],
    ['a sample', { sampleStep: 2 }, [x, z], [y, z]],
    ['a sample that is too small', { sampleStep: 2 }, [x, y, z], [x]],
    ['a sample with a wrong value', { sampleStep: 2 }, [x, y], [x, ['y', '3']]],
  ])('a scan: %s', (_, bounds, good, bad) => {
    const reader = (rows: readonly (readonly [string, string])[]): Sketch => ({
      steps: [scan(rows, { end: 'zz', ...bounds })],
    });
    expect(namesOf([all, reader(good)], xyz)).toEqual([]);
    expect(namesOf([all, reader(bad)], xyz)).toEqual(['snapshot-scan']);
  });

  it('told-commit-ts: a value told with another timestamp than that of its commit', () => {
    const told = (key: string, value: string | undefined, commitTs: bigint | undefined): Step => ({
      kind: 'read',
      key,
      value,
      told: { commitTs },
    });
    const names = (...steps: Step[]) => namesOf([writer, { steps, outcome: 'failed' }], [written]);
    expect(names(told('x', '1', 6n), told('y', undefined, undefined))).toEqual([]);
    expect(names(write('x', '2'), told('x', '2', undefined))).toEqual([]);
    expect(names(told('x', '1', 1n))).toEqual(['told-commit-ts']);
    expect(names(told('y', undefined, 6n))).toEqual(['told-commit-ts']);
    expect(names(write('x', '2'), told('x', '2', 6n))).toEqual(['told-commit-ts']);
  });

  it('stale-latest-read: a read of the newest value that misses what was acknowledged', () => {
    const history = historyOf('register', [writer]);
    const stale = { process: 's1', key: 'x', value: undefined, beganAt: 5, endedAt: 6 };
    history.latest.push(stale);
    expect(namesIn(history, [written])).toEqual(['stale-latest-read']);
    history.latest[0] = { ...stale, beganAt: 0 };
    expect(namesIn(history, [written])).toEqual([]);
  });

  it('commit-order: a commit below one that was known before it was asked for, unless it waived that', () => {
    const early: Sketch = {
      startTs: 2n,
      commitTs: 4n,
      beganAt: 0,
      committingAt: 5,
      steps: [write('y', '2')],
    };
    const versions: Version[] = [written, ['y', 2n, 4n, '2']];
    expect(namesOf([writer, early], versions)).toEqual(['commit-order']);
    expect(namesOf([writer, { ...early, causal: true }], versions)).toEqual([]);
  });

  it('lets PD give the timestamp that stores worked out for a commit, to whoever sees that commit', () => {
    const reader: Sketch = { startTs: 6n, steps: [read('x', '1'), write('x', '2')] };
    const versions: Version[] = [written, ['x', 6n, 9n, '2']];
    const byStores: Sketch = { ...writer, protocol: 'async' };
    expect(namesOf([byStores, { ...reader, commitTs: 9n }], versions)).toEqual([]);
    expect(namesOf([writer, { ...reader, commitTs: 9n }], versions)).toEqual([
      'timestamp-twice',
      'real-time',
    ]);
  });

  it('real-time: a timestamp below one that was known before it was asked for', () => {
    const history = historyOf('register', [writer]);
    history.timestamps.push({ beganAt: 5, endedAt: 6, ts: 4n });
    expect(namesIn(history, [written])).toEqual(['real-time']);
  });

  it('real-time: where stores worked out the commit of a causal transaction, PD may not have come that far', () => {
    const timestamp = { beganAt: 5, endedAt: 6, ts: 4n };
    const told = (how: Partial<Sketch>) => {
      const history = historyOf('register', [{ ...writer, ...how }]);
      history.timestamps.push(timestamp);
      return namesIn(history, [written]);
    };
    expect(told({ protocol: '1pc' })).toEqual(['real-time']);
    expect(told({ protocol: '1pc', causal: true })).toEqual([]);
    expect(told({ causal: true })).toEqual(['real-time']);
  });
});
