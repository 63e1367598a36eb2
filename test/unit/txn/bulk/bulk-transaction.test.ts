import { beforeEach, describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  LockLostError,
  PdUnreachableError,
  ReadBelowSafePointError,
  UsageError,
  WriteConflictError,
} from '../../../../src/model/errors.ts';
import { MAX_TIMESTAMP } from '../../../../src/model/timestamp.ts';
import { BACKOFF_BUDGET_MS } from '../../../../src/retry/backoff-kinds.ts';
import { Backoffer } from '../../../../src/retry/backoffer.ts';
import { BulkTransaction } from '../../../../src/txn/bulk/bulk-transaction.ts';
import { FakeBulkEnvironment, SMALL } from '../../../support/fake-bulk-environment.ts';
import {
  bytes,
  keyError,
  lockInfo,
  replies,
  text,
  ts,
} from '../../../support/fake-transaction-environment.ts';

const { ok, failed } = replies;
const DAY_MS = 24 * 3_600_000;

let environment: FakeBulkEnvironment;
let bulk: BulkTransaction;

beforeEach(() => {
  environment = new FakeBulkEnvironment();
  bulk = environment.begin();
});

async function flushed(...keys: string[]): Promise<void> {
  for (const key of keys) bulk.put(bytes(key), bytes(`value of ${key}`));
  await bulk.flush(environment.deadline());
}

async function beat(): Promise<void> {
  await environment.clock.advanceAsync(10_000);
  await environment.settle();
}

const heartbeats = () => environment.fake.of('KvTxnHeartBeat').map(({ request }) => request);

function read(...keys: string[]): Promise<(string | undefined)[]> {
  const options = { deadline: environment.deadline(), budgetMs: BACKOFF_BUDGET_MS.read };
  const values = bulk.batchGet(keys.map(bytes), new Backoffer(environment.runtime, options));
  return values.then((all) => all.map((value) => value && text(value)));
}

const pairs = (values: Record<string, string>) =>
  ok({ pairs: Object.entries(values).map(([key, value]) => ({ key: bytes(key), value: bytes(value) })) });

describe('heartbeats', () => {
  it('TTL-6, PIP-8: begin with the first flush, push min_commit_ts, and are told to the stores', async () => {
    await beat();
    expect(heartbeats()).toEqual([]);
    await flushed('a');
    environment.oracle.push(ts(20_000), ts(30_000));
    await beat();
    expect(heartbeats()).toEqual([
      { primaryLock: bytes('a'), startVersion: ts(0), adviseLockTtl: 40_000n, minCommitTs: ts(20_000) },
    ]);
    expect(environment.told).toEqual([{ startTs: ts(0), minCommitTs: ts(20_000) }]);
    environment.fake.script('KvTxnHeartBeat', failed(new PdUnreachableError('PD is gone')));
    await beat();
    expect(environment.told.length).toBe(1);
  });

  it('TTL-6: do not push it once the commit has begun, and the commit is not below it', async () => {
    await flushed('a');
    environment.oracle.push(ts(20_000));
    await beat();
    const asked: ((now: bigint) => void)[] = [];
    const ask = () => new Promise<bigint>((resolve) => asked.push(resolve));
    environment.oracle.push(ask, ask);
    const committed = bulk.commit(environment.deadline());
    await environment.settle();
    await beat();
    asked[1]?.(ts(40_000));
    await environment.settle();
    expect(heartbeats().map(({ minCommitTs }) => minCommitTs)).toEqual([ts(20_000), ts(20_000)]);
    asked[0]?.(ts(30_000));
    expect(await committed).toEqual({ commitTs: ts(30_000), protocol: '2pc' });
    await beat();
    expect(heartbeats().length).toBe(2);
  });

  it('PIP-8: go on for a day; then it is given up', async () => {
    environment.clock.advance(DAY_MS - 15_000);
    await flushed('a');
    await beat();
    expect(bulk.state).toBe('active');
    await beat();
    expect(bulk.state).toBe('rolledBack');
    expect(() => bulk.put(bytes('b'), bytes('1'))).toThrow(LockLostError);
  });

  it('a lost primary ends it: others have rolled it back', async () => {
    await flushed('a');
    const gone = keyError({ txnNotFound: { startTs: ts(0), primaryKey: bytes('a') } });
    environment.fake.script('KvTxnHeartBeat', ok({ error: gone }));
    await beat();
    expect([bulk.state, environment.told]).toEqual([
      'rolledBack',
      [{ startTs: ts(0), minCommitTs: expect.anything(), rolledBack: true }],
    ]);
    await expect(bulk.commit(environment.deadline())).rejects.toThrow(LockLostError);
  });

  it('PIP-5: locks live for 20 seconds from the flush on, however late it comes', async () => {
    await flushed('a');
    environment.clock.advance(45_000);
    await flushed('b');
    expect(environment.fake.of('KvFlush').map(({ request }) => request.lockTtl)).toEqual([20_000n, 65_000n]);
  });

  it('PIP-5: also when the flush has waited for the lock of another', async () => {
    const met = ok({ errors: [keyError({ locked: lockInfo('a', ts(0) - 1n) })] });
    environment.fake.script('KvFlush', met);
    environment.waits.push(3000);
    const flushing = flushed('a');
    await environment.settle();
    await environment.clock.advanceAsync(3000);
    await flushing;
    const ttls = environment.fake.of('KvFlush').map(({ request }) => Number(request.lockTtl));
    expect(ttls).toEqual([20_000, expect.any(Number)]);
    expect(ttls[1]).toBeGreaterThan(20_000);
  });
});

