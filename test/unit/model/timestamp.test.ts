import { expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import {
  composeTimestamp,
  dateToTimestamp,
  logicalPart,
  physicalMs,
  timestampToDate,
} from '../../../src/model/timestamp.ts';

it('a timestamp has the parts it was made of', () => {
  const timestamp = composeTimestamp(1_800_000_000_000, 2 ** 18 - 1);
  expect([physicalMs(timestamp), logicalPart(timestamp)]).toEqual([1_800_000_000_000, 2 ** 18 - 1]);
  const date = new Date('2026-01-02T03:04:05.006Z');
  expect(timestampToDate(dateToTimestamp(date))).toEqual(date);
});

it.each([
  [1.5, 0],
  [-1, 0],
  [Number.NaN, 0],
  [2 ** 46, 0],
  [1, 0.5],
  [1, -1],
  [1, 2 ** 18],
])('of %d ms and %d there is none', (ms, logical) => {
  expect(() => composeTimestamp(ms, logical)).toThrow(UsageError);
});

it.each([['2024-01-01'], [1_704_067_200_000], [undefined], [new Date(Number.NaN)], [new Date(-1)]])(
  'of the date %s there is none',
  (date) => {
    expect(() => dateToTimestamp(date as Date)).toThrow(UsageError);
  },
);
