import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegionResult } from '../../../../src/region/request/region-call.ts';
import type { errorpb } from '../../../../src/wire/codec/messages.ts';
import {
  FakeRegionServers,
  peerOn,
  type Reply,
  retriesOf,
  toWireRegion,
} from '../../../support/fake-region-servers.ts';

const refusals: Partial<errorpb.Error.Decoded>[] = [
  { undeterminedResult: { message: '' } },
  ...[undefined, 1n, 2n, 3n, 9n].map((id) => ({
    notLeader: { regionId: 1n, leader: id === undefined ? undefined : { ...peerOn(id), role: 0 } },
  })),
  { diskFull: { storeId: [], reason: '' } },
  { recoveryInProgress: { regionId: 1n } },
  { flashbackInProgress: { regionId: 1n, flashbackStartTs: 1n } },
  { regionNotFound: { regionId: 1n } },
  { epochNotMatch: { currentRegions: [] } },
  ...[0n, 9n].map((version) => ({
    epochNotMatch: { currentRegions: [toWireRegion({ id: 1n, start: '', end: '', version })] },
  })),
  { serverIsBusy: { reason: '', backoffMs: 0n, estimatedWaitMs: 0, appliedIndex: 0n } },
  { serverIsBusy: { reason: 'deadline is exceeded', backoffMs: 5n, estimatedWaitMs: 7, appliedIndex: 0n } },
  { staleCommand: {} },
  { storeNotMatch: { requestStoreId: 1n, actualStoreId: 2n } },
  { maxTimestampNotSynced: {} },
  { dataIsNotReady: { regionId: 1n, peerId: 1n, safeTs: 0n } },
  { mismatchPeerId: { requestPeerId: 1n, storePeerId: 2n } },
  { message: 'TiKV is Closing' },
];
const others: Reply[] = [
  { response: {} },
  'silence',
  { malformed: 'nonsense' },
  ...[1, 4, 12, 14].flatMap((status) => (['no', 'maybe'] as const).map((sent) => ({ status, sent }))),
];

const scenario = fc.record({
  script: fc.array(fc.constantFrom(...refusals.map((regionError) => ({ regionError })), ...others), {
    maxLength: 15,
  }),
  silent: fc.subarray(['s1', 's2', 's3']),
  timeoutMs: fc.constantFrom(500, 30_000),
  deadlineMs: fc.constantFrom(1_000, 20_000, 100_000),
  budgetMs: fc.constantFrom(0, 300, 40_000),
  atMostOnce: fc.boolean(),
  write: fc.boolean(),
});

describe('RegionClient', () => {
  it('does the same whether requests are actors from their start or from their first trouble', async () => {
    const run = async (
      actors: 'on-demand' | 'always',
      {
        script,
        silent,
        deadlineMs,
        budgetMs,
        write,
        ...call
      }: typeof scenario extends fc.Arbitrary<infer S> ? S : never,
    ) => {
      const servers = new FakeRegionServers({ actors });
      const region = await servers.cache.locate(new Uint8Array(), servers.backoffer());
      servers.rpc.script = [...script];
      for (const store of silent) servers.rpc.healthy.delete(store);
      const backoffer = servers.backoffer({ timeoutMs: deadlineMs, budgetMs });
      const options = { ...call, region, backoffer };
      const sending: Promise<RegionResult<unknown>> = write
        ? servers.write(options)
        : servers.send('k', options);
      const { value: result, tookMs } = await servers.timed(sending);
      backoffer.deadline.release();
      const leader = servers.cache.peek(new Uint8Array())?.leader.store.id;
      servers.stores.close();
      await servers.settle();
      const why =
        result.kind === 'moved' ? result.cause : result.kind === 'failed' ? result.error : undefined;
      const seen = {
        kind: result.kind,
        why: why && [why.code, why.message],
        lost: result.lost && [result.lost.code, result.lost.message],
        attempts: result.attempts,
        tookMs,
        asked: servers.rpc.addresses,
        contexts: servers.rpc.contexts,
        closed: servers.rpc.closedAddresses,
        probed: servers.rpc.probed,
        pd: servers.pd.calls,
        waits: retriesOf(backoffer),
        leader,
      };
      expect([servers.actorErrors, servers.root.liveCount, servers.clock.pending]).toEqual([[], 0, 0]);
      return seen;
    };
    await fc.assert(
      fc.asyncProperty(scenario, async (world) => {
        expect(await run('always', world)).toEqual(await run('on-demand', world));
      }),
      { numRuns: 150 },
    );
  });
});
