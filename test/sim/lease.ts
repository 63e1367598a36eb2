import { getEventListeners } from 'node:events';
import type { KeyValue, Scan, Tikv } from '../../src/index.ts';
import type { SimulatedClient } from './simulated-client.ts';

/** A call that did not keep to what its options say. */
export interface Overrun {
  readonly what: string;
  readonly detail: string;
}

/** A call under way. */
export interface OpenCall {
  readonly what: string;
  readonly client: SimulatedClient;
}

/** Begins to count: gives how many pages of a scan have been asked for since, at least. */
export type PageMeter = () => () => number;

/** What a call is given. */
export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** How long after its deadline, or its signal, a call may end: timers fire late by a tick of their wheel. */
export const GRACE_MS = 50;
/** Work in the background has two minutes of its own, and locks that were given up wait for a timestamp first. */
const ROLLBACK_MS = 2 * 120_000;

export interface LeaseOptions {
  readonly client: SimulatedClient;
  readonly timeoutMs: number;
  /** How long a store may take for the first attempt of a point read; undefined for as long as any. */
  readonly firstAttemptTimeoutMs: number | undefined;
  /** After how long the next call is aborted; undefined when it is not. */
  readonly nextAbortMs: () => number | undefined;
  /** The same of the next scan. */
  readonly nextScanAbortMs: () => number | undefined;
  readonly overruns: Overrun[];
  /** Has each call until it ends. */
  readonly open: Set<OpenCall>;
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

  /**
   * Makes a call under the deadline, and aborts it now and then. Notes when it took longer than it may, and what it
   * leaves behind at its signal.
   * @throws ClientDied when the client dies under it
   */
  async call<Result>(what: string, verb: (options: CallOptions) => Promise<Result>): Promise<Result> {
    const { timeoutMs } = this;
    const abortMs = this.#options.nextAbortMs();
    if (abortMs === undefined) return this.callUnaborted(what, verb);
    const { signal, release } = this.#abortedAfter(abortMs, what);
    const limitMs = Math.min(abortMs, timeoutMs);
    try {
      return await this.#timed(what, limitMs, () => verb({ timeoutMs, signal }));
    } finally {
      release();
    }
  }

  /** The same without a signal. */
  callUnaborted<Result>(what: string, verb: (options: CallOptions) => Promise<Result>): Promise<Result> {
    const { timeoutMs } = this;
    return this.#timed(what, timeoutMs, () => verb({ timeoutMs }));
  }

  /** Rolls back, which takes no options. */
  rollBack(transaction: { rollback(): Promise<void> }): Promise<void> {
    return this.#timed('rollback', ROLLBACK_MS, () => transaction.rollback());
  }

  /**
   * Goes through a scan, and aborts it now and then. Its deadline is for each page, and pages may be empty: a row may take
   * as many deadlines as there were pages on the way to it. One that fails may have asked for nothing, since its region was
   * not found. It is left at once.
   * @throws ClientDied when the client dies under it
   */
  async *rows(
    begin: (options: CallOptions) => Scan,
    meter: PageMeter,
  ): AsyncGenerator<KeyValue, void, undefined> {
    const { timeoutMs } = this;
    const { client, nextScanAbortMs } = this.#options;
    const abortMs = nextScanAbortMs() ?? Number.POSITIVE_INFINITY;
    const abortsAtMs = client.runningMs + abortMs;
    const { signal, release } = this.#abortedAfter(abortMs, 'scan');
    try {
      const scan = begin({ timeoutMs, signal })[Symbol.asyncIterator]();
      try {
        for (;;) {
          const untilAbortMs = Math.max(0, abortsAtMs - client.runningMs);
          const pages = meter();
          const limitMs = (hasFailed: boolean) =>
            Math.min(untilAbortMs, timeoutMs * (1 + pages() + Number(hasFailed)));
          const row = await this.#timed('scan', limitMs, () => scan.next());
          if (row.done) return;
          yield row.value;
        }
      } finally {
        await this.#timed('leaving a scan', 0, () => scan.return());
      }
    } finally {
      release();
    }
  }

  /** A signal that its caller aborts after a while, unless it is released before. */
  #abortedAfter(abortMs: number, what: string): { readonly signal: AbortSignal; release(): void } {
    const { client } = this.#options;
    const controller = new AbortController();
    const { signal } = controller;
    const cancel =
      abortMs === Number.POSITIVE_INFINITY ? () => {} : client.later(() => controller.abort(), abortMs);
    const release = () => {
      cancel();
      // Not at once: a body that outlives its `transact` has calls under way, which end with their own deadlines.
      client.later(() => this.#checkSignal(what, signal), this.timeoutMs + GRACE_MS);
    };
    return { signal, release };
  }

  #checkSignal(what: string, signal: AbortSignal): void {
    const left = this.#options.client.dead ? 0 : getEventListeners(signal, 'abort').length;
    if (left > 0) this.#note(what, `left ${left} listeners at its signal`);
  }

  /** @param limitMs how long it may take; asked for when it has ended, or failed, if it is a function */
  async #timed<Result>(
    what: string,
    limitMs: number | ((hasFailed: boolean) => number),
    verb: () => Promise<Result>,
  ): Promise<Result> {
    const { client, open } = this.#options;
    const beganMs = client.runningMs;
    const call = { what, client };
    open.add(call);
    let hasFailed = true;
    try {
      const result = await Promise.race([verb(), client.death]);
      hasFailed = false;
      return result;
    } finally {
      open.delete(call);
      const tookMs = client.runningMs - beganMs;
      const mostMs = typeof limitMs === 'number' ? limitMs : limitMs(hasFailed);
      if (!client.dead && tookMs > mostMs + GRACE_MS) {
        this.#note(what, `took ${Math.round(tookMs)} of ${Math.round(mostMs)} ms`);
      }
    }
  }

  #note(what: string, detail: string): void {
    this.#options.overruns.push({ what, detail });
  }
}
