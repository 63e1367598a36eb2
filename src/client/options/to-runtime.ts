import type { Runtime } from '../../model/runtime.ts';
import { describeType } from '../../model/show-value.ts';

const OWN = ['random', 'defer'];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  clock: ['now', 'setTimeout', 'clearTimeout'],
  transport: ['unary', 'stream', 'closeAddress', 'close'],
};

/** Adds a sentence to `problems` when the value cannot be a runtime. */
export function toRuntime(value: unknown, problems: string[]): Runtime | undefined {
  if (value === undefined) return undefined;
  const isWhole =
    hasFunctions(value, OWN) &&
    Object.entries(PARTS).every(([part, names]) => hasFunctions(fieldOf(value, part), names));
  if (!isWhole) {
    problems.push(
      `runtime must have clock, random, transport and defer, as the type Runtime declares, not ${describeType(value)}`,
    );
  }
  return value as Runtime;
}

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => typeof fieldOf(value, name) === 'function');
}

function fieldOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
}
