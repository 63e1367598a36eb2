import {
  type CloseOptions,
  type ConnectOptions,
  connect,
  type Runtime,
  type Tikv,
  TikvError,
  type Transport,
} from '../../src/index.ts';
import { INSPECTED } from '../../src/model/inspected.ts';
import type { SimulatedProcess, Simulation, VirtualClock } from '../../src/testing/index.ts';
import { ClientDied } from './client-died.ts';
import { GRACE_MS } from './lease.ts';
import { watchedClock } from './watched-clock.ts';

/** How a planted bug changes a client: see sabotage. */
export interface Substitution {
  transport?(transport: Transport, process: SimulatedProcess): Transport;
  client?(tikv: Tikv, process: SimulatedProcess): Tikv;
}

interface Insides {
  readonly actors: Readonly<Record<string, number>>;
  readonly background: number;
}

/** How long work in the background may take when a client closes that is not told so. */
const DRAIN_MS = 5_000;

/** Machines of actors that live as long as their client, or as what it is connected to. */
const LASTING: ReadonlySet<string> = new Set(['pdSession', 'tsoBatcher', 'store', 'batchStream']);

/** A connected client in a process of its own, which can die. */
export class SimulatedClient {
  readonly process: SimulatedProcess;
  readonly tikv: Tikv;
  /** Rejects with ClientDied when the process dies. */
  readonly death: Promise<never>;
  readonly #clock: VirtualClock;
  readonly #openCalls: (process: string) => number;
  #isLeaving = false;
  #pausedMs = 0;
  #pausedUntilMs = 0;
  #die: (error: ClientDied) => void = () => {};

  private constructor(process: SimulatedProcess, tikv: Tikv, { clock, network }: Simulation) {
    this.#clock = clock;
    this.#openCalls = (name) => network.openCalls(name);
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
        clock: watchedClock(process.clock),
        random: () => process.random(),
        defer: (task) => process.defer(task),
        transport,
      };
      try {
        const tikv = await connect({ ...options, endpoints, runtime });
        return new SimulatedClient(process, substitution.client?.(tikv, process) ?? tikv, simulation);
      } catch (error) {
        if (!(error instanceof TikvError)) throw error;
        await simulation.sleep(500);
      }
    }
  }

  /** Whether it takes calls. */
  get isUsable(): boolean {
    return !this.dead && !this.#isLeaving;
  }

  /** What lives in it now, of what should end by itself: actors by their machine, and work in the background. */
  get busy(): Readonly<Record<string, number>> {
    const { actors, background } = this.tikv[INSPECTED]() as unknown as Insides;
    const passing = Object.entries(actors).filter(([machine]) => !LASTING.has(machine));
    return { ...Object.fromEntries(passing), ...(background > 0 && { background }) };
  }

  get dead(): boolean {
    return this.process.dead;
  }

  /** Runs something of its caller's, when it is not paused. Gives what calls that off. */
  later(task: () => void, delayMs: number): () => void {
    const timer = this.#clock.setTimeout(() => this.process.enter(task), delayMs);
    return () => this.#clock.clearTimeout(timer);
  }

  get nowMs(): number {
    return this.#clock.now();
  }

  /** Time without that in which it was paused. */
  get runningMs(): number {
    const pausedMs = this.#pausedMs - Math.max(0, this.#pausedUntilMs - this.#clock.now());
    return this.#clock.now() - pausedMs;
  }

  pause(durationMs: number): void {
    const untilMs = this.#clock.now() + durationMs;
    this.#pausedMs += Math.max(0, untilMs - Math.max(this.#pausedUntilMs, this.#clock.now()));
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
    this.process.pause(durationMs);
  }

  /** Closes it, and reports what it leaves behind. */
  async leave(options: CloseOptions, report: (name: string, detail: string) => void): Promise<void> {
    if (this.dead || this.#isLeaving) return;
    this.#isLeaving = true;
    const { name } = this.process;
    const { drainMs = DRAIN_MS } = options;
    const beganMs = this.runningMs;
    await Promise.all([this.tikv.close(options), this.tikv.close()]);
    const tookMs = Math.round(this.runningMs - beganMs);
    if (tookMs > drainMs + GRACE_MS) report('overrun', `closing ${name} took ${tookMs} of ${drainMs} ms`);
    if (this.process.pendingTimers > 0) report('leak', `${name} left ${this.process.pendingTimers} timers`);
    const calls = this.#openCalls(name);
    if (calls > 0) report('leak', `${name} left ${calls} calls and streams`);
  }

  die(): void {
    this.process.die();
    this.#die(new ClientDied());
  }
}
