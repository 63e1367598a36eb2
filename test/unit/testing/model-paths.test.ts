import { describe, expect, expectTypeOf, it } from 'vitest';
import { assign, setup } from 'xstate';
import { describeEvent, edgePaths, walkPath } from '../../../src/testing/model-paths.ts';

type Event =
  | { readonly type: 'door.opened'; readonly at: bigint }
  | { readonly type: 'door.closed' }
  | { readonly type: 'door.locked'; readonly firmly: boolean };

const door = setup({
  types: { events: {} as Event, context: {} as { openedAt: bigint; times: number } },
  actions: {
    squeak: () => {
      throw new Error('not provided');
    },
    note: assign({
      openedAt: (_, params: { at: bigint }) => params.at,
      times: ({ context }) => context.times + 1,
    }),
  },
  guards: { isFirm: (_, params: { firmly: boolean }) => params.firmly },
  delays: { patience: 1000 },
}).createMachine({
  id: 'door',
  context: { openedAt: 0n, times: 0 },
  initial: 'closed',
  states: {
    closed: {
      on: {
        'door.opened': {
          target: 'open',
          actions: ['squeak', { type: 'note', params: ({ event }) => event }],
        },
        'door.locked': [
          { guard: { type: 'isFirm', params: ({ event }) => event }, target: 'locked' },
          { target: 'ajar' },
        ],
      },
    },
    open: { on: { 'door.closed': 'closed' }, after: { patience: 'closed' } },
    ajar: { always: 'closed' },
    locked: { type: 'final' },
  },
});

const EVENTS = [
  { type: 'door.opened', at: 7n },
  { type: 'door.locked', firmly: true },
  { type: 'door.locked', firmly: false },
] as const;
const byValue = ({ value }: { readonly value: unknown }) => JSON.stringify(value);
const SLAMMED = 'xstate.after.patience.door.open';

describe('edgePaths', () => {
  const paths = edgePaths(door, { events: EVENTS, serializeState: byValue });

  it('takes every edge, delays and eventless ones among them, and no path that is the beginning of another', () => {
    expect(paths.map(({ name, steps }) => [name, steps.map(({ edges }) => edges)])).toEqual([
      ['door.locked firmly=true', [['closed: door.locked #1 -> locked']]],
      ['door.locked firmly=false', [['closed: door.locked #2 -> ajar', 'ajar: always -> closed']]],
      ['door.opened at=7 > door.closed', [['closed: door.opened -> open'], ['open: door.closed -> closed']]],
      [
        `door.opened at=7 > ${SLAMMED}`,
        [['closed: door.opened -> open'], ['open: after patience -> closed']],
      ],
    ]);
  });

  it('tells before and after of exactly these events, whatever was put together, without running actions', () => {
    const [, , path] = paths;
    expect(path?.start.context).toEqual({ openedAt: 0n, times: 0 });
    expect(path?.steps.map(({ before, after }) => [before.value, after.value, after.context])).toEqual([
      ['closed', 'open', { openedAt: 7n, times: 1 }],
      ['open', 'closed', { openedAt: 7n, times: 1 }],
    ]);
  });

  it('leaves out what cannot happen', () => {
    const canHappen = (before: { value: string }, event: Event) =>
      !(before.value === 'closed' && event.type === 'door.opened');
    const names = edgePaths(door, { events: EVENTS, canHappen: canHappen as never }).map(({ name }) => name);
    expect(names).toEqual(['door.locked firmly=true', 'door.locked firmly=false']);
  });

  it('an unbounded context ends at the limit, not never', () => {
    expect(() => edgePaths(door, { events: EVENTS, limit: 50 })).toThrow('Traversal limit exceeded');
  });
});

describe('walkPath', () => {
  const [, , path] = edgePaths(door, { events: EVENTS, serializeState: byValue });
  if (path === undefined) throw new Error('No such path');

  it('makes each event happen, and has each state judged, the first among them', async () => {
    const seen: unknown[] = [];
    await walkPath(
      path,
      seen,
      {
        'door.opened': (world, event, before) => {
          expectTypeOf(event.at).toEqualTypeOf<bigint>();
          world.push([event.at, before.value]);
        },
        'door.closed': async (world) => {
          world.push('closing');
        },
      },
      (world, expected, step) => {
        world.push([expected.value, step?.event.type]);
      },
    );
    expect(seen).toEqual([
      ['closed', undefined],
      [7n, 'closed'],
      ['open', 'door.opened'],
      'closing',
      ['closed', 'door.closed'],
    ]);
  });

  it('an event that nothing makes happen ends it', async () => {
    const walking = walkPath(path, undefined, { 'door.opened': () => {} }, () => {});
    await expect(walking).rejects.toThrow('Nothing is told to make door.closed happen');
  });

  it('what does not hold ends it', async () => {
    const judge = (_: undefined, { value }: { readonly value: unknown }) => expect(value).toBe('closed');
    await expect(walkPath(path, undefined, { 'door.opened': () => {} }, judge)).rejects.toThrow("'open'");
  });
});

it('describeEvent: bigints, errors and objects in short', () => {
  const event = {
    type: 'a.b',
    ts: 7n,
    error: new RangeError('x'),
    fate: { kind: 'known', at: 1 },
    none: undefined,
  };
  expect(describeEvent(event)).toBe('a.b ts=7 error=RangeError fate={kind=known,at=1} none=undefined');
});
