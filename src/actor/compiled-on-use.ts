import type { AnyStateMachine } from 'xstate';
import { onFirstUse } from '../../machines/on-first-use.ts';
import { compiled } from './compiled.ts';

/**
 * A chart's machine that is made, wired and compiled when it is first asked for, and is the same one ever after: that
 * takes milliseconds, which importing the client should not pay for charts that a process may never run.
 */
export function compiledOnUse<M extends AnyStateMachine>(
  chart: () => M,
  implementations: Parameters<M['provide']>[0],
): () => M {
  return onFirstUse(() => compiled(chart(), implementations));
}
