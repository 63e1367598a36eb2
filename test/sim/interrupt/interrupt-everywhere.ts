import { TikvError, UndeterminedError } from '../../../src/index.ts';
import { type Interrupted, interrupt, type Moment } from './interrupt.ts';
import type { Cut, Verb } from './verbs.ts';

/** What one message sets going is over after so many microtasks. */
const MICROTASKS = 15;

/** Timers fire late by a tick of their wheel. */
const GRACE_MS = 50;

/**
 * Interrupts a verb at every moment there is.
 * @returns what was wrong at the first moment where it did not end, or was not true, or left something; undefined when
 * nothing was
 */
export async function interruptEverywhere(verb: Verb, cut: Cut): Promise<string | undefined> {
  const whole = await interrupt(verb, cut, undefined);
  const wrong = whole.error === undefined ? wrongWith(verb, cut, whole) : String(whole.error);
  if (wrong !== undefined) return `without interruption: ${wrong}`;
  for (const moment of momentsOf(whole.messages)) {
    const wrong = wrongWith(verb, cut, await interrupt(verb, cut, moment));
    if (wrong !== undefined) return `${cut} at ${JSON.stringify(moment)}: ${wrong}`;
  }
  return undefined;
}

function* momentsOf(messages: number): Generator<Moment> {
  for (let message = 0; message <= messages; message++) {
    for (let microtasks = 0; microtasks <= MICROTASKS; microtasks++) yield { messages: message, microtasks };
  }
}

function wrongWith({ writes, finds = [] }: Verb, cut: Cut, interrupted: Interrupted): string | undefined {
  const { error, keys, listeners, left, tookMs = 0 } = interrupted;
  const written = keys.filter((key) => !finds.includes(key));
  const hasWritten = written.join() === writes.join();
  if (left > 0) return `${left} timers and calls are left behind the close (${error})`;
  if (listeners > 0) return `it still listens to its signal (${error})`;
  if (error === undefined) return hasWritten ? undefined : `it went well, and has written ${written}`;
  if (!(error instanceof TikvError)) return `no error of the library: ${error}`;
  // Nobody tells a client that its clock has jumped.
  if (tookMs > GRACE_MS && cut !== 'late') return `it took ${tookMs} ms to end (${error})`;
  const isTrue = written.length === 0 || (error instanceof UndeterminedError && hasWritten);
  return isTrue ? undefined : `${error}, and has written ${written}`;
}
