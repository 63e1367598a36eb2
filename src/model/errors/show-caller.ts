import { TikvError } from './tikv-error.ts';

/** An error that many callers share does not grow with all of them. */
const LONGEST_STACK = 8192;

/**
 * Adds who awaits the verb to the stack of the error it fails with, which was made where an answer came in. V8 can tell
 * while the verb's promise is being settled: it has to be called then, and calls that succeed keep nothing for it.
 */
export function showCaller(error: unknown): void {
  if (!(error instanceof TikvError)) return;
  const { stack } = error;
  const here: { readonly stack?: unknown } = {};
  Error.captureStackTrace(here, showCaller);
  if (typeof stack !== 'string' || typeof here.stack !== 'string' || stack.length > LONGEST_STACK) return;
  // Behind its title and the function that has asked.
  const [, , ...lines] = here.stack.split('\n');
  const awaiting = lines.filter((line) => !line.includes('node:internal/') && !stack.includes(line));
  if (awaiting.length === 0) return;
  const value = [stack, ...awaiting].join('\n');
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true });
}
