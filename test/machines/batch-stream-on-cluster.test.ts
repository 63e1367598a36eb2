import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnapshotFrom } from 'xstate';
import { batchStreamMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import {
  ChartCoverage,
  type Cluster,
  edgePaths,
  type Realisations,
  startCluster,
  walkPath,
} from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { createRpcClient } from '../../src/wire/create-rpc-client.ts';
import type { SentRpc } from '../../src/wire/rpc-client.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop, VirtualClock } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

/*
 * Paths of the batch-stream chart, walked by writes to a store of an embedded cluster, over gRPC. Each write waits there
 * until what comes of it is the event that the path has next. Judged are the writes that the store got, what it holds
 * afterwards, and what the callers hear.
 */

type Machine = typeof batchStreamMachine;

const IDLE_MS = 1_000;

let cluster: Cluster;
const coverage = new ChartCoverage(batchStreamMachine);
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.close());

/** What became of a write: `maybe` when the connection was lost, `no` when it cannot have left. */
type Verdict = 'pending' | 'ok' | 'maybe' | 'no' | 'given up';

class Writing {
  readonly #runtime = systemRuntime();
  readonly #clock = new VirtualClock();
  readonly #states: ReadonlyMap<string, string>;
  readonly #root: ActorRoot;
  readonly #rpcs;
  #sent: SentRpc | undefined;
  readonly #address = cluster.addresses.stores[0] as string;
  readonly #gate = cluster.fail({ rpc: 'RawPut', action: 'pause', times: Number.POSITIVE_INFINITY });
  readonly #prefix: string;
  readonly errors: unknown[] = [];
  readonly verdicts: Verdict[] = [];
  /** What each write's caller is to hear. */
  readonly expected: Verdict[] = [];
  /** Writes that the store is to have got. */
  arrived = 0;

