import { describe, expect, it } from 'vitest';
import { lockTtlMs } from '../../../../src/txn/locking/lock-ttl.ts';

const MIB = 2 ** 20;

describe('CMT-6: TTL of locks', () => {
  it.each([
    ['below a batch', 16 * 1024 - 1, 0, 3000],
    ['small', 16 * 1024, 0, 3000],
    ['256 KiB', MIB / 4, 0, 3000],
    ['1 MiB', MIB, 0, 6000],
    ['4 MiB', 4 * MIB, 0, 12_000],
    ['2 MiB, rounded down', 2 * MIB, 0, 8485],
    ['20 MiB and more', 20 * MIB, 0, 20_000],
    ['with the time taken so far', 1, 1234.7, 4234],
    ['large and slow', 100 * MIB, 500, 20_500],
  ])('%s', (_, sizeBytes, elapsedMs, ttlMs) => {
    expect(lockTtlMs(sizeBytes, elapsedMs, false)).toBe(ttlMs);
  });

  it('of what is kept alive, until long after the first heartbeat, however small', () => {
    expect(lockTtlMs(1, 500, true)).toBe(20_500);
  });
});
