import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytes, EMPTY_BYTES } from '../../../../src/model/bytes.ts';
import { AlreadyExistsError } from '../../../../src/model/errors.ts';
import { mergedScan } from '../../../../src/txn/buffer/merged-scan.ts';
import { type Checkpoint, WriteBuffer } from '../../../../src/txn/buffer/write-buffer.ts';
import { bytes, text } from '../../../support/fake-transaction-environment.ts';

/** What a naive buffer knows of one key. */
interface Entry {
  readonly value: string | undefined;
  readonly mustNotExist: boolean;
}

type Naive = ReadonlyMap<string, Entry>;

/** The buffer and the naive one, with the moments both can go back to. */
class Pair {
  readonly real = new WriteBuffer({ maxEntrySizeBytes: 1000, maxTransactionSizeBytes: 100_000 });
  naive: Naive = new Map();
  readonly savepoints: { readonly real: Checkpoint; readonly naive: Naive }[] = [];

  write(key: string, value: string | undefined): void {
    const mustNotExist = this.naive.get(key)?.mustNotExist ?? false;
    if (value === undefined) this.real.delete(bytes(key));
    else this.real.put(bytes(key), bytes(value));
    this.naive = new Map(this.naive).set(key, { value, mustNotExist });
  }

  insert(key: string, value: string): void {
    const previous = this.naive.get(key);
    if (previous?.value !== undefined) {
      expect(() => this.real.insert(bytes(key), bytes(value))).toThrow(AlreadyExistsError);
      return;
    }
    this.real.insert(bytes(key), bytes(value));
    this.naive = new Map(this.naive).set(key, { value, mustNotExist: previous?.mustNotExist ?? true });
  }

  save(): void {
    this.savepoints.push({ real: this.real.checkpoint(), naive: this.naive });
  }

  release(): void {
    this.savepoints.pop();
  }

  /** To a savepoint that may not be the last, and stays: what is inside is gone, as a failed function leaves it. */
  rollBack(depth: number): void {
    const at = this.savepoints.length - 1 - (depth % Math.max(1, this.savepoints.length));
    const savepoint = this.savepoints[at];
    if (savepoint === undefined) return;
    this.real.revert(savepoint.real);
    this.naive = savepoint.naive;
    this.savepoints.length = at + 1;
  }
}

const TEN_KEYS = fc.constantFrom(...'abcdefghij');
// Enough keys for a tree of several levels.
const key = fc.oneof(
  { weight: 1, arbitrary: TEN_KEYS },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3000 }).map((id) => `k${id}`) },
);
const value = fc.string({ maxLength: 5 });
const many = fc.record({ from: fc.nat({ max: 2000 }), count: fc.nat({ max: 400 }) });

type Step = (pair: Pair) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(key, value).map(
      ([k, v]) =>
        (pair: Pair) =>
          pair.write(k, v),
    ),
  },
  { weight: 3, arbitrary: key.map((k) => (pair: Pair) => pair.write(k, undefined)) },
  {
    weight: 3,
    arbitrary: fc.tuple(key, value).map(
      ([k, v]) =>
        (pair: Pair) =>
          pair.insert(k, v),
    ),
  },
  {
    weight: 1,
    arbitrary: many.map(({ from, count }) => (pair: Pair) => {
      for (let id = from; id < from + count; id++) pair.write(`k${id}`, 'v');
    }),
  },
  { weight: 3, arbitrary: fc.constant((pair: Pair) => pair.save()) },
  { weight: 1, arbitrary: fc.constant((pair: Pair) => pair.release()) },
  { weight: 3, arbitrary: fc.nat({ max: 3 }).map((depth) => (pair: Pair) => pair.rollBack(depth)) },
);

function inRange(naive: Naive, start: string, end: string, reverse: boolean): [string, Entry][] {
  const within = [...naive].filter(([k]) => k >= start && (end === '' || k < end));
  within.sort(([a], [b]) => compareBytes(bytes(a), bytes(b)) * (reverse ? -1 : 1));
  return within;
}

const bound = fc.oneof(fc.constant(''), key);

it('agrees with a naive one after any writes, inserts, deletes, savepoints and ways back', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      bound,
      bound,
      fc.boolean(),
      (steps, start, end, reverse) => {
        const pair = new Pair();
        for (const take of steps) take(pair);
        const { real, naive } = pair;
        const entries = real.view().entries({ start: bytes(start), end: bytes(end) }, reverse);
        const seen = Array.from(entries, (write): [string, Entry] => [
          text(write.key),
          { value: write.value && text(write.value), mustNotExist: write.mustNotExist },
        ]);
        expect(seen).toEqual(inRange(naive, start, end, reverse));
        const sizes = [...naive].map(([k, { value: v = '' }]) => bytes(k).length + bytes(v).length);
        expect(real.length).toBe(naive.size);
        expect(real.sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
        for (const k of [...naive.keys(), 'absent']) {
          const own = real.get(bytes(k));
          expect(own && { value: own.value && text(own.value), mustNotExist: own.mustNotExist }).toEqual(
            naive.get(k),
          );
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('a scan over a snapshot shows the writes of its beginning, whatever is written or undone meanwhile', async () => {
  const snapshotKeys = fc.uniqueArray(key, { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.array(step, { maxLength: 10 }),
      snapshotKeys,
      fc.boolean(),
      async (before, meanwhile, keys, reverse) => {
        const pair = new Pair();
        for (const take of before) take(pair);
        const committed = keys.map((k) => bytes(k)).sort((a, b) => compareBytes(a, b) * (reverse ? -1 : 1));
        const steps = meanwhile.values();
        async function* snapshot() {
          for (const k of committed) {
            steps.next().value?.(pair);
            yield { key: k, value: bytes('of the snapshot') };
          }
        }
        const expected = new Map(keys.map((k) => [k, 'of the snapshot']));
        for (const [k, { value: own }] of pair.naive) {
          if (own === undefined) expected.delete(k);
          else expected.set(k, own);
        }
        const order = [...expected].sort(([a], [b]) => compareBytes(bytes(a), bytes(b)) * (reverse ? -1 : 1));
        const range = { start: EMPTY_BYTES, end: EMPTY_BYTES };
        const options = { range, reverse, keysOnly: false, limit: undefined };
        const seen: [string, string][] = [];
        for await (const { key: k, value: v } of mergedScan(snapshot(), pair.real, options)) {
          seen.push([text(k), text(v)]);
        }
        expect(seen).toEqual(order);
      },
    ),
    { numRuns: 60 },
  );
});
