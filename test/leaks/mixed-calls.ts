import { InternalError, type Tikv, TikvError } from '../../src/index.ts';
import type { Cluster, FaultHandle } from '../../src/testing/index.ts';

/** How a call ended early, if it did. */
export interface CallEnds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

type Call = (tikv: Tikv, key: string, ends: CallEnds) => Promise<unknown>;

const CALLS: readonly Call[] = [
  (tikv, key, ends) => tikv.raw.get(`r/${key}`, ends),
  (tikv, key, ends) => tikv.raw.put(`r/${key}`, key, ends),
  (tikv, key, ends) => tikv.raw.delete(`r/${key}`, ends),
  (tikv, key, ends) => tikv.raw.batchGet([`r/${key}`, `a/${key}`], ends),
  (tikv, key, ends) =>
    tikv.raw.batchPut(
      ['a', 'r', 'x'].map((start) => ({ key: `${start}raw/${key}`, value: key })),
      ends,
    ),
  (tikv, key, ends) =>
    tikv.raw.atomic().compareAndSwap(`s/${key}`, { expected: undefined, value: key, ...ends }),
  (tikv, key, ends) => tikv.get(`t/${key}`, ends),
  (tikv, key, ends) => tikv.batchGet([`a/${key}`, `t/${key}`, `x/${key}`], ends),
  (tikv, key, ends) =>
    tikv.transact(async (txn) => {
      await txn.get(`a/${key}`);
      txn.put(`a/${key}`, key);
      txn.put(`x/${key}`, key);
    }, ends),
  async (tikv, key, ends) => {
    const txn = await tikv.begin(ends);
    txn.put(`t/${key}`, key);
    await (key.endsWith('1') ? txn.rollback() : txn.commit(ends));
  },
  // Left off in the middle.
  async (tikv, _, ends) => {
    for await (const _pair of tikv.raw.scan({ prefix: 'r/', ...ends })) break;
  },
  // Never returned: what it holds must go when it does.
  async (tikv, _, ends) => {
    await tikv
      .snapshot({ at: 1n << 40n })
      .scan({ prefix: 'a/', ...ends })
      .next();
  },
];

/** How calls went so far. */
export interface Outcomes {
  /** How often each kind of call succeeded. */
  readonly successes: number[];
  /** Errors that no caller may see, whatever happens; as text, which holds nothing else. */
  readonly bugs: string[];
}

export const newOutcomes = (): Outcomes => ({ successes: CALLS.map(() => 0), bugs: [] });

/** The n-th call, as its caller wants it: some are cancelled, some have little time. None may hang. */
export async function mixedCall(
  tikv: Tikv,
  nth: number,
  random: () => number,
  caller: AbortSignal,
  { successes, bugs }: Outcomes,
): Promise<void> {
  const kind = nth % CALLS.length;
  const call = CALLS[kind] as Call;
  const key = String(Math.floor(random() * 200));
  const chance = random();
  const own = chance < 0.15 ? new AbortController() : undefined;
  const abort = own && setTimeout(() => own.abort(), random() * 20);
  const timeoutMs = chance > 0.9 ? 1 + Math.floor(random() * 30) : 2_000;
  try {
    await call(tikv, key, { timeoutMs, signal: own?.signal ?? caller });
    successes[kind] = (successes[kind] as number) + 1;
  } catch (error) {
    // What else it ended with is for other tests: here it is enough that it did.
    if (!(error instanceof TikvError) || error instanceof InternalError) bugs.push(String(error));
  } finally {
    clearTimeout(abort);
  }
}

/** What goes wrong meanwhile. */
export function disturb(cluster: Cluster): readonly FaultHandle[] {
  const times = Number.POSITIVE_INFINITY;
  const rpcs = ['RawGet', 'RawPut', 'KvPrewrite', 'KvCommit', 'KvGet', 'RawCompareAndSwap', 'KvBatchGet'];
  return [
    cluster.fail({ rpc: rpcs, times, probability: 0.01, action: 'breakStream' }),
    // Not of transactions: what they leave is cleaned up in the background, longer than a test should.
    cluster.fail({
      rpc: ['RawGet', 'RawPut', 'KvGet'],
      times,
      probability: 0.01,
      action: 'dropResponse',
    }),
    cluster.fail({ rpc: rpcs, times, probability: 0.02, action: { regionError: { notLeader: {} } } }),
    cluster.fail({ rpc: rpcs, times, probability: 0.02, action: { delayMs: 15 } }),
    cluster.fail({ rpc: rpcs, times, probability: 0.01, action: { malformed: Uint8Array.of(10, 200) } }),
  ];
}
