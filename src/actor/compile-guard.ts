import { and, type EventObject, type MachineContext, not, or } from 'xstate';
import type { ChartSource } from './chart-source.ts';
import { type BuiltinGuard, isBuiltinGuard } from './xstate-internals.ts';

// Compared by identity: names do not survive a user's minifier.
const checkOf = (guard: unknown) => (guard as BuiltinGuard).check;
const CHECK_AND = checkOf(and([]));
const CHECK_OR = checkOf(or([]));
const CHECK_NOT = checkOf(not(() => true));

export type CompiledGuard = (context: MachineContext, event: EventObject) => boolean;

type GuardFunction = (args: { context: MachineContext; event: EventObject }, params: unknown) => boolean;

/**
 * Turns a guard as written in a chart (name, `{ type, params }`, function, `and`, `or`, `not`) into one
 * function.
 * @throws UnsupportedChartError for `stateIn` and for a name without implementation.
 */
export function compileGuard(guard: unknown, source: ChartSource): CompiledGuard {
  if (isBuiltinGuard(guard)) return compileCombination(guard, source);
  if (typeof guard === 'function') {
    const test = guard as GuardFunction;
    return (context, event) => test({ context, event }, undefined);
  }
  const name = guardName(guard);
  const implementation: unknown = source.machine.implementations.guards[name];
  if (implementation === undefined) throw source.unsupported(`guard '${name}' has no implementation`);
  if (typeof implementation !== 'function' || isBuiltinGuard(implementation))
    return compileGuard(implementation, source);
  const test = implementation as GuardFunction;
  const params = (guard as { params?: unknown }).params;
  if (typeof params === 'function') {
    return (context, event) => test({ context, event }, params({ context, event }));
  }
  return (context, event) => test({ context, event }, params);
}

/** The name of a guard in messages. */
export function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') return guard.name === '' ? '(inline)' : guard.name;
  return (guard as { type: string }).type;
}

function compileCombination(combination: BuiltinGuard, source: ChartSource): CompiledGuard {
  const guards = (combination.guards ?? []).map((operand) => compileGuard(operand, source));
  const [first] = guards;
  if (combination.check === CHECK_AND)
    return (context, event) => guards.every((guard) => guard(context, event));
  if (combination.check === CHECK_OR)
    return (context, event) => guards.some((guard) => guard(context, event));
  if (combination.check === CHECK_NOT && first !== undefined)
    return (context, event) => !first(context, event);
  throw source.unsupported('this builtin guard is not supported');
}
