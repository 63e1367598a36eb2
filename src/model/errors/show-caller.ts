import { TikvError } from './tikv-error.ts';

/** Longest stack that grows further, in characters: an error may be shared by many callers. */
const LONGEST_STACK = 8192;

/**
 * Adds the code that awaits a verb to the stack of the error that the verb fails with, since the error was
 * made where an answer arrived. V8 knows that code while the verb's promise is being settled, so this has to
 * be called then; calls that succeed store nothing for it.
 */
export function showCaller(error: unknown): void {
  if (!(error instanceof TikvError)) return;
  const { stack } = error;
  const here: { readonly stack?: unknown } = {};
  Error.captureStackTrace(here, showCaller);
  if (typeof stack !== 'string' || typeof here.stack !== 'string' || stack.length > LONGEST_STACK) return;
  // Without the title, and the function that called this one.
  const [, , ...lines] = here.stack.split('\n');
  const awaiting = lines.filter((line) => !line.includes('node:internal/') && !stack.includes(line));
  if (awaiting.length === 0) return;
  const value = [stack, ...awaiting].join('\n');
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true });
}
