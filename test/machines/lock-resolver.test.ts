import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { lockResolverMachine } from '../../machines/index.ts';
import { RegionUnavailableError, type TikvError } from '../../src/model/errors.ts';
import {
  ChartCoverage,
  edgePaths,
  type ModelPath,
  type ModelStep,
  type Realisations,
  walkPath,
} from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { LONG_TTL_MS, LockClient, MetLock, TTL_MS } from '../support/met-lock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Every path of the chart, walked by the real resolver on an embedded cluster. Each request of the resolver is held at
 * the store until the data is such that the store's own answer stands for the event that the path has next. Judged are
 * the requests, what became of the data, and what the caller hears. The client's clock stands still.
 */

type Machine = typeof lockResolverMachine;
type Snapshot = SnapshotFrom<Machine>;

const failure: TikvError = new RegionUnavailableError('Sample');

/** Events, with commit timestamps below and above that of the caller. */
const EARLY = 10n;
const LATE = 30n;
const EVENTS = [
  { type: 'status.final', fate: { kind: 'committed', commitTs: EARLY } },
  { type: 'status.final', fate: { kind: 'committed', commitTs: LATE } },
  { type: 'status.final', fate: { kind: 'rolledBack' } },
  { type: 'status.alive', waitMs: 10, pushed: true },
  { type: 'status.alive', waitMs: 10, pushed: false },
  { type: 'status.notFound', ttlExpired: true, waitMs: 0, backoffMs: 0 },
  { type: 'status.notFound', ttlExpired: false, waitMs: 10, backoffMs: 2 },
  { type: 'secondaries.decided', fate: { kind: 'committed', commitTs: LATE } },
  { type: 'secondaries.decided', fate: { kind: 'rolledBack' } },
  { type: 'step.failed', error: failure },
] as const;

/** What a store can answer, given what it answered before. */
function canHappen({ context }: Snapshot, event: { readonly type: string }): boolean {
  const { pessimistic, rollbackIfNotExist, forceSyncCommit } = context;
  switch (event.type) {
    case 'status.final':
      return (
        !pessimistic &&
        // The primary is committed above the min_commit_ts that its lock got as the last.
        !(forceSyncCommit && 'fate' in event && (event.fate as { commitTs?: bigint }).commitTs === EARLY)
      );
    case 'status.pessimisticLockDead':
      return pessimistic;
    case 'status.notFound':
      return !rollbackIfNotExist && !forceSyncCommit;
    case 'status.asyncCommitExpired':
      return !forceSyncCommit;
    case 'status.alive':
      // A lock of async commit always has a min_commit_ts that can be pushed.
      return !forceSyncCommit || (event as { pushed?: boolean }).pushed === true;
    default:
      return true;
  }
}

let client: LockClient;
const coverage = new ChartCoverage(lockResolverMachine);

beforeAll(async () => {
  client = await LockClient.start(coverage.inspect);
});

afterAll(async () => {
  await client.close();
});

/** Whether the lock's time must be up while the path waits for the next answers about the primary. */
function needsExpiry(steps: readonly ModelStep<Machine>[]): boolean {
  const pause = steps.findIndex(({ event }) => event.type.startsWith('xstate.after'));
  const soon = pause < 0 ? steps : steps.slice(0, pause);
  return soon.some(({ event }) => event.type === 'status.notFound' && event.ttlExpired);
}

/** A primary without a living lock: rolled back by the asking, or before. */
async function endPrimary(world: MetLock, { context }: Snapshot): Promise<void> {
  if (!context.rollbackIfNotExist && !context.forceSyncCommit)
    await client.writer.rollBack(world.startTs, world.primary);
  world.release();
}

function realisations(path: ModelPath<Machine>): Realisations<Machine, MetLock> {
  return {
    'status.final': async (world, { fate }, before) => {
      if (fate.kind === 'rolledBack') return endPrimary(world, before);
      if (!before.context.forceSyncCommit) await world.lock(world.primary);
      world.commitTs = fate.commitTs === EARLY ? world.earlyTs : await client.writer.timestamp();
      await client.writer.commit(world.startTs, world.commitTs, world.primary);
      world.release();
    },
    'status.alive': async (world, { pushed }, before) => {
      const { primary, startTs } = world;
      if (before.context.forceSyncCommit) {
        await client.writer.send(primary, tikvRpcs.kvTxnHeartBeat, {
          primaryLock: Buffer.from(primary),
          startVersion: startTs,
          adviseLockTtl: BigInt(LONG_TTL_MS),
        });
      } else if (pushed) await world.lock(primary, { minCommitTs: startTs + 1n });
      else if (world.pessimistic) await client.writer.lockPessimistically(startTs, primary, LONG_TTL_MS);
      else await world.lock(primary);
      world.release();
    },
    'status.asyncCommitExpired': async (world) => {
      await world.lock(world.primary, { ttlMs: 1, secondaries: [world.met, world.other] });
      world.release();
    },
    'status.pessimisticLockDead': (world, _, before) => endPrimary(world, before),
    'status.notFound': (world) => world.release(),
    'xstate.after.backoff.lockResolver.waitingForPrimary': async (world) => {
      const done = path.steps.findIndex(({ event }) => event.type.startsWith('xstate.after'));
      if (needsExpiry(path.steps.slice(done + 1))) await world.pass(TTL_MS);
      client.clock.advance(500);
    },
    'secondaries.decided': async (world, { fate }) => {
      if (fate.kind === 'committed') {
        await world.prewriteMet();
        await world.lock(world.other, { useAsyncCommit: true });
        world.commitTs = world.largestMinCommitTs();
      }
      world.release();
    },
    'secondaries.notAsyncCommit': async (world) => {
      await world.prewriteMet();
      await world.lock(world.other);
      world.release();
    },
    'locks.applied': (world) => world.release(),
    'step.failed': (world, _, before) => {
      if (before.value === 'waitingForPrimary') world.controller.abort();
      else world.refuse();
    },
  };
}