  constructor(name: string) {
    this.#prefix = name;
    const { states, inspect } = stateWatcher(coverage.inspect);
    this.#states = states;
    this.#root = new ActorRoot({ clock: this.#clock, inspect, onError: (error) => this.errors.push(error) });
    const runtime = { ...this.#runtime, clock: this.#clock };
    this.#rpcs = createRpcClient(runtime, this.#root, { streamsPerStore: 1, idleTimeoutMs: IDLE_MS });
  }

  get state(): string | undefined {
    return this.#states.get(`batchStream ${this.#address}`);
  }

  get asked(): number {
    return this.#gate.hits;
  }

  /** A write of a key of its own. */
  async write(): Promise<void> {
    const nth = this.verdicts.push('pending') - 1;
    const { id, epoch, leader } = cluster.regions()[0] as ReturnType<Cluster['regions']>[number];
    const context = { regionId: id, regionEpoch: epoch, peer: { ...leader, role: 0 } };
    const request = { context, key: this.#key(nth), value: Buffer.from('v') } as never;
    this.#sent = this.#rpcs.send(
      this.#address,
      tikvRpcs.rawPut,
      request,
      {},
      {
        answered: (result) => {
          this.verdicts[nth] = result.ok ? 'ok' : ((result.error as { sent?: Verdict }).sent ?? 'pending');
        },
      },
    );
    await turnOfEventLoop();
  }

  /** A write that is to reach the store. */
  async send(verdict: Verdict): Promise<void> {
    this.expected.push(verdict);
    await this.write();
    await this.#gate.waitForHit(++this.arrived);
  }

  answer(): void {
    this.#gate.release();
  }

  /** The writes that wait are done, and the connection is lost before they are answered. */
  break(): void {
    cluster.fail({ rpc: 'RawPut', at: 'answered', action: 'breakStream' });
    this.#gate.release();
  }

  /** The last write is not waited for any more. */
  giveUp(): void {
    this.#sent?.cancel();
    this.verdicts[this.verdicts.length - 1] = 'given up';
    this.expected[this.expected.length - 1] = 'given up';
  }

  close(): void {
    this.#sent?.connection.close();
  }

  pass(timeMs: number): void {
    this.#clock.advance(timeMs);
  }

  async until(state: string): Promise<void> {
    while (this.state !== state) await turnOfEventLoop();
  }

  async untilHeard(): Promise<void> {
    while (this.verdicts.includes('pending')) await turnOfEventLoop();
  }

  /** Waits until the store is done with what it got. */
  async untilDone(): Promise<void> {
    while (cluster.log.messages('RawPut').some(({ outcome }) => outcome === 'pending'))
      await turnOfEventLoop();
  }

  /** Which of its writes the store holds. */
  get held(): readonly boolean[] {
    const keys = new Set(cluster.dump().raw.map(({ key }) => Buffer.from(key).toString()));
    return this.verdicts.map((_, nth) => keys.has(this.#key(nth).toString()));
  }

  end(): void {
    this.#gate.remove();
    this.#rpcs.close();
    this.#root.stop();
    this.#runtime.transport.close();
    expect([this.errors, this.#clock.pending]).toEqual([[], 0]);
  }

  #key(nth: number): Buffer {
    return Buffer.from(`${this.#prefix} ${nth}`);
  }
}

const realisations: Realisations<Machine, Writing> = {
  'stream.wanted': (world) => world.send('ok'),
  'stream.answered': (world) => world.answer(),
  'stream.ended': async (world, _, { value }) => {
    if (value === 'open') await world.send('maybe');
    else world.expected[world.expected.length - 1] = 'maybe';
    world.break();
  },
  'stream.closed': (world, _, { value }) => {
    if (value === 'connecting') world.expected[world.expected.length - 1] = 'maybe';
    world.close();
  },
  'xstate.after.backoff.batchStream.backingOff': (world: Writing) => world.pass(2_000),
};

function judge(isUnused: boolean) {
  return async (world: Writing, expected: SnapshotFrom<Machine>, step: unknown): Promise<void> => {
    const state = expected.value;
    if (step !== undefined) await world.until(state);
    if (state !== 'connecting' && isUnused) await world.untilHeard();
    if (state === 'backingOff') {
      // Whoever wants a stream meanwhile takes another, or hears at once that nothing was sent.
      world.expected.push('no');
      await world.write();
    }
    expect(world.asked).toBe(world.arrived);
    if (state === 'connecting') expect(world.verdicts.at(-1)).toBe('pending');
    else if (isUnused) expect(world.verdicts).toEqual(world.expected);
  };
}

describe.each([true, false])(
  'every edge of the batch-stream chart, with an embedded store, unused %s',
  (isUnused) => {
    const machine = batchStreamMachine.provide({
      guards: { unused: () => isUnused },
      delays: { backoff: 100, idleCheck: IDLE_MS },
    });
    const paths = edgePaths(machine, {
      input: { stream: 'stream' },
      serializeState: ({ value, context }) => `${value} ${Math.min(context.failures, 1)}`,
      // A stream that was never asked for is not there to be closed.
      canHappen: ({ value, context }, { type }) =>
        !(type === 'stream.closed' && value === 'idle' && context.failures === 0),
    });
    const ways = {
      ...realisations,
      'xstate.after.idleCheck.batchStream.connecting': (world: Writing) => {
        if (isUnused) world.giveUp();
        world.pass(IDLE_MS);
      },
      'xstate.after.idleCheck.batchStream.open': async (world: Writing) => {
        // A write that is under way keeps its stream.
        if (!isUnused) await world.send('ok');
        world.pass(IDLE_MS);
      },
    } satisfies Realisations<Machine, Writing>;
    let world: Writing;
    afterEach(() => {
      coverage.end();
      world.end();
    });

    it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, path) => {
      coverage.begin(`${name}, unused ${isUnused}`);
      world = new Writing(`${isUnused} ${name}`);
      await walkPath(path, world, ways, judge(isUnused));
      world.answer();
      await world.untilHeard();
      await world.untilDone();
      expect(world.verdicts).toEqual(world.expected);
      expect(world.held).toEqual(world.expected.map((verdict) => verdict !== 'no'));
    });
  },
);

expectFullCoverage(coverage);
