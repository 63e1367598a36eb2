import { expect, it } from 'vitest';
import { historyOf, read, write } from './checkers/bad-history.ts';
import { elleHistory } from './elle.ts';

it('tells list-append histories in the form of elle-cli', () => {
  const history = historyOf('list-append', [
    { steps: [read('x', undefined), write('x', '1'), write('x', '1,2')], beganAt: 1, endedAt: 4 },
    { steps: [read('x', '1,2'), write('x', '1,2,3')], beganAt: 3, endedAt: 5, outcome: 'unknown' },
    { workload: 'bank', steps: [read('bank/0', '100')] },
  ]);
  const event = { f: 'txn' };
  const appends = [
    ['append', 'x', 1],
    ['append', 'x', 2],
  ];
  const more = [
    ['r', 'x', null],
    ['append', 'x', 3],
  ];
  expect(JSON.parse(elleHistory(history))).toEqual([
    { ...event, index: 0, time: 1, process: 0, type: 'invoke', value: [['r', 'x', null], ...appends] },
    { ...event, index: 1, time: 3, process: 1, type: 'invoke', value: more },
    { ...event, index: 2, time: 4, process: 0, type: 'ok', value: [['r', 'x', null], ...appends] },
    { ...event, index: 3, time: 5, process: 1, type: 'info', value: more },
  ]);
});
