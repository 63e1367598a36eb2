import { describe, expect, it } from 'vitest';
import { showValue } from '../../../src/model/show-value.ts';
import { unknownNames } from '../../../src/model/unknown-names.ts';

const known = ['endpoints', 'keepaliveTimeMs', 'keepaliveTimeoutMs', 'ttlSeconds', 'mode'];
const choices = [{ name: 'mode', choice: 'pessimistic' }];

describe('what is said of names that are not known', () => {
  it.each([
    ['a letter short', 'endpoint', 'endpoints'],
    ['in other letters', 'EndPoints', 'endpoints'],
    ['without its unit', 'ttl', 'ttlSeconds'],
    ['the nearest of several', 'keepaliveTimeout', 'keepaliveTimeoutMs'],
    ['as the start of several', 'keepalive', 'keepaliveTimeMs or keepaliveTimeoutMs'],
    ['a value that a name may have', 'pessimistic', 'mode: "pessimistic"'],
  ])('%s', (_, name, meant) => {
    expect(unknownNames('Unknown option', [name], known, choices)).toEqual([
      `Unknown option "${name}"; did you mean ${meant}?`,
    ]);
  });

  it('lists the known ones once, and only for names that are like none', () => {
    expect(unknownNames('no option', ['colour', 'moode', 'x'], known)).toEqual([
      'no option "moode"; did you mean mode?',
      `no option "colour", "x"; expected one of ${known.join(', ')}`,
    ]);
    expect(unknownNames('no option', ['mode', 'ttlSeconds'], known)).toEqual([]);
  });
});

it('values are shown as they stand in code, and long ones cut', () => {
  const shown = ['60', 60, 60n, true, undefined, null, [1], 'x'.repeat(100)].map(showValue);
  expect(shown).toEqual([
    '"60"',
    '60',
    '60n',
    'true',
    'undefined',
    'null',
    'an array',
    `"${'x'.repeat(60)}…"`,
  ]);
});
