import { beforeEach, describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  ProtocolError,
  RegionError,
  RegionUnavailableError,
} from '../../../../src/model/errors.ts';
import { LOGICAL_BITS } from '../../../../src/model/timestamp.ts';
import type { ProtocolOptions } from '../../../../src/txn/commit/choose-protocol.ts';
import { Transaction } from '../../../../src/txn/transaction.ts';
import {
  bytes,
  conflict,
  type FakeRegions,
  FakeTransactionEnvironment,
  keyError,
  lostAnswer,
  replies,
  ts,
} from '../../../support/fake-transaction-environment.ts';

const { ok, moved, failed } = replies;
const START = ts(0);
const unavailable = new RegionUnavailableError('Region unavailable');
const exists = ok({ errors: [keyError({ alreadyExist: { key: bytes('b') } })] }, lostAnswer);

let environment: FakeTransactionEnvironment;
let regions: FakeRegions;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  regions = environment.fake;
});

function begin(keys: readonly string[], options: Partial<ProtocolOptions>): Transaction {
  const protocols = { asyncCommit: false, onePhaseCommit: false, causalConsistency: true, ...options };
  const transaction = new Transaction(environment, START, protocols);
  for (const key of keys) transaction.insert(bytes(key), bytes('v'));
  return transaction;
}

async function commit(transaction: Transaction): Promise<unknown> {
  const verdict = transaction.commit(environment.deadline()).catch((error: unknown) => error);
  await environment.clock.advanceAsync(10);
  const result = await verdict;
  await environment.background.idle();
  return result;
}

const asynchronous = (...keys: string[]) => begin(keys, { asyncCommit: true });
const onePhase = (...keys: string[]) => begin(keys, { onePhaseCommit: true, asyncCommit: true });
const at = (minCommitTs: bigint) => ok({ minCommitTs });

