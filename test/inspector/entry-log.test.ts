import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { EntryLog, Unit } from '../../src/inspector/collect/entry-log.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it('keeps few of the entries of an actor that never ends, also where nothing of note happened in them', () => {
  const log = new EntryLog(1 << 20);
  const unit = new Unit('client', true);
  for (let nth = 0; nth < 10_000; nth++) log.cancel(log.reserve(unit, nth));
  expect(unit.slots.length).toBeLessThan(1_000);
});

it('keeps nothing of what was of no note in a unit that lives long', () => {
  const log = new EntryLog(1 << 20);
  const unit = new Unit('bulkTransaction', false);
  log.fill(log.reserve(unit, 0), '{}');
  const before = heldBytes();
  for (let nth = 0; nth < 300_000; nth++) log.cancel(log.reserve(unit, nth));
  expect(heldBytes() - before).toBeLessThan(5e6);
  expect(unit.slots).toHaveLength(1);
  expect(log.after(0, 10).entries).toEqual(['{}']);
});

describe('an actor that never ends', () => {
  const entry = (context?: string) => JSON.stringify({ ...(context !== undefined && { context }) });

  it('keeps the context that it has told last, long after it has told it', () => {
    const log = new EntryLog(1 << 20);
    const unit = new Unit('pdSession', true);
    log.fill(log.reserve(unit, 0), entry('first'), true);
    for (let nth = 1; nth < 5_000; nth++) {
      const tells = nth === 100 || nth === 1_000;
      log.fill(log.reserve(unit, nth), entry(tells ? `of ${nth}` : undefined), tells);
    }
    const contexts = log.after(0, Number.POSITIVE_INFINITY).entries.map((json) => JSON.parse(json).context);
    expect(contexts.length).toBeLessThan(600);
    expect(contexts.filter(Boolean)).toEqual(['first', 'of 1000']);
    expect(log.size).toBe(contexts.length);
  });

  it('leaves half of the room to what comes and goes', () => {
    const log = new EntryLog(65_536);
    const write = (unit: Unit) => log.fill(log.reserve(unit, 0), 'x'.repeat(300));
    const permanent = [new Unit('tsoBatcher', true), new Unit('pdSession', true)];
    for (let nth = 0; nth < 400; nth++) for (const unit of permanent) write(unit);
    const transactions = Array.from({ length: 100 }, () => new Unit('transaction', false));
    for (const unit of transactions) {
      write(unit);
      log.end(unit);
    }
    expect(log.bytes).toBeLessThanOrEqual(65_536);
    expect(transactions.filter(({ forgotten }) => !forgotten).length).toBeGreaterThan(80);
    expect(permanent.map(({ slots }) => slots.length > 16)).toEqual([true, true]);
  });

  it('keeps as much as ever when those before it have ended', () => {
    const log = new EntryLog(65_536);
    const write = (unit: Unit) => log.fill(log.reserve(unit, 0), 'x'.repeat(100));
    for (let nth = 0; nth < 10; nth++) {
      const unit = new Unit('tsoBatcher', true);
      for (let step = 0; step < 100; step++) write(unit);
      log.end(unit);
    }
    const unit = new Unit('tsoBatcher', true);
    for (let step = 0; step < 200; step++) write(unit);
    expect(unit.slots).toHaveLength(200);
  });

  it('forgets what happens in it still, and does not count that when it has happened', () => {
    const log = new EntryLog(65_536);
    const unit = new Unit('tsoBatcher', true);
    const late = [log.reserve(unit, 0), log.reserve(unit, 0)];
    for (let nth = 0; nth < 1000; nth++) log.fill(log.reserve(unit, 0), entry());
    for (const slot of late) log.fill(slot, entry());
    expect(log.size).toBe(log.after(0, Number.POSITIVE_INFINITY).entries.length);
    expect(log.size).toBe(unit.slots.length);
  });
});
