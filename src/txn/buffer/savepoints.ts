import { UsageError } from '../../model/errors.ts';
import type { Checkpoint, WriteBuffer } from './write-buffer.ts';

/** A moment of a transaction to which its writes can be rolled back. */
export interface Savepoint extends Disposable {
  /**
   * Keeps what was written since, and closes the savepoint.
   * @throws UsageError when it is closed, or another opened after it is not; nothing is changed then
   * @throws TransactionFinishedError, ClosedError
   */
  release(): void;
  /** Undoes what was written since, and closes the savepoint. @throws as `release` */
  rollback(): void;
  /** Rolls back, with all savepoints opened since, unless the savepoint or its transaction is closed. */
  [Symbol.dispose](): void;
}

/** The transaction the savepoints are of. */
export interface SavepointOwner {
  /** Whether it takes writes. */
  isActive(): boolean;
  /** @throws TransactionFinishedError or ClosedError when it takes none */
  checkActive(): void;
}

interface OpenSavepoint {
  checkpoint: Checkpoint;
  /** Closed by the end of a function, and not by its owner's call. */
  readonly isRunning: boolean;
  /** One around it ended first, so that what it began with is gone. */
  isBroken: boolean;
}

/**
 * The savepoints of one transaction: a stack, whose innermost is closed first. Follows client-go's
 * MemBuffer.Staging, Release and Cleanup (internal/unionstore; parity row MEM-3), which panic where this
 * throws.
 */
export class Savepoints {
  readonly #buffer: WriteBuffer;
  readonly #owner: SavepointOwner;
  /** The innermost last. */
  #open: readonly OpenSavepoint[] = [];

  constructor(buffer: WriteBuffer, owner: SavepointOwner) {
    this.#buffer = buffer;
    this.#owner = owner;
  }

  /** Functions that have a savepoint of their own and have not ended. */
  get running(): number {
    return this.#open.filter(({ isRunning }) => isRunning).length;
  }

  /** One that its owner closes with `release` or `rollback`. @throws TransactionFinishedError, ClosedError */
  create(): Savepoint {
    const savepoint = this.#begin(false);
    return {
      release: () => {
        this.#checkInnermost(savepoint);
        this.#close(savepoint);
      },
      rollback: () => {
        this.#checkInnermost(savepoint);
        this.#undo(savepoint);
      },
      [Symbol.dispose]: () => {
        if (this.#open.includes(savepoint)) this.#undo(savepoint);
      },
    };
  }

  /**
   * Runs a function and undoes what was written meanwhile when it throws. When it ends while a savepoint
   * opened after it is open, it cannot know which writes are its own: all that was written since it began is
   * undone then.
   * @throws UsageError in that case; else what the function throws; TransactionFinishedError, ClosedError
   */
  async run<Result>(body: () => Promise<Result> | Result): Promise<Result> {
    const savepoint = this.#begin(true);
    let result: Result;
    try {
      result = await body();
    } catch (error) {
      this.#undo(savepoint);
      throw error;
    }
    if (this.#open.at(-1) === savepoint && !savepoint.isBroken) this.#close(savepoint);
    else if (this.#owner.isActive()) {
      this.#undo(savepoint);
      throw new UsageError(
        'Savepoints interleave: each must end before the one around it, so they were undone',
      );
    }
    return result;
  }

  #begin(isRunning: boolean): OpenSavepoint {
    this.#owner.checkActive();
    const savepoint = { checkpoint: this.#buffer.checkpoint(), isRunning, isBroken: false };
    this.#open = [...this.#open, savepoint];
    return savepoint;
  }

  #checkInnermost(savepoint: OpenSavepoint): void {
    this.#owner.checkActive();
    if (this.#open.at(-1) === savepoint) return;
    const reason = this.#open.includes(savepoint) ? 'another opened after it is not' : 'it is closed already';
    throw new UsageError(`The savepoint cannot be closed: ${reason}`);
  }

  #close(savepoint: OpenSavepoint): void {
    this.#open = this.#open.filter((open) => open !== savepoint);
  }

  /**
   * Savepoints inside are closed with it; functions that are still running there continue from its beginning.
   */
  #undo(savepoint: OpenSavepoint): void {
    if (!this.#owner.isActive()) return;
    this.#buffer.revert(savepoint.checkpoint);
    const at = this.#open.indexOf(savepoint);
    const inside = this.#open.slice(at + 1).filter(({ isRunning }) => isRunning);
    for (const running of inside) {
      running.checkpoint = savepoint.checkpoint;
      running.isBroken = true;
    }
    this.#open = [...this.#open.slice(0, at), ...inside];
  }
}
