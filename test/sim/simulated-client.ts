import {
  type ConnectOptions,
  connect,
  type Runtime,
  type Tikv,
  TikvError,
  type Transport,
} from '../../src/index.ts';
import type { SimulatedProcess, Simulation } from '../../src/testing/index.ts';
import { ClientDied } from './client-died.ts';

/** How a planted bug changes a client: see sabotage. */
export interface Substitution {
  transport?(transport: Transport, process: SimulatedProcess): Transport;
  client?(tikv: Tikv): Tikv;
}

/** A connected client in a process of its own, which can die. */
export class SimulatedClient {
  readonly process: SimulatedProcess;
  readonly tikv: Tikv;
  /** Rejects with ClientDied when the process dies. */
  readonly death: Promise<never>;
  readonly #nowMs: () => number;
  #pausedMs = 0;
  #pausedUntilMs = 0;
  #die: (error: ClientDied) => void = () => {};

  private constructor(process: SimulatedProcess, tikv: Tikv, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.process = process;
    this.tikv = tikv;
    this.death = new Promise((_, reject) => {
      this.#die = reject;
    });
    this.death.catch(() => {});
  }

  /** Tries until it has connected. */
  static async connect(
    simulation: Simulation,
    name: string,
    options: Omit<ConnectOptions, 'endpoints' | 'runtime'>,
    substitution: Substitution = {},
  ): Promise<SimulatedClient> {
    const { endpoints } = simulation;
    for (let attempt = 1; ; attempt++) {
      const process = simulation.process(`${name}.${attempt}`);
      const transport = substitution.transport?.(process.transport, process) ?? process.transport;
      const runtime: Runtime = {
        clock: process.clock,
        random: () => process.random(),
        defer: (task) => process.defer(task),
        transport,
      };
      try {
        const tikv = await connect({ ...options, endpoints, runtime });
        return new SimulatedClient(process, substitution.client?.(tikv) ?? tikv, () =>
          simulation.clock.now(),
        );
      } catch (error) {
        if (!(error instanceof TikvError)) throw error;
        await simulation.sleep(500);
      }
    }
  }

  get dead(): boolean {
    return this.process.dead;
  }

  /** For how long it has been paused up to now. */
  get pausedMs(): number {
    return this.#pausedMs - Math.max(0, this.#pausedUntilMs - this.#nowMs());
  }

  pause(durationMs: number): void {
    const untilMs = this.#nowMs() + durationMs;
    this.#pausedMs += Math.max(0, untilMs - Math.max(this.#pausedUntilMs, this.#nowMs()));
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
    this.process.pause(durationMs);
  }

  die(): void {
    this.process.die();
    this.#die(new ClientDied());
  }
}
