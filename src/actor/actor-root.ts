import {
  type Actor,
  type ActorLogic,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  type InputFrom,
  type InspectionEvent,
  type Observer,
  type Snapshot,
  toObserver,
} from 'xstate';
import { Chain, type Link } from '../model/chain.ts';
import { ClosedError } from '../model/errors.ts';
import type { Clock } from '../model/runtime.ts';
import { machineIdOf } from './chart-names.ts';
import { indexScheduler } from './index-scheduler.ts';
import { createLeanActor } from './lean-actor.ts';
import {
  type EndObserver,
  ignoreReports,
  keepNoRegister,
  observeEnd,
  stopActor,
} from './xstate-internals.ts';

/** Anything XState accepts as an inspector. */
export type Inspector = Observer<InspectionEvent> | ((event: InspectionEvent) => void);

export interface ActorRootOptions {
  readonly clock: Clock;
  /** Observes every actor of the root. What it throws goes to `onError` and disturbs no actor. */
  readonly inspect?: Inspector | undefined;
  /** Is called for each actor that ends with an error, and, without an actor, when the inspector throws. */
  readonly onError: (error: unknown, actor: AnyActorRef | undefined) => void;
}

export interface StartOptions<TLogic extends AnyActorLogic> {
  /** Names the actor for its parent and for inspectors; it need not be unique. */
  readonly id: string;
  readonly input?: InputFrom<TLogic>;
  /** An actor started through this root; the new one does not outlive it. Default: the root. */
  readonly parent?: AnyActorRef;
  /** Where to start instead of the initial state; see `startIn`. */
  readonly snapshot?: Snapshot<unknown>;
}

/** A live actor of a root; its end removes it from there. */
class Member implements EndObserver, Link<Member> {
  readonly actor: AnyActorRef;
  readonly parent: AnyActorRef;
  readonly #root: ActorRoot;
  next: EndObserver | undefined;
  chain: Chain<Member> | undefined;
  before: Member | undefined;
  after: Member | undefined;

  constructor(actor: AnyActorRef, parent: AnyActorRef, root: ActorRoot) {
    this.actor = actor;
    this.parent = parent;
    this.#root = root;
  }

  complete(): void {
    this.#root.ended(this);
  }

  error(error: unknown): void {
    this.#root.failed(this, error);
  }
}

const rootLogic: ActorLogic<Snapshot<undefined>, EventObject> = {
  // The only event that reaches it is `xstate.stop`.
  transition: () => ({ status: 'stopped', output: undefined, error: undefined }),
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  getPersistedSnapshot: (snapshot) => snapshot,
};

/**
 * The root of one client's actors: one system, clock and inspector for all of them.
 *
 * Actors are started here with the `parent` option, never spawned by a machine: a machine copies its map of
 * children on every spawn and keeps the finished ones, so that a spawn among 10,000 siblings costs 7 ms. Here
 * a start and an end cost the same among any number of actors. Every actor has an error observer before it
 * starts, so no error ends the process; and the root ignores what its children report, so no child can end
 * it. When an actor ends, only its own delays are walked (`indexScheduler`), whatever other timers the system
 * has. Even so, deadlines of single requests do not use `after`: they belong in the `TimerWheel`.
 */
export class ActorRoot {
  readonly #root: Actor<typeof rootLogic>;
  readonly #onError: ActorRootOptions['onError'];
  readonly #isInspected: boolean;
  /** In the order of their start, so a child comes after its parent. */
  readonly #live = new Chain<Member>();
  readonly #childrenOf = new Map<AnyActorRef, Set<AnyActorRef>>();
  #isStopped = false;

  constructor({ clock, inspect, onError }: ActorRootOptions) {
    this.#onError = onError;
    this.#isInspected = inspect !== undefined;
    const options = inspect === undefined ? { clock } : { clock, inspect: guarded(inspect, onError) };
    this.#root = createActor(rootLogic, { id: 'client', ...options });
    this.#root.subscribe({ error: (error) => onError(error, this.#root) });
    indexScheduler(this.#root.system, clock);
    this.#root.start();
    ignoreReports(this.#root);
    keepNoRegister(this.#root.system);
  }

  /** How many actors have been started and have not ended. */
  get liveCount(): number {
    return this.#live.size;
  }

  /** The same number for each kind of actor, by the id of its machine or logic. */
  get liveCounts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { actor } of this.#live.toArray()) {
      const id = machineIdOf(actor) ?? 'other';
      counts[id] = (counts[id] ?? 0) + 1;
    }
    return counts;
  }

  /**
   * Creates and starts an actor.
   * @throws ClosedError after `stop()`.
   */
  start<TLogic extends AnyActorLogic>(logic: TLogic, options: StartOptions<TLogic>): Actor<TLogic> {
    if (this.#isStopped) throw new ClosedError();
    const { id, input, parent = this.#root, snapshot } = options;
    const actor = createLeanActor(logic, { id, input, parent, snapshot }, this.#isInspected);
    const member = new Member(actor, parent, this);
    this.#live.add(member);
    if (parent !== this.#root) this.#addChild(actor, parent);
    observeEnd(actor, member);
    return actor.start();
  }

  /** @internal */
  ended(member: Member): void {
    this.#remove(member);
  }

  /** @internal */
  failed(member: Member, error: unknown): void {
    this.#remove(member);
    this.#onError(error, member.actor);
  }

  /** Stops one actor, its children first. Harmless when it has ended. */
  stopActor(actor: AnyActorRef): void {
    this.#stopChildren(actor);
    stopActor(actor);
  }

  /** Stops every actor, children before their parents, and the root. Nothing can be started afterwards. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const { actor } of this.#live.toArray().reverse()) stopActor(actor);
    this.#root.stop();
  }

  #addChild(actor: AnyActorRef, parent: AnyActorRef): void {
    const siblings = this.#childrenOf.get(parent);
    if (siblings === undefined) this.#childrenOf.set(parent, new Set([actor]));
    else siblings.add(actor);
  }

  #remove(member: Member): void {
    const { actor, parent } = member;
    this.#live.delete(member);
    const siblings = this.#childrenOf.get(parent);
    siblings?.delete(actor);
    if (siblings?.size === 0) this.#childrenOf.delete(parent);
    this.#stopChildren(actor);
  }

  #stopChildren(parent: AnyActorRef): void {
    const children = this.#childrenOf.get(parent);
    if (children === undefined) return;
    for (const child of [...children].reverse()) this.stopActor(child);
  }
}

/** In XState, an inspector that throws can end the actor that it inspects; this one cannot. */
function guarded(inspect: Inspector, onError: ActorRootOptions['onError']): Observer<InspectionEvent> {
  const observer = toObserver(inspect);
  return {
    next: (event) => {
      try {
        observer.next?.(event);
      } catch (error) {
        onError(error, undefined);
      }
    },
  };
}
