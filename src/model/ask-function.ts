import { UsageError } from './errors.ts';

/**
 * Calls a function that the caller gave as an option.
 * @param option name of the option
 * @param occasion what it is called for, for example ` for KvGet`; may be empty
 * @throws UsageError when it throws, or returns a promise, whose rejection nobody would handle
 */
export function askFunction(option: string, occasion: string, ask: () => unknown): unknown {
  let answer: unknown;
  try {
    answer = ask();
  } catch (cause) {
    throw new UsageError(`${option}: the function threw${occasion}`, { cause });
  }
  if (!(answer instanceof Promise)) return answer;
  answer.catch(() => {});
  throw new UsageError(`${option}: the function must return a value, not a promise`);
}
