import { describe, expect, it } from 'vitest';
import { connect, type Tikv, type TikvError } from '../../src/index.ts';
import { failure, withCluster } from './support.ts';

const connected = withCluster();

/** Names of those who await, from the stack of an error. */
function awaiting(error: unknown): string[] {
  const lines = (error as Error).stack?.split('\n') ?? [];
  return lines
    .map((line) => /^ +at (?:async )?(\w+) .*callers-embedded/.exec(line)?.[1] ?? '')
    .filter(Boolean);
}

async function loseRace(tikv: Tikv): Promise<void> {
  const [slow, fast] = [await tikv.begin(), await tikv.begin()];
  for (const txn of [slow, fast]) txn.put('race', 'v');
  await fast.commit();
  await slow.commit();
}

async function outer(run: () => Promise<unknown>): Promise<void> {
  await run();
}

describe('the stack of an error tells who awaits the verb', () => {
  it('that failed by an answer', async () => {
    const error = await failure(outer(() => loseRace(connected().tikv)));
    expect((error as TikvError).code).toBe('TIKV_WRITE_CONFLICT');
    expect(awaiting(error)).toEqual(['loseRace', 'outer']);
    expect((error as Error).stack).toContain('key-errors');
  });

  it('inside of transact, and transact itself', async () => {
    const body = async (txn: { get(key: string, options: object): Promise<unknown> }) => {
      await txn.get('k', { timeoutMs: 1 });
    };
    using slow = connected().cluster?.slow(1, 50);
    const error = await failure(outer(async () => connected().tikv.transact(body)));
    expect(slow).toBeDefined();
    expect(awaiting(error)).toEqual(['body', 'outer']);
  });

  it('in a scan', async () => {
    const read = async () => {
      for await (const _ of connected().tikv.scan({ prefix: 'k', timeoutMs: 1 }));
    };
    using slow = connected().cluster?.slow(1, 50);
    expect(awaiting(await failure(outer(read)))).toEqual(['read', 'outer']);
    expect(slow).toBeDefined();
  });

  it('of a connect', async () => {
    const open = async () => {
      await connect({ endpoints: ['127.0.0.1:1'] });
    };
    expect(awaiting(await failure(outer(open)))).toEqual(['open', 'outer']);
  });

  it('each line once, where it is thrown on, too', async () => {
    const { tikv } = connected();
    const again = async () => {
      const error = await failure(outer(() => loseRace(tikv)));
      await tikv.transact(() => Promise.reject(error));
    };
    const names = awaiting(await failure(outer(again)));
    expect(names).toEqual(['loseRace', 'outer', 'again', 'outer', 'again']);
  });
});
