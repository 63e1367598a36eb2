import type { Stage } from '../model/errors.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { endsItsVerbAlone } from './single-flight.ts';

/** The lookup of one caller. */
export interface Lookup {
  readonly key: Uint8Array;
  readonly deadline: Deadline;
  readonly stage: Stage;
  readonly isKnown: () => boolean;
  /** Asks until the key is known. It calls `answered` after an answer that leaves it to ask again. */
  readonly load: (answered: () => void) => Promise<void>;
  /** Asks once for all keys that are not known yet, those of other callers. It does not reject. */
  readonly loadAll: (keys: readonly Uint8Array[]) => Promise<void>;
}

/** Callers that wait for the next answer to somebody else's question. */
class Waiting {
  readonly keys: Uint8Array[] = [];
  readonly answered: Promise<void>;
  /** The question for all of them that the answer left unknown. */
  all: Promise<void> | undefined;
  answer: () => void = () => {};
  fail: (error: unknown) => void = () => {};

  constructor() {
    this.answered = new Promise((resolve, reject) => {
      this.answer = resolve;
      this.fail = reject;
    });
    // Nobody may wait.
    this.answered.catch(() => {});
  }
}

/**
 * Lets callers whose keys lie in one hole of the cache share one question, since one region may fill all of it. Those
 * whose keys are still unknown after the answer share the next question: unknown regions, however many, cost few
 * questions and few waits.
 */
export class SharedLookups {
  /** By hole: those who wait for the answer. */
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Asks, or waits for what another has asked about the hole. The caller looks again afterwards: nothing may have come.
   *
   * @throws what `load` rejects with, also to those who wait, but for what concerns the verb of one caller alone; what
   * the deadline of the caller says when it ends
   */
  async run(hole: string, lookup: Lookup): Promise<void> {
    const waiting = this.#waiting.get(hole);
    if (waiting === undefined) return this.#ask(hole, lookup);
    const { key, deadline, stage, isKnown } = lookup;
    waiting.keys.push(key);
    await beforeEnd(deadline, stage, waiting.answered);
    if (!isKnown() && waiting.all !== undefined) await beforeEnd(deadline, stage, waiting.all);
  }

  async #ask(hole: string, { load, loadAll }: Lookup): Promise<void> {
    let waiting = new Waiting();
    this.#waiting.set(hole, waiting);
    const answered = () => {
      if (waiting.keys.length === 0) return;
      waiting.all = loadAll(waiting.keys);
      waiting.answer();
      waiting = new Waiting();
      this.#waiting.set(hole, waiting);
    };
    try {
      await load(answered);
      answered();
    } catch (error) {
      if (endsItsVerbAlone(error)) answered();
      else waiting.fail(error);
      throw error;
    } finally {
      this.#waiting.delete(hole);
    }
  }
}
