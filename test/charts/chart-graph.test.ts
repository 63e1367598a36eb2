import { expect, it } from 'vitest';
import { and, assign, not, setup } from 'xstate';
import { chartGraph } from '../../scripts/charts/chart-graph.ts';
import { chartMermaid } from '../../scripts/charts/chart-mermaid.ts';

const machine = setup({
  actions: { note: (_, _params: { word: string; nth: number }) => {}, count: assign({}) },
  guards: { full: () => true, late: () => true },
  delays: { pause: 10 },
}).createMachine({
  id: 'sample',
  initial: 'outer',
  on: { stop: { target: '.ended' } },
  states: {
    outer: {
      description: 'Goes on',
      meta: { source: 'client-go a.go f', backoff: ['tikvRPC'] },
      initial: 'first',
      exit: 'count',
      on: { restart: '.second' },
      states: {
        first: {
          tags: 'busy',
          entry: { type: 'note', params: { word: 'hello', nth: 3 } },
          after: { pause: { guard: and(['full', not('late')]), target: 'second' } },
          on: {
            next: [{ guard: 'full', target: 'second', actions: 'count' }, { target: '#sample.ended' }],
            look: { actions: 'count' },
          },
        },
        second: { always: { guard: 'late', target: 'first' } },
      },
    },
    ended: { type: 'final' },
  },
});

it('a graph has all that the machine says, and none of what XState adds', () => {
  const { states, edges } = chartGraph(machine);
  expect(states).toEqual([
    {
      path: 'sample',
      key: 'sample',
      kind: 'compound',
      initial: 'outer',
      tags: [],
      entry: [],
      exit: [],
      invokes: [],
    },
    {
      path: 'outer',
      key: 'outer',
      kind: 'compound',
      parent: 'sample',
      initial: 'outer.first',
      description: 'Goes on',
      tags: [],
      entry: [],
      exit: ['count'],
      invokes: [],
      source: 'client-go a.go f',
      backoff: ['tikvRPC'],
    },
    {
      path: 'outer.first',
      key: 'first',
      kind: 'atomic',
      parent: 'outer',
      tags: ['busy'],
      entry: ['note(hello)'],
      exit: [],
      invokes: [],
    },
    {
      path: 'outer.second',
      key: 'second',
      kind: 'atomic',
      parent: 'outer',
      tags: [],
      entry: [],
      exit: [],
      invokes: [],
    },
    {
      path: 'ended',
      key: 'ended',
      kind: 'final',
      parent: 'sample',
      tags: [],
      entry: [],
      exit: [],
      invokes: [],
    },
  ]);
  const plain = { index: 0, isElse: false, actions: [], reenter: false };
  expect(edges).toEqual([
    { ...plain, id: 'sample: stop -> ended', source: 'sample', target: 'ended', event: 'stop' },
    {
      ...plain,
      id: 'outer: restart -> outer.second',
      source: 'outer',
      target: 'outer.second',
      event: 'restart',
    },
    {
      ...plain,
      id: 'outer.first: next #1 -> outer.second',
      source: 'outer.first',
      target: 'outer.second',
      event: 'next',
      guard: 'full',
      actions: ['count'],
    },
    {
      ...plain,
      id: 'outer.first: next #2 -> ended',
      source: 'outer.first',
      target: 'ended',
      event: 'next',
      index: 1,
      isElse: true,
    },
    {
      ...plain,
      id: 'outer.first: look -> outer.first',
      source: 'outer.first',
      event: 'look',
      actions: ['count'],
    },
    {
      ...plain,
      id: 'outer.first: after pause -> outer.second',
      source: 'outer.first',
      target: 'outer.second',
      event: 'after pause',
      guard: 'full and not late',
    },
    {
      ...plain,
      id: 'outer.second: always -> outer.first',
      source: 'outer.second',
      target: 'outer.first',
      event: 'always',
      guard: 'late',
    },
  ]);
});

it('Mermaid gets the same states, nested, and one arrow for all transitions between two of them', () => {
  expect(chartMermaid(chartGraph(machine))).toBe(`stateDiagram-v2
  [*] --> outer
  state "any state" as any_in_sample
  state "outer" as outer {
    [*] --> outer_first
    state "any state" as any_in_outer
    state "first" as outer_first
    state "second" as outer_second
  }
  state "ended" as ended
  ended --> [*]
  any_in_sample --> ended: stop
  any_in_outer --> outer_second: restart
  outer_first --> outer_second: next [full]<br/>after pause [full and not late]
  outer_first --> ended: next [else]
  outer_second --> outer_first: always [late]`);
});