/** The request that the resolver waits for in a state. */
function expectedRequest(
  world: MetLock,
  state: string,
  context: Snapshot['context'],
  isAsync: boolean,
): object {
  const { startTs, primary, met, other, callerTs } = world;
  const keys = (...names: string[]) => names.map((name) => new Uint8Array(Buffer.from(name)));
  switch (state) {
    case 'checkingStatus':
      return {
        rpc: 'KvCheckTxnStatus',
        request: {
          primaryKey: keys(primary)[0],
          lockTs: startTs,
          callerStartTs: callerTs,
          rollbackIfNotExist: context.rollbackIfNotExist,
          forceSyncCommit: context.forceSyncCommit,
          resolvingPessimisticLock: world.pessimistic,
          verifyIsPrimary: true,
        },
      };
    case 'checkingSecondaries':
      return { rpc: 'KvCheckSecondaryLocks', request: { keys: keys(met, other), startVersion: startTs } };
    case 'clearingPessimistic':
      return {
        rpc: 'KVPessimisticRollback',
        request: { keys: keys(met), startVersion: startTs, forUpdateTs: startTs },
      };
    default:
      return {
        rpc: 'KvResolveLock',
        request: {
          startVersion: startTs,
          commitVersion: state === 'committing' ? world.commitTs : 0n,
          keys: isAsync ? keys(met, other, primary) : keys(met),
        },
      };
  }
}

/** What the caller hears, once it hears something. */
function expectedVerdict(world: MetLock, { context, value }: Snapshot, from: string | undefined): unknown {
  const { startTs, mode } = world;
  const { fate, pushed } = context;
  const nothing = { waitMs: 0, ignore: [] as bigint[], access: [] as bigint[] };
  if (mode === 'read' && fate !== undefined) {
    const isSeen = fate.kind === 'committed' && world.commitTs <= world.callerTs;
    return isSeen ? { ...nothing, access: [startTs] } : { ...nothing, ignore: [startTs] };
  }
  if (value === 'failed') {
    if (from === 'waitingForPrimary') return 'TIKV_ABORTED';
    return from === 'checkingSecondaries' ? 'TIKV_PROTOCOL' : 'TIKV_SERVER';
  }
  if (value === 'resolved') return nothing;
  if (mode === 'read' && pushed) return { ...nothing, ignore: [startTs] };
  return { ...nothing, waitMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= LONG_TTL_MS) };
}

/** What became of the lock that was met. A refused request has done its work all the same. */
function expectedData(world: MetLock, { context, value }: Snapshot, from: string | undefined): unknown {
  const { fate } = context;
  if (fate?.kind === 'committed') return world.commitTs;
  if (fate?.kind === 'rolledBack') return 'rolledBack';
  // What was prewritten since the caller met it is another lock, and stays until it is met again.
  if (from === 'clearingPessimistic') return world.wasPrewritten ? 'locked' : 'nothing';
  if (value === 'failed' && from === 'checkingSecondaries' && world.pessimistic) return 'rolledBack';
  return 'locked';
}

const FINAL = new Set(['alive', 'resolved', 'failed']);

async function judge(
  world: MetLock,
  expected: Snapshot,
  step: ModelStep<Machine> | undefined,
): Promise<void> {
  const state = expected.value;
  await world.until(state);
  const from = step?.before.value;
  if (state === 'waitingForPrimary') {
    expect([world.waitingRequests, world.isDecided]).toEqual([0, false]);
    return;
  }
  if (FINAL.has(state)) {
    expect(await world.verdict).toEqual(expectedVerdict(world, expected, from));
    expect(world.waitingRequests).toBe(0);
    expect(world.on(world.met)).toEqual(expectedData(world, expected, from));
    return;
  }
  const isAsync = from === 'checkingSecondaries';
  expect(await world.nextRequest()).toMatchObject(expectedRequest(world, state, expected.context, isAsync));
  if (world.mode === 'read' && expected.hasTag('decided'))
    expect(await world.verdict).toEqual(expectedVerdict(world, expected, from));
  else expect(world.isDecided).toBe(false);
}

describe.each([
  { pessimistic: false, mode: 'write' },
  { pessimistic: false, mode: 'read' },
  { pessimistic: true, mode: 'write' },
] as const)('the lock met: %o', ({ pessimistic, mode }) => {
  const paths = edgePaths(lockResolverMachine, {
    input: { startTs: 7n, pessimistic, task: undefined },
    events: EVENTS,
    canHappen,
    serializeState: ({ value, context: { rollbackIfNotExist, forceSyncCommit, fate } }) =>
      [value, rollbackIfNotExist, forceSyncCommit, fate?.kind].join(),
  });
  let world: MetLock;
  afterEach(async () => {
    coverage.end();
    await world.end();
    await client.parts.background.idle();
  });

  it.each(paths.map((path, nth) => [path.name, path, nth] as const))('%s', async (name, path, nth) => {
    coverage.begin(`${pessimistic ? 'pessimistic ' : ''}${mode}: ${name}`);
    world = new MetLock(client, nth, mode, pessimistic);
    await world.begin();
    if (needsExpiry(path.steps)) await world.pass(TTL_MS);
    await world.resolve();
    await walkPath(path, world, realisations(path), judge);
  });
});

expectFullCoverage(coverage);
