import {
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  type EventObject,
  type MachineContext,
  stopChild,
} from 'xstate';
import { EndlessChartError, GuardError } from './chart-errors.ts';
import { createSnapshot, leafOf } from './chart-snapshot.ts';
import type { ChartStep } from './chart-step.ts';
import type { ChartTable, Leaf, Plan } from './chart-types.ts';
import { builtinAction, refuseToSpawn, runActions } from './compile-action.ts';
import { guardName } from './compile-guard.ts';
import { inspectMicrostep } from './xstate-internals.ts';

const NO_CHILDREN = Object.freeze({});
const NO_TRANSITIONS: readonly AnyTransitionDefinition[] = [];

type Output = ((args: unknown) => unknown) | unknown;

/** Runs a chart by its tables: XState's macrosteps and microsteps, without parallel and history states. */
export class ChartRunner {
  readonly #table: ChartTable;
  readonly #machine: AnyStateMachine;
  readonly #maxIterations: number;

  /** @param machine the compiled one, which snapshots refer to */
  constructor(table: ChartTable, machine: AnyStateMachine) {
    this.#table = table;
    this.#machine = machine;
    this.#maxIterations = machine.options.maxIterations ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Gives the snapshot after an event and all that follows from it.
   * @throws what a guard or an action throws
   */
  transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope): AnyMachineSnapshot {
    if (event.type === 'xstate.stop') return this.#end(snapshot, event, scope, 'stopped', undefined);
    const queue: EventObject[] = [];
    let current = snapshot;
    if (event.type !== 'xstate.init') {
      const plan = selectFor(event, leafOf(this.#table, snapshot), snapshot.context);
      if (plan === undefined && event.type.startsWith('xstate.error.actor')) {
        return this.#end(snapshot, event, scope, 'error', (event as EventObject & { error?: unknown }).error);
      }
      current = this.#microstep(plan, snapshot, event, scope, queue);
    }
    return this.#settle(current, event, scope, queue);
  }

  /** Gives the first snapshot. What a guard, an action or the context's factory throws is its error. */
  initial(scope: AnyActorScope, input: unknown): AnyMachineSnapshot {
    const table = this.#table;
    const event = { type: 'xstate.init', input };
    const queue: EventObject[] = [];
    const { context: factory } = this.#machine.config;
    let context: MachineContext = typeof factory === 'function' ? {} : (factory ?? {});
    try {
      if (typeof factory === 'function') {
        context = factory({ input, self: scope.self, spawn: refuseToSpawn as never });
      }
      const before = this.#snapshot(table.beforeInitial, context, 'active', undefined);
      const first = this.#take(table.initial, before, event, scope, queue);
      return this.#settle(first, event, scope, queue);
    } catch (error) {
      return this.#snapshot(table.beforeInitial, context, 'error', error);
    }
  }

  #snapshot(
    leaf: Leaf,
    context: MachineContext,
    status: AnyMachineSnapshot['status'],
    error: unknown,
  ): AnyMachineSnapshot {
    const state = { leaf, context, children: NO_CHILDREN, status, output: undefined, error };
    return createSnapshot(this.#table, this.#machine, state);
  }

  /** Takes eventless transitions and processes raised events until there are none left. */
  #settle(
    snapshot: AnyMachineSnapshot,
    event: EventObject,
    scope: AnyActorScope,
    queue: EventObject[],
  ): AnyMachineSnapshot {
    let current = snapshot;
    let cause = event;
    let asksEventless = true;
    for (let iterations = 1; current.status === 'active'; iterations++) {
      if (iterations > this.#maxIterations)
        throw new EndlessChartError(this.#machine.id, this.#maxIterations);
      const leaf = leafOf(this.#table, current);
      let plan: Plan | undefined = asksEventless
        ? firstEnabled(leaf.always, current.context, cause)
        : undefined;
      const eventless: boolean = plan !== undefined;
      if (plan === undefined) {
        const raised = queue.shift();
        if (raised === undefined) break;
        cause = raised;
        plan = selectFor(raised, leaf, current.context);
      }
      const next = this.#microstep(plan, current, cause, scope, queue);
      // An eventless transition that changed nothing would stay enabled for ever.
      asksEventless = !eventless || next !== current;
      current = next;
    }
    if (current.status !== 'active') this.#stopChildren(current, cause, scope);
    return current;
  }

  #microstep(
    plan: Plan | undefined,
    snapshot: AnyMachineSnapshot,
    event: EventObject,
    scope: AnyActorScope,
    queue: EventObject[],
  ): AnyMachineSnapshot {
    if (plan === undefined) {
      inspectMicrostep(scope, event, snapshot, NO_TRANSITIONS);
      return snapshot;
    }
    const next = this.#take(plan, snapshot, event, scope, queue);
    inspectMicrostep(scope, event, next, plan.selected);
    return next;
  }

  #take(
    plan: Plan,
    snapshot: AnyMachineSnapshot,
    event: EventObject,
    scope: AnyActorScope,
    internalQueue: EventObject[],
  ): AnyMachineSnapshot {
    const step = stepFrom(snapshot);
    if (plan.leave.length > 0) runActions(step, plan.leave, event, scope, internalQueue, undefined);
    for (const { actions, invokeIds } of plan.enter) {
      const deferredActorIds = invokeIds.length === 0 ? undefined : invokeIds;
      runActions(step, actions, event, scope, internalQueue, deferredActorIds);
    }
    if (plan.final !== undefined) this.#enterFinal(plan.final, step, event, scope, internalQueue);
    if (step.status === 'done' && plan.target.exits.length > 0) {
      runActions(step, plan.target.exits, event, scope, internalQueue, undefined);
    }
    const { context, children, status, output } = step;
    const leaf = plan.target;
    const isUnchanged =
      leaf.nodes === snapshot._nodes &&
      context === snapshot.context &&
      children === snapshot.children &&
      status === snapshot.status &&
      output === snapshot.output;
    if (isUnchanged) return snapshot;
    return createSnapshot(this.#table, this.#machine, {
      leaf,
      context,
      children,
      status,
      output,
      error: snapshot.error,
    });
  }

  /** Entering a final state raises an event for its parent; directly below the root it ends the chart. */
  #enterFinal(
    node: Leaf['node'],
    step: ChartStep,
    event: EventObject,
    scope: AnyActorScope,
    queue: EventObject[],
  ): void {
    const { root } = this.#machine;
    const { self } = scope;
    const { parent } = node;
    const outputOfNode = () => resolveOutput(node.output, { context: step.context, event, self });
    if (parent !== undefined) {
      queue.push({ type: `xstate.done.state.${parent.id}`, output: outputOfNode() } as EventObject);
      if (parent !== root) return;
    }
    step.status = 'done';
    if (root.output === undefined) {
      step.output = undefined;
      return;
    }
    const output = parent === undefined ? undefined : outputOfNode();
    const done = { type: `xstate.done.state.${node.id}`, output };
    step.output = resolveOutput(root.output, { context: step.context, event: done, self });
  }