describe('async commit', () => {
  beforeEach(() => {
    regions.splitAt = ['b'];
  });

  it('S026 async-happy: the largest min_commit_ts, told before any commit is sent', async () => {
    regions.script('KvPrewrite', at(ts(5)), at(ts(6)));
    regions.parking = true;
    expect(await asynchronous('a', 'b').commit(environment.deadline())).toEqual({
      commitTs: ts(6),
      protocol: 'async',
    });
    await environment.settle();
    expect(
      regions.parked.map(({ call }) => [
        call.rpc,
        call.keys,
        call.request.commitVersion,
        call.request.useAsyncCommit,
      ]),
    ).toEqual([
      ['KvCommit', ['a'], ts(6), true],
      ['KvCommit', ['b'], ts(6), true],
    ]);
    for (const { answer } of [...regions.parked]) answer(ok());
    await environment.background.idle();
  });

  it('lists the other keys with the primary', async () => {
    await commit(asynchronous('a', 'b', 'c'));
    expect(
      regions
        .of('KvPrewrite')
        .map(({ request }) => [request.useAsyncCommit, request.secondaries, request.maxCommitTs]),
    ).toEqual([
      [true, [bytes('b'), bytes('c')], START + (2000n << LOGICAL_BITS)],
      [true, undefined, START + (2000n << LOGICAL_BITS)],
    ]);
  });

  it('S033: a key that is only checked has no lock that tells whether it passed, so it is two phases', async () => {
    const transaction = asynchronous('a', 'b', 'c');
    transaction.delete(bytes('c'));
    expect(await commit(transaction)).toMatchObject({ protocol: '2pc' });
  });

  it('S027 async-limits: more than 256 keys or 4096 bytes of keys commit in two phases', async () => {
    const keys = Array.from({ length: 257 }, (_, n) => `key ${n}`);
    await commit(asynchronous(...keys));
    await commit(asynchronous('a', 'b'.repeat(4096)));
    expect(new Set(regions.of('KvPrewrite').map(({ request }) => request.useAsyncCommit))).toEqual(
      new Set([undefined]),
    );
  });

  it('S028 async-zero-min-commit-ts: one batch without it makes all commit in two phases', async () => {
    regions.script('KvPrewrite', at(ts(5)), ok());
    environment.oracle.push(ts(9));
    expect(await commit(asynchronous('a', 'b'))).toEqual({ commitTs: ts(9), protocol: '2pc' });
    expect(regions.log.slice(2)).toEqual(['KvCommit a', 'KvCommit b']);
  });

  it('S030 async-commit-ts-lower-bound: above a fresh timestamp', async () => {
    environment.oracle.push(ts(4));
    regions.script('KvPrewrite', at(ts(5)), at(ts(5)));
    await commit(begin(['a', 'b'], { asyncCommit: true, causalConsistency: false }));
    expect(regions.of('KvPrewrite').map(({ request }) => request.minCommitTs)).toEqual([
      ts(4) + 1n,
      ts(4) + 1n,
    ]);
  });

  it('S030 async-commit-ts-lower-bound: a store that tells less leaves it open, for who has read above that did not see it', async () => {
    environment.oracle.push(ts(4));
    regions.script('KvPrewrite', at(ts(4)), at(ts(5)));
    expect(await commit(begin(['a', 'b'], { asyncCommit: true, causalConsistency: false }))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: expect.any(ProtocolError),
    });
  });

  it('S033 async-primary-ok-secondary-alreadyexist: definite when the key was asked once', async () => {
    const first = ok({ errors: [keyError({ alreadyExist: { key: bytes('b') } })] });
    regions.script('KvPrewrite', at(ts(5)), first);
    expect(await commit(asynchronous('a', 'b'))).toEqual(new AlreadyExistsError(bytes('b')));
    expect(regions.log.slice(2)).toEqual(['KvBatchRollback a']);
  });

  it('S033 async-primary-ok-secondary-alreadyexist: after a lost answer the key may be there because it was committed', async () => {
    regions.script('KvPrewrite', at(ts(5)), exists);
    regions.script('KvCheckTxnStatus', ok({ commitVersion: ts(8) }));
    expect(await commit(asynchronous('a', 'b'))).toEqual({ commitTs: ts(8), protocol: 'async' });
  });

  it('S033 async-primary-ok-secondary-alreadyexist: a failure once the primary is rolled back, unknown while it is not', async () => {
    regions.script('KvPrewrite', at(ts(5)), exists, at(ts(5)), exists);
    regions.script('KvCheckTxnStatus', ok(), ok({ lockTtl: 3000n }));
    expect(await commit(asynchronous('a', 'b'))).toEqual(new AlreadyExistsError(bytes('b')));
    expect(regions.log.slice(3)).toEqual(['KvBatchRollback a', 'KvBatchRollback b']);
    expect(await commit(asynchronous('a', 'b'))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: lostAnswer,
    });
  });

  it('S034 async-undetermined-after-lost-secondary: a lost answer leaves it open, a later success does not', async () => {
    regions.script('KvPrewrite', at(ts(5)), failed(unavailable, lostAnswer));
    expect(await commit(asynchronous('a', 'b'))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: lostAnswer,
    });
    expect(regions.log.length).toBe(2);
    regions.script('KvPrewrite', at(ts(5)), ok({ minCommitTs: ts(6) }, lostAnswer));
    expect(await commit(asynchronous('a', 'b'))).toEqual({ commitTs: ts(6), protocol: 'async' });
  });

  it('S042 async-cancel-mid-way: an abort with a batch never sent fails, with a full set perhaps sent leaves it open', async () => {
    const controller = new AbortController();
    const abort = () => environment.deadlines.start({ timeoutMs: 1000, signal: controller.signal });
    regions.script('KvPrewrite', at(ts(5)), 'never');
    const verdict = asynchronous('a', 'b')
      .commit(abort())
      .catch((error: unknown) => error);
    await environment.settle();
    controller.abort();
    expect(await verdict).toMatchObject({ code: 'TIKV_UNDETERMINED' });
    expect(
      await asynchronous('a', 'b')
        .commit(abort())
        .catch((error: unknown) => error),
    ).toMatchObject({ code: 'TIKV_ABORTED' });
  });

  it('S050 undetermined-region-error: ends the prewrite, and nobody knows', async () => {
    const undetermined = new RegionError('undeterminedResult', 'Proposed, outcome unknown');
    regions.script('KvPrewrite', at(ts(5)), moved('undeterminedResult', undetermined));
    expect(await commit(asynchronous('a', 'b'))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: undetermined,
    });
    expect(regions.log.length).toBe(2);
  });

  it('a timestamp that cannot be right is no timestamp', async () => {
    regions.script('KvPrewrite', at(START), at(ts(5)));
    expect(await commit(asynchronous('a', 'b'))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: expect.any(ProtocolError),
    });
  });
});

