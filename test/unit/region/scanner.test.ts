import { describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import { EMPTY_BYTES } from '../../../src/model/bytes.ts';
import type { KeyRange } from '../../../src/model/region.ts';
import { restAfterKey, type ScanPage } from '../../../src/region/scan-part.ts';
import { Scanner, type ScannerInput } from '../../../src/region/scanner.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { bytes, text } from '../../support/fake-region-servers.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ALL: ScannerInput = {
  range: { start: EMPTY_BYTES, end: EMPTY_BYTES },
  reverse: false,
  limit: undefined,
  maxBytes: undefined,
  batchSize: 4,
};

/** Pairs of 10 bytes each, `a` to `h`, in one region. */
function setUp(fields: Partial<ScannerInput> = {}) {
  const stored = [...'abcdefgh'].map((name) => ({ key: bytes(name), value: new Uint8Array(9) }));
  const asked: string[] = [];
  const fetch = async (range: KeyRange, batchSize: number): Promise<ScanPage> => {
    asked.push(`${text(range.start)} ${batchSize}`);
    const pairs = stored.filter(({ key }) => text(key) >= text(range.start)).slice(0, batchSize);
    const last = pairs.at(-1);
    const isEnd = last === undefined || last === stored.at(-1);
    return { pairs, rest: isEnd ? undefined : restAfterKey(range, last.key, false) };
  };
  const scanner = new Scanner({ ...ALL, ...fields }, fetch);
  const take = async (count = Number.POSITIVE_INFINITY): Promise<string> => {
    let seen = '';
    for await (const { key } of scanner.pairs()) {
      seen += text(key);
      if (seen.length >= count) break;
    }
    return seen;
  };
  const rest = () => scanner.rest && text(scanner.rest.start);
  return { take, rest, asked };
}

describe('Scanner', () => {
  it('takes pages until nothing is left', async () => {
    const { take, rest, asked } = setUp();
    expect(await take()).toBe('abcdefgh');
    expect([rest(), asked]).toEqual([undefined, [' 4', 'd\0 4']]);
  });

  it.each([
    ['a pair of a page', 2, 'ab', 'b\0'],
    ['a whole page', 4, 'abcd', 'd\0'],
    ['more than there is', 9, 'abcdefgh', undefined],
  ])('a limit of %s', async (_, limit, seen, left) => {
    const { take, rest } = setUp({ limit });
    expect([await take(), rest()]).toEqual([seen, left]);
  });

  it('a limit that is larger than a page asks for no more than is wanted', async () => {
    const { take, asked } = setUp({ limit: 5 });
    expect(await take()).toBe('abcde');
    expect(asked).toEqual([' 4', 'd\0 1']);
  });

  it.each([
    ['less than a pair: one all the same', 1, 'a', 'a\0'],
    ['some pairs', 30, 'abc', 'c\0'],
    ['a part of one more', 31, 'abcd', 'd\0'],
    ['more than a page', 61, 'abcdefg', 'g\0'],
    ['all there is', 80, 'abcdefgh', undefined],
  ])('so many bytes: %s', async (_, maxBytes, seen, left) => {
    const { take, rest } = setUp({ maxBytes });
    expect([await take(), rest()]).toEqual([seen, left]);
  });

  it('bytes: later pages are as large as will do, judged by the pairs before', async () => {
    const { take, asked } = setUp({ maxBytes: 55 });
    expect(await take()).toBe('abcdef');
    expect(asked).toEqual([' 4', 'd\0 2']);
  });

  it('both limits: the one that comes first', async () => {
    expect(await setUp({ maxBytes: 50, limit: 3 }).take()).toBe('abc');
    expect(await setUp({ maxBytes: 20, limit: 3 }).take()).toBe('ab');
  });

  it('left early it tells what lies behind the last pair taken', async () => {
    const { take, rest } = setUp();
    expect([await take(3), rest()]).toEqual(['abc', 'c\0']);
  });

  describe('a page that was asked for ahead', () => {
    const ends: string[] = [];
    const take = async (count: number, fields: Partial<ScannerInput> = {}): Promise<void> => {
      ends.length = 0;
      const clock = new VirtualClock();
      const deadlines = new Deadlines(clock, new TimerWheel(clock));
      const scanner = new Scanner({ ...ALL, ...fields }, async (range, batchSize, by) => {
        const deadline = deadlines.start({ timeoutMs: 60_000 });
        by(deadline);
        if (range.start.length > 0) {
          deadline.onEnd(() => ends.push('cut'));
          await new Promise((resolve) => setImmediate(resolve));
        }
        ends.push(deadline.error('waiting for an answer') === undefined ? 'came' : 'ended');
        deadline.release();
        const pairs = [...'abcd'].map((name) => ({ key: bytes(name), value: EMPTY_BYTES }));
        const isLast = range.start.length > 0;
        return {
          pairs: pairs.slice(0, batchSize),
          rest: isLast ? undefined : restAfterKey(range, bytes('d'), false),
        };
      });
      let seen = 0;
      for await (const _ of scanner.pairs()) if (++seen === count) break;
      await new Promise((resolve) => setImmediate(resolve));
    };

    it('ends with a scan that is left', async () => {
      await take(2);
      expect(ends).toEqual(['came', 'cut', 'ended']);
    });

    it('comes in a scan that runs through', async () => {
      await take(Number.POSITIVE_INFINITY);
      expect(ends).toEqual(['came', 'came']);
    });
  });
});
