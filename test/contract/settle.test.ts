import { expect, it } from 'vitest';
import { connect, ReadBelowSafePointError, UndeterminedError, UsageError } from '../../src/index.ts';
import type { CallResult } from '../../src/model/runtime.ts';
import { type Cluster, type FaultHandle, startCluster } from '../../src/testing/index.ts';
import { loadAdminRpcs } from '../../src/wire/codec/rpcs.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { text } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

/** Commits a key while the answers to its commit are lost, and gives the error. */
async function undetermined(url: string, lose: () => FaultHandle): Promise<UndeterminedError> {
  const tikv = await connect(url);
  try {
    const transaction = await tikv.begin({ asyncCommit: false, onePhaseCommit: false });
    transaction.put('k', 'v');
    const lost = lose();
    const controller = new AbortController();
    void lost.waitForHit().then(() => controller.abort());
    return await transaction.commit({ signal: controller.signal }).then(
      () => expect.unreachable('the commit was answered'),
      (error: unknown) => {
        if (error instanceof UndeterminedError) return error;
        throw error;
      },
    );
  } finally {
    await tikv.close({ drainMs: 0 });
  }
}

/** As TiDB's GC worker does, through PD. */
async function advanceTxnSafePoint(cluster: Cluster, target: bigint): Promise<void> {
  const { pdAdminRpcs } = await loadAdminRpcs();
  const rpc = pdAdminRpcs.advanceTxnSafePoint;
  const { transport } = systemRuntime();
  const request = rpc.encode({ header: { clusterId: cluster.pd.clusterId }, target });
  const result = await new Promise<CallResult>((resolve) => {
    transport.unary(cluster.pd.addresses[0] as string, rpc.path, request, {}, resolve);
  });
  transport.close();
  expect(result.ok && rpc.decode(result.message).newTxnSafePoint).toBe(target);
}

const identityOf = (error: UndeterminedError) => ({
  startTs: error.startTs as bigint,
  primary: error.primary as Uint8Array,
});

it('settle takes the error itself, and refuses that of a raw write', async () => {
  await using cluster = await startCluster({ stores: 1 });
  const error = await undetermined(cluster.url, () =>
    cluster.fail({ rpc: 'KvCommit', times: Number.POSITIVE_INFINITY, action: 'dropResponse' }),
  );
  await using tikv = await connect(cluster.url);
  expect(await tikv.settle(error)).toMatchObject({ outcome: 'committed' });
  const raw = new UndeterminedError(new Error('lost'));
  await expect(tikv.settle(raw)).rejects.toThrow('settle: the error is from a raw write');
  for (const none of [undefined, new Error('x'), { startTs: 5n }]) {
    await expect(tikv.settle(none as never)).rejects.toThrow('settle: give an UndeterminedError');
  }
});

it('S008 settle tells that a commit whose answer was lost has happened', async () => {
  await using cluster = await startCluster({ stores: 1 });
  const error = await undetermined(cluster.url, () =>
    cluster.fail({ rpc: 'KvCommit', times: Number.POSITIVE_INFINITY, action: 'dropResponse' }),
  );
  await using tikv = await connect(cluster.url);
  const settlement = await tikv.settle(identityOf(error));
  expect(settlement).toEqual({ outcome: 'committed', commitTs: expect.any(BigInt) });
  expect(await tikv.get('k')).toEqual(new TextEncoder().encode('v'));
});

it('S008 settle decides a commit that never arrived, so that it cannot happen any more', async () => {
  let offsetMs = 0;
  await using cluster = await startCluster({
    stores: 1,
    environment: { wallMs: () => 1_800_000_000_000 + offsetMs },
  });
  const lost = cluster.fail.bind(cluster, {
    rpc: 'KvCommit',
    times: Number.POSITIVE_INFINITY,
    action: 'dropRequest',
  });
  const error = await undetermined(cluster.url, lost);
  offsetMs = 60_000;
  await using tikv = await connect(cluster.url);
  expect(await tikv.settle(identityOf(error))).toEqual({ outcome: 'rolledBack' });
  expect([await tikv.get('k'), cluster.locks()]).toEqual([undefined, []]);
});

it('settle by a key that is not the primary tells what that key says, and decides nothing about other locks', async () => {
  await using world = await startVirtualWorld();
  const { tikv, writer } = world;
  const startTs = await writer.longAgo();
  await writer.lock(startTs, { p: 'new', s: 'new' });
  await writer.commit(startTs, startTs + 1n, 'p');
  const wrong = { startTs, primary: Buffer.from('wrong') };
  expect(await tikv.settle(wrong)).toEqual({ outcome: 'rolledBack' });
  expect(await tikv.settle(wrong)).toEqual({ outcome: 'rolledBack' });
  expect((await tikv.snapshot().batchGet(['p', 's'])).map(text)).toEqual(['new', 'new']);
});

it('S047 settle does not judge what garbage collection may have taken', async () => {
  await using cluster = await startCluster({ stores: 1 });
  await using tikv = await connect(cluster.url);
  const startTs = await tikv.timestamp();
  await advanceTxnSafePoint(cluster, await tikv.timestamp());
  await expect(tikv.settle({ startTs, primary: new Uint8Array([1]) })).rejects.toThrow(
    ReadBelowSafePointError,
  );
  await expect(tikv.settle({ startTs: 5 as never, primary: new Uint8Array([1]) })).rejects.toThrow(
    UsageError,
  );
});