describe('one phase', () => {
  it('S021 1pc-single-batch: one prewrite and no commit', async () => {
    regions.script('KvPrewrite', ok({ onePcCommitTs: ts(5) }));
    expect(await commit(onePhase('a', 'b'))).toEqual({ commitTs: ts(5), protocol: '1pc' });
    expect(regions.log).toEqual(['KvPrewrite a,b']);
    expect(regions.calls[0]?.request).toMatchObject({ tryOnePc: true, pessimisticActions: [0, 0] });
  });

  it('S022 1pc-off-when-multi-batch: never asked for when the keys need several requests', async () => {
    regions.splitAt = ['b'];
    regions.script('KvPrewrite', at(ts(5)), at(ts(6)));
    expect(await commit(onePhase('a', 'b'))).toEqual({ commitTs: ts(6), protocol: 'async' });
    expect(regions.of('KvPrewrite').map(({ request }) => request.tryOnePc)).toEqual([undefined, undefined]);
    expect(await commit(begin(['a', 'b'], { onePhaseCommit: true }))).toMatchObject({ protocol: '2pc' });
  });

  it('S023 1pc-then-split-retry: in one region it is sent again as it was', async () => {
    regions.script('KvPrewrite', moved('epochNotMatch', lostAnswer), ok({ onePcCommitTs: ts(5) }));
    expect(await commit(onePhase('a', 'b'))).toEqual({ commitTs: ts(5), protocol: '1pc' });
    expect(regions.of('KvPrewrite').map(({ resend, request }) => [resend, request.tryOnePc])).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it.each([
    ['committed', ok({ commitVersion: ts(8) }), { commitTs: ts(8), protocol: '1pc' }],
    ['rolled back', ok(), lostAnswer],
    [
      'not found',
      ok({ error: keyError({ txnNotFound: { startTs: START, primaryKey: bytes('a') } }) }),
      { code: 'TIKV_UNDETERMINED' },
    ],
  ])(
    'S023 1pc-then-split-retry: over several regions the primary is asked (%s)',
    async (_, answer, expected) => {
      regions.script('KvPrewrite', () => {
        regions.splitAt = ['b'];
        return moved('epochNotMatch', lostAnswer);
      });
      regions.script('KvCheckTxnStatus', answer);
      expect(await commit(onePhase('a', 'b'))).toMatchObject(expected);
      expect(regions.log.slice(0, 2)).toEqual(['KvPrewrite a,b', 'KvCheckTxnStatus a']);
    },
  );

  it('S024 1pc-fallback: without a timestamp the locks just written are committed in two phases', async () => {
    environment.oracle.push(ts(9));
    expect(await commit(onePhase('a', 'b'))).toEqual({ commitTs: ts(9), protocol: '2pc' });
    expect(regions.log).toEqual(['KvPrewrite a,b', 'KvCommit a,b']);
  });

  it('S024 1pc-fallback: with a timestamp for async commit nobody knows what the locks mean', async () => {
    regions.script('KvPrewrite', at(ts(5)));
    expect(await commit(onePhase('a', 'b'))).toMatchObject({
      code: 'TIKV_UNDETERMINED',
      cause: expect.any(ProtocolError),
    });
    expect(regions.log).toEqual(['KvPrewrite a,b']);
  });

  it.each([
    ['two phases', {}],
    ['async commit', { asyncCommit: true }],
  ])(
    'PRW-13: where %s was asked for, a store that says it committed in one phase may have done so',
    async (_, options) => {
      regions.script('KvPrewrite', ok({ onePcCommitTs: ts(5), minCommitTs: ts(5) }));
      expect(await commit(begin(['a'], options))).toMatchObject({
        code: 'TIKV_UNDETERMINED',
        cause: expect.any(ProtocolError),
      });
      expect(regions.log).toEqual(['KvPrewrite a']);
    },
  );

  it('S025 1pc-lost-reply: undetermined, and nothing is cleaned up', async () => {
    regions.script('KvPrewrite', failed(unavailable, lostAnswer));
    expect(await commit(onePhase('a'))).toMatchObject({ code: 'TIKV_UNDETERMINED', cause: lostAnswer });
    expect(regions.log).toEqual(['KvPrewrite a']);
  });

  it('a conflict leaves nothing to clean up', async () => {
    regions.script('KvPrewrite', ok({ errors: [conflict('a')] }));
    expect(await commit(onePhase('a'))).toMatchObject({ code: 'TIKV_WRITE_CONFLICT' });
    expect(regions.log).toEqual(['KvPrewrite a']);
  });

  it('what is only checked commits in two phases', async () => {
    const transaction = onePhase('a');
    transaction.delete(bytes('a'));
    expect(await commit(transaction)).toEqual({ commitTs: START, protocol: 'none' });
    expect(regions.calls[0]?.request.tryOnePc).toBeUndefined();
  });
});
