import {
  type AnyStateMachine,
  and,
  assign,
  cancel,
  createMachine,
  type EventObject,
  fromCallback,
  log,
  not,
  or,
  raise,
  sendTo,
} from 'xstate';

/** What a script does to an actor, one step after another. */
export type Step =
  | { readonly kind: 'event'; readonly event: EventObject }
  | { readonly kind: 'advance'; readonly durationMs: number }
  /** Sends an event to an invoked child, if it lives. */
  | { readonly kind: 'child'; readonly id: string; readonly event: EventObject }
  /** Persists the actor, stops it and goes on with one restored from what was persisted. */
  | { readonly kind: 'restore' }
  | { readonly kind: 'stop' };

/** A whole number in [0, bound). */
export type Draw = (bound: number) => number;

interface ChartContext {
  readonly n: number;
  readonly m: number;
  readonly last: string;
  readonly fuel: number;
}
interface Args {
  readonly context: ChartContext;
  readonly event: EventObject;
}
type Part = Record<string, unknown>;

const EVENTS = ['a.one', 'a.two', 'b', 'c'] as const;
const ACTORS = ['worker', 'answering', 'instant', 'broken'] as const;

/** A small generator of whole numbers (xorshift): the same seed gives the same draws for ever. */
export function drawing(seed: number): Draw {
  let state = Math.imul(seed, 2654435761) >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % bound;
  };
}

/**
 * A random machine made of all that the compiler supports: nesting of three levels, every form of guard and action,
 * delays, eventless transitions, final states, invoked children, the root as a target, and now and then an
 * action, a guard or an assignment that throws.
 */
export function randomChart(seed: number): AnyStateMachine {
  return new ChartMaker(drawing(seed)).machine(seed);
}

/** A random script for a random chart: mostly events, with time, children, restores and a stop in between. */
export function randomScript(seed: number, length: number): Step[] {
  const draw = drawing(seed + 0x5eed);
  return Array.from({ length }, () => randomStep(draw));
}

function randomStep(draw: Draw): Step {
  const kind = draw(20);
  if (kind < 11) return { kind: 'event', event: { type: pick(draw, EVENTS) } };
  if (kind < 15) return { kind: 'advance', durationMs: 1 + draw(60) };
  if (kind < 18)
    return {
      kind: 'child',
      id: `child${draw(3)}`,
      event: { type: pick(draw, ['work.finish', 'work.fail']) },
    };
  if (kind === 18) {
    const type = pick(draw, ['restore', 'unknown', 'xstate.init']);
    return type === 'restore' ? { kind: 'restore' } : { kind: 'event', event: { type } };
  }
  return draw(6) === 0 ? { kind: 'stop' } : { kind: 'advance', durationMs: 0 };
}

