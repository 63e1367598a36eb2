import { UsageError } from './errors.ts';

/**
 * What a function of the caller answers.
 * @param option the option it was given by
 * @param occasion what it is asked about, such as ` for KvGet`; may be empty
 * @throws UsageError when it throws, or gives a promise, whose failure is nobody's then
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
