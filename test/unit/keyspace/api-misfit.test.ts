import { describe, expect, it } from 'vitest';
import { apiMisfit } from '../../../src/keyspace/api-misfit.ts';
import { UsageError } from '../../../src/model/errors.ts';

const text = (storage: string, request: string) =>
  `Api version in request does not match with TiKV storage, cmd: raw_get, storage: ${storage}, request: ${request}`;
const abort = (storage: string, request: string) =>
  `Error(ApiVersionNotMatched { cmd: get, storage_api_version: ${storage}, req_api_version: ${request} })`;

describe('a refusal for the API version, as a text or as a Rust value', () => {
  it.each([text, abort])('names what is served and what to do: %o', (refusal) => {
    const told = (storage: string, request: string) => apiMisfit(refusal(storage, request))?.message;
    expect(told('V1', 'V2')).toMatch(/^The cluster serves API V1, and a keyspace needs API V2: /);
    expect(told('V1ttl', 'V2')).toMatch(/^The cluster serves API V1, and a keyspace needs API V2: /);
    expect(told('V2', 'V1')).toMatch(/^The cluster serves API V2, and this client speaks API V1: /);
    expect(told('V1ttl', 'V1')).toMatch(/^The cluster serves API V1 with TTL, which has raw values only: /);
    expect(apiMisfit(refusal('V2', 'V1'))).toBeInstanceOf(UsageError);
  });

  it.each([
    'Key mode mismatched with the request mode, cmd: raw_get, storage: V2, key: 666F6F',
    'Error(InvalidKeyMode { cmd: get, storage_api_version: V2, key: "666F6F" })',
    'Error(InvalidKeyRangeMode { cmd: scan, storage_api_version: V2, range: (Some("61"), None) })',
  ])('a key without a mode is one of API V1, and is not shown: %s', (refusal) => {
    const { message = '' } = apiMisfit(refusal) ?? {};
    expect(message).toContain('this client speaks API V1');
    expect(message).not.toMatch(/6[16]/);
  });

  it.each(['', 'invalid cf name: x', 'Error(Txn(Error(Mvcc(Error(TxnLockNotFound { start_ts: 5 })))))'])(
    'another one is none: %s',
    (refusal) => {
      expect(apiMisfit(refusal)).toBeUndefined();
    },
  );
});
