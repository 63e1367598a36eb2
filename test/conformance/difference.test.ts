import { describe, expect, it } from 'vitest';
import { difference } from './difference.ts';

describe('comparison of answers', () => {
  it.each([
    [{ value: { rep: 'x', n: 2 } }, { value: { hex: '7878' } }],
    [
      { abort: 'Error(Txn(Error(WriteConflict { a: 1 })))' },
      { abort: 'Error(Txn(Error(WriteConflict { a: 2 })))' },
    ],
    [{ lock: { last_change_ts: '$t1' } }, { lock: {} }],
  ])('%j and %j are the same', (recorded, given) => {
    expect(difference(recorded, given)).toBeUndefined();
  });

  it.each([
    [{ value: 'a' }, { value: { hex: '62' } }],
    [{ value: 'a' }, {}],
    [{}, { not_found: true }],
    [{ pairs: [{ key: 'a' }, { key: 'b' }] }, { pairs: [{ key: 'b' }, { key: 'a' }] }],
    [{ lock_version: '$t1' }, { lock_version: '$t2' }],
    [
      { abort: 'Error(Txn(Error(PessimisticLockNotFound { reason: LockTsMismatch })))' },
      { abort: 'Error(Txn(Error(PessimisticLockNotFound { reason: LockMissingAmendFail })))' },
    ],
  ])('%j and %j differ', (recorded, given) => {
    expect(difference(recorded, given)).toBeTypeOf('string');
  });
});
