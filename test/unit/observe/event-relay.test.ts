import { describe, expect, it } from 'vitest';
import { EventRelay } from '../../../src/observe/event-relay.ts';

/** A relay whose turns of the event loop end when told. */
function relay() {
  const tasks: (() => void)[] = [];
  const events = new EventRelay((task) => tasks.push(task));
  return {
    events,
    endTurn: () => {
      for (const task of tasks.splice(0)) task();
    },
  };
}

describe('EventRelay', () => {
  it('delivers at the end of the turn, in the order of happening, to listeners in the order of adding', () => {
    const { events, endTurn } = relay();
    const heard: string[] = [];
    events.on('store.busy', ({ storeId }) => heard.push(`first ${storeId}`));
    events.on('store.busy', ({ storeId }) => heard.push(`second ${storeId}`));
    events.on('pd.leaderChanged', ({ address }) => heard.push(address));
    events.emit('store.busy', { storeId: 1n, address: 's1' });
    events.emit('pd.leaderChanged', { address: 'pd' });
    events.emit('store.busy', { storeId: 2n, address: 's2' });
    expect(heard).toEqual([]);
    endTurn();
    expect(heard).toEqual(['first 1', 'second 1', 'pd', 'first 2', 'second 2']);
  });

  it('calls a function once for each time it was added, and takes it away as often', () => {
    const { events, endTurn } = relay();
    const heard: string[] = [];
    const listener = ({ address }: { readonly address: string }) => heard.push(address);
    const off = events.on('pd.leaderChanged', listener);
    events.on('pd.leaderChanged', listener);
    events.emit('pd.leaderChanged', { address: 'a' });
    endTurn();
    off();
    events.emit('pd.leaderChanged', { address: 'b' });
    endTurn();
    expect(heard).toEqual(['a', 'a', 'b']);
  });

  it('takes nothing more once closed, and delivers what has happened', () => {
    const { events, endTurn } = relay();
    const heard: string[] = [];
    events.on('pd.leaderChanged', ({ address }) => heard.push(address));
    events.emit('pd.leaderChanged', { address: 'a' });
    events.close();
    events.emit('pd.leaderChanged', { address: 'b' });
    endTurn();
    expect([heard, events.wants('pd.leaderChanged')]).toEqual([['a'], false]);
  });

  it('listens no more once taken back, even for what has happened already', () => {
    const { events, endTurn } = relay();
    const heard: string[] = [];
    const off = events.on('pd.leaderChanged', ({ address }) => heard.push(address));
    events.emit('pd.leaderChanged', { address: 'a' });
    off();
    endTurn();
    expect([heard, events.wants('pd.leaderChanged')]).toEqual([[], false]);
  });

  it('takes no task and keeps nothing for an event that nobody listens to', () => {
    const tasks: unknown[] = [];
    const events = new EventRelay((task) => tasks.push(task));
    events.emit('client.closed', {});
    events.on('client.closed', () => {});
    expect(tasks).toEqual([]);
  });

  it('a listener that throws or rejects harms nobody and shows as background.failed', async () => {
    const { events, endTurn } = relay();
    const heard: unknown[] = [];
    events.on('pd.leaderChanged', () => {
      throw new Error('thrown');
    });
    events.on('pd.leaderChanged', async () => {
      throw new Error('rejected');
    });
    events.on('pd.leaderChanged', ({ address }) => heard.push(address));
    events.on('background.failed', ({ work, error }) => {
      heard.push([work, (error as Error).message]);
      throw new Error('again');
    });
    events.emit('pd.leaderChanged', { address: 'a' });
    endTurn();
    await new Promise(setImmediate);
    endTurn();
    endTurn();
    expect(heard).toEqual([
      'a',
      ['listener of pd.leaderChanged', 'thrown'],
      ['listener of pd.leaderChanged', 'rejected'],
    ]);
  });
});
