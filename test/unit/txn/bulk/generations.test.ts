import { describe, expect, it } from 'vitest';
import { AlreadyExistsError, TooLargeError } from '../../../../src/model/errors.ts';
import { Generations } from '../../../../src/txn/bulk/generations.ts';
import { bytes, text } from '../../../support/fake-transaction-environment.ts';

const KIB = 1024;
const THRESHOLDS = { flushBytes: 16 * KIB, flushKeys: 4, maxBufferBytes: 128 * KIB };

const generations = () => new Generations(64 * KIB, THRESHOLDS);
const valueAt = (all: Generations, key: string) => {
  const write = all.get(bytes(key));
  return write && (write.value === undefined ? 'deleted' : text(write.value));
};

describe('Generations', () => {
  it('PIP-1: a flush is due with enough memory and enough keys, or with half of all memory', () => {
    const few = generations();
    for (const key of ['a', 'b', 'c']) few.put(bytes(key), new Uint8Array(16 * KIB));
    expect(few.isDue).toBe(false);
    few.put(bytes('d'), new Uint8Array(0));
    expect(few.isDue).toBe(true);

    const small = generations();
    for (let key = 0; key < 20; key++) small.put(bytes(`${key}`), new Uint8Array(1));
    expect(small.isDue).toBe(false);
    for (let key = 20; key < 30; key++) small.put(bytes(`${key}`), new Uint8Array(1));
    expect(small.isDue).toBe(true);

    const large = generations();
    large.put(bytes('a'), new Uint8Array(63 * KIB));
    expect(large.isDue).toBe(false);
    large.put(bytes('b'), new Uint8Array(KIB));
    expect(large.isDue).toBe(true);
  });

  it('PIP-1: half of all memory is enough, however much a flush would want', () => {
    const all = new Generations(64 * KIB, { ...THRESHOLDS, flushBytes: 256 * KIB });
    all.put(bytes('a'), new Uint8Array(63 * KIB));
    expect(all.isDue).toBe(false);
    all.put(bytes('b'), new Uint8Array(KIB));
    expect(all.isDue).toBe(true);
  });

  it('PIP-1: writes wait while both generations together take all memory', () => {
    const all = generations();
    for (const key of ['a', 'b']) all.put(bytes(key), new Uint8Array(32 * KIB));
    all.startFlush();
    for (const key of ['c', 'd']) all.put(bytes(key), new Uint8Array(30 * KIB));
    expect(all.isFull).toBe(false);
    all.put(bytes('e'), new Uint8Array(4 * KIB));
    expect(all.isFull).toBe(true);
    all.endFlush();
    expect(all.isFull).toBe(false);
  });

  it('PIP-2, PIP-3: generations are numbered from 1, and the newest write is seen', () => {
    const all = generations();
    all.put(bytes('a'), bytes('1'));
    all.put(bytes('b'), bytes('1'));
    expect([all.number, all.isEmpty]).toEqual([0, false]);
    expect(all.startFlush().number).toBe(1);
    expect([all.number, all.isEmpty]).toEqual([1, true]);
    all.delete(bytes('a'));
    expect(['a', 'b', 'c'].map((key) => valueAt(all, key))).toEqual(['deleted', '1', undefined]);
    all.endFlush();
    expect(['a', 'b'].map((key) => valueAt(all, key))).toEqual(['deleted', undefined]);
    expect([all.startFlush().number, all.length, all.sizeBytes]).toEqual([2, 3, 5]);
    all.clear();
    expect(valueAt(all, 'a')).toBeUndefined();
  });

  it('an insert looks at what is being flushed too', () => {
    const all = generations();
    all.put(bytes('put'), bytes('1'));
    all.delete(bytes('deleted'));
    all.startFlush();
    expect(() => all.insert(bytes('put'), bytes('2'))).toThrow(AlreadyExistsError);
    all.insert(bytes('deleted'), bytes('2'));
    all.insert(bytes('new'), bytes('2'));
    all.delete(bytes('put'));
    all.insert(bytes('put'), bytes('2'));
    expect(['deleted', 'new', 'put'].map((key) => all.get(bytes(key))?.mustNotExist)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('S116 oversized: an entry above its limit', () => {
    expect(() => generations().put(bytes('a'), new Uint8Array(64 * KIB))).toThrow(TooLargeError);
  });
});
