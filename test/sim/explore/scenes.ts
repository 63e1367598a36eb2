import type { Swarm } from '../swarm.ts';
import type { Session } from '../session.ts';

/** Two transactions on two keys, and how the first of them locks and commits. */
export interface Scene {
  readonly client: Swarm['client'];
  /** Whether both keys are in one region. */
  readonly isOneRegion: boolean;
  readonly first: (session: Session) => Promise<unknown>;
  readonly second: (session: Session) => Promise<unknown>;
}

export const KEYS = ['a', 'b'] as const;

const TWO_PHASES = { asyncCommit: false, onePhaseCommit: false } as const;
const ASYNC = { asyncCommit: true, onePhaseCommit: false } as const;
const ONE_PHASE = { asyncCommit: false, onePhaseCommit: true } as const;

/** Both keys, the first of them the primary. */
const writes = (value: string) => (session: Session) =>
  session.once('explore', (txn) => {
    for (const key of KEYS) txn.put(key, value);
  });

/** The same, each locked before it is written; the other way round, two of them close a circle. */
const locks =
  (value: string, isReversed = false) =>
  (session: Session) =>
    session.once(
      'explore',
      async (txn) => {
        for (const key of isReversed ? [...KEYS].reverse() : KEYS) {
          const before = await txn.getForUpdate(key);
          txn.put(key, `${before ?? ''}${value}`);
        }
      },
      { mode: 'pessimistic' },
    );

const reads = (session: Session) =>
  session.snapshot('explore', async (snapshot) => {
    for (const key of KEYS) await snapshot.get(key);
  });

const pairs = (name: string, client: Swarm['client'], isOneRegion: boolean): Record<string, Scene> => ({
  [`${name}, a reader`]: { client, isOneRegion, first: writes('1'), second: reads },
  [`${name}, a writer`]: { client, isOneRegion, first: writes('1'), second: writes('2') },
});

export const SCENES: Readonly<Record<string, Scene>> = {
  ...pairs('2pc', TWO_PHASES, false),
  ...pairs('async', ASYNC, false),
  ...pairs('1pc', ONE_PHASE, true),
  'locks, a writer': { client: TWO_PHASES, isOneRegion: true, first: locks('1'), second: writes('2') },
  'locks, a locker': { client: TWO_PHASES, isOneRegion: true, first: locks('1'), second: locks('2') },
  'locks, a circle': { client: TWO_PHASES, isOneRegion: true, first: locks('1'), second: locks('2', true) },
};
