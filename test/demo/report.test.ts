import { expect, it } from 'vitest';
import { isGood, type Result } from './report.ts';
import { emptyTally, type Tally } from './tellers.ts';

const whole = { accounts: 10, cents: 1000 };
const resultOf = (tally: Partial<Tally> = {}, after: Result['after'] = whole): Result => ({
  before: whole,
  after,
  tally: { ...emptyTally(), transfers: 5, victims: 1, ...tally },
  seconds: 1,
  path: undefined,
});

it('the demo is good when money was moved, clients died, and not a cent is lost', () => {
  expect(isGood(resultOf())).toBe(true);
});

it.each([
  ['a cent is lost', resultOf({}, { accounts: 10, cents: 999 })],
  ['an account is lost', resultOf({}, { accounts: 9, cents: 1000 })],
  ['nothing was transferred', resultOf({ transfers: 0 })],
  ['a transfer failed', resultOf({ failures: new Map([['TIKV_DEADLINE', 1]]) })],
  ['no client died', resultOf({ victims: 0 })],
])('the demo is not good when %s', (_, result) => {
  expect(isGood(result)).toBe(false);
});
