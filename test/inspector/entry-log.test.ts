import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
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
