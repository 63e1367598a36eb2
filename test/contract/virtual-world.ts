import { connect, type Runtime } from '../../src/index.ts';
import { Simulation } from '../../src/testing/index.ts';
import { ForeignWriter } from '../support/foreign-writer.ts';
import { RuntimeCalls } from '../support/runtime-calls.ts';
import { furnish, WORLD_CLUSTER, type World, type WorldOptions } from './support.ts';

/** How often it is looked whether something is so by now. */
const LOOK_EVERY_MS = 1;

/** A world whose time is its own: it passes while the test awaits something, and a slow machine is no matter to it. */
export interface VirtualWorld extends World {
  /** That of a process of its own. */
  runtime(): Runtime;
  now(): number;
  /** Resolves after so much of its time. */
  sleep(durationMs: number): Promise<void>;
  /** Resolves when this has not thrown, and rejects as it did when a minute has passed before. */
  eventually(check: () => void): Promise<void>;
}

/** As `startWorld`, in virtual time. Await nothing there that needs real time: hours pass while one of ours does. */
export async function startVirtualWorld({
  split = [],
  splitRaw = [],
  client,
  ...options
}: WorldOptions = {}): Promise<VirtualWorld> {
  const simulation = await Simulation.start({ seed: 1, cluster: { ...WORLD_CLUSTER, ...options } });
  const { cluster, clock, endpoints } = simulation;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  // Something is always left that could happen: the test may do it.
  const live = () => void clock.setTimeout(live, 1_000);
  live();
  const passing = simulation.run(() => ended);
  let processes = 0;
  const runtime = (): Runtime => simulation.process(`process ${++processes}`);
  const world = await furnish({
    cluster,
    split,
    splitRaw,
    client,
    connect: (own) => connect({ endpoints, runtime: runtime(), timeoutMs: 20_000, ...own }),
    writer: () => ForeignWriter.connect(cluster.url, {}, new RuntimeCalls(runtime())),
    close: async () => {
      end();
      await passing;
      await cluster.close();
    },
  });
  return {
    ...world,
    runtime,
    now: () => clock.now(),
    sleep: (durationMs) => simulation.sleep(durationMs),
    eventually: async (check) => {
      for (const endMs = clock.now() + 60_000; ; await simulation.sleep(LOOK_EVERY_MS)) {
        try {
          check();
          return;
        } catch (error) {
          if (clock.now() > endMs) throw error;
        }
      }
    },
  };
}
