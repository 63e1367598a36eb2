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
 * XState's actor for the charts of this client, not yet started. It has XState's methods and fields; only what an
 * actor is born with is made here, since that is most of what a short life costs: no queue, map or closure that charts
 * do not use (test/bench/actors.ts).
 *
 * @param isInspected whether inspectors are told
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
  /** The first of those who want to know of its end alone. */
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

  /** Where nobody looks on, a step is nothing but a snapshot. */
  update(snapshot: Snapshot<unknown>, event: EventObject): void {
    const isAlone = this.observers === NOBODY && !this._actorScope.isInspected;
    if (isAlone && snapshot.status === 'active' && this._deferred.length === 0) this._snapshot = snapshot;
    else inherited.update.call(this, snapshot, event);
  }

  send(event: EventObject): void {
    if (this._actorScope.isInspected) inherited.send.call(this, event);
    else this._send(event);
  }

  /** Answers and ends that come after an actor has ended concern nobody: XState's development build would warn of each. */
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

/** Charts emit nothing (`compileAction` refuses it), so nobody listens. */
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

/** What a chart is run with: one object, where XState makes a closure of each method. */
class Scope {
  readonly self: ActorInternals;
  readonly id: string;
  readonly sessionId: string;
  readonly logger: unknown;
  readonly system: ActorInternals['system'];
  /** The compiler's runner asks, too. */
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

  /** What runs before the actor has started waits for that. */
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
