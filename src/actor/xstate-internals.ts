/**
 * The parts of XState that its types leave out and the compiler stands on. XState is pinned to one version;
 * the equivalence tests fail when any of this changes.
 */
import type {
  AnyActorRef,
  AnyActorScope,
  AnyMachineSnapshot,
  AnyTransitionDefinition,
  EventObject,
} from 'xstate';

/** What builtin actions find besides the snapshot: the queue of raised events, and children about to be invoked. */
export interface ActionExtra {
  readonly internalQueue: EventObject[];
  readonly deferredActorIds: readonly string[] | undefined;
}

/** The function that `raise()`, `cancel()`, `emit()` and their like return: it resolves, then executes, itself. */
export interface BuiltinAction {
  (): void;
  readonly type: string;
  resolve(
    scope: AnyActorScope,
    snapshot: AnyMachineSnapshot,
    args: unknown,
    params: unknown,
    action: BuiltinAction,
    extra: ActionExtra,
  ): readonly [AnyMachineSnapshot, unknown, unknown];
  retryResolve?(scope: AnyActorScope, snapshot: AnyMachineSnapshot, params: unknown): void;
  execute?(scope: AnyActorScope, params: unknown): void;
  /** Of `assign()`. */
  readonly assignment?: unknown;
  /** Of `raise()` and `sendTo()`. */
  readonly delay?: unknown;
}

/** The function that `and()`, `or()`, `not()` and `stateIn()` return. */
export interface BuiltinGuard {
  (): boolean;
  check(): boolean;
  readonly guards?: readonly unknown[];
}

interface SystemInternals {
  _sendInspectionEvent(event: {
    type: '@xstate.microstep';
    actorRef: AnyActorRef;
    event: EventObject;
    snapshot: AnyMachineSnapshot;
    _transitions: readonly AnyTransitionDefinition[];
  }): void;
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
}

export function isBuiltinAction(value: unknown): value is BuiltinAction {
  return typeof value === 'function' && 'resolve' in value;
}

export function isBuiltinGuard(value: unknown): value is BuiltinGuard {
  return typeof value === 'function' && 'check' in value;
}

/** Tells inspectors of one microstep. Costs next to nothing while none is attached. */
export function inspectMicrostep(
  scope: AnyActorScope,
  event: EventObject,
  snapshot: AnyMachineSnapshot,
  transitions: readonly AnyTransitionDefinition[],
): void {
  (scope.system as unknown as SystemInternals)._sendInspectionEvent({
    type: '@xstate.microstep',
    actorRef: scope.self,
    event,
    snapshot,
    _transitions: transitions,
  });
}

/** Sends an event from one actor to another; inspectors see both ends. */
export function relay(
  system: AnyActorScope['system'],
  source: AnyActorRef,
  target: AnyActorRef,
  event: EventObject,
): void {
  (system as unknown as SystemInternals)._relay(source, target, event);
}

/** Stops any actor. The public `stop()` refuses those that have a parent. */
export function stopActor(actor: AnyActorRef): void {
  (actor as unknown as { _stop(): void })._stop();
}
