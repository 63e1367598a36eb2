import type { Ledger, Phase } from '../retry/ledger.ts';

/**
 * Runs a step of a chart, puts down how long it took, and tells the one event that it ends with.
 * @param step is given what to end with: an event, or an error
 * @param whenThrown the event that stands for an error
 */
export function timedStep<Event>(
  ledger: Ledger | undefined,
  phase: Phase,
  step: (end: (event: Event) => void, fail: (error: unknown) => void) => void,
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
