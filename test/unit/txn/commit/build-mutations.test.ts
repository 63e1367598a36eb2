import { expect, it } from 'vitest';
import { InternalError } from '../../../../src/model/errors.ts';
import { type Existence, WriteBuffer } from '../../../../src/txn/buffer/write-buffer.ts';
import { buildMutations } from '../../../../src/txn/commit/build-mutations.ts';
import { HeldLocks } from '../../../../src/txn/locking/held-locks.ts';
import { bytes, ts } from '../../../support/fake-transaction-environment.ts';

type Write = 'insert' | 'insert and delete' | Existence;

/** What a write of a key under a pessimistic lock becomes, by what locking told of the key. */
function underLock(write: Write, exists: boolean | undefined): string | undefined {
  const buffer = new WriteBuffer({ maxEntrySizeBytes: 100, maxTransactionSizeBytes: 100 });
  if (write === 'exists' || write === 'absent') buffer.put(bytes('k'), bytes('v'), write);
  else buffer.insert(bytes('k'), bytes('v'));
  if (write === 'insert and delete') buffer.delete(bytes('k'));
  const held = new HeldLocks();
  held.set({ key: bytes('k'), isShared: false, exists, read: undefined, forUpdateTs: 0n });
  const [only] = buildMutations(buffer, { held, primary: bytes('k'), forUpdateTs: ts(5) })?.mutations ?? [];
  return [only?.op, only?.check, only?.assertion, only?.mustLook]
    .filter((part) => part !== undefined)
    .join(' ');
}

it.each([
  ['insert', false, 'insert lockHeld'],
  ['insert', undefined, 'insert lockHeld absent inserted'],
  ['insert and delete', false, 'lock lockHeld'],
  ['insert and delete', undefined, 'lock lockHeld absent inserted'],
  ['exists', true, 'put lockHeld'],
  ['exists', false, 'put lockHeld exists knownWrong'],
  ['exists', undefined, 'put lockHeld exists'],
  ['absent', false, 'put lockHeld'],
  ['absent', true, 'put lockHeld absent knownWrong'],
  ['absent', undefined, 'put lockHeld absent'],
] as const)('CMT-3 under a lock: %s, of a key that exists %s', (write, exists, mutation) => {
  expect(underLock(write, exists)).toBe(mutation);
});

it('S052: a primary that is not among what is committed would leave the other locks to nobody: nothing is sent', () => {
  const buffer = new WriteBuffer({ maxEntrySizeBytes: 100, maxTransactionSizeBytes: 100 });
  buffer.put(bytes('k'), bytes('v'));
  const locked = { held: new HeldLocks(), primary: bytes('gone'), forUpdateTs: ts(5) };
  expect(() => buildMutations(buffer, locked)).toThrow(InternalError);
});

it('CMT-6: the size of a commit is that of all keys it locks, written or not', () => {
  const buffer = new WriteBuffer({ maxEntrySizeBytes: 100, maxTransactionSizeBytes: 100 });
  buffer.put(bytes('bb'), bytes('value'));
  const held = new HeldLocks();
  for (const key of ['aaaa', 'bb', 'cccccc']) {
    held.set({ key: bytes(key), isShared: false, exists: undefined, read: undefined, forUpdateTs: 0n });
  }
  const locked = { held, primary: undefined, forUpdateTs: 0n };
  expect(buildMutations(buffer)?.sizeBytes).toBe(7);
  expect(buildMutations(buffer, locked)?.sizeBytes).toBe(17);
});

it('S121: the primary is a key that is checked, where there is any', () => {
  const primaryOf = (...unchecked: boolean[]) => {
    const buffer = new WriteBuffer({ maxEntrySizeBytes: 100, maxTransactionSizeBytes: 100 });
    for (const [nth, isUnchecked] of unchecked.entries()) {
      buffer.put(bytes(`${nth}`), bytes('v'), undefined, isUnchecked);
    }
    return buildMutations(buffer, { held: new HeldLocks(), primary: undefined, forUpdateTs: ts(5) })?.primary;
  };
  expect([primaryOf(true, false), primaryOf(true, true)]).toEqual([bytes('1'), bytes('0')]);
});
