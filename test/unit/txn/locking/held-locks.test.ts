import { describe, expect, it } from 'vitest';
import { type HeldLock, HeldLocks } from '../../../../src/txn/locking/held-locks.ts';
import { bytes, text } from '../../../support/fake-transaction-environment.ts';

const lock = (key: string, isShared = false): HeldLock => ({
  key: bytes(key),
  isShared,
  exists: undefined,
  read: undefined,
  forUpdateTs: 0n,
});
const held = (keys: readonly string[]) => {
  const locks = new HeldLocks();
  for (const key of keys) locks.set(lock(key));
  return locks;
};
const keysOf = (locks: HeldLocks) => Array.from(locks, ({ key }) => text(key));

describe('HeldLocks', () => {
  it.each([
    { keys: [], inOrder: [] },
    { keys: ['b'], inOrder: ['b'] },
    { keys: ['b', 'b'], inOrder: ['b'] },
    { keys: ['c', 'a', 'b', 'a'], inOrder: ['a', 'b', 'c'] },
  ])('has each of $keys once, in key order', ({ keys, inOrder }) => {
    const locks = held(keys);
    expect(keysOf(locks)).toEqual(inOrder);
    expect(locks.size).toBe(inOrder.length);
    for (const key of inOrder) expect(locks.get(bytes(key))).toEqual(lock(key));
    expect(locks.get(bytes('z'))).toBeUndefined();
  });

  it.each([[['a']], [['a', 'b']]])('gives up one of %s, and is filled anew', (keys) => {
    const locks = held(keys);
    locks.delete(bytes('a'));
    locks.delete(bytes('none'));
    expect(keysOf(locks)).toEqual(keys.slice(1));
    locks.set(lock('c'));
    expect(keysOf(locks)).toEqual([...keys.slice(1), 'c']);
    locks.clear();
    expect([locks.size, keysOf(locks)]).toEqual([0, []]);
    locks.set(lock('d'));
    expect(keysOf(locks)).toEqual(['d']);
  });

  it.each([[['a']], [['a', 'b']]])('knows whether any of %s is held in common with others', (keys) => {
    const locks = held(keys);
    expect(locks.hasShared).toBe(false);
    locks.set(lock('a', true));
    expect(locks.hasShared).toBe(true);
    locks.set(lock('a'));
    expect(locks.hasShared).toBe(false);
    locks.set(lock('a', true));
    locks.delete(bytes('a'));
    expect(locks.hasShared).toBe(false);
  });
});
