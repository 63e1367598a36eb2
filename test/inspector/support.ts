import type { InspectorOptions } from '../../src/inspector/index.ts';
import { type Inspector, openInspector } from '../../src/inspector/open-inspector.ts';
import type {
  Entry,
  JsonObject,
  RecordingHead,
  StartEntry,
  StepEntry,
} from '../../src/inspector/recording/recording.ts';

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

/** Of a recording that is made by hand. */
export const HEAD: RecordingHead = {
  format: 'tikv-client recording',
  version: 1,
  recordedBy: '0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  shows: { keys: false, values: false },
  machines: [{ id: 'work', known: false, states: [{ path: 'work', kind: 'compound', edges: [] }] }],
};

/** An actor begins, in state `a`. */
export const start = (n: number, actor: number, more: Partial<StartEntry> = {}): StartEntry => ({
  kind: 'start',
  n,
  t: n,
  actor,
  name: `actor ${actor}`,
  machine: 'work',
  oneOf: 1,
  state: 'a',
  status: 'active',
  ...more,
});

/** An actor takes an event. */
export const step = (n: number, actor: number, state: string, more: Partial<StepEntry> = {}): StepEntry => ({
  kind: 'step',
  n,
  t: n,
  actor,
  event: { type: 'go' },
  edges: [`edge to ${state}`],
  state,
  status: 'active',
  ...more,
});
