import { UndeterminedError } from '../../src/index.ts';
import { ClientDied } from './client-died.ts';
import type { Outcome } from './history.ts';

/** How a call ended that threw this, or nothing. */
export function outcomeOf(error: unknown): Outcome {
  if (error === undefined) return 'ok';
  return error instanceof UndeterminedError || error instanceof ClientDied ? 'unknown' : 'failed';
}
