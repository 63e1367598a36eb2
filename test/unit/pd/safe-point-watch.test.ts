import { beforeEach, describe, expect, it } from 'vitest';
import { TimerWheel } from '../../../src/actor/timer-wheel.ts';
import {
  NetworkError,
  PdError,
  PdUnreachableError,
  ReadBelowSafePointError,
} from '../../../src/model/errors.ts';
import { composeTimestamp, MAX_TIMESTAMP, type Timestamp } from '../../../src/model/timestamp.ts';
import { SafePointWatch } from '../../../src/pd/safe-point-watch.ts';
import { Deadlines } from '../../../src/retry/deadline.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const at = (seconds: number): Timestamp => composeTimestamp(seconds * 1000, 0);

let clock: VirtualClock;
let deadlines: Deadlines;
let watch: SafePointWatch;
/** What PD answers, or fails with, from now on. */
let answer: Timestamp | Error;
/** Seconds after the start at which PD was asked. */
let asked: number[];
let now: Timestamp | undefined;

let knownForMs: number;

beforeEach(() => {
  clock = new VirtualClock();
  const startMs = clock.now();
  deadlines = new Deadlines(clock, new TimerWheel(clock));
  answer = at(500);
  asked = [];
  now = at(1000);
  knownForMs = 0;
  watch = new SafePointWatch({
    runtime: { clock, random: () => 0 },
    gc: {
      txnSafePoint: async () => {
        asked.push(Math.round((clock.now() - startMs) / 1000));
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    timestamps: {
      lowResolution: (maxAgeMs = Number.POSITIVE_INFINITY) => (knownForMs <= maxAgeMs ? now : undefined),
    },
    deadlines,
    keyspaceId: undefined,
  });
});

const check = async (readTs: Timestamp) => watch.check(readTs, deadlines.start({ timeoutMs: 1000 }));
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await clock.advance(1000);
    await settle();
  }
}

describe('SafePointWatch', () => {
  it('S092: refuses what is below, at once when it knows and after asking when it does not', async () => {
    await expect(check(at(499))).rejects.toBeInstanceOf(ReadBelowSafePointError);
    await expect(check(at(499))).rejects.toEqual(new ReadBelowSafePointError(at(499), at(500)));
    expect(await check(at(500))).toBeUndefined();
    expect(asked).toEqual([0]);
  });

  it('a young timestamp never waits, nor does a read of the newest value, which asks nothing', async () => {
    expect(watch.check(MAX_TIMESTAMP, deadlines.start({ timeoutMs: 1000 }))).toBeUndefined();
    expect(asked).toEqual([]);
    expect(watch.check(at(991), deadlines.start({ timeoutMs: 1000 }))).toBeUndefined();
    expect(asked).toEqual([0]);
    knownForMs = 10_001;
    expect(watch.check(at(991), deadlines.start({ timeoutMs: 1000 }))).toBeInstanceOf(Promise);
    knownForMs = 0;
    now = undefined;
    await check(at(991));
    expect(asked).toEqual([0]);
  });

  it('KVS-11: asks every 10 s, and each second after a failure', async () => {
    await check(at(600));
    await pass(20);
    expect(asked).toEqual([0, 10, 20]);
    answer = new PdUnreachableError('away');
    await pass(12);
    expect(asked).toEqual([0, 10, 20, 30, 31, 32]);
    answer = at(700);
    await pass(1);
    await expect(check(at(600))).rejects.toBeInstanceOf(ReadBelowSafePointError);
  });

  it('KVS-10: what it knows is good for 90 s; then reads fail that cannot be judged', async () => {
    await check(at(600));
    answer = new PdUnreachableError('away');
    await pass(90);
    expect(await check(at(600))).toBeUndefined();
    await pass(1);
    await expect(check(at(600))).rejects.toBeInstanceOf(PdUnreachableError);
    expect(await check(at(995))).toBeUndefined();
  });

  it('with a PD that cannot tell it nothing is refused, and nothing asked again', async () => {
    const cause = new NetworkError('pd', { status: 12, message: 'unknown method', sent: 'maybe' });
    answer = new PdError('unknown method', { retryable: false, cause });
    expect(await check(at(1))).toBeUndefined();
    await pass(30);
    expect(asked).toEqual([0]);
  });

  it('asks no more once closed', async () => {
    await check(at(600));
    watch.close();
    await pass(30);
    expect(asked).toEqual([0]);
  });
});
