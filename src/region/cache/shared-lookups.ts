import { bytesName } from '../../model/bytes.ts';
import { Chain, type Link } from '../../model/chain.ts';
import type { Stage } from '../../model/errors.ts';
import { beforeEnd } from '../../retry/before-end.ts';
import type { Deadline } from '../../retry/deadline.ts';
import { endsItsVerbAlone, SingleFlight } from './single-flight.ts';

/** The lookup of one caller. */
export interface Lookup {
  readonly key: Uint8Array;
  readonly deadline: Deadline;
  readonly stage: Stage;
  readonly isKnown: () => boolean;
  /** Asks until the key is known. It calls `answered` after an answer that leaves it to ask again. */
  readonly load: (answered: () => void) => Promise<void>;
  /**
   * Asks once for all keys, those of other callers. It does not reject: false means that no answer served all
   * of them, so that each caller asks for its own.
   */
  readonly loadAll: (keys: readonly Uint8Array[]) => Promise<boolean>;
}

/** A caller that waits for the next answer to somebody else's question. */
class Waiter implements Link<Waiter> {
  chain: Chain<Waiter> | undefined;
  before: Waiter | undefined;
  after: Waiter | undefined;
  readonly lookup: Lookup;
  /** True: look again, and wait with the others again if the key is still unknown. False: ask alone. */
  readonly answered: Promise<boolean>;
  answer: (looksAgain: boolean | Promise<boolean>) => void = () => {};

  constructor(lookup: Lookup) {
    this.lookup = lookup;
    this.answered = new Promise((resolve) => {
      this.answer = resolve;
    });
  }
}

/**
 * Lets callers whose keys lie in one hole of the cache share one question, since one region may fill all of
 * it. Those whose keys are still unknown after the answer share the next question: unknown regions, however
 * many, cost few questions and few waits. An answer that cannot be right is an error for whoever asked for
 * that key, and for nobody else.
 */
export class SharedLookups {
  /**
   * By hole: those who wait for the answer. A caller that leaves is dropped at once, however long the answer
   * takes.
   */
  readonly #waiters = new Map<string, Chain<Waiter>>();
  /** By hole and key: questions about one key, next to those about all. */
  readonly #alone = new SingleFlight<string>();

  /**
   * Asks, or waits for what another has asked about the hole. The caller looks again afterwards, since there
   * may have been no answer.
   *
   * @throws what `load` rejects with; what the deadline of the caller says when it ends
   */
  async run(hole: string, lookup: Lookup): Promise<void> {
    const waiters = this.#waiters.get(hole);
    if (waiters === undefined) return this.#ask(hole, lookup);
    const { key, deadline, stage, isKnown, load } = lookup;
    const waiter = new Waiter(lookup);
    waiters.add(waiter);
    const looksAgain = await beforeEnd(deadline, stage, waiter.answered).finally(() =>
      waiters.delete(waiter),
    );
    if (looksAgain || isKnown()) return;
    await this.#alone.run(`${hole} ${bytesName(key)}`, deadline, stage, () => load(() => {}));
  }

  async #ask(hole: string, { load, loadAll }: Lookup): Promise<void> {
    const waiters = new Chain<Waiter>();
    this.#waiters.set(hole, waiters);
    try {
      await load(() => shareAnswer(waiters, loadAll));
      shareAnswer(waiters, loadAll);
    } catch (error) {
      // Nothing came: the first of them asks. Or what came was wrong for one key, and may be right for
      // others.
      if (endsItsVerbAlone(error)) for (const waiter of takeAll(waiters)) waiter.answer(true);
      else shareAnswer(waiters, (keys) => loadAll(keys).then(() => false));
      throw error;
    } finally {
      this.#waiters.delete(hole);
    }
  }
}

/** Lets those go on whose keys are known now, and asks once for all others. */
function shareAnswer(waiters: Chain<Waiter>, loadAll: Lookup['loadAll']): void {
  const left: Waiter[] = [];
  for (const waiter of takeAll(waiters)) {
    if (waiter.lookup.isKnown()) waiter.answer(true);
    else left.push(waiter);
  }
  if (left.length === 0) return;
  const all = loadAll(left.map(({ lookup }) => lookup.key));
  for (const waiter of left) waiter.answer(all);
}

function takeAll(waiters: Chain<Waiter>): readonly Waiter[] {
  const all = waiters.toArray();
  for (const waiter of all) waiters.delete(waiter);
  return all;
}
