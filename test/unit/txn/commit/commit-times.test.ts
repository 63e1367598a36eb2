import { beforeEach, describe, expect, it } from 'vitest';
import { CommitTimestampLagError } from '../../../../src/model/errors.ts';
import { LOGICAL_BITS, type Timestamp } from '../../../../src/model/timestamp.ts';
import { type ProtocolOptions, TWO_PHASES } from '../../../../src/txn/commit/choose-protocol.ts';
import { Transaction } from '../../../../src/txn/transaction.ts';
import {
  bytes,
  type FakeRegions,
  FakeTransactionEnvironment,
  keyError,
  lockInfo,
  replies,
  ts,
} from '../../../support/fake-transaction-environment.ts';

/* How long a commit waits before its locks, how long these live then, and what it waits for. */

const { ok } = replies;
const START = ts(0);

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;
let beganAtMs: number;

const passedMs = () => environment.clock.now() - beganAtMs;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  beganAtMs = environment.clock.now();
  regions = environment.fake;
});

async function commit(options: Partial<ProtocolOptions> = {}): Promise<unknown> {
  const transaction = new Transaction(environment, START, { ...TWO_PHASES, ...options });
  transaction.put(bytes('a'), bytes('1'));
  let isOver = false;
  const verdict = transaction
    .commit(environment.deadline(600_000))
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    await environment.settle();
    if (!isOver) environment.clock.advance(10);
  }
  return verdict;
}

/** PD's clock goes as fast as the client's. */
function letPdGoOn(): void {
  const now = async () => ts(passedMs());
  environment.oracle.push(...new Array(1000).fill(now));
}

/** A commit above so many milliseconds after its start. */
const above = (ms: number, waitMs: number): Partial<ProtocolOptions> => ({
  bounds: { above: ts(ms), waitMs, allows: undefined },
});

const prewrites = () =>
  regions.of('KvPrewrite').map(({ request }) => ({
    ttlMs: Number(request.lockTtl),
    maxAfterMs: Number(((request.maxCommitTs as Timestamp) - START) >> LOGICAL_BITS),
  }));

describe('what a prewrite counts from the beginning of its transaction', () => {
  it('COM-3, CMT-6: PD was waited for before, and neither its locks nor the commit may be over with that', async () => {
    letPdGoOn();
    regions.script('KvPrewrite', ok({ onePcCommitTs: ts(4100) }));
    const options = { ...above(4000, 5000), onePhaseCommit: true, asyncCommit: true };
    expect(await commit(options)).toEqual({ commitTs: ts(4100), protocol: '1pc' });
    const [first] = prewrites();
    expect(first?.ttlMs).toBeGreaterThanOrEqual(4000 + 3000);
    expect(first?.maxAfterMs).toBeGreaterThanOrEqual(4000 + 2000);
  });

  it('CMT-6: another lock was waited for, and the own one lives from then on', async () => {
    regions.script('KvPrewrite', ok({ errors: [keyError({ locked: lockInfo('a', START - 1n) })] }));
    environment.waits.push(5000);
    await commit();
    const waitedMs = passedMs();
    expect(waitedMs).toBeGreaterThan(50);
    expect(prewrites()).toMatchObject([{ ttlMs: 3000 }, { ttlMs: 3000 + waitedMs }]);
  });

  it('TTL-2: locks that are kept alive live until long after the first heartbeat', async () => {
    environment.limits.keepAliveSizeBytes = 1;
    await commit();
    expect(prewrites()).toMatchObject([{ ttlMs: 20_000 }]);
  });
});

describe('BO-14: a wait for the clock of PD', () => {
  it('is as long as the caller wants', async () => {
    letPdGoOn();
    expect(await commit(above(45_000, 50_000))).toMatchObject({ protocol: '2pc' });
    expect(passedMs()).toBeGreaterThanOrEqual(45_000);
  });

  it('COM-4: ends after 30 s with how far it is behind, also when it is for what a reader was promised', async () => {
    letPdGoOn();
    const expired = { startTs: START, attemptedCommitTs: START, key: bytes('a'), minCommitTs: ts(600_000) };
    regions.script('KvCommit', ok({ error: keyError({ commitTsExpired: expired }) }));
    environment.clock.advance(1);
    const error = await commit();
    expect(error).toBeInstanceOf(CommitTimestampLagError);
    expect(error).toMatchObject({ above: ts(600_000) - 1n });
    expect(passedMs()).toBeGreaterThanOrEqual(30_000);
    expect(passedMs()).toBeLessThan(31_000);
  });
});
