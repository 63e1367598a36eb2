import { describe, expect, it } from 'vitest';
import { keyspaceCodec } from '../../../../src/keyspace/keyspace-codec.ts';
import { encodeMemcomparable } from '../../../../src/keyspace/memcomparable.ts';
import { memcomparableCodec } from '../../../../src/keyspace/memcomparable-codec.ts';
import { concatBytes } from '../../../../src/model/bytes.ts';
import { ProtocolError, WriteConflictError } from '../../../../src/model/errors.ts';
import { toReadError } from '../../../../src/txn/reads/read-error.ts';
import { kvrpcpb } from '../../../../src/wire/codec/messages.ts';
import { tikvRpcs } from '../../../../src/wire/codec/tikv-rpcs.ts';
import { bytes } from '../../../support/fake-region-servers.ts';

const KEY = 'a key of some length';
const RC_CHECK_TS = kvrpcpb.WriteConflict.Reason.RcCheckTs;
const orders = keyspaceCodec('txn', { id: 1, name: 'orders' });

function conflict(key: Uint8Array, conflictCommitTs: bigint, reason: number = RC_CHECK_TS) {
  const fields = { startTs: 5n, conflictTs: 0n, primary: new Uint8Array(0) };
  return {
    retryable: '',
    abort: '',
    conflict: { ...fields, key, conflictCommitTs, reason },
  } as kvrpcpb.KeyError.Decoded;
}

/** As it lies in the store: in groups of eight bytes, its version behind it. */
const stored = (key: Uint8Array) => concatBytes(encodeMemcomparable(key), new Uint8Array(8));
const told = (key: string, reason = 'rcCheckTs') => ({ key: bytes(key), reason });

describe('toReadError: the key of a conflict that rcCheckTs found', () => {
  it('a newer version', () => {
    const error = toReadError(memcomparableCodec, conflict(stored(bytes(KEY)), 9n));
    expect(error).toBeInstanceOf(WriteConflictError);
    expect(error).toMatchObject(told(KEY));
  });

  it.each(['k', 'four', KEY])('a newer version in a keyspace: %s', (key) => {
    const answer = { error: conflict(stored(concatBytes(bytes('x\0\0\u0001'), bytes(key))), 9n) };
    const decoded = orders.decodeResponse(tikvRpcs.kvGet, answer as kvrpcpb.GetResponse.Decoded);
    expect(toReadError(orders, decoded.error as kvrpcpb.KeyError.Decoded)).toMatchObject(told(key));
  });

  it('a lock, and conflicts of other kinds, come with plain keys', () => {
    expect(toReadError(memcomparableCodec, conflict(bytes(KEY), 0n))).toMatchObject(told(KEY));
    const optimistic = conflict(bytes(KEY), 9n, kvrpcpb.WriteConflict.Reason.Optimistic);
    expect(toReadError(memcomparableCodec, optimistic)).toMatchObject(told(KEY, 'optimistic'));
  });

  it('one that is no such key', () => {
    expect(() => toReadError(memcomparableCodec, conflict(bytes('a plain key of 24 bytes'), 9n))).toThrow(
      ProtocolError,
    );
  });
});
