import { describe, expect, it } from 'vitest';
import { AlreadyExistsError, TooLargeError, UsageError } from '../../../../src/model/errors.ts';
import { WriteBuffer } from '../../../../src/txn/buffer/write-buffer.ts';
import { buildMutations } from '../../../../src/txn/commit/build-mutations.ts';
import { bytes, text } from '../../../support/fake-transaction-environment.ts';

const LIMITS = { maxEntrySizeBytes: 100, maxTransactionSizeBytes: 1000 };
const everything = { start: bytes(''), end: bytes('') };

function buffer(limits = LIMITS): WriteBuffer {
  return new WriteBuffer(limits);
}

function shown(writes: WriteBuffer): string[] {
  return Array.from(writes.view().entries(everything, false), ({ key, value }) =>
    value === undefined ? `-${text(key)}` : `${text(key)}=${text(value)}`,
  );
}

describe('WriteBuffer', () => {
  it('gives back what was written, an empty value included, and undefined for what was not', () => {
    const writes = buffer();
    writes.put(bytes('a'), bytes('1'));
    writes.put(bytes('b'), bytes(''));
    writes.delete(bytes('c'));
    expect(writes.get(bytes('a'))).toEqual({
      key: bytes('a'),
      value: bytes('1'),
      mustNotExist: false,
      assertion: undefined,
    });
    expect(writes.get(bytes('b'))).toEqual({
      key: bytes('b'),
      value: bytes(''),
      mustNotExist: false,
      assertion: undefined,
    });
    expect(writes.get(bytes('c'))).toEqual({
      key: bytes('c'),
      value: undefined,
      mustNotExist: false,
      assertion: undefined,
    });
    expect(writes.get(bytes('d'))).toBeUndefined();
  });

  it('hands out copies of values', () => {
    const writes = buffer();
    writes.put(bytes('key'), bytes('old'));
    writes.get(bytes('key'))?.value?.fill(0);
    expect(shown(writes)).toEqual(['key=old']);
  });

  it('orders keys as TiKV does: unsigned bytes, a prefix first', () => {
    const writes = buffer();
    const keys = [
      Uint8Array.of(0xff),
      Uint8Array.of(0x7f, 1),
      Uint8Array.of(0x7f),
      Uint8Array.of(0x80),
      Uint8Array.of(),
    ];
    for (const key of keys) writes.put(key, bytes(''));
    expect(Array.from(writes.view().entries(everything, false), ({ key }) => [...key])).toEqual([
      [],
      [0x7f],
      [0x7f, 1],
      [0x80],
      [0xff],
    ]);
  });

  it('walks half-open ranges in both directions', () => {
    const writes = buffer();
    for (const key of ['a', 'b', 'c', 'd']) writes.put(bytes(key), bytes('v'));
    const walk = (start: string, end: string, reverse: boolean) =>
      Array.from(writes.view().entries({ start: bytes(start), end: bytes(end) }, reverse), ({ key }) =>
        text(key),
      ).join('');
    expect(walk('b', 'd', false)).toBe('bc');
    expect(walk('b', 'd', true)).toBe('cb');
    expect(walk('', '', true)).toBe('dcba');
    expect(walk('bb', '', false)).toBe('cd');
    expect(walk('bb', 'cc', true)).toBe('c');
  });

  it('keeps a view as it was when later writes come', () => {
    const writes = buffer();
    writes.put(bytes('a'), bytes('1'));
    const view = writes.view();
    writes.put(bytes('a'), bytes('2'));
    writes.put(bytes('b'), bytes('3'));
    expect(Array.from(view.entries(everything, false), ({ value }) => text(value as Uint8Array))).toEqual([
      '1',
    ]);
    expect(shown(writes)).toEqual(['a=2', 'b=3']);
  });

  it('counts what is in it, not what was overwritten', () => {
    const writes = buffer();
    writes.put(bytes('key'), bytes('12345'));
    writes.put(bytes('key'), bytes('1'));
    writes.delete(bytes('other'));
    expect([writes.length, writes.sizeBytes]).toEqual([2, 4 + 5]);
    writes.delete(bytes('key'));
    expect([writes.length, writes.sizeBytes]).toEqual([2, 3 + 5]);
  });

  it('F44: refuses an entry or a transaction beyond its limit and stays as it was', () => {
    const writes = buffer({ maxEntrySizeBytes: 10, maxTransactionSizeBytes: 15 });
    writes.put(bytes('a'), bytes('123456789'));
    expect(() => writes.put(bytes('b'), bytes('1234567890'))).toThrow(new TooLargeError('The entry', 11, 10));
    expect(() => writes.put(bytes('b'), bytes('12345'))).toThrow(
      new TooLargeError('The transaction', 16, 15),
    );
    writes.put(bytes('a'), bytes('12345678'));
    writes.put(bytes('b'), bytes('12345'));
    expect(shown(writes)).toEqual(['a=12345678', 'b=12345']);
  });
});

