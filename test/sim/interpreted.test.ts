import { expect, it, vi } from 'vitest';
import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { ALL_MACHINES } from '../support/all-machines.ts';

/** What `compiled` gives, run by XState's interpreter. */
function interpreted(
  original: AnyStateMachine,
  implementations: Parameters<AnyStateMachine['provide']>[0] = {},
) {
  const machine = original.provide(implementations);
  const { transition, getInitialSnapshot, restoreSnapshot } = machine;
  machine.transition = (snapshot, event, scope) =>
    transition.call(machine, snapshot, event, unbound(scope as never) as never);
  machine.getInitialSnapshot = (scope, input) =>
    getInitialSnapshot.call(machine, unbound(scope as never) as never, input);
  // XState takes what it restores for JSON and looks for actors all through it, also where it is the whole client.
  machine.restoreSnapshot = (snapshot, scope) =>
    (snapshot as AnyMachineSnapshot).machine === machine
      ? (snapshot as AnyMachineSnapshot)
      : restoreSnapshot.call(machine, snapshot, scope);
  return machine;
}

/** XState takes the functions out of the scope that it calls; the compiler's runner leaves them there. */
function unbound(scope: AnyActorScope): AnyActorScope {
  return Object.assign(Object.create(scope), {
    actionExecutor: scope.actionExecutor.bind(scope),
    defer: scope.defer.bind(scope),
    stopChild: scope.stopChild.bind(scope),
  });
}

/** A run of a seed, with modules of its own. */
async function runOf(seed: number, compile: typeof interpreted | undefined) {
  vi.resetModules();
  if (compile !== undefined) vi.doMock('../../src/actor/compiled.ts', () => ({ compiled: compile }));
  const [{ runSeed }, { drawSwarm }] = await Promise.all([import('./run-seed.ts'), import('./swarm.ts')]);
  vi.doUnmock('../../src/actor/compiled.ts');
  return runSeed({ swarm: drawSwarm(seed, { operations: 20 }) });
}

it("XState's interpreter goes the way of the compiled machines", async () => {
  const machines = new Set<string>();
  const all = ALL_MACHINES.map(({ id }) => id);
  for (let seed = 1; machines.size < all.length && seed < 40; seed++) {
    const compiled = await runOf(seed, undefined);
    const other = await runOf(seed, (machine, implementations) => {
      machines.add(machine.id);
      return interpreted(machine, implementations);
    });
    expect(other.anomalies, `seed ${seed}`).toEqual([]);
    expect(other.history, `seed ${seed}`).toEqual(compiled.history);
    expect(other.traceHash, `seed ${seed}`).toBe(compiled.traceHash);
  }
  expect([...machines].sort()).toEqual(all.sort());
}, 120_000);
