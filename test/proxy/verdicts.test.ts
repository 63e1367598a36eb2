import { expect, it } from 'vitest';
import { type Tikv, TikvError } from '../../src/index.ts';
import { text } from '../contract/support.ts';
import type { FaultProxy, Towards } from '../support/fault-proxy.ts';
import { FAST_KEEPALIVE, serverTls, startProxied } from './proxied.ts';

/* Whatever befalls the connections, what a write says of itself is what has happened. */

const ROUNDS = 6;
const AT_ONCE = 12;

type Verdict = 'done' | 'notDone' | 'unknown';

interface Write {
  readonly kind: 'swap' | 'transaction';
  readonly keys: readonly string[];
  readonly verdict: Verdict;
}

/** What befalls connections, by turns: at random moments of the calls under way, since those are not in step. */
const FAULTS: readonly ((proxy: FaultProxy, nth: number) => void)[] = [
  (proxy) => proxy.reset(),
  (proxy, nth) => proxy.cutAfter('server', 200 + 331 * nth),
  (proxy, nth) => proxy.cutAfter('client', 100 + 171 * nth),
  (proxy, nth) => proxy.hold((['client', 'server'] satisfies Towards[])[nth % 2] as Towards),
];

async function verdictOf(write: Promise<unknown>): Promise<Verdict> {
  try {
    await write;
    return 'done';
  } catch (error) {
    if (!(error instanceof TikvError) || error.code === 'TIKV_INTERNAL') throw error;
    return error.code === 'TIKV_UNDETERMINED' ? 'unknown' : 'notDone';
  }
}

/** Each write has keys of its own, in both regions. */
async function write(tikv: Tikv, name: string, nth: number): Promise<Write> {
  const timeoutMs = 1_200 + (nth % 4) * 300;
  if (nth % 2 === 0) {
    const keys = [`r/${name}`];
    const swap = tikv.raw
      .atomic()
      .compareAndSwap(`r/${name}`, { expected: undefined, value: 'v', timeoutMs });
    return { kind: 'swap', keys, verdict: await verdictOf(swap) };
  }
  const keys = [`a/${name}`, `x/${name}`];
  const transaction = tikv.transact(
    (txn) => {
      for (const key of keys) txn.put(key, 'v');
    },
    { timeoutMs },
  );
  return { kind: 'transaction', keys, verdict: await verdictOf(transaction) };
}

it.concurrent.each([
  ['plain text', {}],
  ['TLS', { tls: serverTls }],
])(
  'S008, S113, F09, F29: verdicts while connections through %s break are true',
  {
    timeout: 120_000,
  },
  async (_, options) => {
    await using world = await startProxied({ stores: 2, replicas: 1, ...options });
    world.cluster.split('m');
    world.cluster.addPeer('m', 2);
    world.cluster.transferLeader('m', 2);
    const tikv = await world.connect({}, { ...FAST_KEEPALIVE, connectionsPerAddress: 2 });
    const writes: Write[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const running = Array.from({ length: AT_ONCE }, (_, nth) => write(tikv, `${round}/${nth}`, nth));
      const fault = FAULTS[round % FAULTS.length] as (proxy: FaultProxy, nth: number) => void;
      // In the middle of the round's work: when its first write has ended.
      await Promise.race(running);
      for (const proxy of [...world.stores, ...(round % 3 === 0 ? [world.pd] : [])]) fault(proxy, round);
      running.push(...Array.from({ length: AT_ONCE }, (_, nth) => write(tikv, `${round}/late${nth}`, nth)));
      writes.push(...(await Promise.all(running)));
      for (const proxy of [world.pd, ...world.stores]) proxy.release();
    }
    await tikv.close({ drainMs: 10_000 });

    const direct = await world.connectDirectly();
    const lies = [];
    for (const { kind, keys, verdict } of writes) {
      const reader = kind === 'swap' ? direct.raw : direct;
      const found = (await reader.batchGet(keys)).map(text).filter((value) => value === 'v').length;
      const isTrue =
        verdict === 'unknown'
          ? found === 0 || found === keys.length
          : found === (verdict === 'done' ? keys.length : 0);
      if (!isTrue) lies.push({ keys, verdict, found });
    }
    expect(lies).toEqual([]);
    expect(writes.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(
      expect.arrayContaining(['swap done', 'swap unknown', 'transaction done']),
    );
  },
);
