import { describe, expect, it } from 'vitest';
import { StatusCache } from '../../../src/lock/status-cache.ts';
import { InternalError } from '../../../src/model/errors.ts';

const committed = (commitTs: bigint) => ({ kind: 'committed', commitTs }) as const;
const rolledBack = { kind: 'rolledBack' } as const;

describe('StatusCache', () => {
  it('S081 cache-only-final-status: gives back the fate remembered, and forgets the oldest of 2048', () => {
    const cache = new StatusCache();
    cache.remember(1n, committed(2n));
    for (let startTs = 10n; startTs < 10n + 2047n; startTs++) cache.remember(startTs, rolledBack);
    expect([cache.get(1n), cache.get(10n)]).toEqual([committed(2n), rolledBack]);
    cache.remember(9_999n, rolledBack);
    expect([cache.get(1n), cache.get(10n)]).toEqual([undefined, rolledBack]);
  });

  it('takes the same fate again, and refuses another', () => {
    const cache = new StatusCache();
    cache.remember(1n, committed(2n));
    cache.remember(1n, committed(2n));
    expect(() => cache.remember(1n, committed(3n))).toThrow(InternalError);
    expect(() => cache.remember(1n, rolledBack)).toThrow(InternalError);
    expect(cache.get(1n)).toEqual(committed(2n));
  });
});
