import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { compiledOnUse } from '../../../src/actor/compiled-on-use.ts';

test('a machine is made at the first use and not again', () => {
  let made = 0;
  const machine = compiledOnUse(() => {
    made++;
    return setup({}).createMachine({ initial: 'idle', states: { idle: {} } });
  }, {});
  expect(made).toBe(0);
  expect(machine()).toBe(machine());
  expect(made).toBe(1);
});
