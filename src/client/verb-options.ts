import type { Deadline, Signals } from '../retry/deadline.ts';

/** What every verb takes as its last argument. */
export interface VerbOptions {
  /** Of all that the verb does, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Ends the verb early, without harm to any other. */
  readonly signal?: AbortSignal | undefined;
}

/** Those of every verb among the options of one, as they are now: the caller may change its object. */
export function toVerbOptions(options: VerbOptions | undefined): VerbOptions | undefined {
  return options === undefined ? undefined : { timeoutMs: options.timeoutMs, signal: options.signal };
}

/** Those of a verb that may be part of another. */
export interface BoundedOptions {
  readonly timeoutMs?: number | undefined;
  /** What is told instead of `timeoutMs`, when that is over. */
  readonly toldMs?: number | undefined;
  readonly signal?: Signals | undefined;
}

/** Each of these once; undefined of none. */
export function bothSignals(some: Signals | undefined, others: Signals | undefined): Signals | undefined {
  if (others === undefined || others === some) return some;
  if (some === undefined) return others;
  return [...new Set([some, others].flat())];
}

/**
 * The options of a verb that ends with what it is part of.
 * @param timeoutMs of a verb that names none
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
    toldMs: own < left ? own : whole.deadline.timeoutMs,
    signal: bothSignals(options?.signal, whole.signal),
  };
}