class ChartMaker {
  readonly #draw: Draw;
  readonly #stateIds: string[] = ['root'];
  #count = 0;
  #children = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  machine(seed: number): AnyStateMachine {
    const draw = this.#draw;
    const states: Record<string, Part> = {};
    const size = 2 + draw(3);
    for (let index = 0; index < size; index++) states[`k${index}`] = this.#state(1);
    if (draw(2) === 0) states.end = this.#finalState();
    const root: Part = {
      id: 'root',
      context:
        draw(3) === 0
          ? ({ input }: { input?: number }) => ({ ...contextFrom(seed), m: input ?? 0 })
          : contextFrom(seed),
      initial: this.#initial(`k${draw(size)}`),
      states,
      entry: this.#actions(2),
      exit: this.#actions(2),
      options: { maxIterations: 200 },
    };
    if (draw(2) === 0)
      root.output = ({ context, event }: Args & { event: { output?: unknown } }) => [context.n, event.output];
    this.#fill(root, 'root', true);
    return createMachine(root as never, implementations as never);
  }

  #state(depth: number): Part {
    const draw = this.#draw;
    const id = this.#newId('s');
    const state: Part = { id, entry: this.#actions(4), exit: this.#actions(3) };
    if (draw(3) === 0) state.tags = [`t${draw(3)}`];
    if (draw(4) === 0) state.meta = { id };
    const size = depth < 3 && draw(3) === 0 ? 1 + draw(3) : 0;
    if (size === 0) return state;
    const states: Record<string, Part> = {};
    for (let index = 0; index < size; index++) states[`k${index}`] = this.#state(depth + 1);
    if (draw(2) === 0) states.end = this.#finalState();
    return { ...state, states, initial: this.#initial(`k${draw(size)}`) };
  }

  #finalState(): Part {
    const draw = this.#draw;
    const state: Part = {
      id: this.#newId('f'),
      type: 'final',
      entry: this.#actions(3),
      exit: this.#actions(3),
    };
    if (draw(2) === 0) state.output = ({ context }: Args) => context.n;
    return state;
  }

  #initial(target: string): unknown {
    return this.#draw(4) === 0 ? { target, actions: this.#actions(9) } : target;
  }

  /** Adds transitions, delays and children once all states have their ids. */
  #fill(state: Part, id: string, isRoot: boolean): void {
    const draw = this.#draw;
    const on: Part = {};
    for (const event of EVENTS) {
      if (draw(3) > 0)
        on[event] = draw(3) === 0 ? [this.#transition(id), this.#transition(id)] : this.#transition(id);
    }
    if (draw(2) === 0) on.answer = this.#burning(id);
    state.on = on;
    const states = (state.states ?? {}) as Record<string, Part>;
    if ('end' in states) state.onDone = this.#transition(id);
    if (!isRoot && draw(4) === 0)
      state.after = { [draw(2) === 0 ? 'brief' : 10 + draw(50)]: this.#transition(id) };
    if (!isRoot && draw(6) === 0) state.always = draw(12) === 0 ? this.#transition(id) : this.#burning(id);
    if (draw(5) === 0) state.invoke = this.#invoke(id);
    for (const child of Object.values(states)) {
      if (child.type !== 'final') this.#fill(child, child.id as string, false);
    }
  }

  #invoke(stateId: string): Part {
    const draw = this.#draw;
    const invoke: Part = { src: pick(draw, ACTORS), input: ({ context }: Args) => context.n };
    // An id may be used by several states, and some children go by XState's own.
    if (draw(3) > 0) invoke.id = `child${this.#children++ % 3}`;
    if (draw(4) > 0) invoke.onDone = this.#burning(stateId);
    if (draw(4) > 0) invoke.onError = this.#burning(stateId);
    if (draw(3) === 0) invoke.onSnapshot = this.#burning(stateId);
    return invoke;
  }

  #transition(stateId: string): Part {
    const draw = this.#draw;
    const transition: Part = { guard: this.#guard(), actions: this.#actions(6) };
    if (draw(6) > 0) {
      transition.target = `#${draw(4) === 0 ? stateId : pick(draw, this.#stateIds)}`;
      if (draw(4) === 0) transition.reenter = true;
    }
    return transition;
  }

  /** For what can follow from itself, such as eventless transitions: it ends when the fuel is burnt. */
  #burning(stateId: string): Part {
    const remainder = this.#draw(5);
    const transition = this.#transition(stateId);
    const burn = assign({ fuel: ({ context }) => context.fuel - 1 });
    const guard = ({ context }: Args) => context.n % 5 !== remainder && context.fuel > 0;
    return {
      ...transition,
      guard,
      actions: [burn, ...((transition.actions as unknown[] | undefined) ?? [])],
    };
  }

  #guard(): unknown {
    const draw = this.#draw;
    const remainder = draw(5);
    const inline = ({ context }: Args) => context.n % 5 !== remainder;
    switch (draw(10)) {
      case 0:
        return inline;
      case 1:
        return not(inline as never);
      case 2:
        return and([inline as never, 'isOdd' as never]);
      case 3:
        return or([{ type: 'isNotMultiple', params: { of: 3 } } as never, not('isOdd' as never)]);
      case 4:
        return { type: 'isNotMultiple', params: { of: 2 + remainder } };
      case 5:
        return { type: 'isNotMultiple', params: ({ context }: Args) => ({ of: 2 + (context.n % 3) }) };
      case 6:
        return draw(8) === 0 ? 'isFragile' : 'isCombined';
      default:
        return undefined;
    }
  }

  /** Up to two actions, with a probability of `tenths` in ten. */
  #actions(tenths: number): unknown[] | undefined {
    if (this.#draw(10) >= tenths) return undefined;
    return Array.from({ length: 1 + this.#draw(2) }, () => this.#action());
  }

  #action(): unknown {
    const draw = this.#draw;
    const id = this.#count++;
    switch (draw(14)) {
      case 0:
      case 1:
        return { type: 'note', params: { id } };
      case 2:
        return {
          type: 'note',
          params: ({ context, event }: Args) => ({ id, n: context.n, type: event.type }),
        };
      case 3:
      case 4:
        return assign({ n: ({ context }) => (context.n * 3 + id) % 17, last: 'set' });
      case 5:
        return assign(({ context, event }) => ({ last: event.type, m: (context.m + id) % 11 }));
      case 6:
        return { type: 'add', params: { amount: id % 7 } };
      case 7:
        return draw(3) === 0 ? raise({ type: pick(draw, EVENTS) }) : 'plain';
      case 8:
        return raise(
          { type: pick(draw, EVENTS) },
          { delay: draw(2) === 0 ? 5 + draw(20) : ('brief' as never), id: 'later' },
        );
      case 9:
        return cancel('later');
      case 10:
        return draw(4) === 0 ? sendTo(`child${draw(3)}`, { type: 'work.finish' }) : sendToSelf(draw);
      case 11:
        return draw(3) === 0 ? { type: 'fail', params: { when: draw(17) } } : log('said');
      case 12:
        return function inlineAction() {};
      default:
        return draw(20) === 0 ? assign({ n: () => fail('assignment') }) : 'plain';
    }
  }

  #newId(prefix: string): string {
    const id = `${prefix}${this.#count++}`;
    this.#stateIds.push(id);
    return id;
  }
}

