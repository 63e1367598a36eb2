import { describe, expect, it } from 'vitest';
import { EMPTY_BYTES } from '../../../src/model/bytes.ts';
import { UndeterminedError } from '../../../src/model/errors.ts';
import { type RawSwap, rawCompareAndSwap } from '../../../src/raw/raw-compare-and-swap.ts';
import type { Reply } from '../../support/fake-region-servers.ts';
import { answer, bytes, RawServers } from '../../support/raw-servers.ts';

const SWAP: RawSwap = { key: bytes('k'), expected: bytes('old'), value: bytes('new'), ttlSeconds: 0n };

async function swap(script: Reply[], fields: Partial<RawSwap> = {}) {
  const servers = new RawServers();
  servers.rpc.script = script;
  const end = await servers.outcome(
    rawCompareAndSwap(servers.environment, { ...SWAP, ...fields }, servers.backoffer()),
  );
  return { end, log: servers.log, requests: servers.requests };
}

const answered = (succeed: boolean, previous?: string): Reply => ({
  response: {
    error: '',
    succeed,
    previousNotExist: previous === undefined,
    previousValue: previous === undefined ? EMPTY_BYTES : bytes(previous),
  },
});

describe('S117 raw-cas-contract', () => {
  it('compares with a value, an empty one too, or with absence', async () => {
    const common = {
      rpc: 'RawCompareAndSwap',
      key: bytes('k'),
      value: bytes('new'),
      delete: false,
      ttl: 0n,
      cf: '',
    };
    const value = await swap([answered(true, 'old')]);
    expect(value.end).toEqual({ swapped: true, previous: bytes('old') });
    expect(value.requests).toEqual([{ ...common, previousValue: bytes('old'), previousNotExist: false }]);
    const empty = await swap([answered(true, '')], { expected: EMPTY_BYTES });
    expect(empty.end).toEqual({ swapped: true, previous: EMPTY_BYTES });
    expect(empty.requests).toEqual([{ ...common, previousValue: EMPTY_BYTES, previousNotExist: false }]);
    const absent = await swap([answered(true)], { expected: undefined, ttlSeconds: 7n });
    expect(absent.end).toEqual({ swapped: true, previous: undefined });
    expect(absent.requests).toEqual([
      { ...common, previousValue: EMPTY_BYTES, previousNotExist: true, ttl: 7n },
    ]);
  });

  it('tells what was there when it was something else', async () => {
    expect((await swap([answered(false, 'other')])).end).toEqual({
      swapped: false,
      previous: bytes('other'),
    });
    expect((await swap([answered(false)])).end).toEqual({ swapped: false, previous: undefined });
  });

  it('removes', async () => {
    const { requests } = await swap([answered(true, 'old')], { value: undefined });
    expect(requests[0]).toMatchObject({ delete: true, value: EMPTY_BYTES });
  });

  it.each([
    ['a lost answer', answer.lost],
    ['StaleCommand', answer.stale],
    ['UndeterminedResult', answer.undetermined],
    ['a malformed answer', { malformed: 'Nonsense' } as Reply],
  ])('is undetermined after %s, and not sent again', async (_, reply) => {
    const { end, log } = await swap([reply, answered(true, 'old')]);
    expect(end).toBeInstanceOf(UndeterminedError);
    expect(log).toEqual(['RawCompareAndSwap k']);
  });

  it('is sent again when it was refused or never left', async () => {
    const { end, log } = await swap([answer.notSent, answer.split('m'), answered(true, 'old')]);
    expect(end).toEqual({ swapped: true, previous: bytes('old') });
    expect(log.length).toBe(3);
  });
});
