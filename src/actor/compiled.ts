import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject, Snapshot } from 'xstate';
import { ChartRunner } from './chart-runner.ts';
import { createSnapshot } from './chart-snapshot.ts';
import { buildChartTable, leafOfValue } from './chart-table.ts';

type Implementations<M extends AnyStateMachine> = Parameters<M['provide']>[0];
type ResolveConfig = Parameters<AnyStateMachine['resolveState']>[0];
type PersistedSnapshot = Snapshot<unknown> & Pick<AnyMachineSnapshot, 'value' | 'context' | 'children'>;

/**
 * Gives the same machine, run by tables that are built here, once, instead of by XState's interpreter. The
 * implementations are like those given to `provide`.
 *
 * The result serves every purpose of the machine: `createActor(compiled(machine))` is an ordinary actor, with
 * inspection, clock, parent, persistence, `waitFor`, `provide`, `resolveState`, and `xstate/graph` and
 * `transition()` walk it as they would walk the original. An event costs about a thirtieth of what it costs
 * the interpreter, a short life between a tenth and a third (test/bench/actors.ts). Compile a machine where
 * it is wired, not where an actor is created.
 *
 * Supported: nested states, guards (`and`, `or`, `not`, params), entry, exit and transition actions with
 * params, `assign`, `raise`, `cancel`, `sendTo`, `log`, `invoke`, `after`, `always`, final states with
 * output, tags, meta, `maxIterations`.
 *
 * There are two differences. A guard's error arrives as a `GuardError` with the original as its cause. When a
 * guard or an action throws, the invoked children are stopped, which XState omits (its issue 5153).
 *
 * @throws UnsupportedChartError with the reason and the state's path, for a chart that uses anything else
 */
export function compiled<M extends AnyStateMachine>(
  original: M,
  implementations: Implementations<M> = {},
): M {
  const machine = wired(original, implementations);
  const table = buildChartTable(machine);
  // The result inherits from the machine, so that whatever reads it (config, states, ids, definition) works.
  const logic: M = Object.create(machine);
  const runner = new ChartRunner(table, logic);

  const overrides = {
    transition: (snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope) => {
      try {
        return runner.transition(snapshot, event, scope);
      } catch (error) {
        for (const child of Object.values(snapshot.children)) scope.stopChild(child as never);
        throw error;
      }
    },
    getInitialSnapshot: (scope: AnyActorScope, input?: unknown) => runner.initial(scope, input),
    resolveState: ({ value, context, status = 'active', output, error }: ResolveConfig) => {
      const leaf = leafOfValue(table, value);
      const isDone = leaf.node.type === 'final' && (leaf.node.parent ?? machine.root) === machine.root;
      const state = {
        leaf,
        context: context ?? {},
        children: {},
        status: isDone ? 'done' : status,
        output,
        error,
      };
      return createSnapshot(table, logic, state);
    },
    restoreSnapshot: (persisted: Snapshot<unknown>, scope: AnyActorScope) => {
      const snapshot = persisted as PersistedSnapshot & { machine?: unknown };
      if (snapshot.machine === logic && Object.keys(snapshot.children).length === 0) return snapshot;
      const { context, children } = machine.restoreSnapshot(persisted, scope as never);
      const { status, output, error } = persisted;
      const leaf = leafOfValue(table, snapshot.value);
      return createSnapshot(table, logic, { leaf, context, children, status, output, error });
    },
    provide: (others: Implementations<M>) => compiled(machine, others),
  };
  return Object.assign(logic, overrides);
}

/** Like `provide`, but shares the state nodes of the original: making them anew takes a millisecond. */
function wired<M extends AnyStateMachine>(machine: M, more: Implementations<M>): M {
  const { actors, actions, guards, delays } = machine.implementations;
  const implementations = {
    actors: { ...actors, ...more.actors },
    actions: { ...actions, ...more.actions },
    guards: { ...guards, ...more.guards },
    delays: { ...delays, ...more.delays },
  };
  return Object.assign(Object.create(machine), { implementations });
}
