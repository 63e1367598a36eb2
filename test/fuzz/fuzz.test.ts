import * as fc from 'fast-check';
import { it } from 'vitest';
import { targets } from './targets.ts';

/* A share of `npm run fuzz`, the same each time. */

const CASES = 6000;
const SEED = 4;

const weights = targets.reduce((sum, { weight }) => sum + weight, 0);

it.each(targets)('F37 F38: $name: only typed errors', async ({ property, weight }) => {
  await fc.assert(property, { numRuns: Math.ceil((CASES * weight) / weights), seed: SEED });
});
