import type { ClusterEnvironment } from '../environment.ts';
import { ActiveFault } from './active-fault.ts';
import { cutOf } from './cut-of.ts';
import type { FaultHandle, FaultRule } from './fault.ts';
import type { Cut, Message, Stage } from './message.ts';

/** The faults that are set in a cluster, applied to messages stage by stage in the order they were set. */
export class Faults {
  readonly #environment: ClusterEnvironment;
  #active: ActiveFault[] = [];

  constructor(environment: ClusterEnvironment) {
    this.#environment = environment;
  }

  /** Sets a fault. */
  add(rule: FaultRule): FaultHandle {
    const fault = new ActiveFault(rule, this.#environment, () => {
      this.#active = this.#active.filter((other) => other !== fault);
    });
    this.#active.push(fault);
    return fault;
  }

  /** Removes every fault and releases what they hold. */
  clear(): void {
    for (const fault of [...this.#active]) fault.remove();
  }

  /**
   * What the faults make of a message at a stage: undefined to go on (at once when none matches), or the
   * message's early end.
   */
  at(stage: Stage, message: Message): Promise<Cut | undefined> | undefined {
    if (this.#active.length === 0) return undefined;
    const matching = this.#active.filter((fault) => fault.matches(stage, message));
    return matching.length === 0 ? undefined : this.#run(matching, message);
  }

  /** Whether a message is to be done twice. */
  duplicates(message: Message): boolean {
    return this.#active.some((fault) => fault.isDuplicate && fault.takes(message));
  }

  async #run(faults: readonly ActiveFault[], message: Message): Promise<Cut | undefined> {
    for (const fault of faults) {
      if (!fault.takes(message)) continue;
      const { action } = fault.rule;
      if (action === 'pause') await fault.pause();
      else if (typeof action === 'object' && 'delayMs' in action) await this.#sleep(action.delayMs);
      else return cutOf(fault.rule, message);
    }
    return undefined;
  }

  #sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#environment.clock.setTimeout(() => resolve(), delayMs);
    });
  }
}
