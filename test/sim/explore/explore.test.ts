import { expect, it } from 'vitest';
import { explore } from './explore.ts';

/** All of them are gone by `npm run sim -- --explore`. */
const mostRuns = 20;

it.each(['2pc, a reader', 'async, a writer', '1pc, a writer'])(
  '%s: nothing wrong in the first ways',
  async (name) => {
    const { counts, bad } = await explore(name, { disturbances: 2, mostRuns });
    expect(bad).toBeUndefined();
    expect(counts.runs).toBe(mostRuns);
  },
);
