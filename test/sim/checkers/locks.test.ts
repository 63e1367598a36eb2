import { describe, expect, it } from 'vitest';
import type { LockCallRecord, LockStep, Step } from '../history.ts';
import { historyOf, type Sketch, write } from './bad-history.ts';
import { journalOf, type WrittenVersion } from './journal.ts';
import { checkLocks } from './locks.ts';
import { Versions } from './versions.ts';

interface Given {
  readonly versions?: readonly WrittenVersion[];
  readonly calls?: readonly Partial<LockCallRecord>[];
  readonly isCalm?: boolean;
}

function namesOf(sketches: readonly Sketch[], { versions = [], calls = [], isCalm = false }: Given = {}) {
  const history = historyOf('circles', sketches);
  for (const call of calls) history.lockCalls.push({ ...CALL, ...call });
  const found = checkLocks(history, new Versions(journalOf(versions)), isCalm);
  return [...new Set(found.map(({ name }) => name))];
}

const CALL: LockCallRecord = {
  id: 0,
  workload: 'circles',
  keys: ['x'],
  isFirst: false,
  waitMs: undefined,
  tookMs: 1,
  error: undefined,
  cycle: undefined,
};

const lock = (key: string, value: string | undefined, more: Partial<LockStep> = {}): Step => ({
  kind: 'lock',
  key,
  isShared: false,
  isLocked: true,
  read: { value },
  exists: value !== undefined,
  beganAt: 2,
  endedAt: 3,
  ...more,
});

const blind = (key: string, more: Partial<LockStep> = {}): Step =>
  lock(key, undefined, { read: undefined, exists: undefined, ...more });

/** Ends at tick 1, before all locks below. */
const writer: Sketch = { steps: [write('x', '1')], endedAt: 1 };
const first: WrittenVersion = ['x', 1n, 6n, '1'];
const mode = 'pessimistic';

