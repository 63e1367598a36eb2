import { describe, expect, it } from 'vitest';
import { Shower } from '../../src/inspector/collect/show.ts';
import { UndeterminedError, WriteConflictError } from '../../src/model/errors.ts';
import { INSPECTED } from '../../src/model/inspected.ts';

const hidden = new Shower({ keys: false, values: false });
const shown = new Shower({ keys: true, values: true });
const bytes = (text: string) => Buffer.from(text);

describe('what is shown of', () => {
  it('numbers, timestamps and what JSON cannot say', () => {
    const value = { ts: 450000000000000001n, far: Number.POSITIVE_INFINITY, none: undefined, call: () => {} };
    expect(hidden.show(value)).toEqual({ ts: '450000000000000001', far: 'Infinity', call: '(function)' });
  });

  it('keys and values, which are told apart by the field that holds them', () => {
    const value = { key: bytes('k'), secondaries: [bytes('k2')], startKey: bytes(''), value: bytes('v') };
    expect(shown.show(value)).toEqual({ key: 'k', secondaries: ['k2'], startKey: '', value: 'v' });
    expect(hidden.show(value)).toEqual({
      key: 'key(1 bytes, #8254c329)',
      secondaries: ['key(2 bytes, #015f7e6b)'],
      startKey: 'key(0 bytes, #e3b0c442)',
      value: '(1 bytes)',
    });
  });

  it('bytes that are no text', () => {
    expect(shown.show({ key: Uint8Array.of(0x6b, 0x00, 0xff) })).toEqual({ key: '0x6b00ff' });
  });

  it('objects of classes: what they tell of themselves, or their class', () => {
    class Told {
      readonly secret = 'no';
      [INSPECTED]() {
        return { fact: 1n };
      }
    }
    class Silent {
      readonly secret = 'no';
    }
    expect(shown.show({ told: new Told(), silent: new Silent(), map: new Map([[1, 2]]) })).toEqual({
      told: { fact: '1' },
      silent: '(Silent)',
      map: '(Map of 1)',
    });
  });

  it('errors: as they are logged, and those of others without what looks like a key', () => {
    const conflict = {
      startTs: 1n,
      conflictStartTs: 2n,
      conflictCommitTs: 3n,
      reason: 'optimistic',
    } as const;
    const error = new UndeterminedError(new WriteConflictError(bytes('k'), conflict), {
      startTs: 7n,
      primary: bytes('primary'),
    });
    expect(hidden.show(error)).toMatchObject({ code: 'TIKV_UNDETERMINED', startTs: '7' });
    expect(JSON.stringify(hidden.show(error))).not.toContain('"primary":');
    expect(hidden.show(new Error('no key "acct/1"'))).toEqual({ name: 'Error', message: 'no key ?' });
  });

  it('a context that cannot be read', () => {
    const value = {
      get broken(): never {
        throw new RangeError('on purpose');
      },
    };
    expect(hidden.show(value)).toBe('(cannot be shown: RangeError)');
  });

  it('secrets: nothing, whatever was asked for', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nabc';
    const value = {
      tls: { key: bytes('abc') },
      password: 'p',
      note: pem,
      key: bytes(pem),
      value: bytes(pem),
    };
    expect(shown.show(value)).toEqual({
      tls: '(secret)',
      password: '(secret)',
      note: '(secret)',
      key: '(secret)',
      value: '(secret)',
    });
  });

  it('secrets of machines of others, whatever else is in their names', () => {
    const secrets = ['accessToken', 'apiKey', 'api_key', 'dbPassword', 'clientSecret', 'awsCredentials'];
    const others = { tokens: 3, primaryKey: bytes('k'), cause: 'c', scanned: true };
    const value = { ...Object.fromEntries(secrets.map((name) => [name, 'p'])), ...others };
    expect(shown.show(value)).toEqual({
      ...Object.fromEntries(secrets.map((name) => [name, '(secret)'])),
      ...others,
      primaryKey: 'k',
    });
  });

  it('a huge context: enough of it, in little time and text', () => {
    const list = Array.from({ length: 100 }, () => 'x'.repeat(100));
    const wide = Array.from({ length: 100_000 }, (_, nth) => ({ nth, list }));
    const deep: Record<string, unknown> = {};
    deep.deep = deep;
    const text = JSON.stringify(hidden.show({ wide, deep, long: 'x'.repeat(1_000_000) }));
    expect(text.length).toBeLessThan(200_000);
    expect(text).toContain('(99968 more)');
    expect(text).toContain('(1000000 characters)');
    expect(text).toContain('(deeper is not shown)');
  });
});