const worker = createMachine({
  id: 'worker',
  context: ({ input }: { input: unknown }) => ({ effort: Number(input) }),
  initial: 'working',
  states: {
    working: {
      after: { 25: 'finished' },
      on: { 'work.finish': 'finished', 'work.fail': { actions: () => fail('worker') }, 'work.move': 'moved' },
    },
    moved: { on: { 'work.finish': 'finished' } },
    finished: { type: 'final' },
  },
  output: ({ context }: { context: { effort: number } }) => context.effort,
} as never);

const implementations = {
  actions: {
    note: () => {},
    plain: () => {},
    add: assign({
      m: (({ context }: Args, { amount }: { amount: number }) => (context.m + amount) % 11) as never,
    }),
    fail: ({ context }: Args, { when }: { when: number }) => {
      if (context.n === when) fail('action');
    },
  },
  guards: {
    isOdd: ({ context }: Args) => context.m % 2 === 1,
    isNotMultiple: ({ context }: Args, params: { of: number }) => (context.m + 1) % params.of !== 0,
    isCombined: and(['isOdd', not(({ context }: { context: ChartContext }) => context.n > 12)] as never),
    isFragile: ({ context }: Args) => (context.n > 8 ? fail('guard') : true),
  },
  delays: { brief: ({ context }: Args) => 5 + context.n },
  actors: {
    worker,
    answering: fromCallback(({ sendBack, receive }) => receive(() => sendBack({ type: 'answer' }))),
    instant: createMachine({ id: 'instant', type: 'final' } as never),
    broken: createMachine({ id: 'broken', context: () => fail('start') } as never),
  },
};

function contextFrom(seed: number): ChartContext {
  return { n: seed % 5, m: 0, last: '', fuel: 12 };
}

function sendToSelf(draw: Draw): unknown {
  return sendTo(({ self }) => self, { type: pick(draw, EVENTS) }, { delay: 3 + draw(10), id: 'later' });
}

function fail(where: string): never {
  throw new Error(`Thrown by ${where}`);
}

function pick<T>(draw: Draw, values: readonly T[]): T {
  return values[draw(values.length)] as T;
}
