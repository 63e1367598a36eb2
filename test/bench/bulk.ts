/**
 * One bulk transaction of many keys of 100 bytes: CPU for each key against the same messages on a bare stream, and how
 * much memory it takes at most, which does not grow with the keys.
 */
import { kvrpcpb } from '../../proto/gen/hot.js';
import type { Tikv } from '../../src/index.ts';
import type { BareClient } from './bare-client.ts';
import type { CountingRuntime } from './counting-runtime.ts';
import { assertRequests, assertSameMessages } from './requests-of.ts';

const KEY_BYTES = 20;
const VALUE = new Uint8Array(80).fill(7);
/** What the client puts into one request: 16 KiB. */
const KEYS_PER_BATCH = Math.ceil((16 * 1024) / (KEY_BYTES + VALUE.length));
const BATCHES_AT_ONCE = 128;
/** So many keys are gathered before a flush. */
/** What the client says, of reads and writes by the leader. */
const REQUEST_SOURCE = 'leader_external_pdml';
const KEYS_OF_ONE_FLUSH = 10_000;
const MIB = 1024 * 1024;
/** So many keys V8 has seen when it has compiled well what they go through. */
const WARM_KEYS = 200_000;

export interface BulkFigures {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly bareMicros: number;
  readonly flushes: number;
  /** Of the heap and of memory outside of it, above what it was before, at most. */
  readonly grownMiB: number;
}

const encoder = new TextEncoder();
const keyOf = (run: string, nth: number) => {
  const prefix = `bulk/${run}/`;
  return encoder.encode(prefix + String(nth).padStart(KEY_BYTES - prefix.length, '0'));
};

export async function bulkFigures(tikv: Tikv, bare: BareClient, keys: number): Promise<BulkFigures> {
  await writeBulk(tikv, 'warm', WARM_KEYS);
  await writeBare(bare, 'cold', WARM_KEYS);
  const bareMicros = await cpuMicros(keys, () => writeBare(bare, 'bare', keys));
  let flushes = 0;
  const off = tikv.on('transaction.flushed', () => flushes++);
  const memory = new MemoryWatch();
  const beganMs = performance.now();
  const ownMicros = await cpuMicros(keys, () => writeBulk(tikv, 'main', keys, () => memory.look()));
  const perSecond = (keys / (performance.now() - beganMs)) * 1000;
  off();
  return { perSecond, cpuMicros: ownMicros, bareMicros, flushes, grownMiB: memory.grownBytes / MIB };
}

/**
 * The requests of a bulk transaction of one flush in one region.
 * @throws AssertionError when it takes others than are necessary, or than the bare stream carries
 */
export async function assertBulkRequests(
  runtime: CountingRuntime,
  tikv: Tikv,
  bare: BareClient,
): Promise<Readonly<Record<string, number>>> {
  const flush = Math.ceil(KEYS_OF_ONE_FLUSH / KEYS_PER_BATCH);
  const necessary = { timestamp: 2, flush, commit: 1, broadcastTxnStatus: 1, resolveLock: 1 };
  let run = 0;
  const operation = () => writeBulk(tikv, `run${run++}`, KEYS_OF_ONE_FLUSH);
  const ceiling = () => writeBare(bare, `run${run++}`, KEYS_OF_ONE_FLUSH);
  await assertSameMessages('bulk', runtime, bare, operation, ceiling);
  await assertRequests('bulk', necessary, runtime, operation);
  return necessary;
}

async function writeBulk(tikv: Tikv, run: string, keys: number, look = () => {}): Promise<void> {
  await using bulk = await tikv.beginBulk({ timeoutMs: 60_000 });
  for (let nth = 0; nth < keys; nth++) {
    await bulk.put(keyOf(run, nth), VALUE);
    if (nth % 1000 === 0) look();
  }
  await bulk.commit({ timeoutMs: 600_000 });
  look();
}

async function writeBare(bare: BareClient, run: string, keys: number): Promise<void> {
  const context = { ...bare.context, requestSource: REQUEST_SOURCE };
  const startTs = await bare.timestamp();
  const primaryKey = keyOf(run, 0);
  const batches = Array.from(
    { length: Math.ceil(keys / KEYS_PER_BATCH) },
    (_, nth) => nth * KEYS_PER_BATCH,
  ).values();
  const worker = async () => {
    for (const from of batches) {
      const to = Math.min(from + KEYS_PER_BATCH, keys);
      const mutations: kvrpcpb.Mutation[] = [];
      for (let nth = from; nth < to; nth++) {
        mutations.push({ op: kvrpcpb.Op.Put, key: keyOf(run, nth), value: VALUE });
      }
      await bare.send({
        flush: {
          context,
          mutations,
          primaryKey,
          startTs,
          minCommitTs: startTs + 1n,
          generation: 1n,
          lockTtl: 60_000n,
        },
      });
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, worker));
  const commitVersion = await bare.timestamp();
  await bare.send({
    commit: {
      context,
      startVersion: startTs,
      commitVersion,
      keys: [primaryKey],
      primaryKey,
      commitRole: kvrpcpb.CommitRole.Primary,
    },
  });
  const { clusterId } = context;
  await bare.send({
    broadcastTxnStatus: { context: { clusterId }, txnStatus: [{ startTs, commitTs: commitVersion }] },
  });
  await bare.send({ resolveLock: { context, startVersion: startTs, commitVersion } });
}

async function cpuMicros(keys: number, work: () => Promise<void>): Promise<number> {
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / keys;
}

class MemoryWatch {
  readonly #before: number;
  grownBytes = 0;

  constructor() {
    globalThis.gc?.();
    this.#before = usedBytes();
  }

  look(): void {
    this.grownBytes = Math.max(this.grownBytes, usedBytes() - this.#before);
  }
}

function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
