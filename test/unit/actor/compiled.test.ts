import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  createActor,
  createMachine,
  enqueueActions,
  fromCallback,
  type InspectionEvent,
  raise,
  setup,
  spawnChild,
  stateIn,
  stopChild,
  waitFor,
} from 'xstate';
import { getShortestPaths, toDirectedGraph } from 'xstate/graph';
import { EndlessChartError, GuardError, UnsupportedChartError } from '../../../src/actor/chart-errors.ts';
import { compiled } from '../../../src/actor/compiled.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const requestMachine = setup({
  types: {
    input: {} as { key: string },
    context: {} as { readonly key: string; readonly attempts: number },
    events: {} as { type: 'request.failed' } | { type: 'request.answered'; value: string },
    output: {} as { attempts: number },
    tags: {} as 'busy',
  },
  actions: {
    send: (_, _params: { key: string }) => {},
    countAttempt: assign({ attempts: ({ context }) => context.attempts + 1 }),
  },
  guards: { attemptsLeft: ({ context }) => context.attempts < 3 },
  delays: { backoff: ({ context }) => 10 * context.attempts },
}).createMachine({
  id: 'request',
  context: ({ input }) => ({ key: input.key, attempts: 0 }),
  initial: 'sending',
  states: {
    sending: {
      tags: 'busy',
      entry: ['countAttempt', { type: 'send', params: ({ context }) => ({ key: context.key }) }],
      on: {
        'request.answered': 'answered',
        'request.failed': [{ guard: 'attemptsLeft', target: 'backingOff' }, { target: 'failed' }],
      },
    },
    backingOff: { after: { backoff: 'sending' } },
    answered: { type: 'final' },
    failed: { type: 'final' },
  },
  output: ({ context }) => ({ attempts: context.attempts }),
  options: { maxIterations: 100 },
});

