import type { KeyRange } from '../region.ts';
import { TikvError } from './tikv-error.ts';

/** What became of one request of a write that took several. */
export interface WritePart {
  /** `notDone`: it did not and will not happen. `unknown`: an answer was lost. */
  readonly outcome: 'done' | 'notDone' | 'unknown';
  /**
   * For a batch: positions in the given list, ascending. A repeated key has the outcome of its last position.
   */
  readonly indexes?: readonly number[];
  /** For a deletion by range: the part of the range. */
  readonly range?: KeyRange;
  /** Why it was not done, or is not known to be. */
  readonly error?: unknown;
}

/**
 * A write that took several requests was done in part: `parts` says which. Repeat the parts that are
 * `notDone`; only the caller can decide about those that are `unknown`. The first failure is the cause.
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

  /**
   * One for each request, in no particular order. Logs and inspection do not show them, since they contain
   * keys.
   */
  get parts(): readonly WritePart[] {
    return this.#parts;
  }
}
