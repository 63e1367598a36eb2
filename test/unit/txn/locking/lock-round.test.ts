import { expect, it } from 'vitest';
import { AbortedError } from '../../../../src/model/errors.ts';
import { Backoffer } from '../../../../src/retry/backoffer.ts';
import { lockRound, type RoundReport, unasked } from '../../../../src/txn/locking/lock-round.ts';
import { bytes, FakeTransactionEnvironment, ts } from '../../../support/fake-transaction-environment.ts';

it('F45: a round over several regions whose deadline has ended by then says so, and sends nothing', async () => {
  const environment = new FakeTransactionEnvironment();
  const regions = environment.fake;
  regions.splitAt = ['b'];
  const keys = ['a', 'b'].map(bytes);
  const deadline = environment.deadline(60_000, AbortSignal.abort());
  const call = {
    keys,
    isShared: false,
    returnValues: false,
    onlyIfExists: false,
    waitMs: undefined,
    mustNotExist: new Set<string>(),
    asOf: undefined,
    deadline,
  };
  const terms = {
    startTs: ts(0),
    primary: keys[0] as Uint8Array,
    forUpdateTs: ts(0),
    isFirstLock: false,
    lockTtlMs: 20_000,
    waitLeftMs: 1_000,
  };
  const backoffer = new Backoffer(environment.runtime, { deadline, budgetMs: 1_000 });
  const round = { environment, regions: environment.regions, call, terms, backoffer, mayMeetOwn: false };
  const report = await new Promise<RoundReport>((resolve) =>
    lockRound(round, keys.map(unasked), false, resolve),
  );
  expect(report.error).toBeInstanceOf(AbortedError);
  expect(regions.of('KvPessimisticLock')).toEqual([]);
});
