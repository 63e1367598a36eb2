import { expect, it } from 'vitest';
import { EntryLog, Unit } from '../../src/inspector/collect/entry-log.ts';

it('keeps few of the entries of an actor that never ends, also where nothing of note happened in them', () => {
  const log = new EntryLog(1 << 20);
  const unit = new Unit('client', true);
  for (let nth = 0; nth < 10_000; nth++) log.cancel(log.reserve(unit, nth));
  expect(unit.slots.length).toBeLessThan(1_000);
});
