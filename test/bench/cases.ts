import { kvrpcpb, type tikvpb } from '../../proto/gen/hot.js';
import type { BeginOptions, Tikv } from '../../src/index.ts';
import type { BareClient } from './bare-client.ts';

/** The same work done by the client and by the bare stream. */
export interface BenchCase {
  readonly name: string;
  /** One operation keeps the server busy for long: more than 64 callers would only fill its queue. */
  readonly isLarge?: boolean;
  /** The requests and timestamps that one operation takes, what it leaves behind for the background included. */
  readonly requests?: Readonly<Record<string, number>>;
  client(tikv: Tikv, nth: number): Promise<unknown>;
  /** The very messages the client sends for it. */
  bare(bare: BareClient, nth: number): Promise<unknown>;
}

export const KEYS = 10_000;
const MAX_TS = 2n ** 64n - 1n;
/** As a timestamp counts. */
const TWO_SECONDS = 2000n << 18n;
const encoder = new TextEncoder();
const keyAt = (nth: number) => encoder.encode(`bench/${String(nth % KEYS).padStart(8, '0')}`);
const rawKeyAt = (nth: number) => encoder.encode(`raw-bench/${String(nth % KEYS).padStart(8, '0')}`);
const hundredFrom = (nth: number) => Array.from({ length: 100 }, (_, index) => keyAt(nth * 100 + index));
const value = new Uint8Array(100).fill(7);

/** Keys that no other operation of the run touches: commits shall not conflict. */
let fresh = 0;
const freshKeys = (count: number) => {
  fresh += count;
  return Array.from({ length: count }, (_, index) => encoder.encode(`bench-write/${fresh}-${index}`));
};

export async function fill(tikv: Tikv): Promise<void> {
  for (let from = 0; from < KEYS; from += 1000) {
    await tikv.transact((transaction) => {
      for (let nth = from; nth < from + 1000; nth++) transaction.put(keyAt(nth), value);
    });
  }
}

type Protocol = '1pc' | 'async' | '2pc';

const OPTIONS: Readonly<Record<Protocol, BeginOptions>> = {
  '1pc': {},
  async: { onePhaseCommit: false },
  '2pc': { onePhaseCommit: false, asyncCommit: false },
};

function commitCase(count: number, protocol: Protocol): BenchCase {
  const isOnePhase = protocol === '1pc';
  return {
    name: `${count}-key commit, ${protocol}`,
    isLarge: count > 1,
    requests: isOnePhase ? { timestamp: 2, prewrite: 1 } : { timestamp: 2, prewrite: 1, commit: 1 },
    async client(tikv) {
      const transaction = await tikv.begin(OPTIONS[protocol]);
      for (const key of freshKeys(count)) transaction.put(key, value);
      const done = await transaction.commit();
      if (done.protocol !== protocol) throw new Error(`committed by ${done.protocol}, not by ${protocol}`);
    },
    async bare(bare) {
      const { context } = bare;
      const startTs = await bare.timestamp();
      const minCommitTs = protocol === '2pc' ? startTs + 1n : (await bare.timestamp()) + 1n;
      const keys = freshKeys(count);
      const answer = await bare.send({
        prewrite: {
          context,
          mutations: keys.map((key) => ({ op: kvrpcpb.Op.Put, key, value })),
          primaryLock: keys[0],
          startVersion: startTs,
          lockTtl: 3000n,
          pessimisticActions: keys.map(
            () => kvrpcpb.PrewriteRequest.PessimisticAction.SKIP_PESSIMISTIC_CHECK,
          ),
          txnSize: BigInt(count),
          minCommitTs,
          maxCommitTs: protocol === '2pc' ? 0n : startTs + TWO_SECONDS,
          tryOnePc: isOnePhase,
          useAsyncCommit: protocol === 'async',
          secondaries: protocol === 'async' ? keys.slice(1) : [],
        },
      } satisfies tikvpb.BatchCommandsRequest.Request);
      if (isOnePhase) return;
      const commitVersion =
        protocol === '2pc' ? await bare.timestamp() : (answer.prewrite?.minCommitTs ?? minCommitTs);
      const commit = bare.send({
        commit: {
          context,
          startVersion: startTs,
          commitVersion,
          keys,
          primaryKey: keys[0],
          commitRole: kvrpcpb.CommitRole.Primary,
          useAsyncCommit: protocol === 'async',
        },
      });
      if (protocol === '2pc') await commit;
    },
  };
}

