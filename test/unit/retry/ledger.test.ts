import { describe, expect, it } from 'vitest';
import { Ledger, timed } from '../../../src/retry/ledger.ts';
import { StoreTally } from '../../../src/retry/store-tally.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function world() {
  const clock = new VirtualClock();
  return { clock, ledger: new Ledger(clock) };
}

describe('Ledger', () => {
  it('nothing has cost anything at first', () => {
    expect(world().ledger.receipt).toEqual({
      rpcs: {},
      regions: 0,
      timestamps: 0,
      retries: {},
      locks: { met: 0, tookMs: 0 },
    });
  });

  it('SNP-19: adds requests up by kind, and knows the slowest of each; regions count once', () => {
    const { ledger } = world();
    const [first, second] = [ledger.sending('KvGet', 7n), ledger.sending('KvGet', 9n)];
    first.encoded(10);
    second.encoded(20);
    first.answered(100);
    second.answered(200);
    first.ended(3, 7n, 'one');
    second.ended(5, 9n, 'two');
    ledger.sending('KvGet', 7n).ended(4, 7n, 'one');
    ledger.sending('KvCommit', 9n);
    expect(ledger.receipt).toMatchObject({
      rpcs: {
        KvGet: {
          sent: 3,
          sentBytes: 30,
          receivedBytes: 300,
          tookMs: 12,
          slowest: { tookMs: 5, regionId: 9n, address: 'two' },
          store: undefined,
        },
        KvCommit: { sent: 1, sentBytes: 0, tookMs: 0, slowest: undefined },
      },
      regions: 2,
    });
  });

  it('adds waits up by reason, and locks met', async () => {
    const { clock, ledger } = world();
    ledger.noteRetry('txnLock', 3);
    ledger.noteRetry('regionMiss', 2);
    ledger.noteRetry('txnLock', 4);
    const sinceMs = ledger.now();
    await clock.advance(6);
    ledger.noteLocks(2, sinceMs);
    expect(ledger.receipt).toMatchObject({
      retries: { txnLock: { times: 2, sleptMs: 7 }, regionMiss: { times: 1, sleptMs: 2 } },
      locks: { met: 2, tookMs: 6 },
    });
  });

  it('MSC-1: takes the time of phases, of those that fail too', async () => {
    const { clock, ledger } = world();
    const good = timed(
      ledger,
      'commitMs',
      () => new Promise((resolve) => clock.setTimeout(() => resolve(1), 5)),
    );
    const bad = timed(
      ledger,
      'commitMs',
      () => new Promise((_, reject) => clock.setTimeout(() => reject(new Error('refused')), 8)),
    );
    const refused = expect(bad).rejects.toThrow('refused');
    await clock.advance(5);
    expect(await good).toBe(1);
    await clock.advance(3);
    await refused;
    expect(ledger.commitMs).toBe(13);
  });
});

describe('StoreTally', () => {
  const scanDetailV2 = {
    processedVersions: 1n,
    totalVersions: 2n,
    processedVersionsSize: 30n,
    rocksdbBlockCacheHitCount: 4n,
    rocksdbBlockReadCount: 5n,
    rocksdbBlockReadByte: 60n,
  };
  const scanned = {
    versionsUsed: 1,
    versionsSeen: 2,
    usedBytes: 30,
    blocksCached: 4,
    blocksRead: 5,
    blocksReadBytes: 60,
  };

  it('SNP-19: adds up nanoseconds and, of older stores, milliseconds; of both the former', () => {
    const tally = new StoreTally();
    const timeDetail = { waitWallTimeMs: 10n, processWallTimeMs: 20n, kvReadWallTimeMs: 30n };
    const timeDetailV2 = {
      waitWallTimeNs: 1_500_000n,
      processWallTimeNs: 2_500_000n,
      processSuspendWallTimeNs: 3_500_000n,
      kvReadWallTimeNs: 4_500_000n,
      totalRpcWallTimeNs: 5_500_000n,
    };
    tally.add({ timeDetail, timeDetailV2, scanDetailV2 });
    expect(tally.sum).toEqual({
      tookMs: 5.5,
      waitedMs: 1.5,
      workedMs: 2.5,
      pausedMs: 3.5,
      readMs: 4.5,
      ...scanned,
    });
    tally.add({ timeDetail });
    expect(tally.sum).toEqual({
      tookMs: 5.5,
      waitedMs: 11.5,
      workedMs: 22.5,
      pausedMs: 3.5,
      readMs: 34.5,
      ...scanned,
    });
  });
});
