import type { AnyActorScope, EventObject, MachineContext } from 'xstate';
import { InternalError } from '../model/errors.ts';
import type { ChartSource } from './chart-source.ts';
import type { ChartStep } from './chart-step.ts';
import { type ActionExtra, type BuiltinAction, isBuiltinAction, runsAtOnce } from './xstate-internals.ts';

type CustomFunction = (args: never, params: never) => void;
type Assignment = (args: unknown, params: unknown) => Partial<MachineContext>;
type Params = ((args: { context: MachineContext; event: EventObject }) => unknown) | object | undefined;

/** An action of a chart, with everything looked up that can be looked up before it runs. */
export type CompiledAction =
  | { readonly kind: 'custom'; readonly type: string; readonly params: Params; readonly run: CustomFunction }
  | { readonly kind: 'assign'; readonly params: Params; readonly assignment: Assignment }
  | { readonly kind: 'builtin'; readonly params: Params; readonly builtin: BuiltinAction };

/** Builtin actions that charts may use. Children are started by `invoke`, or through the actor root. */
const SUPPORTED_BUILTINS: ReadonlySet<string> = new Set([
  'xstate.raise',
  'xstate.cancel',
  'xstate.sendTo',
  'xstate.log',
]);

/**
 * Looks up an action as written in a chart: a name, `{ type, params }`, a function or a builtin.
 * @throws UnsupportedChartError for `spawnChild`, `stopChild` and `enqueueActions`, and for a name of an
 * action or a delay without implementation.
 */
export function compileAction(action: unknown, source: ChartSource): CompiledAction {
  if (typeof action === 'function')
    return compileFunction(action, action.name || '(anonymous)', undefined, source);
  const type = typeof action === 'string' ? action : (action as { type: string }).type;
  const implementation: unknown = source.machine.implementations.actions[type];
  if (typeof implementation !== 'function')
    throw source.unsupported(`action '${type}' has no implementation`);
  const params = typeof action === 'string' ? undefined : (action as { params?: Params }).params;
  return compileFunction(implementation, type, params, source);
}

/** Wraps a builtin that the compiler itself puts into the chart, such as the start of an invoked child. */
export function builtinAction(action: unknown): CompiledAction {
  return { kind: 'builtin', params: undefined, builtin: action as BuiltinAction };
}

/**
 * Runs actions in order, as XState's interpreter does: custom actions go to the scope's executor, `assign`
 * makes a new context, other builtins resolve and execute themselves. They change `step`.
 */
export function runActions(
  step: ChartStep,
  actions: readonly CompiledAction[],
  event: EventObject,
  scope: AnyActorScope,
  internalQueue: EventObject[],
  deferredActorIds: readonly string[] | undefined,
): void {
  const retries: [BuiltinAction, unknown][] | undefined = deferredActorIds && [];
  const { self, system } = scope;
  for (const action of actions) {
    const { context } = step;
    const params =
      typeof action.params === 'function' ? action.params({ context, event }) : (action.params as unknown);
    if (action.kind === 'custom') {
      const info = { context, event, self, system };
      if (runsAtOnce(scope)) (action.run as (info: unknown, params: unknown) => void)(info, params);
      else scope.actionExecutor({ type: action.type, info, params, exec: action.run as never });
    } else if (action.kind === 'assign') {
      const update = action.assignment({ context, event, spawn: refuseToSpawn, self, system }, params);
      // Faster than a spread, which suffers from the different shapes of the charts' contexts.
      step.context = Object.assign({}, context, update);
    } else {
      const { builtin } = action;
      const info = { context, event, self, system };
      const extra: ActionExtra = { internalQueue, deferredActorIds };
      const [next, resolved] = builtin.resolve(scope, step as never, info, params, builtin, extra);
      step.children = next.children;
      if (builtin.retryResolve !== undefined) retries?.push([builtin, resolved]);
      const { execute } = builtin;
      if (execute !== undefined) {
        const exec = () => execute(scope, resolved);
        scope.actionExecutor({ type: builtin.type, info, params: resolved, exec });
      }
    }
  }
  if (retries === undefined) return;
  for (const [builtin, resolved] of retries) builtin.retryResolve?.(scope, step as never, resolved);
}

function compileFunction(action: unknown, type: string, params: Params, source: ChartSource): CompiledAction {
  if (!isBuiltinAction(action)) return { kind: 'custom', type, params, run: action as CustomFunction };
  if (action.type === 'xstate.assign') {
    return { kind: 'assign', params, assignment: compileAssignment(action.assignment) };
  }
  if (!SUPPORTED_BUILTINS.has(action.type))
    throw source.unsupported(`action '${action.type}' is not supported`);
  const { delay } = action;
  if (typeof delay === 'string' && source.machine.implementations.delays[delay] === undefined) {
    throw source.unsupported(`delay '${delay}' has no implementation`);
  }
  return { kind: 'builtin', params, builtin: action };
}

function compileAssignment(assignment: unknown): Assignment {
  if (typeof assignment === 'function') return assignment as Assignment;
  const properties = Object.entries(assignment as object);
  return (args, params) => {
    const update: Record<string, unknown> = {};
    for (const [key, value] of properties)
      update[key] = typeof value === 'function' ? value(args, params) : value;
    return update;
  };
}

/** Passed to `assign` and to the context's factory in place of `spawn`. */
export function refuseToSpawn(): never {
  throw new InternalError('Charts cannot spawn; children are invoked, or started through the actor root');
}
