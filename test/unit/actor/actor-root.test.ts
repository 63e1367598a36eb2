import { describe, expect, it, vi } from 'vitest';
import { type AnyActorRef, type InspectionEvent, setup } from 'xstate';
import { ActorRoot } from '../../../src/actor/actor-root.ts';
import { compiled } from '../../../src/actor/compiled.ts';
import { startIn } from '../../../src/actor/start-in.ts';
import { ClosedError, InternalError } from '../../../src/model/errors.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const task = compiled(
  setup({
    types: {
      context: {} as { readonly name: string },
      input: {} as { name: string },
      events: {} as { type: 'finish' } | { type: 'fail' } | { type: 'rest' },
    },
  }).createMachine({
    id: 'task',
    context: ({ input }) => ({ name: input.name }),
    initial: 'working',
    states: {
      working: {
        on: {
          finish: 'finished',
          rest: 'resting',
          fail: {
            actions: () => {
              throw new Error('failed');
            },
          },
        },
      },
      resting: { after: { 100: 'finished' }, on: { fail: 'working' } },
      finished: { type: 'final' },
    },
    output: ({ context }) => context.name,
  }),
);

function setUp(inspect?: (event: InspectionEvent) => void) {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const root = new ActorRoot({ clock, inspect, onError: (error, actor) => errors.push([error, actor?.id]) });
  return { clock, errors, root };
}

describe('ActorRoot', () => {
  it('starts actors on its clock and forgets those that end', () => {
    const { clock, root, errors } = setUp();
    const one = root.start(task, { id: 'one', input: { name: 'one' } });
    const two = root.start(task, { id: 'two', input: { name: 'two' } });
    expect(root.liveCount).toBe(2);
    one.send({ type: 'finish' });
    two.send({ type: 'rest' });
    expect(root.liveCount).toBe(1);
    clock.advance(100);
    expect([one, two].map((actor) => actor.getSnapshot().output)).toEqual(['one', 'two']);
    expect(root.liveCount).toBe(0);
    expect(errors).toEqual([]);
  });

  it.each([
    ['watched', () => {}],
    ['unwatched', undefined],
  ])('an event for an actor that has ended concerns nobody: no warning, %s', (_, inspect) => {
    const { root } = setUp(inspect);
    const finished = root.start(task, { id: 'finished', input: { name: 'f' } });
    const stopped = root.start(task, { id: 'stopped', input: { name: 's' } });
    finished.send({ type: 'finish' });
    root.stop();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    for (const actor of [finished, stopped]) actor.send({ type: 'rest' });
    const { calls } = warn.mock;
    warn.mockRestore();
    expect(calls).toEqual([]);
    expect([finished, stopped].map((actor) => actor.getSnapshot().status)).toEqual(['done', 'stopped']);
  });

  it('reports an actor that fails, and lives on', () => {
    const { root, errors } = setUp();
    const failing = root.start(task, { id: 'failing', input: { name: 'f' } });
    const other = root.start(task, { id: 'other', input: { name: 'o' } });
    failing.send({ type: 'fail' });
    expect(errors).toEqual([[new Error('failed'), 'failing']]);
    expect(root.liveCount).toBe(1);
    other.send({ type: 'finish' });
    expect(other.getSnapshot().output).toBe('o');
  });

  it('stops children before their parents, and starts nothing afterwards', () => {
    const stopped: string[] = [];
    const { root, clock } = setUp((event) => {
      if (event.type === '@xstate.snapshot' && event.event.type === 'xstate.stop') {
        stopped.push((event.actorRef as AnyActorRef).id);
      }
    });
    const parent = root.start(task, { id: 'parent', input: { name: 'p' } });
    const child = root.start(task, { id: 'child', input: { name: 'c' }, parent });
    root.start(task, { id: 'grandchild', input: { name: 'g' }, parent: child });
    child.send({ type: 'rest' });
    expect(clock.pending).toBe(1);
    root.stop();
    root.stop();
    expect(stopped).toEqual(['grandchild', 'child', 'parent', 'client']);
    expect(root.liveCount).toBe(0);
    expect(clock.pending).toBe(0);
    expect(() => root.start(task, { id: 'late', input: { name: 'l' } })).toThrow(ClosedError);
  });

  it('lets no actor outlive its parent, however the parent ends', () => {
    for (const end of ['finish', 'fail', 'stop'] as const) {
      const { root } = setUp();
      const parent = root.start(task, { id: 'parent', input: { name: 'p' } });
      const child = root.start(task, { id: 'child', input: { name: 'c' }, parent });
      const grandchild = root.start(task, { id: 'grandchild', input: { name: 'g' }, parent: child });
      if (end === 'stop') root.stopActor(parent);
      else parent.send({ type: end });
      expect([child, grandchild].map((actor) => actor.getSnapshot().status)).toEqual(['stopped', 'stopped']);
      expect(root.liveCount).toBe(0);
    }
  });

  it('keeps what an inspector throws away from the actors', () => {
    const { root, errors } = setUp(() => {
      throw new Error('inspector');
    });
    const actor = root.start(task, { id: 'one', input: { name: 'one' } });
    actor.send({ type: 'finish' });
    expect(actor.getSnapshot().output).toBe('one');
    expect(new Set(errors.map((entry) => (entry as unknown[])[0]))).toEqual(
      new Set(errors.map(() => new Error('inspector'))),
    );
    expect(errors.length).toBeGreaterThan(0);
  });

  it('keeps nothing of 100,000 finished actors', () => {
    const { root } = setUp();
    let references = 0;
    for (let index = 0; index < 100_000; index++) {
      const actor = root.start(task, { id: 'task', input: { name: 'n' } });
      actor.send({ type: 'finish' });
      references = Math.max(references, root.liveCount);
    }
    expect([root.liveCount, references]).toEqual([0, 0]);
  });

  it('cancels the delays of an actor that ends, and those alone', () => {
    const { clock, root } = setUp();
    const resting = Array.from({ length: 10 }, () => root.start(task, { id: 'r', input: { name: 'r' } }));
    for (const actor of resting) actor.send({ type: 'rest' });
    root.stopActor(resting[3] as AnyActorRef);
    expect(clock.pending).toBe(9);
    clock.advance(100);
    expect(resting.filter((actor) => actor.getSnapshot().status === 'done').length).toBe(9);
  });
});

describe('indexScheduler, through the root', () => {
  it('cancels the delay of a state that is left, and arms it anew when the state is entered again', () => {
    const { clock, root } = setUp();
    const actor = root.start(task, { id: 'one', input: { name: 'one' } });
    actor.send({ type: 'rest' });
    clock.advance(60);
    actor.send({ type: 'fail' });
    expect(clock.pending).toBe(0);
    actor.send({ type: 'rest' });
    clock.advance(60);
    expect(actor.getSnapshot().value).toBe('resting');
    clock.advance(40);
    expect(actor.getSnapshot().output).toBe('one');
    expect(clock.pending).toBe(0);
  });
});

describe('startIn', () => {
  it('starts in the given state and context', () => {
    const { root } = setUp();
    const actor = startIn(root, task, 'working', { name: 'late' }, { id: 'late' });
    expect(actor.getSnapshot().value).toBe('working');
    actor.send({ type: 'finish' });
    expect(actor.getSnapshot().output).toBe('late');
    expect(root.liveCount).toBe(0);
  });

  it('refuses a state that waits by itself, whose delay would never come', () => {
    const { root } = setUp();
    expect(() => startIn(root, task, 'resting', { name: 'x' }, { id: 'x' })).toThrow(InternalError);
    expect(root.liveCount).toBe(0);
  });
});
