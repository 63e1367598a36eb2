import type { AnyStateMachine } from 'xstate';
import { onFirstUse } from '../../machines/on-first-use.ts';
import { compiled } from './compiled.ts';

/**
 * Makes, wires and compiles a chart's machine when it is first asked for, and gives the same one from then
 * on. That takes milliseconds, which importing the client should not cost for charts that a process may never
 * run.
 */
export function compiledOnUse<M extends AnyStateMachine>(
  chart: () => M,
  implementations: Parameters<M['provide']>[0],
): () => M {
  return onFirstUse(() => compiled(chart(), implementations));
}
