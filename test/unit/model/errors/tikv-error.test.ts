import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as errors from '../../../../src/model/errors.ts';

const secret = Buffer.from('acct/secret');
const KEY = 'key(11 bytes, #8b0f6521)';

/** One of each class, as it is made in the library. */
const samples: readonly errors.TikvError[] = [
  new errors.UsageError(['a', 'b']),
  new errors.ClosedError(),
  new errors.TransactionFinishedError('Transaction 5 has been committed'),
  new errors.DeadlineError('backing off', 100),
  new errors.AbortedError('committing', new Error('enough')),
  new errors.NetworkError('s:1', { status: 14, message: 'refused', sent: 'no' }),
  new errors.ProtocolError('out of order'),
  new errors.RegionError('notLeader', 'Region 2', { regionId: 2n, storeId: 1n }),
  new errors.RegionUnavailableError('no leader', {
    attempts: [new errors.RegionError('notLeader', 'Region 2')],
  }),
  new errors.StoreBusyError('busy'),
  new errors.PdError('no', { retryable: true }),
  new errors.PdUnreachableError('nobody'),
  new errors.ClusterMismatchError('another'),
  new errors.TimestampWentBackError(5n, 4n),
  new errors.TooLargeError('The entry', 5, 4),
  new errors.LockedError(secret, 7n),
  new errors.WriteConflictError(secret, {
    startTs: 5n,
    conflictStartTs: 6n,
    conflictCommitTs: 7n,
    reason: 'optimistic',
  }),
  new errors.AlreadyExistsError(secret),
  new errors.DeadlockError(secret, 7n, [{ startTs: 7n, waitsForStartTs: 5n, key: secret }]),
  new errors.LockNotAvailableError(secret, 7n),
  new errors.LockWaitTimeoutError(secret, 7n, 100),
  new errors.LockLostError('gone'),
  new errors.AssertionFailedError(secret, 'exists'),
  new errors.TransactionAbortedError('no', { retryable: true }),
  new errors.CommitTimestampLagError(4n, 5n),
  new errors.ResolveLockTimeoutError('blocked'),
  new errors.ReadBelowSafePointError(4n, 5n),
  new errors.FutureTimestampError(9n, 5n),
  new errors.ServerError('no'),
  new errors.UndeterminedError(new errors.LockedError(secret, 7n), { startTs: 5n, primary: secret }),
  new errors.PartialWriteError([{ outcome: 'unknown', range: { start: secret, end: secret } }]),
  new errors.StoresFailedError(
    'UnsafeDestroyRange',
    [2n],
    [{ storeId: 1n, address: 'store:20160', error: new errors.ServerError('disk full') }],
  ),
  new errors.PartialSplitError([7n], new errors.RegionUnavailableError('no leader')),
  new errors.InternalError('oops'),
];

describe('errors', () => {
  it('every code has one class, under the name that the documentation gives', () => {
    expect(Object.fromEntries(samples.map(({ code, name }) => [code, name]))).toEqual(
      Object.fromEntries(errors.ERROR_CODES.map((code) => [code, errors.ERROR_TABLE[code].error])),
    );
    expect(samples.length).toEqual(errors.ERROR_CODES.length);
  });

  it('JSON tells why regions were not scattered', () => {
    const error = new errors.RegionUnavailableError('no leader');
    const partial = new errors.PartialSplitError([7n], error, [{ regionId: 7n, error }]);
    expect(JSON.parse(JSON.stringify(partial))).toMatchObject({
      regionIds: ['7'],
      notScattered: [{ regionId: '7', error: { code: 'TIKV_REGION_UNAVAILABLE', message: 'no leader' } }],
    });
  });

  it('errors with an unknown outcome are never retryable', () => {
    const unknown = samples.filter(({ labels }) => labels.includes('unknownOutcome'));
    expect(unknown.map(({ code, retryable }) => [code, retryable])).toEqual([
      ['TIKV_UNDETERMINED', false],
      ['TIKV_PARTIAL_WRITE', false],
    ]);
  });

  it.each(samples.map((error) => [error.code, error] as const))(
    '%s shows no key, however it is looked at',
    (_, error) => {
      const shown = [
        inspect(error, { depth: 20, showHidden: true, maxArrayLength: null }),
        JSON.stringify(error),
        error.message,
        error.stack,
      ].join('\n');
      expect(shown).not.toContain('acct/secret');
      expect(shown).not.toContain(secret.toString('hex'));
      expect(shown).not.toMatch(/61 63 63 74|97, 99, 99/);
    },
  );

  it('names a key by length and hash, and gives it in full to whoever asks', () => {
    const error = new errors.LockedError(secret, 7n);
    expect([error.message, error.key]).toEqual([`Locked by transaction 7 (${KEY})`, secret]);
  });

  it('attempts come before those it listed already, where calls that try again are nested', () => {
    const error = new errors.WriteConflictError(secret, {
      startTs: 5n,
      conflictStartTs: 6n,
      conflictCommitTs: 7n,
      reason: 'optimistic',
    });
    const [outer, inner] = [new errors.LockLostError('outer'), new errors.LockLostError('inner')];
    errors.withAttempts(error, []);
    expect(error.attempts).toEqual([]);
    errors.withAttempts(error, [inner]);
    expect(errors.withAttempts(error, [outer])).toBe(error);
    expect(error.attempts).toEqual([outer, inner]);
  });

  it('shows no field that it does not have, and one problem once', () => {
    const without = [
      new errors.UndeterminedError(new Error('lost')),
      new errors.RegionError('notLeader', 'Region 2'),
      new errors.UsageError('no such option'),
    ];
    for (const error of without) {
      expect(inspect(error)).not.toMatch(/undefined|problems/);
      expect(Object.values(error.toJSON())).not.toContain(undefined);
    }
    expect(new errors.UsageError('a').problems).toEqual(['a']);
    expect(inspect(new errors.UsageError(['a', 'b']))).toContain("problems: [ 'a', 'b' ]");
  });

  it('as JSON it tells fields, causes and attempts', () => {
    const region = new errors.RegionError('notLeader', 'Region 2', { regionId: 2n, storeId: 1n });
    const error = new errors.RegionUnavailableError('no leader', {
      cause: region,
      attempts: [region, new Error('x')],
    });
    const cause = {
      name: 'RegionError',
      code: 'TIKV_REGION',
      message: 'Region 2',
      retryable: true,
      kind: 'notLeader',
      regionId: '2',
      storeId: '1',
    };
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'RegionUnavailableError',
      code: 'TIKV_REGION_UNAVAILABLE',
      message: 'no leader',
      retryable: true,
      cause,
      attempts: [cause, { name: 'Error', message: 'x' }],
    });
  });
});
