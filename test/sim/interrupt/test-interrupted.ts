import { describe, expect, it } from 'vitest';
import { interruptEverywhere } from './interrupt-everywhere.ts';
import { CUTS, type Verb } from './verbs.ts';

/** Tests that verbs end whenever they are interrupted, tell the truth, and leave nothing. */
export function testInterrupted(verbs: Readonly<Record<string, Verb>>): void {
  describe.each(Object.entries(verbs))('S008, F45, F46: %s, interrupted at every moment', (_, verb) => {
    it.each(CUTS)('ends, and tells the truth, by %s', async (cut) => {
      expect(await interruptEverywhere(verb, cut)).toBeUndefined();
    });
  });
}
