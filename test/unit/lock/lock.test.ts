import { describe, expect, it } from 'vitest';
import { isPessimistic, toLock } from '../../../src/lock/lock.ts';
import { ProtocolError } from '../../../src/model/errors.ts';
import { lockInfo, lockOn } from '../../support/fake-lock-environment.ts';

describe('toLock', () => {
  it.each([
    [0, 'put'],
    [1, 'delete'],
    [2, 'lock'],
    [5, 'pessimistic'],
    [7, 'shared'],
    [8, 'sharedPessimistic'],
  ] as const)('type %d is %s', (lockType, kind) => {
    expect(toLock(lockInfo('s', { lockType }))).toEqual(lockOn('s', { kind }));
  });

  it.each([3, 4, 6, 99])('type %d is of no lock', (lockType) => {
    expect(() => toLock(lockInfo('s', { lockType }))).toThrow(ProtocolError);
  });

  it('takes everything over that resolution needs', () => {
    const info = lockInfo('s', {
      lockTtl: 9n,
      txnSize: 8n,
      lockForUpdateTs: 7n,
      minCommitTs: 6n,
      useAsyncCommit: true,
      lockVersion: 5n,
    });
    const fields = {
      ttlMs: 9n,
      txnSize: 8n,
      forUpdateTs: 7n,
      minCommitTs: 6n,
      useAsyncCommit: true,
      startTs: 5n,
    };
    expect(toLock(info)).toEqual(lockOn('s', fields));
  });
});

it('isPessimistic: nothing was prewritten under it', () => {
  const kinds = ['put', 'delete', 'lock', 'pessimistic', 'shared', 'sharedPessimistic'] as const;
  expect(kinds.filter((kind) => isPessimistic(lockOn('s', { kind })))).toEqual([
    'pessimistic',
    'sharedPessimistic',
  ]);
});
