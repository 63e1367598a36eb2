import { explore } from '../explore/explore.ts';
import { interruptEverywhere } from '../interrupt/interrupt-everywhere.ts';
import { VERBS } from '../interrupt/verbs.ts';
import { runSeed } from '../run-seed.ts';

/** The ways to hunt a client for bugs: bundled anew where it is to have one. */
export const hunted = { runSeed, explore, interruptEverywhere, VERBS };
export type Hunted = typeof hunted;
