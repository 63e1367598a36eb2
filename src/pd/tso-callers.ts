import type { Stage, TikvError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline, DeadlineListener } from '../retry/deadline.ts';

const STAGE: Stage = 'waiting for a timestamp';

/**
 * Those who wait for a timestamp, in the order of their calls: some with a request under way, the others not.
 */
export class TsoCallers {
  #queue: TsoCaller[] = [];
  #batch: readonly TsoCaller[] = [];
  #waiting = 0;

  /** Whether a caller waits for whom no request is under way. */
  get hasWaiting(): boolean {
    return this.#waiting > 0;
  }

  /** How many timestamps the request under way asks for; 0 when there is none. */
  get batchSize(): number {
    return this.#batch.length;
  }

  /** A caller whose deadline ends gets that error and disturbs nobody. */
  add(nowMs: number, deadline: Deadline | undefined): Promise<Timestamp> {
    return new Promise((resolve, reject) => {
      const ended = deadline?.error(STAGE, nowMs);
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const caller = new TsoCaller(this, nowMs, deadline, resolve, reject);
      deadline?.listen(caller, nowMs);
      this.#queue.push(caller);
      this.#waiting++;
    });
  }

  /** @internal The caller waits no longer. */
  forget(caller: TsoCaller): void {
    if (!caller.isInBatch) this.#waiting--;
  }

  /** Makes the oldest callers, at most `max`, the batch. @returns its size */
  takeBatch(max: number): number {
    const live = this.#queue.filter(isWaiting);
    this.#batch = live.slice(0, max);
    for (const caller of this.#batch) caller.isInBatch = true;
    this.#queue = live.slice(max);
    this.#waiting = this.#queue.length;
    return this.#batch.length;
  }

  /** Gives the batch consecutive timestamps, in the order of their calls. */
  answerBatch(first: Timestamp): void {
    let timestamp = first;
    for (const caller of this.#endBatch()) {
      if (!caller.isCancelled) caller.resolve(timestamp);
      timestamp++;
    }
  }

  refuseBatch(error: TikvError): void {
    for (const caller of this.#endBatch()) if (!caller.isCancelled) caller.reject(error);
  }

  /** The batch waits again, before all others. */
  returnBatch(): void {
    for (const caller of this.#batch) caller.isInBatch = false;
    this.#queue = [...this.#batch, ...this.#queue].filter(isWaiting);
    this.#batch = [];
    this.#waiting = this.#queue.length;
  }

  /** Refuses those without a request under way who have waited since then or longer. */
  refuseSince(sinceMs: number, errorOf: () => TikvError): void {
    const later = this.#queue.findIndex((caller) => caller.sinceMs > sinceMs);
    // At once: shifting an array of many thousands copies it each time.
    const refused = this.#queue.splice(0, later < 0 ? this.#queue.length : later);
    for (const caller of refused) {
      if (caller.isCancelled) continue;
      this.#waiting--;
      caller.deadline?.unlisten(caller);
      caller.reject(errorOf());
    }
  }

  refuseAll(error: TikvError): void {
    this.returnBatch();
    this.refuseSince(Number.POSITIVE_INFINITY, () => error);
  }

  #endBatch(): readonly TsoCaller[] {
    const batch = this.#batch;
    this.#batch = [];
    for (const caller of batch) caller.deadline?.unlisten(caller);
    return batch;
  }
}

/** Somebody who waits for a timestamp. */
class TsoCaller implements DeadlineListener {
  readonly sinceMs: number;
  readonly deadline: Deadline | undefined;
  readonly resolve: (timestamp: Timestamp) => void;
  readonly reject: (error: TikvError | undefined) => void;
  isCancelled = false;
  /** A request for it is under way. */
  isInBatch = false;
  readonly #callers: TsoCallers;

  constructor(
    callers: TsoCallers,
    sinceMs: number,
    deadline: Deadline | undefined,
    resolve: (timestamp: Timestamp) => void,
    reject: (error: TikvError | undefined) => void,
  ) {
    this.#callers = callers;
    this.sinceMs = sinceMs;
    this.deadline = deadline;
    this.resolve = resolve;
    this.reject = reject;
  }

  deadlineEnded(): void {
    this.isCancelled = true;
    this.#callers.forget(this);
    this.reject(this.deadline?.error(STAGE));
  }
}

function isWaiting(caller: TsoCaller): boolean {
  return !caller.isCancelled;
}
