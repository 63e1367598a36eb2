import { connect, type Tikv, UndeterminedError } from 'tikv-client';
import { ChartCoverage, type Cluster, edgePaths, startCluster, walkPath } from 'tikv-client/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, type AnyEventObject, createActor, fromPromise, waitFor } from 'xstate';
import { type Order, orderMachine } from './order-machine.ts';
import { orderSteps } from './order-steps.ts';

/*
 * Every way that an order can take, walked by real transactions on an embedded cluster. The chart says which ways
 * there are; the test says what makes each event happen, and what the data must be then.
 */

const error = new Error('Sample');
const unknown = new UndeterminedError(error, { startTs: 1n, primary: new Uint8Array() });
const SAMPLE: Order = { id: 'sample', item: 'sample', customer: 'sample', cents: 30 };

const paths = edgePaths(orderMachine, {
  input: SAMPLE,
  // One for each way in which a step can end.
  events: [
    { type: 'xstate.done.actor.reserve' },
    { type: 'xstate.error.actor.reserve', error },
    { type: 'xstate.done.actor.charge' },
    { type: 'xstate.error.actor.charge', error },
    { type: 'xstate.error.actor.charge', error: unknown },
    { type: 'xstate.done.actor.settle', output: 'committed' },
    { type: 'xstate.done.actor.settle', output: 'rolledBack' },
    { type: 'xstate.error.actor.settle', error },
    { type: 'xstate.done.actor.release' },
    { type: 'xstate.error.actor.release', error },
  ],
  serializeState: ({ value }) => String(value),
});

let cluster: Cluster;
let tikv: Tikv;
const coverage = new ChartCoverage(orderMachine);
beforeAll(async () => {
  cluster = await startCluster();
  tikv = await connect(cluster.url);
});
afterAll(async () => {
  await tikv.close();
  await cluster.close();
});

/** An order whose steps wait until the test lets them go. */
class OrderWorld {
  readonly #item: string;
  readonly #actor: Actor<typeof orderMachine>;
  readonly #waiting = new Map<string, () => void>();

  constructor(item: string) {
    this.#item = item;
    const steps = orderSteps(tikv);
    const actors = {
      reserve: this.#held('reserve', steps.reserve),
      charge: this.#held('charge', steps.charge),
      settle: this.#held('settle', steps.settle),
      release: this.#held('release', steps.release),
    };
    const input = { id: item, item, customer: item, cents: 30 };
    this.#actor = createActor(orderMachine.provide({ actors }), { input, inspect: coverage.inspect });
  }

  async begin(): Promise<void> {
    await this.set({ stock: 1, reserved: 0, money: 100 });
    this.#actor.start();
  }

  set(numbers: Readonly<Record<string, number>>): Promise<void> {
    return tikv.transact((txn) => {
      for (const [name, number] of Object.entries(numbers)) txn.put(`${name}/${this.#item}`, String(number));
    });
  }

  /** The step that waits goes on. */
  go(step: string): void {
    this.#waiting.get(step)?.();
  }

  async isIn(state: unknown): Promise<void> {
    await waitFor(this.#actor, ({ value }) => value === state);
  }

  async data(): Promise<string> {
    const names = ['stock', 'reserved', 'money'];
    const values = await tikv.batchGet(names.map((name) => `${name}/${this.#item}`));
    return names.map((name, nth) => `${name} ${Buffer.from(values[nth] ?? [])}`).join(', ');
  }

  #held<Output, Input>(
    step: string,
    logic: ReturnType<typeof fromPromise<Output, Input>>,
  ): ReturnType<typeof fromPromise<Output, Input>> {
    return fromPromise(async (scope) => {
      await new Promise<void>((resolve) => this.#waiting.set(step, resolve));
      return (logic.config as (scope: unknown) => PromiseLike<Output>)(scope);
    });
  }
}

/** A server that does not know the request: no use in asking again. */
const REFUSED = { action: { status: 12 }, times: 1 } as const;

/** What makes each event happen. A path says how a payment of unknown outcome turned out. */
const realisations = (turnsOut: 'committed' | 'rolledBack') => ({
  'xstate.done.actor.reserve': (world: OrderWorld) => world.go('reserve'),
  'xstate.error.actor.reserve': async (world: OrderWorld) => {
    await world.set({ stock: 0 });
    world.go('reserve');
  },
  'xstate.done.actor.charge': (world: OrderWorld) => world.go('charge'),
  'xstate.error.actor.charge': async (world: OrderWorld, event: AnyEventObject) => {
    if (event.error instanceof UndeterminedError) {
      // The answer that says whether the customer has paid is lost.
      const action = { regionError: { undeterminedResult: { message: '' } } };
      const at =
        turnsOut === 'committed'
          ? ({ at: 'applied' } as const)
          : ({ at: 'proposed', applies: false } as const);
      cluster.fail({ rpc: 'KvPrewrite', action, ...at });
    } else await world.set({ money: 5 });
    world.go('charge');
  },
  'xstate.done.actor.settle': (world: OrderWorld) => {
    // Where nothing is found, it could still be on its way for as long as a lock may live.
    if (turnsOut === 'rolledBack') cluster.pd.tso.jumpForward(30_000);
    world.go('settle');
  },
  'xstate.error.actor.settle': (world: OrderWorld) => {
    cluster.fail({ rpc: 'KvCheckTxnStatus', ...REFUSED });
    world.go('settle');
  },
  'xstate.done.actor.release': (world: OrderWorld) => world.go('release'),
  'xstate.error.actor.release': (world: OrderWorld) => {
    cluster.fail({ rpc: 'KvPrewrite', ...REFUSED });
    world.go('release');
  },
});

/** What the data may be in each state, whatever led to it. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  reserving: ['stock 1, reserved 0, money 100'],
  charging: ['stock 0, reserved 1, money 100'],
  settling: ['stock 0, reserved 1, money 100', 'stock 0, reserved 1, money 70'],
  releasing: ['stock 0, reserved 1, money 100', 'stock 0, reserved 1, money 5'],
  fulfilled: ['stock 0, reserved 1, money 70'],
  // Nothing is put aside and nothing was paid; the last one of the item may be somebody else's.
  refused: [
    'stock 1, reserved 0, money 100',
    'stock 1, reserved 0, money 5',
    'stock 0, reserved 0, money 100',
  ],
  // The item is still put aside, so that a person can see what to do.
  stuck: ['stock 0, reserved 1, money 100', 'stock 0, reserved 1, money 5', 'stock 0, reserved 1, money 70'],
};

describe('every way that an order can take', () => {
  it.each(paths.map((path, nth) => [path.name, path, nth] as const))('%s', async (name, path, nth) => {
    coverage.begin(name);
    const turnsOut = path.steps.some(({ event }) => (event as AnyEventObject).output === 'committed');
    const world = new OrderWorld(`lamp-${nth}`);
    await world.begin();
    await walkPath(
      path,
      world,
      realisations(turnsOut ? 'committed' : 'rolledBack') as never,
      async (_, { value }) => {
        await world.isIn(value);
        expect(EXPECTED[String(value)]).toContain(await world.data());
      },
    );
  });

  it('leaves out no state and no edge of the chart', () => {
    expect(coverage.report().missing).toEqual([]);
  });
});
