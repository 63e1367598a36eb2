import { expect, it } from 'vitest';
import { FlushPace } from '../../../../src/txn/bulk/flush-pace.ts';

it('PIP-7: pauses make up the ratio, by the average of the durations', () => {
  const pace = new FlushPace(0.75);
  expect(pace.pauseMs).toBe(0);
  pace.add(100);
  expect(pace.pauseMs).toBe(300);
  pace.add(210);
  expect(pace.pauseMs).toBe(360);
});

it('PIP-7: without a ratio nothing pauses', () => {
  const pace = new FlushPace(0);
  pace.add(100);
  expect(pace.pauseMs).toBe(0);
});
