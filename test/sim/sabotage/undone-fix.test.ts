import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs.ts';
import { undone } from './undone-fix.ts';

const FIXES = Object.entries(BUGS).flatMap(([name, bug]) =>
  (bug.undone ?? []).map((fix) => [`${name} (${fix.file})`, fix] as const),
);

describe('fixes that a planted bug takes back', () => {
  it.each(FIXES)('%s: the client has it', (_, fix) => {
    const source = readFileSync(fix.file, 'utf8');
    expect(undone(fix, source)).not.toBe(source);
  });

  it('is refused where it is not there just once', () => {
    const fix = { file: 'a.ts', now: 'if (a) return;', before: '' };
    expect(undone(fix, 'one(); if (a)\n  return; two();')).toBe('one();  two();');
    expect(() => undone(fix, 'one(); two();')).toThrow('a.ts has 0 times');
    expect(() => undone(fix, 'if (a) return; if (a) return;')).toThrow('a.ts has 2 times');
  });
});
