import { beforeEach, describe, expect, it } from 'vitest';
import {
  ClosedError,
  LockLostError,
  PdUnreachableError,
  RegionUnavailableError,
  type TikvError,
} from '../../../src/model/errors.ts';
import { KeepAlive } from '../../../src/txn/keep-alive.ts';
import { Transaction } from '../../../src/txn/transaction.ts';
import {
  bytes,
  type FakeRegions,
  FakeTransactionEnvironment,
  keyError,
  replies,
  ts,
} from '../../support/fake-transaction-environment.ts';

const { ok, failed } = replies;
const HOUR_MS = 3_600_000;
const unavailable = new RegionUnavailableError('Region unavailable');

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;
let lost: TikvError[];
let keepAlive: KeepAlive;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  regions = environment.fake;
  lost = [];
  keepAlive = new KeepAlive(environment, ts(0), bytes('a'), (error) => lost.push(error));
  keepAlive.start();
});

async function beats(count: number): Promise<void> {
  for (let beat = 0; beat < count; beat++) {
    await environment.clock.advanceAsync(10_000);
    await environment.settle();
  }
}

describe('KeepAlive', () => {
  it('TTL-3, TTL-5, S062 heartbeat-never-lowers: every 10 s advises the time since the start and 20 s more', async () => {
    environment.oracle.push(ts(10_000), ts(20_500));
    await environment.clock.advanceAsync(9_999);
    expect(regions.log).toEqual([]);
    await environment.clock.advanceAsync(1);
    await beats(1);
    expect(regions.of('KvTxnHeartBeat').map(({ request }) => request)).toEqual([
      { primaryLock: bytes('a'), startVersion: ts(0), adviseLockTtl: 30_000n },
      { primaryLock: bytes('a'), startVersion: ts(0), adviseLockTtl: 40_500n },
    ]);
    expect(lost).toEqual([]);
  });

  it('TTL-4: gives up after an hour by the clock, since the transaction began', async () => {
    keepAlive.stop();
    const beganAtMs = environment.clock.now() - HOUR_MS + 20_000;
    const onLost = (error: TikvError) => lost.push(error);
    keepAlive = new KeepAlive(environment, ts(0), bytes('a'), onLost, { beganAtMs });
    keepAlive.start();
    await beats(4);
    expect(regions.log.length).toBe(2);
    expect(lost).toEqual([
      new LockLostError(`The transaction has been open for ${HOUR_MS + 10_000} ms; its locks are given up`),
    ]);
  });

  it('F24: timestamps that jump ahead do not end it, and are what a TTL is counted by', async () => {
    environment.oracle.push(ts(2 * HOUR_MS));
    await beats(1);
    expect(regions.of('KvTxnHeartBeat')[0]?.request.adviseLockTtl).toBe(BigInt(2 * HOUR_MS + 20_000));
    expect(lost).toEqual([]);
  });

  it('F28: an event tells when the locks may have been dead between two beats', async () => {
    const told: unknown[] = [];
    const emit = (name: string, payload: unknown) => told.push([name, payload]);
    Object.assign(environment, { events: { wants: () => true, emit } });
    regions.script('KvTxnHeartBeat', ok(), failed(unavailable), failed(unavailable), ok());
    await beats(5);
    expect(told).toEqual([['transaction.stalled', { startTs: ts(0), sinceMs: 30_000 }]]);
  });

  it('TTL-4: stops when PD has no timestamp', async () => {
    const unreachable = new PdUnreachableError('PD is gone');
    environment.oracle.push(() => Promise.reject(unreachable));
    await beats(2);
    expect(lost).toEqual([unreachable]);
    expect(regions.log).toEqual([]);
  });

  it('a client that closes has lost no lock', async () => {
    environment.oracle.push(() => Promise.reject(new ClosedError()));
    await beats(2);
    expect([lost, regions.log]).toEqual([[], []]);
  });

  it('TTL-5, F27: a key error says that the lock is gone', async () => {
    regions.script(
      'KvTxnHeartBeat',
      ok(),
      ok({ error: keyError({ txnNotFound: { startTs: ts(0), primaryKey: bytes('a') } }) }),
    );
    await beats(4);
    expect(regions.log.length).toBe(2);
    expect(lost).toEqual([new LockLostError(`Transaction ${ts(0)} has no lock any more`)]);
  });

  it('TTL-5: 10 failures in a row are borne, the 11th is not; a success starts the count anew', async () => {
    const tenFailures = Array.from({ length: 10 }, () => failed(unavailable));
    regions.script('KvTxnHeartBeat', ...tenFailures, ok(), ...tenFailures);
    await beats(21);
    expect(lost).toEqual([]);
    regions.script('KvTxnHeartBeat', failed(unavailable));
    await beats(2);
    expect(lost).toEqual([unavailable]);
    expect(environment.keeper.size).toBe(0);
  });

  it('says nothing and sends nothing once it is stopped', async () => {
    keepAlive.stop();
    await beats(2);
    expect(regions.log).toEqual([]);
    expect(lost).toEqual([]);
  });
});

describe('TTL-2: a large transaction', () => {
  function large(sizeBytes: number): Transaction {
    environment.limits = {
      ...environment.limits,
      maxEntrySizeBytes: 2 ** 31,
      maxTransactionSizeBytes: 2 ** 31,
    };
    const transaction = new Transaction(environment, ts(0));
    transaction.put(bytes('b'), new Uint8Array(sizeBytes - 2));
    transaction.put(bytes('c'), bytes(''));
    return transaction;
  }

  beforeEach(() => {
    keepAlive.stop();
    regions.splitAt = ['c'];
  });

  it('keeps its locks alive from the prewrite of its primary until its outcome is known', async () => {
    regions.script('KvPrewrite', ok(), 'never');
    const verdict = large(environment.limits.keepAliveSizeBytes + 1).commit(environment.deadline());
    await environment.settle();
    expect(environment.keeper.size).toBe(1);
    await beats(1);
    expect(regions.of('KvTxnHeartBeat').map(({ keys }) => keys)).toEqual([['b']]);
    regions.parked[0]?.answer(ok());
    expect(await verdict).toMatchObject({ protocol: '2pc' });
    expect(environment.keeper.size).toBe(0);
    await environment.background.idle();
  });

  it('up to 32 MiB does not need it', async () => {
    regions.script('KvPrewrite', ok(), 'never');
    const verdict = large(environment.limits.keepAliveSizeBytes).commit(environment.deadline());
    await environment.settle();
    expect(environment.keeper.size).toBe(0);
    regions.parked[0]?.answer(ok());
    await verdict;
    await environment.background.idle();
  });

  it('stops when the commit fails', async () => {
    regions.script('KvPrewrite', ok(), failed(unavailable));
    await expect(
      large(environment.limits.keepAliveSizeBytes + 1).commit(environment.deadline()),
    ).rejects.toBe(unavailable);
    expect(environment.keeper.size).toBe(0);
    await environment.background.idle();
  });
});
