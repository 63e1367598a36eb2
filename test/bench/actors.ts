/**
 * What actors cost, interpreted and compiled, in microseconds of CPU: `npx tsx test/bench/actors.ts`.
 * Run it outside of Vitest, which loads XState's development build. Noise is about 30 %: trust ratios.
 */
import { type AnyStateMachine, assign, createActor, setup } from 'xstate';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { compiled } from '../../src/actor/compiled.ts';
import { startIn } from '../../src/actor/start-in.ts';
import { TimerWheel } from '../../src/actor/timer-wheel.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

interface Context {
  readonly attempts: number;
  readonly commitTs: bigint;
}

const noEffect = (_: unknown, _params: { attempts: number }) => {};

/** A commit in two phases, of the size of the real one. */
const commitMachine = setup({
  types: {
    context: {} as Context,
    events: {} as
      | { type: 'commit.requested' }
      | { type: 'prewrite.finished'; minCommitTs: bigint }
      | { type: 'commitTs.fetched'; commitTs: bigint }
      | { type: 'primary.committed' }
      | { type: 'secondaries.ended' },
    tags: {} as 'open' | 'committed',
  },
  actions: {
    prewrite: noEffect,
    fetchCommitTs: noEffect,
    commitPrimary: noEffect,
    commitSecondaries: noEffect,
    rememberCommitTs: assign({ commitTs: (_, params: { commitTs: bigint }) => params.commitTs }),
  },
  guards: {
    isAsync: (_, params: { minCommitTs: bigint }) => params.minCommitTs > 0n,
    isLate: ({ context }, params: { commitTs: bigint }) => params.commitTs <= context.commitTs,
  },
}).createMachine({
  id: 'commit',
  context: { attempts: 0, commitTs: 0n },
  initial: 'active',
  states: {
    active: { tags: 'open', on: { 'commit.requested': 'committing' } },
    committing: {
      initial: 'prewriting',
      states: {
        prewriting: {
          entry: { type: 'prewrite', params: ({ context }) => context },
          on: {
            'prewrite.finished': [
              { guard: { type: 'isAsync', params: ({ event }) => event }, target: '#commit.finishing' },
              { target: 'fetchingCommitTs' },
            ],
          },
        },
        fetchingCommitTs: {
          entry: { type: 'fetchCommitTs', params: ({ context }) => context },
          on: {
            'commitTs.fetched': [
              {
                guard: { type: 'isLate', params: ({ event }) => event },
                target: 'fetchingCommitTs',
                reenter: true,
              },
              {
                target: 'committingPrimary',
                actions: { type: 'rememberCommitTs', params: ({ event }) => event },
              },
            ],
          },
        },
        committingPrimary: {
          entry: { type: 'commitPrimary', params: ({ context }) => context },
          on: { 'primary.committed': '#commit.finishing' },
        },
      },
    },
    finishing: {
      tags: 'committed',
      entry: { type: 'commitSecondaries', params: ({ context }) => context },
      on: { 'secondaries.ended': 'committed' },
    },
    committed: { type: 'final' },
  },
  output: ({ context }) => context.commitTs,
  options: { maxIterations: 100 },
});

const LIFE = [
  { type: 'commit.requested' },
  { type: 'prewrite.finished', minCommitTs: 0n },
  { type: 'commitTs.fetched', commitTs: 9n },
  { type: 'primary.committed' },
  { type: 'secondaries.ended' },
] as const;

const toggleMachine = setup({ types: { events: {} as { type: 'toggle' } } }).createMachine({
  id: 'toggle',
  initial: 'off',
  states: { off: { on: { toggle: 'on' } }, on: { on: { toggle: 'off' } } },
  options: { maxIterations: 100 },
});

const tickMachine = setup({}).createMachine({
  id: 'tick',
  initial: 'odd',
  states: { odd: { after: { 1: 'even' } }, even: { after: { 1: 'odd' } } },
  options: { maxIterations: 100 },
});

type Case = readonly [
  name: string,
  prepare: (logic: (machine: AnyStateMachine) => AnyStateMachine) => () => void,
];