describe('assertions', () => {
  const assertionOf = (writes: WriteBuffer) => writes.get(bytes('k'))?.assertion;

  it('are of the key before the transaction: said once, they stay through all that is written', () => {
    const writes = buffer();
    writes.put(bytes('k'), bytes('1'), 'exists');
    writes.put(bytes('k'), bytes('2'));
    writes.delete(bytes('k'));
    writes.delete(bytes('k'), 'exists');
    expect(assertionOf(writes)).toBe('exists');
  });

  it('that contradict each other, or an insert, are refused and change nothing', () => {
    const writes = buffer();
    writes.delete(bytes('k'), 'exists');
    expect(() => writes.put(bytes('k'), bytes('1'), 'absent')).toThrow(UsageError);
    expect(shown(writes)).toEqual(['-k']);
    expect(assertionOf(writes)).toBe('exists');
    const inserted = buffer();
    inserted.insert(bytes('k'), bytes('1'));
    expect(() => inserted.put(bytes('k'), bytes('2'), 'exists')).toThrow(UsageError);
    inserted.put(bytes('k'), bytes('3'), 'absent');
    expect(shown(inserted)).toEqual(['k=3']);
  });

  it('go with the writes that a way back undoes', () => {
    const writes = buffer();
    writes.put(bytes('k'), bytes('1'));
    const before = writes.checkpoint();
    writes.put(bytes('k'), bytes('2'), 'exists');
    writes.revert(before);
    expect(assertionOf(writes)).toBeUndefined();
  });
});

describe('what is prewritten', () => {
  type Step = (writes: WriteBuffer) => void;
  const put: Step = (writes) => writes.put(bytes('k'), bytes('v'));
  const insert: Step = (writes) => writes.insert(bytes('k'), bytes('v'));
  const remove: Step = (writes) => writes.delete(bytes('k'));

  const rows: [string, Step[], string][] = [
    ['put', [put], 'put'],
    ['delete', [remove], 'delete'],
    ['insert', [insert], 'insert'],
    ['put after insert still must not exist', [insert, put], 'insert'],
    ['S017 delete after insert is only a check', [insert, remove], 'checkNotExists'],
    ['put after insert and delete still must not exist', [insert, remove, put], 'insert'],
    ['insert after insert and delete', [insert, remove, insert], 'insert'],
    ['insert after delete: it is known to be absent', [remove, insert], 'put'],
    ['insert after put and delete', [put, remove, insert], 'put'],
    ['delete after put', [put, remove], 'delete'],
  ];
  it.each(rows)('%s', (_, steps, op) => {
    const writes = buffer();
    for (const step of steps) step(writes);
    expect(buildMutations(writes)?.mutations.map((entry) => entry.op)).toEqual([op]);
  });

  it('refuses an insert over a value of the transaction itself', () => {
    const writes = buffer();
    put(writes);
    expect(() => insert(writes)).toThrow(new AlreadyExistsError(bytes('k')));
    expect(shown(writes)).toEqual(['k=v']);
  });

  it('comes in key order with its size; nothing written is nothing to prewrite', () => {
    const writes = buffer();
    expect(buildMutations(writes)).toBeUndefined();
    writes.put(bytes('b'), bytes('22'));
    writes.delete(bytes('a'));
    expect(buildMutations(writes)).toEqual({
      mutations: [
        { op: 'delete', key: bytes('a'), value: bytes(''), check: 'none', forUpdateTs: 0n },
        { op: 'put', key: bytes('b'), value: bytes('22'), check: 'none', forUpdateTs: 0n },
      ],
      primary: bytes('a'),
      sizeBytes: 4,
      forUpdateTs: 0n,
    });
  });

  it('S017 delete-your-writes-ghost-primary: the primary is a key that gets a lock', () => {
    const writes = buffer();
    writes.insert(bytes('a'), bytes('1'));
    writes.delete(bytes('a'));
    writes.put(bytes('b'), bytes('2'));
    expect(buildMutations(writes)?.primary).toEqual(bytes('b'));
  });

  it('S017 delete-your-writes-ghost-primary: when every key is only checked, the first stands in', () => {
    const writes = buffer();
    for (const key of ['b', 'a']) {
      writes.insert(bytes(key), bytes('1'));
      writes.delete(bytes(key));
    }
    expect(buildMutations(writes)?.primary).toEqual(bytes('a'));
  });
});
