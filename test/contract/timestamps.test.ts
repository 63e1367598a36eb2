import { describe, expect, it } from 'vitest';
import {
  composeTimestamp,
  connect,
  DeadlineError,
  dateToTimestamp,
  FutureTimestampError,
  physicalMs,
  ReadBelowSafePointError,
  timestampToDate,
  UsageError,
} from '../../src/index.ts';
import { Simulation } from '../../src/testing/index.ts';
import { failure, list, put, startWorld, text } from './support.ts';

const count = (messages: readonly unknown[]) => messages.length;

describe('timestamps without asking PD', () => {
  it('ORA-4: of low resolution, the last one known', async () => {
    await using world = await startWorld({ client: { lowResolutionIntervalMs: 600_000 } });
    const { tikv, cluster } = world;
    const last = await tikv.timestamp();
    const asked = count(cluster.log.messages('Tso'));
    expect(await tikv.timestamp({ lowResolution: true })).toEqual(last);
    expect(count(cluster.log.messages('Tso'))).toEqual(asked);
  });

  it('ORA-6: of the past, for reads of what was then', async () => {
    await using world = await startWorld({ client: { lowResolutionIntervalMs: 600_000 } });
    const { tikv, cluster } = world;
    await put(tikv, { a: 'old' });
    const then = await tikv.timestamp();
    cluster.pd.tso.jumpForward(60_000);
    await put(tikv, { a: 'new' });
    const now = await tikv.timestamp();
    const asked = count(cluster.log.messages('Tso'));
    const stale = await tikv.staleTimestamp({ ageMs: 30_000 });
    expect([then < stale, stale < now, stale === composeTimestamp(physicalMs(stale), 0)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(text(await tikv.snapshot({ at: stale }).get('a'))).toEqual('old');
    expect(count(cluster.log.messages('Tso'))).toEqual(asked);
    expect(await failure(tikv.staleTimestamp({ ageMs: Number.MAX_SAFE_INTEGER }))).toBeInstanceOf(UsageError);
    expect(await failure(tikv.staleTimestamp({} as never))).toBeInstanceOf(UsageError);
  });

  it('ORA-5: known ones are kept younger while moments are read that are not long ago', async () => {
    await using simulation = await Simulation.start({ seed: 1 });
    const { endpoints, cluster } = simulation;
    await simulation.run(async () => {
      const tikv = await connect({ endpoints, runtime: simulation.process('reader') });
      await tikv.timestamp();
      const askedIn = async (durationMs: number) => {
        cluster.log.clear();
        await simulation.sleep(durationMs);
        return count(cluster.log.messages('Tso'));
      };
      expect(await askedIn(9_000)).toBe(4);
      await tikv.snapshot({ at: await tikv.staleTimestamp({ ageMs: 1_000 }) }).get('a');
      expect(await askedIn(9_000)).toBe(9);
      await tikv.close();
    });
  });

  it('are fetched under the deadline of the reads that wait for them, be it later than usual', async () => {
    await using simulation = await Simulation.start({ seed: 1 });
    const { endpoints, cluster } = simulation;
    await simulation.run(async () => {
      const runtime = simulation.process('reader');
      const tikv = await connect({ endpoints, runtime, timeoutMs: 1000 });
      await put(tikv, { a: '1' });
      const slow = cluster.fail({ rpc: 'Tso', times: Number.POSITIVE_INFINITY, action: { delayMs: 2500 } });
      const patient = { timeoutMs: 10_000 };
      expect(text(await tikv.snapshot().get('a', patient))).toBe('1');
      expect((await tikv.batchGet(['a'], patient)).map(text)).toEqual(['1']);
      expect(await list(tikv.scan(patient))).toEqual(['a=1']);
      expect(await failure(tikv.batchGet(['a']))).toBeInstanceOf(DeadlineError);
      const shared = tikv.snapshot();
      const [hasty, other] = [failure(shared.get('a')), shared.get('a', patient)];
      expect(await hasty).toBeInstanceOf(DeadlineError);
      expect(text(await other)).toBe('1');
      slow.remove();
      await tikv.close();
    });
  });

  it('ORA-1: are dates and come from dates', () => {
    const date = new Date('2026-01-02T03:04:05.678Z');
    expect(timestampToDate(dateToTimestamp(date))).toEqual(date);
    expect(() => dateToTimestamp(new Date(Number.NaN))).toThrow(UsageError);
    expect(() => dateToTimestamp(new Date(-1))).toThrow(UsageError);
  });
});

describe('timestamps that callers give', () => {
  it('S105 stale-ts-validation, S106 never-ahead-of-tso: one ahead of the oracle is refused, and no store sees it', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    const now = await tikv.timestamp();
    const ahead = now + (3_600_000n << 18n);
    const requests = () => cluster.log.messages().filter(({ target }) => target.kind === 'store').length;
    const before = requests();
    const error = await failure(tikv.snapshot({ at: ahead }).get('a'));
    expect(error).toBeInstanceOf(FutureTimestampError);
    const { timestamp, currentTs } = error as FutureTimestampError;
    expect([timestamp, currentTs > now]).toEqual([ahead, true]);
    expect(await failure(list(tikv.snapshot({ at: ahead }).scan()))).toBeInstanceOf(FutureTimestampError);
    const primary = Buffer.from('a');
    expect(await failure(tikv.settle({ startTs: ahead, primary }))).toBeInstanceOf(FutureTimestampError);
    expect(requests()).toEqual(before);
  });

  it('S105: one that another client has just got is good, with one question to PD', async () => {
    await using world = await startWorld({ client: { lowResolutionIntervalMs: 600_000 } });
    const { tikv, cluster } = world;
    const other = await world.connect();
    await put(other, { a: '1' });
    const at = await other.timestamp();
    const asked = count(cluster.log.messages('Tso'));
    const snapshot = tikv.snapshot({ at });
    expect([text(await snapshot.get('a')), await snapshot.get('b')]).toEqual(['1', undefined]);
    expect(count(cluster.log.messages('Tso'))).toEqual(asked + 1);
    expect(text(await tikv.snapshot({ at }).get('a'))).toEqual('1');
    expect(count(cluster.log.messages('Tso'))).toEqual(asked + 1);
  });

  it('ORA-8: timestamps of the library are not checked: a snapshot costs one', async () => {
    await using world = await startWorld({ client: { lowResolutionIntervalMs: 600_000 } });
    const { tikv, cluster } = world;
    const asked = count(cluster.log.messages('Tso'));
    await tikv.snapshot().batchGet(['a', 'b']);
    expect(count(cluster.log.messages('Tso'))).toEqual(asked + 1);
  });
});

describe('the safe point', () => {
  it('S092 read-below-safepoint: reads of what may have been collected are refused, by every verb', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    await put(tikv, { a: 'old' });
    const at = await tikv.timestamp();
    const txn = await tikv.begin();
    cluster.pd.tso.jumpForward(60_000);
    await put(tikv, { a: 'new' });
    const safePoint = await tikv.timestamp();
    cluster.gc(safePoint);
    const error = await failure(tikv.snapshot({ at }).get('a'));
    expect(error).toBeInstanceOf(ReadBelowSafePointError);
    expect(error).toMatchObject({ timestamp: at, safePoint });
    const refused = [
      tikv.snapshot({ at }).batchGet(['a']),
      list(tikv.snapshot({ at }).scan()),
      txn.get('a'),
      list(txn.scan()),
    ];
    for (const each of refused) expect(await failure(each)).toBeInstanceOf(ReadBelowSafePointError);
    expect([text(await tikv.get('a')), text(await tikv.snapshot().get('a'))]).toEqual(['new', 'new']);
    expect(text(await tikv.snapshot({ at: safePoint }).get('a'))).toEqual('new');
  });

  it('KVS-11: PD is asked once for all reads, and not at all by raw ones', async () => {
    await using world = await startWorld();
    const { cluster } = world;
    const raw = await world.connect();
    await raw.raw.get('a');
    expect(cluster.log.messages('GetGCState')).toEqual([]);
    const tikv = await world.connect();
    const at = await tikv.timestamp();
    cluster.pd.tso.jumpForward(60_000);
    await tikv.timestamp();
    await Promise.all([1, 2, 3].map(() => tikv.snapshot({ at }).get('a')));
    await tikv.snapshot().get('a');
    expect(count(cluster.log.messages('GetGCState'))).toEqual(1);
  });
});
