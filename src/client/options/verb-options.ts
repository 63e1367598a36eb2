import type { Deadline, Signals } from '../../retry/deadline.ts';

/** Options of every verb, its last argument. */
export interface VerbOptions {
  /** Timeout of everything that the verb does, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Aborts the verb, without affecting others. */
  readonly signal?: AbortSignal | undefined;
}

/** A copy of those options of a verb that every verb has, since the caller may change its object. */
export function toVerbOptions(options: VerbOptions | undefined): VerbOptions | undefined {
  return options === undefined ? undefined : { timeoutMs: options.timeoutMs, signal: options.signal };
}

/** Options of a verb that may be part of another. */
export interface BoundedOptions {
  readonly timeoutMs?: number | undefined;
  /** What the error reports instead of `timeoutMs`. */
  readonly reportedTimeoutMs?: number | undefined;
  readonly signal?: Signals | undefined;
}

/** All of these signals, each once; undefined if there are none. */
export function bothSignals(some: Signals | undefined, others: Signals | undefined): Signals | undefined {
  if (others === undefined || others === some) return some;
  if (some === undefined) return others;
  return [...new Set([some, others].flat())];
}

/**
 * The options of a verb that ends at the latest with what it is part of.
 * @param timeoutMs default of the verb
 */
export function endingWith(
  whole: { readonly deadline: Deadline; readonly signal: Signals | undefined },
  options: BoundedOptions | undefined,
  timeoutMs: number,
): BoundedOptions {
  const own = options?.timeoutMs ?? timeoutMs;
  const left = Math.max(1, whole.deadline.remainingMs());
  return {
    timeoutMs: Math.min(own, left),
    reportedTimeoutMs: own < left ? own : whole.deadline.timeoutMs,
    signal: bothSignals(options?.signal, whole.signal),
  };
}
