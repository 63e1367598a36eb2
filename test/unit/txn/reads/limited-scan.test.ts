import { describe, expect, it } from 'vitest';
import { EMPTY_BYTES } from '../../../../src/model/bytes.ts';
import { LimitedScan } from '../../../../src/txn/reads/limited-scan.ts';
import { bytes, text } from '../../../support/fake-region-servers.ts';

type Input = ConstructorParameters<typeof LimitedScan>[1];

const ALL: Input = {
  range: { start: EMPTY_BYTES, end: EMPTY_BYTES },
  reverse: false,
  limit: undefined,
  maxBytes: undefined,
};

/** Pairs of 10 bytes, one for each letter. */
function setUp(names: string, fields: Partial<Input> = {}) {
  let isEnded = false;
  async function* source() {
    try {
      for (const name of names) yield { key: bytes(name), value: new Uint8Array(9) };
    } finally {
      isEnded = true;
    }
  }
  const scan = new LimitedScan(source(), { ...ALL, ...fields });
  const take = async (): Promise<string> => {
    let seen = '';
    for await (const { key } of scan.pairs()) seen += text(key);
    return seen;
  };
  const rest = () => scan.rest && `${text(scan.rest.start)}..${text(scan.rest.end)}`;
  return { take, rest, isEnded: () => isEnded };
}

describe('LimitedScan', () => {
  it.each([
    ['no limit', 'abc', {}, 'abc', undefined],
    ['pairs', 'abc', { limit: 2 }, 'ab', 'b\0..'],
    ['bytes', 'abc', { maxBytes: 11 }, 'ab', 'b\0..'],
    ['a limit that is not reached', 'abc', { limit: 4 }, 'abc', undefined],
    ['downward', 'cba', { limit: 2, reverse: true }, 'cb', '..b'],
  ] as const)(
    '%s: gives pairs, tells what is left, and ends its source',
    async (_, names, fields, seen, left) => {
      const { take, rest, isEnded } = setUp(names, fields);
      expect([await take(), rest(), isEnded()]).toEqual([seen, left, true]);
    },
  );

  it('nothing wanted, nothing begun', async () => {
    const { take, rest, isEnded } = setUp('abc', { limit: 0 });
    expect([await take(), rest(), isEnded()]).toEqual(['', '..', false]);
  });
});
