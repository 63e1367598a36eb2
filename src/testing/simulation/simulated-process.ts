import type { Clock, Runtime, Transport } from '../../model/runtime.ts';
import type { NetworkProcess } from './network-parts.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedNetwork } from './simulated-network.ts';

/**
 * The runtime of one process of a simulation, for `connect({ runtime })`. It can die, as a killed process does, and be
 * paused, as one that is swapped out: its timers and messages then wait.
 */
export class SimulatedProcess implements Runtime, NetworkProcess {
  /** Its name in the network. */
  readonly name: string;
  /** Its own clock, ahead of the others by some amount. */
  readonly clock: Clock;
  /** Its connections. */
  readonly transport: Transport;
  readonly #network: SimulatedNetwork;
  readonly #random: SeededRandom;
  readonly #timers = new Set<unknown>();
  #pausedUntilMs = 0;
  #dead = false;

  /** @param clockOffsetMs how far its monotonic clock is from the others' */
  constructor(network: SimulatedNetwork, name: string, random: SeededRandom, clockOffsetMs: number) {
    this.name = name;
    this.#network = network;
    this.#random = random;
    const { clock } = network;
    this.clock = {
      now: () => clock.now() + clockOffsetMs,
      setTimeout: (fn, timeoutMs) => {
        if (this.#dead) return undefined;
        const timer = clock.setTimeout(() => {
          this.enter(() => {
            // Cleared while the process was paused.
            if (this.#timers.delete(timer)) fn();
          });
        }, timeoutMs);
        this.#timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        this.#timers.delete(timer);
        clock.clearTimeout(timer);
      },
    };
    this.transport = network.transportOf(this);
  }

  /** Whether it has died. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Timers set and neither fired nor cleared. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  random(): number {
    return this.#random.next();
  }

  defer(task: () => void): void {
    this.#network.clock.defer(() => this.enter(task));
  }

  /** Ends the process: nothing is sent, no timer fires, no answer arrives any more. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    for (const timer of this.#timers) this.#network.clock.clearTimeout(timer);
    this.#timers.clear();
    this.transport.close();
  }

  /** Stops the process for a while; what would have happened to it happens afterwards, in order. */
  pause(durationMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#network.clock.now() + durationMs);
  }

  /** Runs what happens to the process: now, after its pause, or never when it is dead. */
  enter(task: () => void): void {
    if (this.#dead) return;
    const waitMs = this.#pausedUntilMs - this.#network.clock.now();
    if (waitMs > 0) this.#network.clock.setTimeout(() => this.enter(task), waitMs);
    else task();
  }
}
