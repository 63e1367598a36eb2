import { describe, expect, it } from 'vitest';
import { isPessimistic, toLock, toLocks } from '../../../src/lock/lock.ts';
import { ProtocolError } from '../../../src/model/errors.ts';
import { lockInfo, lockOn } from '../../support/fake-lock-environment.ts';

describe('toLock', () => {
  it.each([
    [0, 'put'],
    [1, 'delete'],
    [2, 'lock'],
    [5, 'pessimistic'],
    [8, 'sharedPessimistic'],
  ] as const)('type %d is %s', (lockType, kind) => {
    expect(toLock(lockInfo('s', { lockType }))).toEqual(lockOn('s', { kind }));
  });

  it.each([3, 4, 6, 7, 99])('type %d is of no lock', (lockType) => {
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
  const kinds = ['put', 'delete', 'lock', 'pessimistic', 'sharedPessimistic'] as const;
  expect(kinds.filter((kind) => isPessimistic(lockOn('s', { kind })))).toEqual([
    'pessimistic',
    'sharedPessimistic',
  ]);
});

describe('toLocks', () => {
  const shared = (...sharedLockInfos: ReturnType<typeof lockInfo>[]) =>
    lockInfo('s', { lockType: 7, lockVersion: 0n, sharedLockInfos });

  it('S072 shared-lock-set: a shared lock stands for its holders', () => {
    const holders = [
      lockInfo('s', { lockType: 5, lockVersion: 1n }),
      lockInfo('s', { lockType: 2, lockVersion: 2n }),
    ];
    expect(toLocks(shared(...holders))).toEqual([
      lockOn('s', { kind: 'pessimistic', startTs: 1n }),
      lockOn('s', { kind: 'lock', startTs: 2n }),
    ]);
  });

  it('any other stands for itself', () => {
    expect(toLocks(lockInfo('s'))).toEqual([lockOn('s')]);
  });

  it('a shared lock that nobody holds, or a shared one within', () => {
    expect(() => toLocks(shared())).toThrow(ProtocolError);
    expect(() => toLocks(shared(shared(lockInfo('s'))))).toThrow(ProtocolError);
  });
});
