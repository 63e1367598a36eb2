import type { Tikv } from '../../src/index.ts';
import type { SimulatedClient } from './simulated-client.ts';

/** A call took longer than it may. */
export interface Overrun {
  readonly what: string;
  readonly tookMs: number;
  readonly timeoutMs: number;
}

/** How long after its deadline a call may end: timers fire late by a tick of their wheel. */
const GRACE_MS = 50;

/** A client for one operation of a session, with the deadline of each of its calls. */
export class Lease {
  readonly timeoutMs: number;
  readonly #client: SimulatedClient;
  readonly #nowMs: () => number;
  readonly #overruns: Overrun[];

  constructor(client: SimulatedClient, timeoutMs: number, nowMs: () => number, overruns: Overrun[]) {
    this.#client = client;
    this.timeoutMs = timeoutMs;
    this.#nowMs = nowMs;
    this.#overruns = overruns;
  }

  get tikv(): Tikv {
    return this.#client.tikv;
  }

  /** Lets a call end, or the client die under it. */
  async survive<Result>(call: Promise<Result>): Promise<Result> {
    return Promise.race([call, this.#client.death]);
  }

  /**
   * Makes a call under the deadline, and notes when it took longer.
   * @throws ClientDied when the client dies under it
   */
  async call<Result>(
    what: string,
    verb: (options: { readonly timeoutMs: number }) => Promise<Result>,
  ): Promise<Result> {
    const { timeoutMs } = this;
    const client = this.#client;
    const beganMs = this.#nowMs() - client.pausedMs;
    try {
      return await this.survive(verb({ timeoutMs }));
    } finally {
      const tookMs = this.#nowMs() - client.pausedMs - beganMs;
      if (!client.dead && tookMs > timeoutMs + GRACE_MS) this.#overruns.push({ what, tookMs, timeoutMs });
    }
  }
}