describe('compiled', () => {
  it('keeps the type of the machine', () => {
    expectTypeOf(compiled(requestMachine)).toEqualTypeOf(requestMachine);
  });

  it('is an ordinary actor: clock, waitFor, output', async () => {
    const clock = new VirtualClock();
    const actor = createActor(compiled(requestMachine), { clock, input: { key: 'k' } }).start();
    actor.send({ type: 'request.failed' });
    expect(actor.getSnapshot().matches('backingOff')).toBe(true);
    const sending = waitFor(actor, (snapshot) => snapshot.hasTag('busy'));
    clock.advance(10);
    await expect(sending).resolves.toMatchObject({ value: 'sending' });
    expect(actor.getSnapshot().can({ type: 'request.failed' })).toBe(true);
    actor.send({ type: 'request.answered', value: 'v' });
    expect(actor.getSnapshot().output).toEqual({ attempts: 2 });
    expect(clock.pending).toBe(0);
  });

  it('can be provided with other implementations and stays compiled', () => {
    const sent: string[] = [];
    const provided = compiled(requestMachine).provide({
      actions: { send: (_, { key }) => void sent.push(key) },
    });
    const actor = createActor(provided, { input: { key: 'k' } }).start();
    expect(sent).toEqual(['k']);
    expect(actor.getSnapshot().machine).toBe(provided);
    expect(Object.keys(provided)).toContain('transition');
  });

  it('takes implementations as provide does, and leaves the machine as it was', () => {
    const sent: string[] = [];
    const actions = { send: (_: unknown, { key }: { key: string }) => void sent.push(key) };
    createActor(compiled(requestMachine, { actions }), { input: { key: 'k' } }).start();
    createActor(compiled(requestMachine), { input: { key: 'other' } }).start();
    expect(sent).toEqual(['k']);
  });

  it('is walked and drawn as the machine it was made of', () => {
    const options = { input: { key: 'k' } };
    const values = (machine: AnyStateMachine) =>
      getShortestPaths(machine, options).map(({ state }) => state.value);
    expect(values(compiled(requestMachine))).toEqual(values(requestMachine));
    const drawing = (machine: AnyStateMachine) => JSON.stringify(toDirectedGraph(machine));
    expect(drawing(compiled(requestMachine))).toBe(drawing(requestMachine));
    expect(compiled(requestMachine).config).toBe(requestMachine.config);
  });

  it('shares nothing that changes between snapshots', () => {
    const actor = createActor(compiled(requestMachine), { input: { key: 'k' } }).start();
    const before = actor.getSnapshot();
    actor.send({ type: 'request.failed' });
    expect(before.value).toBe('sending');
    expect(before.context).toEqual({ key: 'k', attempts: 1 });
  });

  it('keeps the snapshot when nothing changed', () => {
    const actor = createActor(compiled(requestMachine), { input: { key: 'k' } }).start();
    const before = actor.getSnapshot();
    actor.send({ type: 'unknown' } as never);
    expect(actor.getSnapshot()).toBe(before);
  });

  it('tells what a guard threw, as the cause of a GuardError that names guard, event and state', () => {
    const thrown = new Error('no region');
    const machine = setup({
      guards: {
        isLocated: () => {
          throw thrown;
        },
      },
    }).createMachine({ id: 'm', on: { go: { guard: 'isLocated' } } });
    const error = vi.fn();
    const actor = createActor(compiled(machine));
    actor.subscribe({ error });
    actor.start();
    actor.send({ type: 'go' });
    expect(error).toHaveBeenCalledExactlyOnceWith(new GuardError('isLocated', 'go', 'm', thrown));
    expect(error.mock.calls[0]?.[0].cause).toBe(thrown);
    expect(actor.getSnapshot().status).toBe('error');
  });

  it('ends a chart that goes round for ever', () => {
    const machine = createMachine({
      id: 'round',
      initial: 'a',
      states: { a: { always: 'b' }, b: { always: 'a' } },
      options: { maxIterations: 50 },
    });
    const actor = createActor(compiled(machine));
    actor.subscribe({ error: () => {} });
    expect(actor.start().getSnapshot().error).toEqual(new EndlessChartError('round', 50));
  });

  it('stops invoked children when an action throws', () => {
    let stopped = false;
    const machine = setup({
      actors: {
        beat: fromCallback(() => () => {
          stopped = true;
        }),
      },
    }).createMachine({
      invoke: { src: 'beat', onError: {} },
      on: {
        go: {
          actions: () => {
            throw new Error('bug');
          },
        },
      },
    });
    const actor = createActor(compiled(machine));
    actor.subscribe({ error: () => {} });
    actor.start();
    actor.send({ type: 'go' });
    expect(actor.getSnapshot().error).toEqual(new Error('bug'));
    expect(stopped).toBe(true);
  });

  it('refuses to spawn, from assign and from the context', () => {
    const inContext = createMachine({ context: ({ spawn }) => ({ ref: spawn(fromCallback(() => {})) }) });
    const inAssign = createMachine({
      context: {},
      entry: assign({ ref: ({ spawn }) => spawn(fromCallback(() => {})) }),
    });
    for (const machine of [inContext, inAssign]) {
      expect(createActor(compiled(machine)).getSnapshot().error).toMatchObject({ code: 'TIKV_INTERNAL' });
    }
  });

  const unsupported: [string, AnyStateMachine, string][] = [
    [
      'parallel states are not supported',
      createMachine({ initial: 'a', states: { a: { type: 'parallel', states: { x: {} } } } }),
      'a',
    ],
    [
      'history states are not supported',
      createMachine({ initial: 'a', states: { a: {}, h: { type: 'history' } } }),
      'h',
    ],
    [
      "wildcard event '*' is not supported",
      createMachine({ initial: 'a', states: { a: { on: { '*': {} } } } }),
      'a',
    ],
    ["wildcard event 'store.*' is not supported", createMachine({ on: { 'store.*': {} } }), ''],
    ["action 'xstate.spawnChild' is not supported", createMachine({ entry: spawnChild('x') }), ''],
    ["action 'xstate.stopChild' is not supported", createMachine({ exit: stopChild('x') }), ''],
    [
      "action 'xstate.enqueueActions' is not supported",
      createMachine({ on: { go: { actions: enqueueActions(() => {}) } } }),
      '',
    ],
    [
      "action 'send' has no implementation",
      createMachine({ initial: 'a', states: { a: { initial: 'b', states: { b: { entry: 'send' } } } } }),
      'a.b',
    ],
    ["guard 'isNew' has no implementation", createMachine({ on: { go: { guard: 'isNew' } } }), ''],
    ['this builtin guard is not supported', createMachine({ on: { go: { guard: stateIn('a') } } }), ''],
    [
      "delay 'backoff' has no implementation",
      createMachine({ initial: 'a', states: { a: { after: { backoff: 'a' } } } }),
      'a',
    ],
    [
      "delay 'soon' has no implementation",
      createMachine({ entry: raise({ type: 'go' }, { delay: 'soon' as never }) }),
      '',
    ],
    [
      "actor 'beat' has no implementation",
      createMachine({ initial: 'a', states: { a: { invoke: { src: 'beat' } } } }),
      'a',
    ],
    [
      'a transition has more than one target',
      createMachine({
        initial: 'a',
        states: { a: { on: { go: ['a', 'b'].map((target) => ({ target: [target, 'b'] })) } }, b: {} },
      } as never),
      'a',
    ],
  ];
  for (const [reason, machine, statePath] of unsupported) {
    it(`refuses, when it compiles: ${reason}`, () => {
      const refusal = new UnsupportedChartError('(machine)', statePath, reason);
      expect(() => compiled(machine)).toThrow(refusal);
      expect(() => compiled(machine)).toThrow(
        expect.objectContaining({ statePath, reason, code: 'TIKV_INTERNAL' }),
      );
    });
  }

  it('refuses to resolve a state that does not exist', () => {
    const context = { key: 'k', attempts: 0 };
    expect(() => compiled(requestMachine).resolveState({ value: 'nowhere', context })).toThrow(
      UnsupportedChartError,
    );
  });

  it('shows inspectors each microstep with the transition taken', () => {
    const seen: unknown[] = [];
    const inspect = (event: InspectionEvent) => {
      if (event.type === '@xstate.microstep')
        seen.push(event._transitions.map((taken) => taken.toJSON().target));
    };
    const actor = createActor(compiled(requestMachine), { input: { key: 'k' }, inspect }).start();
    actor.send({ type: 'request.answered', value: 'v' });
    expect(seen).toEqual([[['#request.answered']]]);
  });
});
