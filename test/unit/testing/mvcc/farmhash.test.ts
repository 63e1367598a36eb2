import { describe, expect, it } from 'vitest';
import { fingerprint64 } from '../../../../src/testing/mvcc/farmhash.ts';
import { bytes } from './engine-harness.ts';

describe('fingerprint64', () => {
  const published: readonly (readonly [string, bigint])[] = [
    ['', 0x9ae16a3b2f90404fn],
    ['test', 8581389452482819506n],
    ['1footrue', BigInt.asUintN(64, -1541654101129638711n)],
    ['2applefalse', BigInt.asUintN(64, 2794438866806483259n)],
    ['3true', BigInt.asUintN(64, -4880158226897771312n)],
  ];
  it.each(published)('of %j is as published', (text, hash) => {
    expect(fingerprint64(bytes(text))).toBe(hash);
  });
});
