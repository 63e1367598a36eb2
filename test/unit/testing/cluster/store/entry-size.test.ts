import { expect, it } from 'vitest';
import { newLock } from '../../../../../src/testing/mvcc/model.ts';
import { entryBytes } from '../../../../../src/testing/store/entry-size.ts';

it('counts keys, and the values and secondaries that lie in locks too', () => {
  const value = new Uint8Array(10);
  const lock = newLock({ type: 'Put', primary: 'k', startTs: 1n, ttlMs: 1n, shortValue: value });
  const withSecondaries = { ...lock, secondaries: [new Uint8Array(3), new Uint8Array(4)] };
  const members = new Map([1n, 2n].map((startTs) => [startTs, lock] as const));
  expect(entryBytes([{ column: 'lock', key: 'k', lock: undefined }])).toBe(1);
  expect(entryBytes([{ column: 'lock', key: 'k', lock }])).toBe(11);
  expect(entryBytes([{ column: 'lock', key: 'k', lock: withSecondaries }])).toBe(18);
  expect(
    entryBytes([{ column: 'lock', key: 'k', lock: { type: 'Shared', shrinkOnly: false, members } }]),
  ).toBe(21);
  expect(entryBytes([{ column: 'default', key: 'key', startTs: 1n, value }])).toBe(13);
  expect(entryBytes([{ column: 'range', scope: 'default', start: 'a', end: 'z' }])).toBe(0);
});
