import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { compiledOnUse } from '../../../src/actor/compiled-on-use.ts';

test('a machine is wired at the first use and not again', () => {
  let wirings = 0;
  const machine = compiledOnUse(() => {
    wirings++;
    return setup({}).createMachine({ initial: 'idle', states: { idle: {} } });
  });
  expect(wirings).toBe(0);
  expect(machine()).toBe(machine());
  expect(wirings).toBe(1);
});
