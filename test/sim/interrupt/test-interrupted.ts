import { describe, expect, it } from 'vitest';
import { TikvError, UndeterminedError } from '../../../src/index.ts';
import { interrupt, type Moment } from './interrupt.ts';
import { CUTS, type Cut, type Verb } from './verbs.ts';

/** What one message sets going is over after so many microtasks. */
const MICROTASKS = 15;

/** Every moment at which something may end a verb. */
function* momentsOf(messages: number): Generator<Moment> {
  for (let message = 0; message <= messages; message++) {
    for (let microtasks = 0; microtasks <= MICROTASKS; microtasks++) yield { messages: message, microtasks };
  }
}

async function check(verb: Verb, cut: Cut, moment: Moment): Promise<void> {
  const { error, keys, left } = await interrupt(verb, cut, moment);
  const at = `${cut} at ${JSON.stringify(moment)}: ${error}`;
  expect(left, at).toBe(0);
  if (error !== undefined) expect(error, at).toBeInstanceOf(TikvError);
  if (error === undefined) expect(keys, at).toEqual(verb.writes);
  else if (error instanceof UndeterminedError) expect([[], verb.writes], at).toContainEqual(keys);
  else expect(keys, at).toEqual([]);
}

/** Tests that verbs end whenever they are interrupted, tell the truth, and leave nothing. */
export function testInterrupted(verbs: Readonly<Record<string, Verb>>): void {
  describe.each(Object.entries(verbs))('S008, F45, F46: %s, interrupted at every moment', (_, verb) => {
    it.each(CUTS)('ends, and tells the truth, by %s', async (cut) => {
      const whole = await interrupt(verb, cut, undefined);
      expect(whole).toMatchObject({ error: undefined, keys: verb.writes });
      for (const moment of momentsOf(whole.messages)) await check(verb, cut, moment);
    });
  });
}