/** A key is locked and read, then written, and committed in one phase under the lock. */
const lockAndCommit: BenchCase = {
  name: 'lock and commit',
  requests: { timestamp: 2, pessimisticLock: 1, prewrite: 1 },
  async client(tikv) {
    const transaction = await tikv.begin({ mode: 'pessimistic' });
    const [key] = freshKeys(1) as [Uint8Array];
    await transaction.getForUpdate(key);
    transaction.put(key, value);
    const done = await transaction.commit();
    if (done.protocol !== '1pc') throw new Error(`committed by ${done.protocol}, not by 1pc`);
  },
  async bare(bare) {
    const { context } = bare;
    const startTs = await bare.timestamp();
    const [key] = freshKeys(1) as [Uint8Array];
    await bare.send({
      pessimisticLock: {
        context,
        mutations: [{ op: kvrpcpb.Op.PessimisticLock, key }],
        primaryLock: key,
        startVersion: startTs,
        lockTtl: 20_000n,
        forUpdateTs: startTs,
        isFirstLock: true,
        waitTimeout: 1_000n,
        minCommitTs: startTs + 1n,
        returnValues: true,
        checkExistence: true,
        wakeUpMode: kvrpcpb.PessimisticLockWakeUpMode.WakeUpModeForceLock,
      },
    });
    const minCommitTs = (await bare.timestamp()) + 1n;
    await bare.send({
      prewrite: {
        context,
        mutations: [{ op: kvrpcpb.Op.Put, key, value }],
        pessimisticActions: [kvrpcpb.PrewriteRequest.PessimisticAction.DO_PESSIMISTIC_CHECK],
        primaryLock: key,
        startVersion: startTs,
        lockTtl: 20_000n,
        txnSize: 1n,
        forUpdateTs: startTs,
        minCommitTs,
        maxCommitTs: startTs + TWO_SECONDS,
        tryOnePc: true,
        forUpdateTsConstraints: [{ index: 0, expectedForUpdateTs: startTs }],
      },
    } satisfies tikvpb.BatchCommandsRequest.Request);
  },
};

export const CASES: readonly BenchCase[] = [
  {
    name: 'point get',
    client: (tikv, nth) => tikv.get(keyAt(nth)),
    bare: (bare, nth) => bare.send({ get: { context: bare.context, key: keyAt(nth), version: MAX_TS } }),
  },
  {
    name: 'batch get of 100',
    isLarge: true,
    client: (tikv, nth) => tikv.batchGet(hundredFrom(nth)),
    async bare(bare, nth) {
      const version = await bare.timestamp();
      return bare.send({ batchGet: { context: bare.context, keys: hundredFrom(nth), version } });
    },
  },
  {
    name: 'raw get',
    client: (tikv, nth) => tikv.raw.get(keyAt(nth)),
    bare: (bare, nth) => bare.send({ rawGet: { context: bare.context, key: keyAt(nth) } }),
  },
  {
    name: 'raw put',
    client: (tikv, nth) => tikv.raw.put(rawKeyAt(nth), value),
    bare: (bare, nth) => bare.send({ rawPut: { context: bare.context, key: rawKeyAt(nth), value } }),
  },
  {
    name: 'scan of 100',
    isLarge: true,
    async client(tikv, nth) {
      for await (const _ of tikv.scan({ start: keyAt(nth % (KEYS - 100)), limit: 100 }));
    },
    async bare(bare, nth) {
      const version = await bare.timestamp();
      return bare.send({
        scan: { context: bare.context, startKey: keyAt(nth % (KEYS - 100)), limit: 100, version },
      });
    },
  },
  commitCase(1, '1pc'),
  commitCase(10, 'async'),
  commitCase(100, '2pc'),
  lockAndCommit,
  {
    name: 'timestamp',
    client: (tikv) => tikv.timestamp(),
    bare: (bare) => bare.timestamp(),
  },
];
