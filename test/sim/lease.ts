import { getEventListeners } from 'node:events';
import type { Tikv } from '../../src/index.ts';
import type { SimulatedClient } from './simulated-client.ts';

/** A call that did not keep to what its options say. */
export interface Overrun {
  readonly what: string;
  readonly detail: string;
}

/** What a call is given. */
export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** How long after its deadline, or its signal, a call may end: timers fire late by a tick of their wheel. */
const GRACE_MS = 50;

export interface LeaseOptions {
  readonly client: SimulatedClient;
  readonly timeoutMs: number;
  /** How long a store may take for the first attempt of a point read; undefined for as long as any. */
  readonly firstAttemptTimeoutMs: number | undefined;
  /** After how long the next call is aborted; undefined when it is not. */
  readonly nextAbortMs: () => number | undefined;
  readonly overruns: Overrun[];
}

/** A client for one operation of a session, with the deadline of each of its calls. */
export class Lease {
  readonly timeoutMs: number;
  readonly #options: LeaseOptions;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.timeoutMs = options.timeoutMs;
  }

  /** Options of point reads. */
  get reading(): { readonly firstAttemptTimeoutMs?: number } {
    const { firstAttemptTimeoutMs } = this.#options;
    return firstAttemptTimeoutMs === undefined ? {} : { firstAttemptTimeoutMs };
  }

  get tikv(): Tikv {
    return this.#options.client.tikv;
  }

  get nowMs(): number {
    return this.#options.client.nowMs;
  }

  /** Lets a call end, or the client die under it. */
  async survive<Result>(call: Promise<Result>): Promise<Result> {
    return Promise.race([call, this.#options.client.death]);
  }

  /**
   * Makes a call under the deadline, and aborts it now and then. Notes when it took longer than it may, and what it
   * leaves behind at its signal.
   * @throws ClientDied when the client dies under it
   */
  async call<Result>(what: string, verb: (options: CallOptions) => Promise<Result>): Promise<Result> {
    const { client, nextAbortMs } = this.#options;
    const abortMs = nextAbortMs();
    if (abortMs === undefined) return this.callUnaborted(what, verb);
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = client.later(() => controller.abort(), abortMs);
    try {
      const limitMs = Math.min(abortMs, this.timeoutMs);
      return await this.#timed(what, limitMs, () => verb({ timeoutMs: this.timeoutMs, signal }));
    } finally {
      cancel();
      // Not at once: a body that outlives its `transact` has calls under way, which end with their own deadlines.
      client.later(() => this.#checkSignal(what, signal), this.timeoutMs + GRACE_MS);
    }
  }

  #checkSignal(what: string, signal: AbortSignal): void {
    const left = this.#options.client.dead ? 0 : getEventListeners(signal, 'abort').length;
    if (left > 0) this.#note(what, `left ${left} listeners at its signal`);
  }

  /** The same without a signal. */
  callUnaborted<Result>(what: string, verb: (options: CallOptions) => Promise<Result>): Promise<Result> {
    const { timeoutMs } = this;
    return this.#timed(what, timeoutMs, () => verb({ timeoutMs }));
  }

  async #timed<Result>(what: string, limitMs: number, verb: () => Promise<Result>): Promise<Result> {
    const { client } = this.#options;
    const beganMs = client.runningMs;
    try {
      return await this.survive(verb());
    } finally {
      const tookMs = client.runningMs - beganMs;
      if (!client.dead && tookMs > limitMs + GRACE_MS) {
        this.#note(what, `took ${Math.round(tookMs)} of ${Math.round(limitMs)} ms`);
      }
    }
  }

  #note(what: string, detail: string): void {
    this.#options.overruns.push({ what, detail });
  }
}
