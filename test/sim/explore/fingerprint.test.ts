import { describe, expect, it } from 'vitest';
import { fingerprint, textOf, Unordered } from './fingerprint.ts';
import { mirrored } from './scenes.ts';

describe('fingerprint', () => {
  it('tells orders apart, unless they do not matter', () => {
    expect(fingerprint(['a', 'b'])).not.toBe(fingerprint(['b', 'a']));
    expect(fingerprint(new Unordered(['a', 'b']))).toBe(fingerprint(new Unordered(['b', 'a'])));
    expect(fingerprint(new Unordered(['a', 'a']))).not.toBe(fingerprint(new Unordered(['a'])));
  });

  it('is that of the mirror image, where names are swapped', () => {
    const state = (one: string, other: string) => ({
      said: new Unordered([`c${one} KvPrewrite a`, [`c${other} KvGet b`, 7n]]),
      data: [Uint8Array.from(Buffer.from(`v${one}`)), { at: 8n, by: undefined }],
    });
    expect(textOf(state('1', '2'), mirrored)).toBe(textOf(state('2', '1')));
    expect(textOf(state('1', '2'))).not.toBe(textOf(state('2', '1')));
  });
});
