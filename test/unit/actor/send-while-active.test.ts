import { describe, expect, it } from 'vitest';
import { createActor, setup } from 'xstate';
import { sendWhileActive } from '../../../src/actor/send-while-active.ts';

const machine = setup({
  types: { events: {} as { type: 'work.done' } | { type: 'work.noted' } },
}).createMachine({
  initial: 'working',
  states: { working: { on: { 'work.done': 'done' } }, done: { type: 'final' } },
});

describe(sendWhileActive.name, () => {
  it('sends to an actor that is active', () => {
    const actor = createActor(machine).start();
    expect(sendWhileActive(actor, { type: 'work.done' })).toBe(true);
    expect(actor.getSnapshot().value).toBe('done');
  });

  it('sends nothing to an actor that is done, or was stopped', () => {
    const done = createActor(machine).start();
    done.send({ type: 'work.done' });
    const stopped = createActor(machine).start().stop();
    for (const actor of [done, stopped]) {
      const before = actor.getSnapshot();
      expect(sendWhileActive(actor, { type: 'work.done' })).toBe(false);
      expect(actor.getSnapshot()).toBe(before);
    }
  });
});
