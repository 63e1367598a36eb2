import type { KeyRange } from '../region.ts';
import { TikvError } from './tikv-error.ts';

/** What became of one request of a write that took several. */
export interface WritePart {
  /** `notDone`: it did not and will not happen. `unknown`: an answer was lost. */
  readonly outcome: 'done' | 'notDone' | 'unknown';
  /**
   * Of a batch: positions in the list given, ascending. A repeated key shares the outcome of its last place.
   */
  readonly indexes?: readonly number[];
  /** Of a deletion by range. */
  readonly range?: KeyRange;
  /** Why it is not done, or not known to be. */
  readonly error?: unknown;
}

/**
 * A write that took several requests was done in part, and `parts` say which: run it again for those that are
 * `notDone`; only the caller can judge those that are `unknown`. The first failure is the cause.
 */
export class PartialWriteError extends TikvError {
  override readonly code = 'TIKV_PARTIAL_WRITE';
  readonly #parts: readonly WritePart[];

  constructor(parts: readonly WritePart[]) {
    const count = (outcome: WritePart['outcome']) => parts.filter((part) => part.outcome === outcome).length;
    super(
      `The write was done in part: ${count('done')} of ${parts.length} parts are done, ` +
        `${count('notDone')} are not, ${count('unknown')} are unknown`,
      { cause: parts.find((part) => part.outcome !== 'done')?.error },
    );
    this.#parts = parts;
  }

  /** One for each request, in no order. Logs and inspection do not show them, since they hold keys. */
  get parts(): readonly WritePart[] {
    return this.#parts;
  }
}