describe('flushes', () => {
  it('GRP-7: so many requests at once, behind the one with the primary', async () => {
    bulk = environment.begin({ flushConcurrency: 2, flushKeys: 100 });
    environment.fake.splitAt = ['b', 'c', 'd', 'e'];
    environment.fake.parking = true;
    const { parked } = environment.fake;
    for (const key of ['a', 'b', 'c', 'd', 'e']) bulk.put(bytes(key), bytes('1'));
    const done = bulk.flush(environment.deadline());
    const underWay: number[] = [];
    for (let round = 0; round < 4; round++) {
      await environment.settle();
      underWay.push(parked.length);
      parked[0]?.answer(ok());
    }
    await environment.settle();
    for (const { answer } of [...parked]) answer(ok());
    await done;
    expect(underWay).toEqual([1, 2, 2, 2]);
  });

  it('a second begins by itself when the first has ended and there is enough', async () => {
    environment.fake.parking = true;
    for (const key of ['a', 'b', 'c', 'd']) bulk.put(bytes(key), bytes('1'));
    await environment.settle();
    expect(environment.fake.log).toEqual(['KvFlush a,b']);
    environment.fake.parked[0]?.answer(ok());
    await environment.settle();
    expect(environment.fake.log).toEqual(['KvFlush a,b', 'KvFlush c,d']);
  });

  it('that fail end the wait of writers', async () => {
    environment.fake.parking = true;
    for (let key = 0; key < 10; key++) bulk.put(bytes(`${key}`), bytes('1'));
    expect(bulk.isFull).toBe(true);
    const room = bulk.room(environment.deadline());
    await environment.settle();
    const conflict = {
      startTs: ts(0),
      conflictTs: ts(1),
      conflictCommitTs: ts(2),
      key: bytes('0'),
      reason: 1,
    };
    environment.fake.parked[0]?.answer(ok({ errors: [keyError({ conflict: conflict as never })] }));
    await expect(room).rejects.toThrow(WriteConflictError);
  });

  it('asked for twice at once, and with nothing to flush', async () => {
    bulk.put(bytes('a'), bytes('1'));
    await Promise.all([bulk.flush(environment.deadline()), bulk.flush(environment.deadline())]);
    await bulk.flush(environment.deadline());
    expect(environment.fake.log).toEqual(['KvFlush a']);
  });
});

