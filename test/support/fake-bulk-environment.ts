import { ReadBelowSafePointError, RegionUnavailableError } from '../../src/model/errors.ts';
import type { Timestamp } from '../../src/model/timestamp.ts';
import type { BulkEnvironment, BulkOptions } from '../../src/txn/bulk/bulk-environment.ts';
import { BulkTransaction } from '../../src/txn/bulk/bulk-transaction.ts';
import type { kvrpcpb } from '../../src/wire/codec/messages.ts';
import { FakeTransactionEnvironment, ts } from './fake-transaction-environment.ts';

/** A flush begins with the second key, and writes wait from the tenth or so on. */
export const SMALL: BulkOptions = {
  flushConcurrency: 128,
  resolveConcurrency: 8,
  throttleRatio: 0,
  flushBytes: 1,
  flushKeys: 2,
  maxBufferBytes: 6000,
  assertionLevel: 'strict',
};

/** An environment for bulk transactions: as for others, with what they tell the stores. */
export class FakeBulkEnvironment extends FakeTransactionEnvironment implements BulkEnvironment {
  readonly told: kvrpcpb.TxnStatus[] = [];
  /** What was seen below it may have been collected. */
  safePoint = 0n;
  readonly reads = {
    regions: this.regions,
    locks: this.locks,
    visibility: {
      check: (readTs: Timestamp) => {
        if (readTs < this.safePoint) throw new ReadBelowSafePointError(readTs, this.safePoint);
        return undefined;
      },
    },
  };

  readonly tellStores = (status: kvrpcpb.TxnStatus): void => {
    this.told.push(status);
  };

  begin(options: Partial<BulkOptions> = {}): BulkTransaction {
    return new BulkTransaction(this, ts(0), { ...SMALL, ...options });
  }
}

/** What takes the place of an error whose kind makes no difference. */
export const anyError = new RegionUnavailableError('Region unavailable');
