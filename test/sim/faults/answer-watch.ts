import type { NetworkEvent } from '../../../src/testing/index.ts';

/** Tells when something has come to a process: what it does then takes a few microtasks, in which it may be struck. */
export class AnswerWatch {
  readonly #waiting = new Map<string, () => void>();

  note({ process, direction, fate }: NetworkEvent): void {
    if (this.#waiting.size === 0 || direction !== 'answer' || fate !== 'arrived') return;
    this.#waiting.get(process)?.();
    this.#waiting.delete(process);
  }

  /** So many microtasks after the next answer to the process. One at a time for each. */
  async next(process: string, microtasks: number): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.set(process, resolve));
    for (let left = microtasks; left > 0; left--) await undefined;
  }
}
