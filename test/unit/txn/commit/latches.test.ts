import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AbortedError, DeadlineError, WriteConflictError } from '../../../../src/model/errors.ts';
import { type Latched, Latches } from '../../../../src/txn/commit/latches.ts';
import { bytes, FakeTransactionEnvironment, ts } from '../../../support/fake-transaction-environment.ts';

let environment: FakeTransactionEnvironment;
let latches: Latches;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  latches = new Latches(100);
});

/** A transaction that wants keys. */
class Claimant {
  got: Latched | undefined;
  error: unknown;
  readonly #end: Promise<void>;

  constructor(startMs: number, keys: string, deadline = environment.deadline()) {
    this.#end = latches.acquire(ts(startMs), [...keys].map(bytes), deadline).then(
      (latched) => {
        this.got = latched;
      },
      (error: unknown) => {
        this.error = error;
      },
    );
  }

  async settled(): Promise<this> {
    await this.#end;
    return this;
  }

  get state(): string {
    if (this.error instanceof WriteConflictError) return 'late';
    return this.error === undefined ? (this.got === undefined ? 'waits' : 'has') : 'gave up';
  }

  commit(ms: number): void {
    this.got?.release(ts(ms));
  }

  /** Ends without a commit, or without knowing of one. */
  end(): void {
    this.got?.release(undefined);
  }
}

const states = async (...claimants: Claimant[]) => {
  await environment.settle();
  return claimants.map(({ state }) => state);
};

describe('LAT-2: taking', () => {
  it('whoever wants a key that is held waits, in the order of coming; others do not', async () => {
    const first = new Claimant(1, 'ab');
    const [second, third, other] = [new Claimant(2, 'b'), new Claimant(3, 'b'), new Claimant(3, 'c')];
    expect(await states(first, second, third, other)).toEqual(['has', 'waits', 'waits', 'has']);
    first.end();
    expect(await states(second, third)).toEqual(['has', 'waits']);
    second.end();
    expect(await states(third)).toEqual(['has']);
  });

  it('one that began before a key was written is too late at once, and says by which commit', async () => {
    (await new Claimant(1, 'a').settled()).commit(5);
    const late = await new Claimant(4, 'a').settled();
    expect(late.error).toEqual(
      new WriteConflictError(bytes('a'), {
        startTs: ts(4),
        conflictStartTs: 0n,
        conflictCommitTs: ts(5),
        reason: 'localLatch',
      }),
    );
    expect(await states(new Claimant(5, 'a'))).toEqual(['has']);
  });

  it('one that waits is looked at again when it is woken, and the next after it gets the key', async () => {
    const first = new Claimant(1, 'a');
    const [late, inTime] = [new Claimant(2, 'a'), new Claimant(9, 'a')];
    await environment.settle();
    first.commit(5);
    expect(await states(late, inTime)).toEqual(['late', 'has']);
  });

  it('one that is too late for a key gives back what it has', async () => {
    (await new Claimant(1, 'b').settled()).commit(5);
    const waiting = new Claimant(1, 'z');
    const late = new Claimant(4, 'abz');
    expect(await states(late, new Claimant(4, 'a'), waiting)).toEqual(['late', 'has', 'has']);
  });

  it.each([
    ['its time', () => environment.clock.advance(10), DeadlineError],
    ['its signal', (abort: AbortController) => abort.abort(), AbortedError],
  ])('one that waits gives up when %s ends, and gives back what it has', async (_, end, error) => {
    const first = new Claimant(1, 'b');
    const abort = new AbortController();
    const waiting = new Claimant(2, 'ab', environment.deadline(10, abort.signal));
    const other = new Claimant(3, 'a');
    expect(await states(first, waiting, other)).toEqual(['has', 'waits', 'waits']);
    end(abort);
    await environment.settle();
    expect(waiting.error).toBeInstanceOf(error);
    first.end();
    expect(await states(new Claimant(4, 'b'))).toEqual(['has']);
    expect(await states(other)).toEqual(['has']);
  });

  it('one whose deadline has ended gets nothing', async () => {
    const abort = new AbortController();
    abort.abort();
    const ended = new Claimant(1, 'a', environment.deadline(10, abort.signal));
    expect(await states(ended, new Claimant(2, 'a'))).toEqual(['gave up', 'has']);
  });

  it('nobody waits for ever, and no key is held twice, however claims and ends come', async () => {
    const claim = fc.record({ startMs: fc.integer({ min: 1, max: 40 }), keys: fc.subarray([...'abcde']) });
    const end = fc.record({ nth: fc.nat(20), commitMs: fc.option(fc.integer({ min: 41, max: 60 })) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(claim, end), { maxLength: 40 }), async (steps) => {
        latches = new Latches(3);
        const all: (Claimant & { keys?: string[] })[] = [];
        const ended = new Set<Claimant>();
        for (const step of steps) {
          if ('keys' in step) all.push(Object.assign(new Claimant(step.startMs, step.keys.join('')), step));
          else {
            const holders = all.filter((each) => each.state === 'has' && !ended.has(each));
            const holder = holders[step.nth % Math.max(1, holders.length)];
            if (holder === undefined) continue;
            ended.add(holder);
            if (step.commitMs === null) holder.end();
            else holder.commit(step.commitMs);
          }
          await environment.settle();
          const held = all.flatMap((each) => (each.state === 'has' && !ended.has(each) ? each.keys : []));
          expect(new Set(held).size).toBe(held.length);
        }
        for (let turn = 0; turn < all.length; turn++) {
          for (const each of all) each.end();
          await environment.settle();
        }
        expect(all.filter(({ state }) => state === 'waits')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('LAT-3: giving back', () => {
  it('twice is once', async () => {
    const first = await new Claimant(1, 'a').settled();
    first.end();
    const second = await new Claimant(2, 'a').settled();
    first.commit(9);
    expect(await states(second, new Claimant(3, 'a'))).toEqual(['has', 'waits']);
  });

  it('commits of two minutes ago are forgotten', async () => {
    (await new Claimant(1, 'a').settled()).commit(5);
    (await new Claimant(1, 'b').settled()).commit(6);
    (await new Claimant(7, 'c').settled()).commit(120_005);
    expect(await states(new Claimant(2, 'a'), new Claimant(2, 'b'))).toEqual(['has', 'late']);
  });

  it('of more keys than it is to remember, those written last stay', async () => {
    latches = new Latches(2);
    for (const [nth, key] of [...'abac'].entries()) {
      (await new Claimant(10 * nth, key).settled()).commit(10 * nth + 5);
    }
    expect(await states(new Claimant(1, 'a'), new Claimant(1, 'b'), new Claimant(1, 'c'))).toEqual([
      'late',
      'has',
      'late',
    ]);
  });
});
