import { describe, expect, it } from 'vitest';
import { connect, type Tikv } from '../../../../src/index.ts';
import { type NetworkEvent, Simulation, type SimulationOptions } from '../../../../src/testing/index.ts';

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

async function running<Result>(
  options: SimulationOptions,
  body: (tikv: Tikv, simulation: Simulation) => Promise<Result>,
): Promise<Result> {
  await using simulation = await Simulation.start(options);
  const { endpoints } = simulation;
  return await simulation.run(async () => {
    await using tikv = await connect({ endpoints, runtime: simulation.process('client') });
    return await body(tikv, simulation);
  });
}

describe('Simulation', () => {
  it('runs client and cluster in virtual time', async () => {
    const passedMs = await running({ seed: 1 }, async (tikv, simulation) => {
      const { clock } = simulation;
      const startMs = clock.now();
      await tikv.transact((txn) => txn.put('k', 'v'));
      expect(text(await tikv.get('k'))).toBe('v');
      await simulation.sleep(3_600_000);
      return clock.now() - startMs;
    });
    expect(passedMs).toBeGreaterThan(3_600_000);
  });

  it('is a function of its seed, faults included', async () => {
    const trace = async (seed: number) => {
      const events: string[] = [];
      const onMessage = ({ atMs, method, direction, fate, bytes }: NetworkEvent) => {
        events.push(`${atMs} ${method} ${direction} ${fate} ${bytes && Buffer.from(bytes).toString('hex')}`);
      };
      const network = { loseAnswer: 0.05, duplicateRequest: 0.2, breakConnection: 0.02 };
      await running({ seed, network, onMessage, cluster: { stores: 3 } }, async (tikv) => {
        for (let i = 0; i < 10; i++) await tikv.transact((txn) => txn.put(`k${i}`, 'v'));
      });
      return events;
    };
    const first = await trace(7);
    expect(await trace(7)).toEqual(first);
    expect(await trace(8)).not.toEqual(first);
  });

  it('ends when nothing is left that could happen', async () => {
    await using simulation = await Simulation.start({ seed: 1 });
    await expect(simulation.run(() => new Promise(() => {}))).rejects.toThrow(/Nothing is left/);
  });

  it('ends when time stands still', async () => {
    await using simulation = await Simulation.start({ seed: 1 });
    const { clock } = simulation;
    const again = () => clock.setTimeout(again, 0);
    const forEver = simulation.run(() => {
      again();
      return new Promise(() => {});
    });
    await expect(forEver).rejects.toThrow(/Time stands still at 1000 ms/);
  });

  it('blocks one direction only: the request is done, its answer is not heard', async () => {
    const value = await running({ seed: 3 }, async (tikv, { cluster, network }) => {
      const [store = ''] = cluster.addresses.stores;
      await tikv.raw.put('k', 'old');
      network.block(store, 'client');
      const put = tikv.raw.put('k', 'new', { timeoutMs: 1_000 });
      await expect(put).rejects.toMatchObject({ code: 'TIKV_UNDETERMINED' });
      network.unblock(store, 'client');
      return text(await tikv.raw.get('k'));
    });
    expect(value).toBe('new');
  });

  it('calls and streams that were cancelled tell nothing more, however late that was', async () => {
    await using simulation = await Simulation.start({ seed: 3 });
    const { clock, network, cluster } = simulation;
    const [store = ''] = cluster.addresses.stores;
    await simulation.run(async () => {
      const process = simulation.process('client');
      const heard: string[] = [];
      const stream = (name: string) =>
        process.transport.stream(
          store,
          '/tikvpb.Tikv/BatchCommands',
          {},
          {
            onMessage: () => heard.push(`${name} message`),
            onEnd: () => heard.push(`${name} end`),
          },
        );
      const call = (name: string, done = () => {}) =>
        process.transport.unary(store, '/grpc.health.v1.Health/Check', new Uint8Array(), {}, () => {
          heard.push(name);
          done();
        });
      const cancelOther = () => {
        expect(other()).toBe('maybe');
        second.cancel();
      };
      call('connected');
      await simulation.sleep(1_000);
      heard.length = 0;
      call('first', cancelOther);
      const other = call('other');
      const second = stream('second');
      await simulation.sleep(0);
      network.cut(store);
      await simulation.sleep(1);
      expect(heard).toEqual(['first']);

      const late = call('late');
      const lateStream = stream('late');
      await simulation.sleep(0);
      process.pause(10_000);
      await simulation.sleep(5_000);
      network.cut(store);
      late();
      lateStream.cancel();
      await simulation.sleep(20_000);
      expect(heard).toEqual(['first']);
      expect(clock.now()).toBeGreaterThan(20_000);
      expect(network.openCalls('client')).toBe(0);
    });
  });

  it('hears of the end of a stream once its link is no longer blocked, or by keepalive', async () => {
    await using simulation = await Simulation.start({ seed: 3 });
    const { clock, network, cluster } = simulation;
    const [store = ''] = cluster.addresses.stores;
    await simulation.run(async () => {
      const { transport } = simulation.process('client');
      const endOfStream = () =>
        new Promise<string>((resolve) => {
          const opened = clock.now();
          const stream = transport.stream(
            store,
            '/tikvpb.Tikv/BatchCommands',
            {},
            {
              onMessage: () => {},
              onEnd: (failure) =>
                resolve(`${failure?.message} after ${Math.floor((clock.now() - opened) / 1_000)} s`),
            },
          );
          stream.end();
        });
      expect(await endOfStream()).toBe('undefined after 0 s');
      network.block(store, 'client');
      clock.setTimeout(() => network.unblock(store, 'client'), 3_500);
      expect(await endOfStream()).toBe('undefined after 4 s');
      await simulation.sleep(20_000);
      network.block(store, 'client');
      expect(await endOfStream()).toBe('Keepalive timed out after 13 s');
    });
  });

  it('a dead process says nothing more, and a paused one goes on afterwards', async () => {
    await using simulation = await Simulation.start({ seed: 3 });
    const { endpoints, clock } = simulation;
    await simulation.run(async () => {
      const paused = simulation.process('paused');
      const dying = simulation.process('dying');
      const [one, other] = await Promise.all([
        connect({ endpoints, runtime: paused }),
        connect({ endpoints, runtime: dying }),
      ]);
      const startMs = clock.now();
      paused.pause(10_000);
      await one.timestamp();
      expect(clock.now() - startMs).toBeGreaterThan(9_999);
      void other.timestamp();
      dying.die();
      expect(dying.pendingTimers).toBe(0);
      expect(simulation.network.openCalls('dying')).toBe(0);
      await one.close();
      expect(paused.pendingTimers).toBe(0);
      expect(simulation.network.openCalls()).toBe(0);
    });
  });
});
