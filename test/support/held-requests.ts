import type { Cluster, FaultHandle, Message } from '../../src/testing/index.ts';
import { turnOfEventLoop } from './virtual-clock.ts';

/** Requests of a client that wait at their servers until the test lets them go. */
export class HeldRequests {
  readonly #cluster: Cluster;
  readonly #gates: FaultHandle[] = [];
  /** Those that wait, in the order of their arrival. */
  held: Message[] = [];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** From now on requests of these kinds wait, but for those of clients that do not tell the cluster. */
  hold(rpc: string | readonly string[], when: (message: Message) => boolean = () => true): void {
    const gate = this.#cluster.fail({
      rpc,
      action: 'pause',
      times: Number.POSITIVE_INFINITY,
      when: (message) => isOfClient(message) && when(message),
    });
    this.#gates.push(gate);
    void this.#watch(gate);
  }

  /** Lets go of what waits. */
  release(): void {
    this.held = [];
    for (const gate of this.#gates) gate.release();
  }

  /** Lets go of what waits, and of what follows, until something has come of it. */
  async releaseUntil(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      this.release();
      await turnOfEventLoop();
    }
  }

  /** What waits was given up by its client, and counts no more. */
  forget(): void {
    this.held = [];
  }

  /** From now on nothing waits. */
  open(): void {
    this.held = [];
    for (const gate of this.#gates.splice(0)) gate.remove();
  }

  async #watch(gate: FaultHandle): Promise<void> {
    for (let nth = 1; this.#gates.includes(gate); nth++) {
      const message = await gate.waitForHit(nth);
      this.held.push(message);
    }
  }
}

/** A foreign writer says nothing of the cluster; requests to PD do not tell who sends them. */
function isOfClient({ request }: Message): boolean {
  const { context } = request as { readonly context?: { readonly clusterId: bigint } };
  return context === undefined || context.clusterId !== 0n;
}