const cases: readonly Case[] = [
  [
    'event that changes the state',
    (logic) => {
      const actor = createActor(logic(toggleMachine)).start();
      return () => actor.send({ type: 'toggle' });
    },
  ],
  [
    'event that nothing handles',
    (logic) => {
      const actor = createActor(logic(toggleMachine)).start();
      return () => actor.send({ type: 'unknown' });
    },
  ],
  [
    'delay that passes (virtual clock)',
    (logic) => {
      const clock = new VirtualClock();
      createActor(logic(tickMachine), { clock }).start();
      return () => clock.advance(1);
    },
  ],
  [
    'life of a commit, own system',
    (logic) => {
      const made = logic(commitMachine);
      return () => {
        const actor = createActor(made).start();
        for (const event of LIFE) actor.send(event);
        if (actor.getSnapshot().output !== 9n) throw new Error('The commit did not end');
      };
    },
  ],
  [
    'life of a commit, under an ActorRoot',
    (logic) => {
      const made = logic(commitMachine);
      const root = new ActorRoot({ clock: new VirtualClock(), onError: () => {} });
      return () => {
        const actor = root.start(made, { id: 'commit' });
        for (const event of LIFE) actor.send(event);
      };
    },
  ],
  [
    'life of a commit, under an ActorRoot with an idle inspector',
    (logic) => {
      const made = logic(commitMachine);
      const root = new ActorRoot({ clock: new VirtualClock(), inspect: () => {}, onError: () => {} });
      return () => {
        const actor = root.start(made, { id: 'commit' });
        for (const event of LIFE) actor.send(event);
      };
    },
  ],
  [
    'the same among 10,000 pending delays',
    (logic) => {
      const made = logic(commitMachine);
      const root = new ActorRoot({ clock: new VirtualClock(), onError: () => {} });
      const waiting = logic(tickMachine);
      for (let index = 0; index < 10_000; index++) root.start(waiting, { id: 'waiting' });
      return () => {
        const actor = root.start(made, { id: 'commit' });
        for (const event of LIFE) actor.send(event);
      };
    },
  ],
  [
    'two last events of a commit that started late',
    (logic) => {
      const made = logic(commitMachine);
      const root = new ActorRoot({ clock: new VirtualClock(), onError: () => {} });
      const context = { attempts: 0, commitTs: 9n };
      return () => {
        const actor = startIn(root, made, { committing: 'committingPrimary' }, context, { id: 'commit' });
        for (const event of LIFE.slice(3)) actor.send(event);
      };
    },
  ],
];

/** Microseconds of CPU per call, the best of some rounds after a warm-up. */
function measure(run: () => void): number {
  const budgetMs = 150;
  let best = Number.POSITIVE_INFINITY;
  let calls = 500;
  for (let round = 0; round < 8; round++) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) run();
    const { user, system } = process.cpuUsage(before);
    const perCall = (user + system) / calls;
    if (round > 1) best = Math.min(best, perCall);
    calls = Math.max(500, Math.round((budgetMs * 1_000) / Math.max(perCall, 0.01)));
  }
  return best;
}

console.log(`${'us per call'.padEnd(62)} interpreted  compiled  ratio`);
for (const [name, prepare] of cases) {
  const interpreted = measure(prepare((machine) => machine));
  const made = measure(prepare(compiled));
  const figures = [
    interpreted.toFixed(2).padStart(11),
    made.toFixed(2).padStart(9),
    (interpreted / made).toFixed(1).padStart(6),
  ];
  console.log(`${name.padEnd(62)} ${figures.join(' ')}`);
}

const clock = new VirtualClock();
const wheel = new TimerWheel(clock);
const pending = Array.from({ length: 100_000 }, (_, index) => wheel.schedule(index % 20_000, () => {}));
let index = 0;
const wheelUs = measure(() => {
  const slot = index++ % pending.length;
  wheel.cancel(pending[slot] as (typeof pending)[number]);
  pending[slot] = wheel.schedule(20_000, () => {});
  if (index % 100 === 0) clock.advance(1);
});
console.log(
  `${'deadline set and cancelled among 100,000'.padEnd(62)} ${''.padStart(11)} ${wheelUs.toFixed(2).padStart(9)}`,
);
