import {
  Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type EventObject,
  type Snapshot,
  type Subscription,
} from 'xstate';
import {
  type ActorInternals,
  type EndObserver,
  type ExecutableAction,
  type InheritedMethods,
  ProcessingStatus,
} from './xstate-internals.ts';

export interface LeanActorOptions {
  /** Names the actor for its parent and for inspectors. */
  readonly id: string;
  readonly parent: AnyActorRef;
  readonly input?: unknown;
  /** Where it starts instead of its initial state. */
  readonly snapshot?: Snapshot<unknown> | undefined;
}

/**
 * Makes an actor for the charts of this client, not yet started. It has XState's methods and fields; only its
 * construction is done here, which is most of what a short life costs: without any queue, map or closure that
 * charts do not use (test/bench/actors.ts).
 *
 * @param isInspected whether the system has an inspector
 */
export function createLeanActor<TLogic extends AnyActorLogic>(
  logic: TLogic,
  options: LeanActorOptions,
  isInspected: boolean,
): Actor<TLogic> {
  const actor = new LeanActor(logic, options, isInspected) as unknown;
  const internals = actor as ActorInternals;
  if (isInspected) internals.system._sendInspectionEvent({ type: '@xstate.actor', actorRef: actor });
  internals._initState(options.snapshot);
  return actor as Actor<TLogic>;
}

class LeanActor {
  readonly logic: AnyActorLogic;
  readonly options: LeanActorOptions;
  readonly id: string;
  readonly system: ActorInternals['system'];
  readonly sessionId: string;
  readonly logger: unknown;
  readonly clock: unknown;
  readonly src: AnyActorLogic;
  readonly ref = this;
  mailbox: Mailbox;
  /** The first of those that observe its end alone; a chain. */
  ends: EndObserver | undefined;
  observers: ReadonlySet<unknown> = NOBODY;
  readonly eventListeners = NO_LISTENERS;
  readonly _parent: AnyActorRef;
  readonly _actorScope: Scope;
  readonly _deferred: (() => void)[] = [];
  _processingStatus: ProcessingStatus = ProcessingStatus.notStarted;
  _snapshot: unknown;
  _doneEvent: unknown;

  constructor(logic: AnyActorLogic, options: LeanActorOptions, isInspected: boolean) {
    const system = options.parent.system as unknown as ActorInternals['system'];
    this.logic = logic;
    this.src = logic;
    this.options = options;
    this.id = options.id;
    this.system = system;
    this.sessionId = system._bookId();
    this.logger = system._logger;
    this.clock = system._clock;
    this._parent = options.parent;
    const actor = this as unknown as ActorInternals;
    this.mailbox = new Mailbox(actor);
    this._actorScope = new Scope(actor, isInspected);
  }

  subscribe(...observer: Parameters<AnyActor['subscribe']>): Subscription {
    if (this.observers === NOBODY) this.observers = new Set();
    return inherited.subscribe.apply(this as never, observer);
  }

  /** Without observers and inspectors, a step is nothing but a new snapshot. */
  update(snapshot: Snapshot<unknown>, event: EventObject): void {
    const isAlone = this.observers === NOBODY && !this._actorScope.isInspected;
    if (isAlone && snapshot.status === 'active' && this._deferred.length === 0) this._snapshot = snapshot;
    else inherited.update.call(this, snapshot, event);
  }

  send(event: EventObject): void {
    if (this._actorScope.isInspected) inherited.send.call(this, event);
    else this._send(event);
  }

  /**
   * Ignores what arrives after the actor has ended; XState's development build would warn about each event.
   */
  _send(event: EventObject): void {
    if (this._processingStatus !== ProcessingStatus.stopped) inherited._send.call(this, event);
  }

  _complete(): void {
    for (let end = this.ends; end !== undefined; end = end.next) end.complete();
    inherited._complete.call(this);
  }

  _reportError(error: unknown): void {
    for (let end = this.ends; end !== undefined; end = end.next) end.error(error);
    if (this.observers.size > 0) inherited._reportError.call(this, error);
  }
}
const inherited = Actor.prototype as unknown as InheritedMethods;
Object.setPrototypeOf(LeanActor.prototype, Actor.prototype);

/** Most actors have no other observers. */
const NOBODY: ReadonlySet<unknown> = new Set();

/** Charts emit nothing (`compileAction` refuses that), so there are no listeners. */
const NO_LISTENERS = { clear() {} };

/** Events wait here while one is being processed. */
class Mailbox {
  readonly #actor: ActorInternals;
  #waiting: EventObject[] | undefined;
  #isOpen = false;
  #isBusy = false;

  constructor(actor: ActorInternals) {
    this.#actor = actor;
  }

  start(): void {
    this.#isOpen = true;
    this.#flush();
  }

  clear(): void {
    this.#waiting = undefined;
  }

  enqueue(event: EventObject): void {
    if (this.#isOpen && !this.#isBusy) {
      this.#process(event);
      this.#flush();
      return;
    }
    this.#waiting ??= [];
    this.#waiting.push(event);
  }

  #flush(): void {
    for (let event = this.#waiting?.shift(); event !== undefined; event = this.#waiting?.shift()) {
      this.#process(event);
    }
  }

  #process(event: EventObject): void {
    this.#isBusy = true;
    this.#actor._process(event);
    this.#isBusy = false;
  }
}

/** The scope that a chart runs with: one object, where XState makes a closure for each method. */
class Scope {
  readonly self: ActorInternals;
  readonly id: string;
  readonly sessionId: string;
  readonly logger: unknown;
  readonly system: ActorInternals['system'];
  /** Read by the compiler's runner, too. */
  readonly isInspected: boolean;

  constructor(self: ActorInternals, isInspected: boolean) {
    this.self = self;
    this.id = self.id;
    this.sessionId = self.sessionId;
    this.logger = self.logger;
    this.system = self.system;
    this.isInspected = isInspected;
  }

  defer(task: () => void): void {
    this.self._deferred.push(task);
  }

  stopChild(child: ActorInternals): void {
    child._stop();
  }

  get isRunning(): boolean {
    return this.self._processingStatus === ProcessingStatus.running;
  }

  /** Actions that come before the actor has started wait for its start. */
  actionExecutor(action: ExecutableAction): void {
    if (this.isRunning) this.#execute(action);
    else this.self._deferred.push(() => this.#execute(action));
  }

  #execute({ type, params, exec, info }: ExecutableAction): void {
    if (this.isInspected) {
      const { self, system } = this;
      system._sendInspectionEvent({ type: '@xstate.action', actorRef: self, action: { type, params } });
    }
    exec?.(info, params);
  }
}
