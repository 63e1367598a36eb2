import { describe, expect, it } from 'vitest';
import { fingerprint64 } from '../../../src/model/farmhash.ts';
import { bytes } from '../testing/mvcc/engine-harness.ts';

describe('fingerprint64', () => {
  const published: readonly (readonly [string, bigint])[] = [
    ['', 0x9ae16a3b2f90404fn],
    ['test', 8581389452482819506n],
    ['1footrue', BigInt.asUintN(64, -1541654101129638711n)],
    ['2applefalse', BigInt.asUintN(64, 2794438866806483259n)],
    ['abcdefgh', 0xfee9d22990c82909n],
    ['0123456789+0123456', 0xa4abb4e0da2c594cn],
    ["Nepal premier won't resign.", 0x8eb3808d1ccfc779n],
    ['Discard medicine more than two years old.', 0xe8f89ab6df9bdd25n],
    ["You remind me of a TV show, but that's all right: I watch it anyway.", 0xabcdb319fcf2826cn],
    [
      'The fugacity of a constituent in a mixture of gases at a given temperature is proportional to its ' +
        'mole fraction.  Lewis-Randall Rule',
      0x098eff6958c5e91an,
    ],
    ['3true', BigInt.asUintN(64, -4880158226897771312n)],
  ];
  it.each(published)('of %j is as published', (text, hash) => {
    expect(fingerprint64(bytes(text))).toBe(hash);
  });
});
