import type { Exploration } from '../support/equivalence.ts';

/** How to explore each machine, by its id: payloads of its events, its input, and what keeps its context finite. */
export const explorations: Readonly<Record<string, Exploration>> = {
  lockResolver: {
    input: { startTs: 7n, pessimistic: false, task: 'task' },
    events: [
      { type: 'status.final', fate: { kind: 'committed', commitTs: 9n } },
      { type: 'status.final', fate: { kind: 'rolledBack' } },
      { type: 'status.alive', waitMs: 5, pushed: true },
      { type: 'status.notFound', ttlExpired: true, waitMs: 0, backoffMs: 0 },
      { type: 'status.notFound', ttlExpired: false, waitMs: 3, backoffMs: 2 },
      { type: 'secondaries.decided', fate: { kind: 'committed', commitTs: 9n } },
      { type: 'secondaries.decided', fate: { kind: 'rolledBack' } },
      { type: 'step.failed', error: new Error('failed') },
    ] as never,
  },
};
