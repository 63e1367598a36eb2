import { describe, expect, it } from 'vitest';
import { Scan, type ScanSource } from '../../../src/client/scan.ts';
import { EMPTY_BYTES } from '../../../src/model/bytes.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { Scanner } from '../../../src/region/scanner.ts';
import { LimitedScan } from '../../../src/txn/reads/limited-scan.ts';
import { bytes } from '../../support/fake-region-servers.ts';

const pairs = ['a', 'b', 'c'].map((key) => ({ key: bytes(key), value: bytes('v') }));
const all = {
  range: { start: EMPTY_BYTES, end: EMPTY_BYTES },
  reverse: false,
  limit: undefined,
  maxBytes: undefined,
};

const scanner = (fetch = async () => ({ pairs, rest: undefined })): Scanner =>
  new Scanner({ ...all, batchSize: 10 }, fetch);

/** Where pairs come from: a snapshot and raw keys, or a transaction. */
const sources: [string, () => ScanSource][] = [
  ['of stores', scanner],
  ['of a transaction', () => new LimitedScan(scanner().pairs(), all)],
];

async function refused(scan: Scan): Promise<void> {
  const read = async () => {
    for await (const _ of scan) expect.unreachable('a pair of a scan that is over');
  };
  await expect(read()).rejects.toThrow(UsageError);
  await expect(scan.toArray()).rejects.toThrow('A scan can be read only once');
}

describe.each(sources)('a scan %s', (_, source) => {
  it('gives all its pairs as an array, and is over', async () => {
    const scan = new Scan(source(), false);
    expect(await scan.toArray()).toEqual(pairs);
    await refused(scan);
  });

  it('gives what is left behind the first pair', async () => {
    const scan = new Scan(source(), false);
    expect((await scan.next()).value).toEqual(pairs[0]);
    expect(await scan.toArray()).toEqual(pairs.slice(1));
  });

  it('gives its pairs to one who gathers them alone', async () => {
    const scan = new Scan(source(), false);
    const first = scan.toArray();
    await refused(scan);
    expect(await first).toEqual(pairs);
  });

  it('is over when its loop was left', async () => {
    const scan = new Scan(source(), false);
    for await (const _ of scan) break;
    await refused(scan);
  });

  it('is over when it was ended before its first pair', async () => {
    const scan = new Scan(source(), false);
    await scan.return();
    await refused(scan);
  });
});

it('a scan that has failed is over', async () => {
  const scan = new Scan(
    scanner(() => Promise.reject(new Error('no store'))),
    false,
  );
  await expect(scan.toArray()).rejects.toThrow('no store');
  await refused(scan);
});
