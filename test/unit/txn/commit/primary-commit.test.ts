import { beforeEach, describe, expect, it } from 'vitest';
import { UndeterminedError } from '../../../../src/model/errors.ts';
import { mutation } from '../../../../src/txn/commit/mutation.ts';
import type { Evidence } from '../../../../src/txn/commit/outcome.ts';
import { PrimaryCommit } from '../../../../src/txn/commit/primary-commit.ts';
import {
  bytes,
  FakeTransactionEnvironment,
  keyError,
  lostAnswer,
  replies,
  ts,
} from '../../../support/fake-transaction-environment.ts';

const { ok, failed } = replies;
const START = ts(0);
const PRIMARY = bytes('p');

let environment: FakeTransactionEnvironment;
let commit: PrimaryCommit;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  commit = new PrimaryCommit({
    environment,
    regions: environment.regions,
    startTs: START,
    mutations: [mutation('put', PRIMARY)],
    primary: PRIMARY,
    deadline: environment.deadline(60_000),
    bounds: undefined,
  });
});

/** The evidence of a commit at `ts(5)` whose answer was lost before the store refused to go on. */
async function doubtful(): Promise<Evidence> {
  environment.fake.script('KvCommit', ok({ error: keyError({ abort: 'gone' }) }, lostAnswer));
  const report = await commit.commit(ts(5));
  if (report.kind !== 'ended') throw new Error(`The commit has ${report.kind}`);
  return report.evidence;
}

describe('PrimaryCommit', () => {
  it('S011: a commit at a new timestamp is a resend', async () => {
    const commitTsExpired = { startTs: START, attemptedCommitTs: ts(5), key: PRIMARY, minCommitTs: ts(8) };
    environment.fake.script('KvCommit', ok({ error: keyError({ commitTsExpired }) }));
    expect(await commit.commit(ts(5))).toEqual({ kind: 'expired', minCommitTs: ts(8) });
    expect(await commit.commit(ts(9))).toMatchObject({ kind: 'ended', rest: [] });
    expect(environment.fake.of('KvCommit').map(({ resend }) => resend)).toEqual([false, true]);
  });

  it.each([
    ['committed', { commitVersion: ts(5) }, { kind: 'committed', commitTs: ts(5) }],
    [
      'rolled back',
      {},
      { kind: 'failed', error: expect.objectContaining({ code: 'TIKV_TRANSACTION_ABORTED' }) },
    ],
  ])('S008: where an answer was lost, the primary decides: %s', async (_, answer, verdict) => {
    const evidence = await doubtful();
    expect(commit.judge(evidence)).toMatchObject({ kind: 'unclear' });
    environment.fake.script('KvCheckTxnStatus', ok({ lockTtl: 0n, commitVersion: 0n, action: 0, ...answer }));
    const asked = await commit.ask();
    expect(asked).toEqual({ ...evidence, fate: asked.fate });
    expect(commit.judge(asked)).toEqual(verdict);
  });

  it('S008: what nobody can know names the transaction, for settle', async () => {
    commit.judge(await doubtful());
    environment.fake.script('KvCheckTxnStatus', failed(lostAnswer));
    const verdict = commit.judge(await commit.ask());
    expect(verdict.kind === 'undetermined' && verdict.error).toBeInstanceOf(UndeterminedError);
    expect(verdict).toMatchObject({ error: { startTs: START, primary: PRIMARY, cause: lostAnswer } });
  });

  it('nothing is asked before something was judged', async () => {
    await expect(commit.ask()).rejects.toMatchObject({ code: 'TIKV_INTERNAL' });
    expect(environment.fake.log).toEqual([]);
  });
});
