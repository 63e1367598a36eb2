import { expect, it } from 'vitest';
import { demoArguments } from './arguments.ts';

it('the demo knows its options, with their defaults', () => {
  expect(demoArguments([])).toMatchObject({ seconds: 10, accounts: 1000, tellers: 32, inspect: false });
  expect(demoArguments(['--inspect', '--accounts', '5'])).toMatchObject({ seconds: 3600, accounts: 5 });
  expect(demoArguments(['--help'])).toBeUndefined();
});

it.each([
  [['--secnods', '5'], /secnods/],
  [['--seconds', 'five'], /--seconds must be a whole number from 1 on, not "five"/],
  [['--accounts', '1'], /--accounts must be a whole number from 2 on/],
  [['--tellers', ''], /--tellers/],
])('the demo refuses %j with the reason', (args, reason) => {
  expect(() => demoArguments(args)).toThrow(reason);
});
