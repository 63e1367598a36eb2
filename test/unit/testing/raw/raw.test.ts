import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import { crc64 } from '../../../../src/testing/raw/crc64.ts';
import { bytes, Harness } from '../mvcc/engine-harness.ts';

const key = bytes('k');

describe('time to live of raw values', () => {
  it('server rule 64: a value is gone from the second it expires', () => {
    const harness = new Harness({ apiVersion: 'v1ttl' });
    harness.nowMs = 10_900;
    harness.call('RawPut', { key, value: bytes('v'), ttl: 5n } as Request);
    harness.nowMs = 14_999;
    expect(harness.call('RawGetKeyTTL', { key } as Request)).toEqual({ ttl: 1n });
    expect(harness.call('RawGet', { key } as Request)).toEqual({ value: bytes('v') });
    harness.nowMs = 15_000;
    expect(harness.call('RawGetKeyTTL', { key } as Request)).toEqual({ notFound: true });
    expect(harness.call('RawGet', { key } as Request)).toEqual({ notFound: true });
    expect(harness.call('RawScan', { startKey: key, limit: 9 } as Request)).toEqual({ kvs: [] });
    const swap = { key, value: bytes('w'), previousNotExist: true } as Request;
    expect(harness.call('RawCompareAndSwap', swap)).toEqual({ succeed: true, previousNotExist: true });
  });

  it('server rule 67: a v1ttl server takes raw requests only', () => {
    const harness = new Harness({ apiVersion: 'v1ttl' });
    expect(harness.get('k', 1n)).toEqual({
      error: {
        abort: 'Error(ApiVersionNotMatched { cmd: get, storage_api_version: V1ttl, req_api_version: V1 })',
      },
    });
  });
});

describe('raw writes', () => {
  it('server rule 65: only writes for CAS share its latch', () => {
    const { engine, environment } = new Harness();
    const latched = (rpc: string, request: object) => engine.latchKeys(rpc, request as Request, environment);
    expect(latched('RawCompareAndSwap', { key })).toEqual(['k']);
    expect(latched('RawPut', { key, forCas: true })).toEqual(['k']);
    expect(latched('RawPut', { key })).toEqual([]);
    expect(latched('RawBatchDelete', { keys: [key], forCas: true })).toEqual(['k']);
  });

  it('of API V2 wait until their leader has synced max_ts, but for the deletion of a range', () => {
    const harness = new Harness({ apiVersion: 'v2' });
    harness.maxTsSynced = false;
    const context = { apiVersion: 2 };
    const own = bytes('r\0\0\0k');
    const writes: Readonly<Record<string, object>> = {
      RawPut: { key: own, value: own },
      RawBatchPut: { pairs: [{ key: own, value: own }] },
      RawDelete: { key: own },
      RawBatchDelete: { keys: [own] },
      RawCompareAndSwap: { key: own, value: own, previousNotExist: true },
    };
    for (const [rpc, request] of Object.entries(writes)) {
      const answer = harness.call(rpc, { context, ...request } as Request);
      expect([rpc, answer]).toMatchObject([rpc, { regionError: { maxTimestampNotSynced: {} } }]);
    }
    const range = { context, startKey: own, endKey: bytes('r\0\0\0l') } as Request;
    expect(harness.call('RawDeleteRange', range)).toEqual({});
    harness.maxTsSynced = true;
    expect(harness.call('RawPut', { context, key: own, value: own } as Request)).toEqual({});
  });

  it('of other API versions do not', () => {
    const harness = new Harness();
    harness.maxTsSynced = false;
    expect(harness.call('RawPut', { key, value: key } as Request)).toEqual({});
  });

  it('server rule 66: scans stop at the borders of the region', () => {
    const harness = new Harness();
    for (const name of ['a', 'b', 'c']) harness.call('RawPut', { key: bytes(name) } as Request);
    harness.range = { start: bytes('b'), end: bytes('c') };
    const pair = { key: bytes('b'), value: bytes('') };
    expect(harness.call('RawScan', { startKey: bytes(''), limit: 9 } as Request)).toEqual({ kvs: [pair] });
    const reverse = { startKey: bytes('z'), limit: 9, reverse: true } as Request;
    expect(harness.call('RawScan', reverse)).toEqual({ kvs: [pair] });
  });
});

describe('crc64', () => {
  it('is CRC-64/XZ, over several parts as over one', () => {
    expect(crc64(bytes('123456789'))).toBe(0x995dc9bbdf1939fan);
    expect(crc64(bytes('1234'), bytes('56789'))).toBe(0x995dc9bbdf1939fan);
  });
});
