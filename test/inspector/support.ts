import type { InspectorOptions } from '../../src/inspector/index.ts';
import { type Inspector, openInspector } from '../../src/inspector/open-inspector.ts';
import type { Entry, JsonObject, StartEntry, StepEntry } from '../../src/inspector/recording/recording.ts';

/** An inspector whose page is a line of text: for tests that look at what it records and how it answers. */
export function openBareInspector(options?: InspectorOptions): Promise<Inspector> {
  const page = new Map([['index.html', { type: 'text/html', body: 'the page' }]]);
  return openInspector({ quiet: true, ...options }, page);
}

/** One actor of a recording with all that happened to it. */
export interface RecordedActor {
  readonly start: StartEntry;
  readonly steps: readonly StepEntry[];
  /** Every state it was in, in order. */
  readonly states: readonly string[];
  /** The last context that was recorded. */
  readonly context: JsonObject;
}

/** The actors of a recording in the order of their starts. */
export function actorsOf(entries: readonly Entry[]): readonly RecordedActor[] {
  const starts = entries.filter((entry): entry is StartEntry => entry.kind === 'start');
  return starts.map((start) => {
    const own = entries.filter(({ actor }) => actor === start.actor);
    const states = own.map(({ state }) => state ?? '');
    return {
      start,
      steps: own.filter((entry): entry is StepEntry => entry.kind === 'step'),
      states: states.filter((state, at) => state !== states[at - 1]),
      context: (own.findLast(({ context }) => context !== undefined)?.context ?? {}) as JsonObject,
    };
  });
}
