import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createActor, type InspectionEvent } from 'xstate';
import { tsoBatcherMachine } from '../../machines/index.ts';
import { stately } from '../../src/inspector/stately.ts';

/** What Stately's inspector is told. */
interface Message {
  readonly type: string;
  readonly actorRef: { readonly id: string };
  readonly event?: { readonly type: string; readonly count?: number };
  readonly snapshot?: { readonly value: unknown; readonly status: string };
}

const nothing = () => {};
const machine = tsoBatcherMachine.provide({
  actions: {
    collectBatch: nothing,
    sendBatch: nothing,
    openStream: nothing,
    giveUpStream: nothing,
    refuseCallers: nothing,
  },
  delays: { answerTimeout: 1e6, backoff: 1e6 },
});

let told: Message[];
let inspect: ReturnType<typeof stately>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  told = [];
  const next = (event: InspectionEvent) => void told.push(event as unknown as Message);
  inspect = stately({ inspect: { next } }, { maxMessagesPerSecond: 5 });
});
afterEach(() => {
  vi.useRealTimers();
});

const begin = (id: string) => createActor(machine, { id, input: { oracle: {} }, inspect }).start();
const work = (batcher: ReturnType<typeof begin>, rounds: number) => {
  for (let nth = 0; nth < rounds; nth++) {
    batcher.send({ type: 'batch.wanted' });
    batcher.send({ type: 'batch.collected', waiting: false });
  }
};
const ofActor = (id: string) => told.filter(({ actorRef }) => actorRef.id === id);

it('an actor that lives as long as its client is told of when it begins and ends, whatever the limit', () => {
  const first = begin('first');
  work(first, 10);
  begin('second').stop();
  expect(ofActor('second').map(({ type, snapshot }) => [type, snapshot?.status])).toEqual([
    ['@xstate.actor', undefined],
    ['@xstate.snapshot', 'stopped'],
  ]);
});

it('messages left out of such an actor are counted, and what it has come to is told in the next second', () => {
  const batcher = begin('batcher');
  work(batcher, 10);
  batcher.send({ type: 'batch.wanted' });
  const before = ofActor('batcher').length;
  expect(ofActor('batcher').at(-1)?.snapshot?.value).not.toBe('collecting');
  vi.advanceTimersByTime(1000);
  begin('other');
  const [caughtUp, ...more] = ofActor('batcher').slice(before);
  expect(more).toEqual([]);
  expect(caughtUp).toMatchObject({
    type: '@xstate.snapshot',
    event: { type: 'messages.leftOut' },
    snapshot: { value: 'collecting', status: 'active' },
  });
  // Of each event it takes, the event and the snapshot are told.
  expect(caughtUp?.event?.count).toBe(2 * 22 - 5);
});
