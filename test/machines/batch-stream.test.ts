import { describe, expect, it } from 'vitest';
import type { EventObject } from 'xstate';
import { batchStreamMachine } from '../../machines/index.ts';
import { ActorRoot } from '../../src/actor/actor-root.ts';
import { ChartCoverage, edgePaths } from '../../src/testing/index.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { createRpcClient } from '../../src/wire/create-rpc-client.ts';
import type { SentRpc } from '../../src/wire/rpc-client.ts';
import { type FakeStream, fakeRuntime } from '../support/fake-transport.ts';
import { stateName, stateWatcher } from '../support/state-watcher.ts';
import { turnOfEventLoop } from '../support/virtual-clock.ts';
import { expectFullCoverage } from './coverage.ts';

const coverage = new ChartCoverage(batchStreamMachine);
const ADDRESS = 'store:1';
const IDLE_MS = 1000;
const IDLE_CHECK = 'xstate.after.idleCheck.batchStream';

/** A client with one stream, on which the events of the chart are brought about. */
function begin(unused: boolean) {
  const { states, inspect } = stateWatcher(coverage.inspect);
  const runtime = fakeRuntime();
  const errors: unknown[] = [];
  const root = new ActorRoot({ clock: runtime.clock, inspect, onError: (error) => errors.push(error) });
  const client = createRpcClient(runtime, root, { streamsPerStore: 1, idleTimeoutMs: IDLE_MS });
  let sent: SentRpc | undefined;
  const get = (results: unknown[]) => {
    sent = client.send(
      ADDRESS,
      tikvRpcs.rawGet,
      { key: Buffer.from('k') },
      {},
      {
        answered: ({ ok }) => results.push(ok),
      },
    );
  };
  const lastStream = () => runtime.transport.streams.at(-1) as FakeStream;
  const results: unknown[] = [];
  let wanted = 0;

  const realise = async ({ type }: EventObject) => {
    if (type === 'stream.wanted') {
      wanted++;
      get(results);
      await turnOfEventLoop();
    } else if (type === 'stream.answered') {
      const { requestIds } = tikvRpcs.batchCommands.decodeRequest(lastStream().messages.at(-1) as Uint8Array);
      const responses = requestIds.map(() => ({ rawGet: {} }));
      lastStream().answer(tikvRpcs.batchCommands.encodeResponse({ requestIds, responses }));
    } else if (type === 'stream.ended') {
      lastStream().finish();
    } else if (type === 'stream.closed') {
      sent?.connection.close();
      await turnOfEventLoop();
    } else if (type === `${IDLE_CHECK}.connecting`) {
      // What it was opened for is not waited for any more.
      if (unused) results.push(sent?.cancel());
      runtime.clock.advance(IDLE_MS);
    } else if (type === `${IDLE_CHECK}.open`) {
      if (!unused) {
        get([]);
        await turnOfEventLoop();
      }
      runtime.clock.advance(IDLE_MS);
    } else {
      runtime.clock.advance(2000);
    }
  };
  const end = () => {
    client.close();
    root.stop();
    return { errors, timers: runtime.clock.pending };
  };
  const state = () => states.get(`batchStream ${ADDRESS}`);
  return { realise, end, state, runtime, results, wanted: () => wanted };
}

describe.each([true, false])('every edge of the batch-stream chart, unused %s', (unused) => {
  const machine = batchStreamMachine.provide({
    guards: { unused: () => unused },
    delays: { backoff: 100, idleCheck: IDLE_MS },
  });
  const paths = edgePaths(machine, {
    input: { stream: 'stream' },
    serializeState: ({ value, context }) => `${value} ${Math.min(context.failures, 1)}`,
    // A stream that was never asked for is not there to be closed.
    canHappen: (snapshot, { type }) =>
      !(type === 'stream.closed' && snapshot.value === 'idle' && snapshot.context.failures === 0),
  });

  it.each(paths.map((path) => [path.name, path] as const))('%s', async (name, { steps }) => {
    coverage.begin(`${name}, unused ${unused}`);
    const walk = begin(unused);
    for (const { event, after } of steps) {
      await walk.realise(event);
      const state = stateName(after);
      expect([event.type, walk.state()]).toEqual([event.type, state]);
      const streaming = state === 'connecting' || state === 'open';
      expect(walk.runtime.transport.openStreams).toHaveLength(streaming ? 1 : 0);
      // Whoever asked has its answer or its error, unless the stream is still there to bring it.
      if (state !== 'connecting') expect(walk.results).toHaveLength(walk.wanted());
    }
    expect(walk.end()).toEqual({ errors: [], timers: 0 });
  });
});

expectFullCoverage(coverage);
