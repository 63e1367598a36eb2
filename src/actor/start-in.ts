import type { Actor, AnyStateMachine, ContextFrom, StateValueFrom } from 'xstate';
import { InternalError } from '../model/errors.ts';
import type { ActorRoot, StartOptions } from './actor-root.ts';

/**
 * Starts an actor in a state that plain code has already reached in its place, with the context that it would
 * have there: this is how a request that ran as plain code becomes an actor on its first failure. No entry
 * action runs and no guard is evaluated: the caller has done what entering the state does.
 * @throws InternalError for a state that starts delays or children when it is entered: a restored state does
 * neither, and the actor would wait for ever
 * @throws UnsupportedChartError for a state that the chart does not have
 */
export function startIn<TMachine extends AnyStateMachine>(
  root: ActorRoot,
  logic: TMachine,
  value: StateValueFrom<TMachine>,
  context: ContextFrom<TMachine>,
  options: Omit<StartOptions<TMachine>, 'input' | 'snapshot'>,
): Actor<TMachine> {
  const snapshot = logic.resolveState({ value, context });
  const waiting = snapshot._nodes.find((node) => node.after.length > 0 || node.invoke.length > 0);
  if (waiting !== undefined)
    throw new InternalError(`An actor cannot start in '${waiting.id}', which waits by itself`);
  return root.start(logic, { ...options, snapshot });
}
