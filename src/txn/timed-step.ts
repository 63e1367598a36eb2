import type { Ledger, Phase } from '../retry/ledger.ts';

/** Ends once, with an event, or with an error that one stands for. */
export type Step<Event> = (end: (event: Event) => void, fail: (error: unknown) => void) => void;

/** A step that waits. */
export function waiting<Event>(run: () => Promise<Event>): Step<Event> {
  return (end, fail) => void run().then(end, fail);
}

/**
 * Runs a step of a chart, puts down how long it took, and tells the one event that it ends with.
 * @param whenThrown the event that stands for an error
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
