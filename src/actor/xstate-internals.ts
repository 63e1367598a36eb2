/**
 * The parts of XState that its types omit and the compiler relies on. XState is pinned to one version; the
 * equivalence tests fail when any of this changes.
 */
import type {
  AnyActor,
  AnyActorRef,
  AnyActorScope,
  AnyMachineSnapshot,
  AnyTransitionDefinition,
  EventObject,
  Snapshot,
} from 'xstate';

/**
 * What builtin actions get in addition to the snapshot: the raised events, and children about to be invoked.
 */
export interface ActionExtra {
  readonly internalQueue: EventObject[];
  readonly deferredActorIds: readonly string[] | undefined;
}

/**
 * What `raise()`, `cancel()`, `sendTo()` and the like return: a function that resolves, then executes,
 * itself.
 */
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
  /** Only in `assign()`. */
  readonly assignment?: unknown;
  /** Only in `raise()` and `sendTo()`. */
  readonly delay?: unknown;
}

/** What `and()`, `or()`, `not()` and `stateIn()` return. */
export interface BuiltinGuard {
  (): boolean;
  check(): boolean;
  readonly guards?: readonly unknown[];
}

type InspectionInternals =
  | {
      type: '@xstate.microstep';
      actorRef: AnyActorRef;
      event: EventObject;
      snapshot: AnyMachineSnapshot;
      _transitions: readonly AnyTransitionDefinition[];
    }
  | { type: '@xstate.actor'; actorRef: unknown }
  | { type: '@xstate.action'; actorRef: unknown; action: { type: string; params: unknown } };

interface SystemInternals {
  readonly _logger: unknown;
  readonly _clock: unknown;
  _bookId(): string;
  _register: (sessionId: string, actor: unknown) => string;
  _unregister: (actor: unknown) => void;
  _sendInspectionEvent(event: InspectionInternals): void;
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
}

/** As XState numbers them. */
export const ProcessingStatus = { notStarted: 0, running: 1, stopped: 2 } as const;
export type ProcessingStatus = (typeof ProcessingStatus)[keyof typeof ProcessingStatus];

/** The fields and methods of an actor that its own methods use. */
export interface ActorInternals {
  readonly id: string;
  readonly sessionId: string;
  readonly logger: unknown;
  readonly system: SystemInternals;
  /** Only in a lean actor. */
  ends: EndObserver | undefined;
  observers: Set<unknown>;
  readonly _processingStatus: ProcessingStatus;
  readonly _deferred: (() => void)[];
  _initState(snapshot: Snapshot<unknown> | undefined): void;
  _process(event: EventObject): void;
  _send(event: EventObject): void;
  _stop(): void;
}

/** XState's methods that a lean actor extends. */
export interface InheritedMethods extends Pick<AnyActor, 'subscribe' | 'send'> {
  update(snapshot: Snapshot<unknown>, event: EventObject): void;
  _send(event: EventObject): void;
  _complete(): void;
  _reportError(error: unknown): void;
}

/** An action as it is handed to an actor's scope, which runs it. */
export interface ExecutableAction {
  readonly type: string;
  readonly info: unknown;
  readonly params: unknown;
  readonly exec: ((info: unknown, params: unknown) => void) | undefined;
}

/** The scope of a lean actor has more. */
interface LeanScope extends AnyActorScope {
  readonly isInspected?: boolean;
  readonly isRunning?: boolean;
}

/** Whether an action can run at once: the actor is running, and no inspector has to see the action. */
export function runsAtOnce(scope: LeanScope): boolean {
  return scope.isInspected === false && scope.isRunning === true;
}

export function isBuiltinAction(value: unknown): value is BuiltinAction {
  return typeof value === 'function' && 'resolve' in value;
}

export function isBuiltinGuard(value: unknown): value is BuiltinGuard {
  return typeof value === 'function' && 'check' in value;
}

/** Shows a microstep to the inspectors. Costs next to nothing while there are none. */
export function inspectMicrostep(
  scope: AnyActorScope,
  event: EventObject,
  snapshot: AnyMachineSnapshot,
  transitions: readonly AnyTransitionDefinition[],
): void {
  if ((scope as LeanScope).isInspected === false) return;
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
  (actor as unknown as ActorInternals)._stop();
}

/** An observer of an actor's end. The observers of one actor are a chain. */
export interface EndObserver {
  complete(): void;
  error(error: unknown): void;
  next?: EndObserver | undefined;
}

/**
 * Like `subscribe`, for a lean actor that has not ended; the observer stays, and nothing is allocated for it.
 */
export function observeEnd(actor: AnyActorRef, observer: EndObserver): void {
  const internals = actor as unknown as ActorInternals;
  let last = internals.ends;
  while (last?.next !== undefined) last = last.next;
  if (last === undefined) internals.ends = observer;
  else last.next = observer;
}

/** Makes an actor ignore what its children report; inspectors still see it. */
export function ignoreReports(actor: AnyActorRef): void {
  (actor as unknown as ActorInternals)._send = () => undefined;
}

/**
 * Keeps a system from listing its actors by session: nobody asks for the list, and it would keep ended ones.
 */
export function keepNoRegister(system: AnyActorScope['system']): void {
  const internals = system as unknown as SystemInternals;
  internals._register = (sessionId) => sessionId;
  internals._unregister = () => undefined;
}
