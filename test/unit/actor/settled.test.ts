import { describe, expect, expectTypeOf, it } from 'vitest';
import { createActor, createMachine, fromPromise, setup } from 'xstate';
import { compiled } from '../../../src/actor/compiled.ts';
import { settled } from '../../../src/actor/settled.ts';
import { ClosedError } from '../../../src/model/errors.ts';

const machine = compiled(
  setup({
    types: { events: {} as { type: 'finish' } | { type: 'fail' }, output: {} as { count: number } },
  }).createMachine({
    initial: 'working',
    states: {
      working: {
        on: {
          finish: 'finished',
          fail: {
            actions: () => {
              throw new Error('failed');
            },
          },
        },
      },
      finished: { type: 'final' },
    },
    output: { count: 3 },
  }),
);
const whenStopped = () => new ClosedError();

describe('settled', () => {
  it('gives the output of an actor that is done, before or after the call', async () => {
    const actor = createActor(machine).start();
    const early = settled(actor, whenStopped);
    expectTypeOf(early).resolves.toEqualTypeOf<{ count: number }>();
    actor.send({ type: 'finish' });
    expect(await early).toEqual({ count: 3 });
    expect(await settled(actor, whenStopped)).toEqual({ count: 3 });
  });

  it('throws the error of an actor that failed, before or after the call', async () => {
    const actor = createActor(machine).start();
    const early = settled(actor, whenStopped);
    actor.send({ type: 'fail' });
    await expect(early).rejects.toThrow(new Error('failed'));
    await expect(settled(actor, whenStopped)).rejects.toThrow(new Error('failed'));
  });

  it('throws the given error when the actor was stopped, before or after the call', async () => {
    const actor = createActor(machine).start();
    const early = settled(actor, whenStopped);
    actor.stop();
    await expect(early).rejects.toThrow(new ClosedError());
    await expect(settled(actor, whenStopped)).rejects.toThrow(new ClosedError());
  });

  it('takes actors of any logic', async () => {
    const actor = createActor(fromPromise(async () => 'value')).start();
    expect(await settled(actor, whenStopped)).toBe('value');
    const atOnce = createActor(createMachine({ type: 'final', output: 1 })).start();
    expect(await settled(atOnce, whenStopped)).toBe(1);
  });
});