describe('checkLocks', () => {
  it('finds nothing when locks held', () => {
    const reader: Sketch = { mode, steps: [lock('x', '1'), write('x', '2')], endedAt: 10, heldUntil: 5 };
    const next: Sketch = {
      mode,
      steps: [lock('x', '2', { beganAt: 4, endedAt: 11 })],
      beganAt: 3,
      endedAt: 12,
    };
    const versions: WrittenVersion[] = [first, ['x', 11n, 16n, '2']];
    expect(namesOf([writer, reader, next], { versions, isCalm: true })).toEqual([]);
  });

  it('what is read under a lock is the newest', () => {
    const stale: Sketch = { mode, steps: [lock('x', undefined)], outcome: 'failed', beganAt: 2 };
    expect(namesOf([writer, stale], { versions: [first] })).toEqual(['locked-read']);
    const steps = [lock('x', '1'), lock('x', undefined)];
    expect(namesOf([writer, { ...stale, steps }], { versions: [first] })).toContain('locked-read-changed');
    expect(
      namesOf([writer, { ...stale, steps: [lock('x', '1', { exists: false })] }], { versions: [first] }),
    ).toEqual(['locked-existence']);
    const left = lock('x', '1', { isLocked: false });
    expect(namesOf([writer, { ...stale, steps: [left] }], { versions: [first] })).toEqual([
      'locked-only-existing',
    ]);
  });

  it('S065 what a committed transaction had locked nobody else has written', () => {
    const holder: Sketch = {
      mode,
      steps: [lock('x', '1'), write('y', '1')],
      beganAt: 2,
      commitTs: 50n,
      endedAt: 20,
    };
    const thief: Sketch = { steps: [write('x', '2')], startTs: 21n, committingAt: 8, endedAt: 9 };
    const versions: WrittenVersion[] = [first, ['y', 11n, 50n, '1'], ['x', 21n, 26n, '2']];
    expect(namesOf([writer, holder, thief], { versions })).toEqual(['locked-changed']);
    const unread = { ...holder, steps: [blind('x'), write('y', '1')] };
    expect(namesOf([writer, unread, thief], { versions })).toEqual(['locked-changed']);
    expect(namesOf([writer, unread, { ...thief, committingAt: 1 }], { versions })).toEqual([]);
    const optimistic: Sketch = { ...unread, mode: 'optimistic' };
    expect(namesOf([writer, optimistic, thief], { versions })).toEqual(['locked-changed']);
  });

  it('locks do not overlap: where none can be lost, or both were committed', () => {
    const one: Sketch = { mode, steps: [blind('x')], outcome: 'failed', beganAt: 1, heldUntil: 9 };
    const other: Sketch = { ...one, steps: [blind('x', { beganAt: 4, endedAt: 5 })] };
    expect(namesOf([one, other], { isCalm: true })).toEqual(['locks-overlap']);
    expect(namesOf([one, other])).toEqual([]);
    expect(
      namesOf([
        { ...one, outcome: 'ok' },
        { ...other, outcome: 'ok' },
      ]),
    ).toEqual(['locks-overlap']);
    const shared = (sketch: Sketch): Sketch => ({
      ...sketch,
      steps: sketch.steps.map((step) => ({ ...step, isShared: true }) as Step),
    });
    expect(namesOf([shared(one), shared(other)], { isCalm: true })).toEqual([]);
    expect(namesOf([shared(one), other], { isCalm: true })).toEqual(['locks-overlap']);
    expect(namesOf([{ ...one, heldUntil: 4 }, other], { isCalm: true })).toEqual([]);
  });

  it('S057, S058 waits end when they should', () => {
    const idle: Sketch = { mode, steps: [], outcome: 'failed' };
    const called = (call: Partial<LockCallRecord>, isCalm = false) =>
      namesOf([idle], { calls: [call], isCalm });
    expect(called({ waitMs: 0, error: 'TIKV_LOCK_NOT_AVAILABLE' })).toEqual([]);
    expect(called({ waitMs: 100, error: 'TIKV_LOCK_NOT_AVAILABLE' })).toEqual(['wait']);
    expect(called({ waitMs: 100, tookMs: 100, error: 'TIKV_LOCK_WAIT_TIMEOUT' })).toEqual([]);
    expect(called({ waitMs: 100, tookMs: 99, error: 'TIKV_LOCK_WAIT_TIMEOUT' })).toEqual(['wait']);
    expect(called({ waitMs: 0, tookMs: 1000 }, true)).toEqual(['wait']);
    expect(called({ tookMs: 21_000 }, true)).toEqual(['wait']);
    expect(called({ tookMs: 21_000 })).toEqual([]);
    const givenUp = { tookMs: 100, error: 'TIKV_ABORTED' };
    expect(namesOf([idle], { calls: [{ tookMs: 21_000 }, givenUp], isCalm: true })).toEqual([]);
    const unknown: Sketch = { ...idle, outcome: 'unknown' };
    expect(namesOf([idle, unknown], { calls: [{ tookMs: 21_000 }], isCalm: true })).toEqual([]);
  });

  it('S059, S060 a deadlock is a circle that the transaction is in, with something to lose', () => {
    const idle: Sketch = { mode, steps: [], outcome: 'failed', startTs: 5n };
    const key = new Uint8Array();
    const edge = (startTs: bigint, waitsForStartTs: bigint) => ({ startTs, waitsForStartTs, key });
    const found = (call: Partial<LockCallRecord>) =>
      namesOf([idle], { calls: [{ error: 'TIKV_DEADLOCK', ...call }] });
    expect(found({ cycle: [edge(7n, 5n), edge(5n, 7n)] })).toEqual([]);
    expect(found({ cycle: [edge(7n, 6n), edge(5n, 7n)] })).toEqual(['deadlock']);
    expect(found({ cycle: [edge(5n, 7n), edge(7n, 5n)] })).toEqual(['deadlock']);
    expect(found({ cycle: [edge(7n, 5n), edge(5n, 7n)], isFirst: true })).toEqual(['deadlock']);
  });

  it('S061 locks are not lost without a fault', () => {
    const lost: Sketch = { mode, steps: [blind('x')], outcome: 'failed', error: 'TIKV_LOCK_LOST' };
    expect(namesOf([lost], { isCalm: true })).toEqual(['lock-lost']);
    expect(namesOf([lost])).toEqual([]);
    expect(namesOf([{ ...lost, steps: [] }], { isCalm: true })).toEqual([]);
  });

  it('assertions hold of what was committed, and fail where they do not', () => {
    const asserting = (assert: 'exists' | 'absent', more: Partial<Sketch>): Sketch => ({
      steps: [{ kind: 'write', key: 'x', value: '2', insert: false, assert }],
      startTs: 21n,
      ...more,
    });
    const second: WrittenVersion = ['x', 21n, 26n, '2'];
    expect(namesOf([writer, asserting('exists', {})], { versions: [first, second] })).toEqual([]);
    expect(namesOf([writer, asserting('absent', {})], { versions: [first, second] })).toEqual(['assertion']);
    const failed = { outcome: 'failed', error: 'TIKV_ASSERTION_FAILED' } as const;
    expect(namesOf([writer, asserting('absent', failed)], { versions: [first] })).toEqual([]);
    expect(namesOf([writer, asserting('exists', failed)], { versions: [first] })).toEqual(['assertion']);
    // Whoever wrote the key may have been at it still when the store looked.
    const unknown: Sketch = { ...writer, outcome: 'unknown' };
    expect(namesOf([unknown, asserting('exists', failed)], { versions: [first] })).toEqual([]);
  });

  it('commits are above what they waited for', () => {
    const waiting = (above: bigint): Sketch => ({ ...writer, above });
    expect(namesOf([waiting(5n)], { versions: [first] })).toEqual([]);
    expect(namesOf([waiting(6n)], { versions: [first] })).toEqual(['commit-wait']);
  });
});