  /** Stops the children and keeps the state: for the stop event, and when a child's error is not handled. */
  #end(
    snapshot: AnyMachineSnapshot,
    event: EventObject,
    scope: AnyActorScope,
    status: 'stopped' | 'error',
    error: unknown,
  ): AnyMachineSnapshot {
    const children = this.#stopChildren(snapshot, event, scope);
    const leaf = leafOf(this.#table, snapshot);
    const { context, output } = snapshot;
    const state = {
      leaf,
      context,
      children,
      status,
      output,
      error: status === 'error' ? error : snapshot.error,
    };
    const next = createSnapshot(this.#table, this.#machine, state);
    inspectMicrostep(scope, event, next, NO_TRANSITIONS);
    return next;
  }

  #stopChildren(
    snapshot: AnyMachineSnapshot,
    event: EventObject,
    scope: AnyActorScope,
  ): ChartStep['children'] {
    const { children } = snapshot;
    if (children === NO_CHILDREN) return children;
    const step = stepFrom(snapshot);
    const stops = Object.values(children).map((child) => builtinAction(stopChild(child as never)));
    runActions(step, stops, event, scope, [], undefined);
    return step.children;
  }
}

function stepFrom({ machine, _nodes, context, children, status, output }: AnyMachineSnapshot): ChartStep {
  return { machine, _nodes, context, children, status, output };
}

function firstEnabled(plans: readonly Plan[], context: MachineContext, event: EventObject): Plan | undefined {
  for (const plan of plans) {
    if (plan.guard === undefined || plan.guard(context, event)) return plan;
  }
  return undefined;
}

function selectFor(event: EventObject, leaf: Leaf, context: MachineContext): Plan | undefined {
  const plans = leaf.on.get(event.type);
  if (plans === undefined) return undefined;
  for (const plan of plans) {
    if (plan.guard === undefined) return plan;
    try {
      if (plan.guard(context, event)) return plan;
    } catch (cause) {
      const { guard, source } = plan.definition;
      throw new GuardError(guardName(guard), event.type, source.id, cause);
    }
  }
  return undefined;
}

function resolveOutput(output: Output, args: unknown): unknown {
  return typeof output === 'function' ? output(args) : output;
}