describe('reads', () => {
  it('PIP-3, SNP-4: ask for what was flushed within the range of it, and the rest of the data', async () => {
    await flushed('b', 'd');
    bulk.put(bytes('e'), bytes('in memory'));
    environment.fake.script('KvBufferBatchGet', pairs({ b: 'flushed' }));
    environment.fake.script('KvBatchGet', pairs({ a: 'data', c: 'data' }));
    expect(await read('a', 'b', 'c', 'e', 'f')).toEqual(['data', 'flushed', 'data', 'in memory', undefined]);
    expect(environment.fake.log.slice(1)).toEqual(['KvBufferBatchGet b,c', 'KvBatchGet a,f,c']);
    const [data] = environment.fake.of('KvBatchGet');
    // SNP-18: its own locks are none to its snapshot.
    expect(data?.request.context).toEqual({ resolvedLocks: [ts(0)], committedLocks: [] });
  });

  it('SNP-4, S092: what was flushed is not asked for below the safe point', async () => {
    await flushed('b', 'd');
    environment.safePoint = ts(1);
    await expect(read('b')).rejects.toThrow(ReadBelowSafePointError);
    expect(environment.fake.of('KvBufferBatchGet')).toEqual([]);
    environment.safePoint = ts(0);
    environment.fake.script('KvBufferBatchGet', pairs({ b: '1' }));
    expect(await read('b')).toEqual(['1']);
  });

  it('SNP-4, S092: nor is an answer taken that the safe point has overtaken', async () => {
    await flushed('b', 'd');
    const overtaken = (value: string) => () => {
      environment.safePoint = ts(1);
      return pairs({ d: value });
    };
    environment.fake.script('KvBufferBatchGet', overtaken('1'), pairs({ d: '' }));
    environment.fake.script('KvBatchGet', overtaken(''));
    await expect(read('d')).rejects.toThrow(ReadBelowSafePointError);
    environment.safePoint = 0n;
    await expect(read('d')).rejects.toThrow(ReadBelowSafePointError);
    expect(environment.fake.of('KvBatchGet').length).toBe(1);
  });

  it('PIP-3: remember what was flushed until the next flush', async () => {
    await flushed('b', 'd');
    environment.fake.script('KvBufferBatchGet', pairs({ b: '1' }), pairs({ b: '2' }));
    expect(await read('b')).toEqual(['1']);
    expect(await read('b')).toEqual(['1']);
    await flushed('d');
    expect(await read('b')).toEqual(['2']);
  });

  it('PIP-3: do not remember an answer that a flush has overtaken', async () => {
    await flushed('b', 'd');
    environment.fake.parking = true;
    const early = read('b');
    await environment.settle();
    environment.fake.parking = false;
    await flushed('b');
    environment.fake.parked[0]?.answer(pairs({ b: 'early' }));
    expect(await early).toEqual(['early']);
    environment.fake.script('KvBufferBatchGet', pairs({ b: 'late' }));
    expect(await read('b')).toEqual(['late']);
  });

  it('S120: fail when the transaction was lost meanwhile: what it has flushed is gone then', async () => {
    await flushed('b', 'd');
    environment.fake.parking = true;
    const early = read('b');
    await environment.settle();
    environment.fake.parking = false;
    const exists = keyError({ alreadyExist: { key: bytes('c') } });
    environment.fake.script('KvFlush', ok({ errors: [exists] }));
    bulk.insert(bytes('c'), bytes('1'));
    const lost = expect(early).rejects.toThrow(AlreadyExistsError);
    await expect(bulk.flush(environment.deadline())).rejects.toThrow(AlreadyExistsError);
    environment.fake.parked[0]?.answer(pairs({}));
    await lost;
  });

  it('S120: an empty value may be a deletion, which a read through its own locks tells', async () => {
    await flushed('a', 'b', 'c');
    environment.fake.script('KvBufferBatchGet', pairs({ b: '', c: '' }));
    environment.fake.script('KvBatchGet', pairs({ c: '' }));
    expect(await read('b', 'c')).toEqual([undefined, '']);
    const [through] = environment.fake.of('KvBatchGet');
    expect(through?.keys).toEqual(['b', 'c']);
    expect(through?.request).toMatchObject({
      version: ts(0) + 1n,
      context: { resolvedLocks: [], committedLocks: [ts(0)] },
    });
  });

  it('S120: what turns out to hold another value was not flushed any more: what was there before is read', async () => {
    await flushed('a', 'b');
    environment.fake.script('KvBufferBatchGet', pairs({ b: '' }));
    environment.fake.script('KvBatchGet', pairs({ b: 'before' }), pairs({ b: 'before' }));
    expect(await read('b')).toEqual(['before']);
  });

  it('S120: what the primary holds is known without asking: readers may have pushed it', async () => {
    await flushed('a', 'b');
    bulk.delete(bytes('a'));
    await bulk.flush(environment.deadline());
    environment.fake.script('KvBufferBatchGet', pairs({ a: '' }));
    expect(await read('a')).toEqual([undefined]);
    expect(environment.fake.of('KvBatchGet')).toEqual([]);
  });
});

describe('what is told of it', () => {
  it('TXN-33, TXN-35: what its writes take in memory, those being flushed included', async () => {
    expect([bulk.isReadOnly, bulk.memoryBytes]).toEqual([true, 0]);
    bulk.put(bytes('a'), bytes('1'));
    const one = bulk.memoryBytes;
    expect(one).toBeGreaterThan(2);
    environment.fake.parking = true;
    bulk.put(bytes('b'), bytes('1'));
    await environment.settle();
    bulk.put(bytes('c'), bytes('1'));
    expect(bulk.memoryBytes).toBe(3 * one);
    environment.fake.parked[0]?.answer(ok());
    await environment.settle();
    expect([bulk.isReadOnly, bulk.memoryBytes]).toEqual([false, one]);
  });

  it('PIP-12, MSC-1: how long writes, flush and commit have waited for flushes', async () => {
    const waited = () => bulk.receipt.durations.flushWaitMs;
    const parked = async (call: Promise<unknown>, ms: number) => {
      await environment.settle();
      environment.clock.advance(ms);
      for (const { answer } of [...environment.fake.parked]) answer(ok());
      await call;
      return waited();
    };
    environment.fake.parking = true;
    for (let key = 0; key < 10; key++) bulk.put(bytes(`${key}`), bytes('1'));
    expect([bulk.isFull, waited()]).toEqual([true, 0]);
    expect(await parked(bulk.room(environment.deadline()), 100)).toBe(100);
    expect(await parked(bulk.flush(environment.deadline()), 20)).toBe(120);
    bulk.put(bytes('x'), bytes('1'));
    const committed = bulk.commit(environment.deadline());
    await parked(Promise.resolve(), 3);
    await environment.settle();
    await parked(committed, 50);
    expect([bulk.state, waited()]).toEqual(['committed', 123]);
  });
});

it('timestamps that no oracle gives', () => {
  for (const startTs of [0n, -1n, MAX_TIMESTAMP]) {
    expect(() => new BulkTransaction(environment, startTs, SMALL)).toThrow(UsageError);
  }
});
