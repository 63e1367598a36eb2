import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from '../../../src/model/bytes.ts';
import { ProtocolError } from '../../../src/model/errors.ts';
import type { KeyRange } from '../../../src/model/region.ts';
import {
  checkPage,
  clip,
  restAfter,
  restAfterKey,
  restBefore,
  restOfPage,
} from '../../../src/region/scan-part.ts';
import { bytes, text } from '../../support/fake-region-servers.ts';

const range = (start: string, end: string): KeyRange => ({ start: bytes(start), end: bytes(end) });
const region = (start: string, end: string) => ({ startKey: bytes(start), endKey: bytes(end) });
const shown = (rest: KeyRange | undefined) => rest && `${text(rest.start)}..${text(rest.end)}`;

describe('the part of a range in a region', () => {
  it.each([
    ['b..y', region('', ''), 'b..y'],
    ['b..y', region('a', 'z'), 'b..y'],
    ['b..y', region('c', 'x'), 'c..x'],
    ['..', region('c', 'x'), 'c..x'],
    ['b..', region('', 'x'), 'b..x'],
    ['..y', region('x', ''), 'x..y'],
  ])('%s', (given, { startKey, endKey }, expected) => {
    const [start = '', end = ''] = given.split('..');
    expect(shown(clip(range(start, end), { startKey, endKey }))).toBe(expected);
  });
});

describe('what is left of a range', () => {
  it('after a key', () => {
    expect(shown(restAfterKey(range('a', 'c'), bytes('b'), false))).toBe('b\0..c');
    expect(shown(restAfterKey(range('a', 'b\0'), bytes('b'), false))).toBeUndefined();
    expect(shown(restAfterKey(range('a', ''), bytes('b'), false))).toBe('b\0..');
    expect(shown(restAfterKey(range('a', 'c'), bytes('b'), true))).toBe('a..b');
    expect(shown(restAfterKey(range('a', 'c'), bytes('a'), true))).toBeUndefined();
    expect(shown(restAfterKey(range('', ''), bytes('a'), true))).toBe('..a');
    expect(shown(restAfterKey(range('', ''), bytes(''), true))).toBeUndefined();
  });

  it('after a part, and before one', () => {
    expect(shown(restAfter(range('a', 'z'), range('a', 'm')))).toBe('m..z');
    expect(shown(restAfter(range('a', 'z'), range('a', 'z')))).toBeUndefined();
    expect(shown(restAfter(range('a', ''), range('a', 'm')))).toBe('m..');
    expect(shown(restAfter(range('a', ''), range('a', '')))).toBeUndefined();
    expect(shown(restBefore(range('a', 'z'), range('m', 'z')))).toBe('a..m');
    expect(shown(restBefore(range('a', 'z'), range('a', 'z')))).toBeUndefined();
    expect(shown(restBefore(range('', ''), range('m', '')))).toBe('..m');
    expect(shown(restBefore(range('', ''), range('', '')))).toBeUndefined();
  });

  it('after a page: its last key when it is full, else the border', () => {
    const part = range('a', 'm');
    const rest = (names: string, batchSize: number, reverse: boolean) =>
      shown(restOfPage(range('a', 'z'), part, [...names].map(bytes), { reverse, batchSize }));
    expect([rest('bc', 2, false), rest('bc', 3, false), rest('', 3, false)]).toEqual([
      'c\0..z',
      'm..z',
      'm..z',
    ]);
    expect([rest('cb', 2, true), rest('cb', 3, true)]).toEqual(['a..b', undefined]);
  });

  it('pages from either side give every key of any range over any regions, in order', () => {
    const key = fc.stringMatching(/^[a-c]{0,3}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}$/)),
        fc.uniqueArray(fc.stringMatching(/^[a-c]{1,2}$/), { maxLength: 4 }),
        fc.tuple(key, key),
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        (keys, borders, [start, end], reverse, batchSize) => {
          fc.pre(end === '' || start < end);
          const order = (a: string, b: string) => compareBytes(bytes(a), bytes(b)) * (reverse ? -1 : 1);
          const starts = ['', ...[...borders].sort()];
          const regions = starts.map((border, index) => region(border, starts[index + 1] ?? ''));
          const seen: string[] = [];
          let rest: KeyRange | undefined = range(start, end);
          while (rest !== undefined) {
            const { start: from, end: to }: KeyRange = rest;
            const holds = ({ endKey }: (typeof regions)[number]) =>
              reverse
                ? endKey.length === 0 || (to.length > 0 && compareBytes(to, endKey) <= 0)
                : endKey.length === 0 || compareBytes(from, endKey) < 0;
            const part = clip(rest, regions.find(holds) as (typeof regions)[number]);
            const inside = (name: string) =>
              compareBytes(part.start, bytes(name)) <= 0 &&
              (part.end.length === 0 || compareBytes(bytes(name), part.end) < 0);
            const page = keys.filter(inside).sort(order).slice(0, batchSize).map(bytes);
            checkPage(page, part, { reverse, batchSize });
            seen.push(...page.map(text));
            rest = restOfPage(rest, part, page, { reverse, batchSize });
          }
          const wanted = keys.filter((name) => name >= start && (end === '' || name < end));
          expect(seen).toEqual(wanted.sort(order));
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('a page that cannot be right', () => {
  const check =
    (names: string, reverse = false) =>
    () =>
      checkPage([...names].map(bytes), range('b', 'y'), { reverse, batchSize: 3 });

  it.each([
    ['too many', check('bcde')],
    ['out of order', check('cb')],
    ['out of order downward', check('bc', true)],
    ['twice the same', check('bb')],
    ['before the range', check('ab')],
    ['behind the range', check('xy')],
  ])('%s', (_, act) => {
    expect(act).toThrow(ProtocolError);
  });

  it('passes what is right', () => {
    expect(check('bcx')).not.toThrow();
    expect(check('xcb', true)).not.toThrow();
  });
});
