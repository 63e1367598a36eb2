import { describe, expect, it } from 'vitest';
import { withConcurrency } from '../../../src/retry/with-concurrency.ts';

/** Work on items that ends when the test says so. */
function setUp() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve(result: string): void; reject(error: unknown): void }>();
  const run = (item: string) => {
    begun.push(item);
    return new Promise<string>((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  const succeed = async (item: string) => {
    ends.get(item)?.resolve(`${item}!`);
    await new Promise(setImmediate);
  };
  const fail = async (item: string) => {
    ends.get(item)?.reject(new Error(item));
    await new Promise(setImmediate);
  };
  return { begun, run, succeed, fail };
}

describe(withConcurrency.name, () => {
  it('begins the next item when one has ended, and gives the results in the order of the items', async () => {
    const { begun, run, succeed } = setUp();
    const results = withConcurrency(['a', 'b', 'c'], 2, run);
    expect(begun).toEqual(['a', 'b']);
    await succeed('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await succeed('c');
    await succeed('a');
    expect(await results).toEqual(['a!', 'b!', 'c!']);
  });

  it('begins no item after a failure, and waits for what is under way', async () => {
    const { begun, run, succeed, fail } = setUp();
    let error: unknown;
    const running = withConcurrency(['a', 'b', 'c'], 2, run).catch((thrown) => {
      error = thrown;
    });
    await fail('b');
    expect(error).toBeUndefined();
    await succeed('a');
    await running;
    expect([begun, error]).toEqual([['a', 'b'], new Error('b')]);
  });

  it('throws the first of several failures', async () => {
    const { run, fail } = setUp();
    const running = withConcurrency(['a', 'b'], 2, run);
    running.catch(() => {});
    await fail('b');
    await fail('a');
    await expect(running).rejects.toThrow('b');
  });

  it('has nothing to do for no items', async () => {
    expect(await withConcurrency([], 4, setUp().run)).toEqual([]);
  });
});
