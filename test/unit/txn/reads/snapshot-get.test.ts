import { describe, expect, it } from 'vitest';
import { ServerError } from '../../../../src/model/errors.ts';
import { ENTRIES, VALUES } from '../../../../src/txn/reads/point-read.ts';
import type { ReadEnvironment } from '../../../../src/txn/reads/read-environment.ts';
import { ReadView } from '../../../../src/txn/reads/read-view.ts';
import { snapshotBatchGet } from '../../../../src/txn/reads/snapshot-batch-get.ts';
import { snapshotGet } from '../../../../src/txn/reads/snapshot-get.ts';
import { lockInfo } from '../../../support/fake-lock-environment.ts';
import { bytes, FakeRegionServers, type Reply } from '../../../support/fake-region-servers.ts';

function setUp(...script: Reply[]) {
  const servers = new FakeRegionServers();
  servers.rpc.script = script;
  const asked: object[] = [];
  const environment: ReadEnvironment = {
    regions: servers.client,
    visibility: { check: () => undefined },
    locks: {
      resolve: async (_, options) => {
        asked.push(options);
        return { waitMs: 0, ignore: [], access: [7n] };
      },
    },
  };
  return { servers, asked, view: new ReadView(environment, 50n, { notFillCache: true }) };
}

const found = (commitTs = 0n): Reply => ({ response: { value: bytes('v'), commitTs } });
const locked: Reply = { response: { error: { locked: lockInfo('k', { lockVersion: 7n }) } } };
const moved: Reply = { regionError: { epochNotMatch: { currentRegions: [] } } };

describe('SNP-17: the first attempt has a timeout of its own', () => {
  const limits = (servers: FakeRegionServers) =>
    servers.rpc.contexts.map(({ maxExecutionDurationMs }) => maxExecutionDurationMs);
  const read = { ...VALUES, firstAttemptTimeoutMs: 50 };

  it('get: when it is up another replica is asked', async () => {
    const { servers, view } = setUp('silence', found());
    const reading = snapshotGet(view, bytes('k'), read, servers.backoffer());
    await servers.settle();
    expect(servers.rpc.sent).toHaveLength(1);
    await servers.clock.advanceAsync(50);
    expect(await servers.until(reading)).toEqual(bytes('v'));
    expect(servers.rpc.addresses[1]).not.toBe(servers.rpc.addresses[0]);
  });

  it.each([
    ['a region that moved', moved],
    ['a lock', locked],
  ])('get: behind %s the usual one', async (_, first) => {
    const { servers, view } = setUp(first, found());
    expect(await servers.until(snapshotGet(view, bytes('k'), read, servers.backoffer()))).toEqual(bytes('v'));
    expect(limits(servers)).toEqual([50n, 30_000n]);
  });

  it.each([
    ['a region that moved', moved],
    ['a lock', { response: { pairs: [{ error: { locked: lockInfo('k', { lockVersion: 7n }) } }] } }],
  ])('batch get: behind %s the usual one', async (_, first) => {
    const { servers, view } = setUp(first, { response: { pairs: [{ key: bytes('k'), value: bytes('v') }] } });
    const reading = snapshotBatchGet(view, [bytes('k')], read, servers.backoffer());
    expect(await servers.until(reading)).toEqual([bytes('v')]);
    expect(limits(servers)).toEqual([50n, 60_000n]);
  });
});

describe('SNP-5: commit timestamps of values', () => {
  it('are asked for, and not of locks', async () => {
    const { servers, view, asked } = setUp(locked, found(40n));
    expect(await servers.until(snapshotGet(view, bytes('k'), ENTRIES, servers.backoffer()))).toEqual({
      value: bytes('v'),
      commitTs: 40n,
    });
    expect(asked).toEqual([{ callerStartTs: 50n, mode: 'read', lite: true, awaitCommit: true }]);
    expect(servers.rpc.sent.map(({ request }) => 'needCommitTs' in request && request.needCommitTs)).toEqual([
      true,
      true,
    ]);
  });

  it('a store that tells none', async () => {
    const { servers, view } = setUp(found());
    const reading = snapshotGet(view, bytes('k'), ENTRIES, servers.backoffer());
    await expect(servers.until(reading)).rejects.toBeInstanceOf(ServerError);
  });

  it('a key that is absent has none', async () => {
    const { servers, view } = setUp({ response: { notFound: true } });
    const reading = snapshotGet(view, bytes('k'), ENTRIES, servers.backoffer());
    expect(await servers.until(reading)).toBeUndefined();
  });
});

it('the context says how to read, and which locks are judged', async () => {
  const { servers, view } = setUp(locked, found());
  await servers.until(snapshotGet(view, bytes('k'), VALUES, servers.backoffer()));
  expect(servers.rpc.contexts).toMatchObject([
    { notFillCache: true },
    { notFillCache: true, committedLocks: [7n], resolvedLocks: [] },
  ]);
});
