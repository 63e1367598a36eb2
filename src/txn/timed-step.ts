import type { Ledger, Phase } from '../retry/ledger.ts';

/** Ends once, with an event or an error. */
export type Step<Event> = (end: (event: Event) => void, fail: (error: unknown) => void) => void;

/** Makes a step of an async function. */
export function waiting<Event>(run: () => Promise<Event>): Step<Event> {
  return (end, fail) => void run().then(end, fail);
}

/**
 * Runs a step of a chart, notes how long it took, and sends the one event that it ends with.
 * @param whenThrown makes the event for an error
 */
export function timedStep<Event>(
  ledger: Ledger | undefined,
  phase: Phase,
  step: Step<Event>,
  send: (event: Event) => void,
  whenThrown: (error: unknown) => Event,
): void {
  const sinceMs = ledger?.now() ?? 0;
  const end = (event: Event) => {
    ledger?.notePhase(phase, sinceMs);
    send(event);
  };
  step(end, (error) => end(whenThrown(error)));
}
