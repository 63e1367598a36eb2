import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ActorRoot } from '../../../src/actor/actor-root.ts';
import { NetworkError, TooLargeError } from '../../../src/model/errors.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import { createRpcClient, type RpcClientOptions } from '../../../src/wire/create-rpc-client.ts';
import type { RpcCall, RpcClient, RpcResult, SentRpc } from '../../../src/wire/rpc-client.ts';
import { type FakeRuntime, type FakeStream, fakeRuntime } from '../../support/fake-transport.ts';
import { turnOfEventLoop } from '../../support/virtual-clock.ts';

const ADDRESS = 'store:1';
const PATH = tikvRpcs.batchCommands.path;

type Answer = RpcResult<{ readonly value: Uint8Array }>;

let runtime: FakeRuntime;
let root: ActorRoot;
let client: RpcClient;
const errors: unknown[] = [];

function start(options: RpcClientOptions = {}): void {
  client = createRpcClient(runtime, root, { streamsPerStore: 1, ...options });
}

/** Sends a RawGet whose outcome goes to the list returned. */
function get(key: string, call: RpcCall = {}, address = ADDRESS) {
  const results: Answer[] = [];
  const request = { key: Buffer.from(key) };
  const sent = client.send(address, tikvRpcs.rawGet, request, call, {
    answered: (result) => results.push(result),
  });
  return { results, connection: sent.connection, cancel: () => sent.cancel() };
}

function requestsOf(message: Uint8Array) {
  const { requests, requestIds } = tikvRpcs.batchCommands.decodeRequest(message);
  return requests.map(({ rawGet }, i) => ({
    id: requestIds[i] as bigint,
    key: Buffer.from(rawGet?.key ?? []).toString(),
  }));
}

const keysSent = (stream: FakeStream | undefined) =>
  stream?.messages.map((message) => requestsOf(message).map(({ key }) => key));

function answer(stream: FakeStream, ids: readonly bigint[], values: readonly string[]): void {
  const responses = values.map((value) => ({ rawGet: { value: Buffer.from(value) } }));
  stream.answer(tikvRpcs.batchCommands.encodeResponse({ requestIds: ids, responses }));
}

/** Answers each request of the stream's messages with its own key. */
function echo(stream: FakeStream): void {
  for (const message of stream.messages.splice(0)) {
    const requests = requestsOf(message);
    answer(
      stream,
      requests.map(({ id }) => id),
      requests.map(({ key }) => key),
    );
  }
}

const lastStream = () => runtime.transport.streams.at(-1) as FakeStream;

const outcome = (results: readonly Answer[]) =>
  results.map((result) => {
    if (result.ok) return Buffer.from(result.response.value).toString();
    const { error } = result;
    return error instanceof NetworkError ? `${error.name} sent:${error.sent}` : error.name;
  });

beforeEach(() => {
  runtime = fakeRuntime();
  errors.length = 0;
  root = new ActorRoot({ clock: runtime.clock, onError: (error) => errors.push(error) });
});

afterEach(() => {
  client.close();
  root.stop();
  expect({ errors, timers: runtime.clock.pending }).toEqual({ errors: [], timers: 0 });
});

describe('batching', () => {
  it('sends what was asked for in one turn in one message, and answers each caller', async () => {
    start();
    const calls = ['a', 'b', 'c'].map((key) => get(key));
    expect(runtime.transport.streams).toEqual([]);
    await turnOfEventLoop();
    expect(runtime.transport.streams.map(({ method, address }) => [method, address])).toEqual([
      [PATH, ADDRESS],
    ]);
    expect(keysSent(lastStream())).toEqual([['a', 'b', 'c']]);
    echo(lastStream());
    expect(calls.map(({ results }) => outcome(results))).toEqual([['a'], ['b'], ['c']]);
  });

  it('closes a message at the limit of its size', async () => {
    start({ maxBatchSize: 2 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) get(key);
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('lets the streams of a store take turns', async () => {
    start({ streamsPerStore: 2, maxBatchSize: 1 });
    for (const key of ['a', 'b', 'c']) get(key);
    await turnOfEventLoop();
    expect(runtime.transport.streams.map(keysSent)).toEqual([[['a'], ['c']], [['b']]]);
  });

  it('keeps requests for a store behind a proxy on a stream of their own', async () => {
    start();
    get('a');
    get('b', { forwardTo: 'hidden:2' });
    await turnOfEventLoop();
    expect(runtime.transport.streams.map(({ metadata }) => metadata)).toEqual([
      {},
      { 'tikv-forwarded-host': 'hidden:2' },
    ]);
    expect(runtime.transport.streams.map(keysSent)).toEqual([[['a']], [['b']]]);
  });

  it('sends requests of high priority first, and past the limit of requests in flight', async () => {
    start({ maxInFlightPerStream: 1 });
    const first = get('first');
    const second = get('second');
    const urgent = get('urgent', { priority: 10 });
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['urgent']]);
    echo(lastStream());
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['first']]);
    expect(first.cancel()).toBe('maybe');
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['first'], ['second']]);
    echo(lastStream());
    expect([urgent, first, second].map(({ results }) => outcome(results))).toEqual([
      ['urgent'],
      [],
      ['second'],
    ]);
  });

  it('F41: a stream on which much waits to leave takes no more, urgent or not; others do, and it does once that has left', async () => {
    start({ streamsPerStore: 2 });
    for (const _ of [1, 2]) {
      get('first');
      await turnOfEventLoop();
    }
    const [one, other] = runtime.transport.streams as [FakeStream, FakeStream];
    for (const stream of [one, other]) echo(stream);
    one.unsentBytes = 8 * 1024 * 1024;
    get('a');
    await turnOfEventLoop();
    expect([one, other].map(keysSent)).toEqual([[], [['a']]]);
    other.unsentBytes = 8 * 1024 * 1024;
    get('b');
    get('c', { priority: 10 });
    await turnOfEventLoop();
    expect([one, other].map(keysSent)).toEqual([[], [['a']]]);
    one.drain();
    await turnOfEventLoop();
    expect([one, other].map(keysSent)).toEqual([[['c'], ['b']], [['a']]]);
  });

  it('what a stream that ends as it is given something hands back is sent again, before what had no room', async () => {
    start({ maxInFlightPerStream: 2 });
    get('first');
    await turnOfEventLoop();
    echo(lastStream());
    const stream = lastStream();
    stream.send = () => stream.finish({ sent: 'maybe', unsentMessages: 1 });
    const calls = ['a', 'b', 'c', 'd', 'e'].map((key) => get(key));
    for (let turn = 0; turn < 4; turn++) {
      await turnOfEventLoop();
      if (lastStream() !== stream) echo(lastStream());
    }
    expect(calls.map(({ results }) => outcome(results))).toEqual([['a'], ['b'], ['c'], ['d'], ['e']]);
  });

  it('ends a stream that nobody used for a while, and opens another when it is wanted', async () => {
    start({ idleTimeoutMs: 1000 });
    get('a');
    await turnOfEventLoop();
    const stream = lastStream();
    echo(stream);
    runtime.clock.advance(999);
    expect(stream.state).toBe('open');
    runtime.clock.advance(1001);
    expect([stream.state, runtime.clock.pending]).toEqual(['cancelled', 0]);
    const { results } = get('b');
    await turnOfEventLoop();
    echo(lastStream());
    expect([outcome(results), runtime.transport.streams.length]).toEqual([['b'], 2]);
  });

  it('ends one that never answered, when what it was opened for was given up', async () => {
    start({ idleTimeoutMs: 1000 });
    const { cancel } = get('a');
    await turnOfEventLoop();
    runtime.clock.advance(1000);
    expect(lastStream().state).toBe('open');
    cancel();
    runtime.clock.advance(1000);
    expect([lastStream().state, runtime.clock.pending]).toEqual(['cancelled', 0]);
  });

  it('does not end a stream while a request waits on it', async () => {
    start({ idleTimeoutMs: 1000 });
    get('a');
    await turnOfEventLoop();
    echo(lastStream());
    get('slow');
    await turnOfEventLoop();
    runtime.clock.advance(10_000);
    expect(lastStream().state).toBe('open');
  });

  it('tells the load and health that a store reports', async () => {
    const feedback: unknown[] = [];
    start({ onFeedback: (heard) => feedback.push(heard) });
    get('a');
    await turnOfEventLoop();
    lastStream().answer(
      tikvRpcs.batchCommands.encodeResponse({
        requestIds: [1n],
        responses: [{ rawGet: {} }],
        transportLayerLoad: 201n,
        healthFeedback: { storeId: 4n, feedbackSeqNo: 9n, slowScore: 81 },
      }),
    );
    expect(feedback).toEqual([
      {
        address: ADDRESS,
        transportLayerLoad: 201,
        health: { storeId: 4n, feedbackSeqNo: 9n, slowScore: 81 },
      },
    ]);
  });

  it('refuses a request that is too large before anything is sent', async () => {
    start({ maxRequestSizeBytes: 10 });
    expect(() => get('a key that is longer')).toThrow(TooLargeError);
    await turnOfEventLoop();
    expect(runtime.transport.streams).toEqual([]);
  });
});

describe('unary calls', () => {
  it('carry what has no place in a batch stream', async () => {
    start();
    const results: unknown[] = [];
    client.send(
      ADDRESS,
      tikvRpcs.rawGetKeyTTL,
      { key: Buffer.from('k') },
      { forwardTo: 'hidden:2' },
      { answered: (result) => results.push(result) },
    );
    const [call] = runtime.transport.unaries;
    expect([call?.method, call?.metadata]).toEqual([
      '/tikvpb.Tikv/RawGetKeyTTL',
      { 'tikv-forwarded-host': 'hidden:2' },
    ]);
    call?.answer(tikvRpcs.rawGetKeyTTL.encodeResponse({ ttl: 5n }));
    expect(results).toMatchObject([{ ok: true, response: { ttl: 5n } }]);
  });

  it('carry everything when batching is off', async () => {
    start({ maxBatchSize: 0 });
    const { results } = get('a');
    const [call] = runtime.transport.unaries;
    call?.fail({ status: 14, message: 'refused', sent: 'no' });
    expect(outcome(results)).toEqual(['NetworkError sent:no']);
  });

  it('F37: an undecodable answer is an error of its call', async () => {
    start({ maxBatchSize: 0 });
    const { results } = get('a');
    runtime.transport.unaries[0]?.answer(Uint8Array.of(10, 200));
    expect(outcome(results)).toEqual(['ProtocolError']);
  });
});

describe('broken streams', () => {
  it('S113 batch-stream-reset: fails what may have been sent and sends the rest on a new stream', async () => {
    start({ maxBatchSize: 1 });
    const calls = ['seen', 'sent', 'held', 'held too'].map((key) => get(key));
    await turnOfEventLoop();
    const stream = lastStream();
    answer(stream, [1n], ['seen']);
    const later = get('later');
    stream.finish({ status: 14, sent: 'maybe', unsentMessages: 2 });
    expect(calls.map(({ results }) => outcome(results))).toEqual([
      ['seen'],
      ['NetworkError sent:maybe'],
      [],
      [],
    ]);
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['held'], ['held too'], ['later']]);
    echo(lastStream());
    expect([...calls.slice(2), later].map(({ results }) => outcome(results))).toEqual([
      ['held'],
      ['held too'],
      ['later'],
    ]);
  });

  it('S113 batch-stream-reset: a cancelled request is not sent again', async () => {
    start();
    get('a');
    await turnOfEventLoop();
    echo(lastStream());
    const held = get('held');
    await turnOfEventLoop();
    lastStream().finish({ sent: 'maybe', unsentMessages: 1 });
    expect(held.cancel()).toBe('no');
    await turnOfEventLoop();
    expect([outcome(held.results), runtime.transport.streams.length]).toEqual([[], 1]);
  });

  it('F06 store-down: fails at once with sent no when the connection never came', async () => {
    start();
    const first = get('a');
    await turnOfEventLoop();
    lastStream().finish({ message: 'ECONNREFUSED', sent: 'no' });
    const second = get('b');
    await turnOfEventLoop();
    const reasons = [first, second].map(({ results }) =>
      results.map((result) => !result.ok && result.error.message),
    );
    expect([first, second].map(({ results }) => outcome(results))).toEqual([
      ['NetworkError sent:no'],
      ['NetworkError sent:no'],
    ]);
    expect(reasons).toEqual([
      ['ECONNREFUSED (store:1, gRPC status 14)'],
      ['Every batch stream to the store is broken: ECONNREFUSED (store:1, gRPC status 14)'],
    ]);
  });

  it('a stream that ends unanswered is given time, longer each time, and requests fail meanwhile', async () => {
    start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const opened = runtime.transport.streams.length;
      let waitedMs = 0;
      while (runtime.transport.streams.length === opened) {
        const { results } = get('a');
        await turnOfEventLoop();
        if (runtime.transport.streams.length > opened) break;
        expect(outcome(results)).toEqual(['NetworkError sent:no']);
        runtime.clock.advance(5);
        waitedMs += 5;
      }
      waits.push(waitedMs);
      lastStream().finish();
    }
    // Equal jitter at its middle: three quarters of 100, 200 and 400 ms.
    expect(waits).toEqual([0, 75, 150, 300]);
  });

  it('a broken stream leaves the others of its store to work', async () => {
    start({ streamsPerStore: 2 });
    get('a');
    await turnOfEventLoop();
    lastStream().finish({ sent: 'no' });
    const calls = [get('b'), get('c')];
    await turnOfEventLoop();
    get('d');
    await turnOfEventLoop();
    expect(runtime.transport.streams.map(keysSent)).toEqual([[['a']], [['b', 'c'], ['d']]]);
    echo(lastStream());
    expect(calls.map(({ results }) => outcome(results))).toEqual([['b'], ['c']]);
  });

  it('a closed connection fails what is there, and a later request opens a new stream', async () => {
    start();
    const sent = get('sent');
    await turnOfEventLoop();
    const queued = get('queued');
    sent.connection.close();
    await turnOfEventLoop();
    expect([sent, queued].map(({ results }) => outcome(results))).toEqual([
      ['NetworkError sent:maybe'],
      ['NetworkError sent:no'],
    ]);
    expect(runtime.transport.closedAddresses).toEqual([ADDRESS]);
    get('again');
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['again']]);
  });

  it('S100 store-replaced-address: a connection that is to be closed when idle is, and not while a request waits to leave', async () => {
    start();
    client.closeWhenIdle('unknown:1');
    const { connection } = get('a');
    client.closeWhenIdle(ADDRESS);
    expect(connection.isClosed).toBe(false);
    await turnOfEventLoop();
    echo(lastStream());
    runtime.clock.advance(1_000);
    expect([connection.isClosed, runtime.transport.closedAddresses]).toEqual([true, [ADDRESS]]);
    const again = get('b');
    await turnOfEventLoop();
    echo(lastStream());
    client.closeWhenIdle(ADDRESS);
    expect([outcome(again.results), again.connection.isClosed]).toEqual([['b'], true]);
  });

  it('S100 store-replaced-address: nor while another is under way, which ends as it would have', async () => {
    start();
    const onStream = get('a');
    const beside = get('b');
    const alone = get('c', { alone: true });
    const cancelled = get('d', { alone: true });
    client.closeWhenIdle(ADDRESS);
    await turnOfEventLoop();
    client.closeWhenIdle(ADDRESS);
    runtime.clock.advance(10_000);
    echo(lastStream());
    cancelled.cancel();
    cancelled.cancel();
    runtime.clock.advance(1_000);
    expect(alone.connection.isClosed).toBe(false);
    runtime.transport.unaries[0]?.answer(tikvRpcs.rawGet.encodeResponse({ value: Buffer.from('c') }));
    runtime.clock.advance(1_000);
    expect(alone.connection.isClosed).toBe(true);
    expect([onStream, beside, alone].map(({ results }) => outcome(results))).toEqual([['a'], ['b'], ['c']]);
    expect([runtime.transport.closedAddresses, runtime.clock.pending]).toEqual([[ADDRESS], 0]);
  });

  it('RPC-1: what was sent on a connection closes that one alone, and no later one', async () => {
    start();
    const old = get('old');
    old.connection.close();
    const again = get('again');
    await turnOfEventLoop();
    old.connection.close();
    await turnOfEventLoop();
    expect(runtime.transport.closedAddresses).toEqual([ADDRESS]);
    echo(lastStream());
    expect([old, again].map(({ results }) => outcome(results))).toEqual([
      ['NetworkError sent:no'],
      ['again'],
    ]);
    expect([old, again].map(({ connection }) => connection.isClosed)).toEqual([true, false]);
  });

  it('who hears of an end, and asks again at once, asks on a new connection', () => {
    start();
    const ask = (answered: () => void) =>
      client.send(ADDRESS, tikvRpcs.unsafeDestroyRange, {}, {}, { answered });
    let second: SentRpc | undefined;
    const first = ask(() => {
      second = ask(() => {});
    });
    first.connection.close();
    expect(second?.connection.isClosed).toBe(false);
  });

  it('the answers in the message whose first one leads to a close are given', async () => {
    start();
    const results: Answer[] = [];
    const first = client.send(
      ADDRESS,
      tikvRpcs.rawGet,
      { key: Buffer.from('a') },
      {},
      {
        answered: () => first.connection.close(),
      },
    );
    client.send(
      ADDRESS,
      tikvRpcs.rawGet,
      { key: Buffer.from('b') },
      {},
      {
        answered: (result) => results.push(result),
      },
    );
    const unanswered = get('c');
    await turnOfEventLoop();
    answer(lastStream(), [1n, 2n], ['a', 'b']);
    await turnOfEventLoop();
    expect([results, unanswered.results].map(outcome)).toEqual([['b'], ['NetworkError sent:maybe']]);
  });

  it('requests that did not leave a stream that broke end too when its first failure leads to a close', async () => {
    start();
    get('first');
    await turnOfEventLoop();
    echo(lastStream());
    const failing = client.send(
      ADDRESS,
      tikvRpcs.rawGet,
      { key: Buffer.from('a') },
      {},
      {
        answered: () => failing.connection.close(),
      },
    );
    await turnOfEventLoop();
    const unsent = get('b');
    await turnOfEventLoop();
    lastStream().finish({ status: 1, unsentMessages: 1 });
    await turnOfEventLoop();
    expect(outcome(unsent.results)).toEqual(['NetworkError sent:no']);
  });

  it('BAT-13: after close everything ends, and later requests fail without being sent', async () => {
    start();
    const sent = get('sent');
    await turnOfEventLoop();
    const queued = get('queued');
    client.close();
    const late = get('late');
    const lateCancelled = get('late');
    expect(lateCancelled.cancel()).toBe('no');
    await turnOfEventLoop();
    expect([sent, queued, late, lateCancelled].map(({ results }) => outcome(results))).toEqual([
      ['NetworkError sent:maybe'],
      ['NetworkError sent:no'],
      ['NetworkError sent:no'],
      [],
    ]);
    expect([lastStream().state, runtime.transport.closed]).toEqual(['cancelled', true]);
  });
});

describe('cancelling', () => {
  it('S115 cancel-while-queued: a queued request is never sent, not even with its neighbours', async () => {
    start();
    const call = get('a');
    const neighbour = get('b');
    expect(call.cancel()).toBe('no');
    await turnOfEventLoop();
    expect(keysSent(lastStream())).toEqual([['b']]);
    echo(lastStream());
    expect([call, neighbour].map(({ results }) => outcome(results))).toEqual([[], ['b']]);
  });

  it('S115 cancel-while-queued: nothing at all is opened for a request cancelled in time', async () => {
    start();
    get('a').cancel();
    await turnOfEventLoop();
    expect(runtime.transport.streams).toEqual([]);
  });

  it('S115 cancel-while-queued: a sent request is forgotten, its late answer ignored', async () => {
    start();
    const call = get('a');
    const neighbour = get('b');
    await turnOfEventLoop();
    expect(call.cancel()).toBe('maybe');
    echo(lastStream());
    expect([call, neighbour].map(({ results }) => outcome(results))).toEqual([[], ['b']]);
    expect([call.cancel(), neighbour.cancel()]).toEqual(['maybe', 'maybe']);
  });
});

describe('hostile answers', () => {
  it('S114 batch-response-unknown-id: unknown and repeated ids reach nobody', async () => {
    start();
    const calls = [get('a'), get('b')];
    await turnOfEventLoop();
    answer(lastStream(), [77n, 1n, 1n, 0n], ['x', 'a', 'again', 'zero']);
    expect(calls.map(({ results }) => outcome(results))).toEqual([['a'], []]);
    answer(lastStream(), [2n], ['b']);
    expect(calls.map(({ results }) => outcome(results))).toEqual([['a'], ['b']]);
  });

  it('F19: answers may come in any order and grouping', async () => {
    start();
    const calls = ['a', 'b', 'c'].map((key) => get(key));
    await turnOfEventLoop();
    answer(lastStream(), [3n, 1n], ['c', 'a']);
    answer(lastStream(), [2n], ['b']);
    expect(calls.map(({ results }) => outcome(results))).toEqual([['a'], ['b'], ['c']]);
  });

  it('S114 batch-response-unknown-id: a missing body, and that of another command, fail their call alone', async () => {
    start();
    const calls = ['a', 'b', 'c', 'd'].map((key) => get(key));
    await turnOfEventLoop();
    lastStream().answer(
      tikvRpcs.batchCommands.encodeResponse({
        requestIds: [1n, 2n, 3n],
        responses: [{}, { rawPut: {} }, { rawGet: { value: Buffer.from('c') } }],
      }),
    );
    // The body of request 4 is cut off.
    lastStream().answer(Uint8Array.of(10, 5, 106, 3, 18, 5, 1, 16, 4));
    expect(calls.map(({ results }) => outcome(results))).toEqual([
      ['ProtocolError'],
      ['ProtocolError'],
      ['c'],
      ['ProtocolError'],
    ]);
    expect(lastStream().state).toBe('open');
  });

  it('S114 batch-response-unknown-id: more ids than bodies end the stream, as if it had broken', async () => {
    start();
    const calls = ['a', 'b'].map((key) => get(key));
    await turnOfEventLoop();
    answer(lastStream(), [1n, 2n], ['a']);
    expect(calls.map(({ results }) => outcome(results))).toEqual([
      ['NetworkError sent:maybe'],
      ['NetworkError sent:maybe'],
    ]);
    expect(lastStream().state).toBe('cancelled');
  });

  it('a message that is too large ends its stream, which is opened again at once', async () => {
    start();
    const calls = ['a', 'b'].map((key) => get(key));
    await turnOfEventLoop();
    const tooLarge = { sizeBytes: 9, limitBytes: 5, isShared: true };
    lastStream().finish({ status: 8, sent: 'maybe', tooLarge });
    for (const { results } of calls) expect(results).toMatchObject([{ ok: false, error: { tooLarge } }]);
    const next = get('c');
    await turnOfEventLoop();
    echo(lastStream());
    expect([outcome(next.results), runtime.transport.streams.length]).toEqual([['c'], 2]);
  });

  it('a request that is to be alone is on no stream', async () => {
    start();
    get('a', { alone: true });
    await turnOfEventLoop();
    expect(runtime.transport.streams).toEqual([]);
    expect(runtime.transport.openUnaries(tikvRpcs.rawGet.path)).toHaveLength(1);
  });

  it('F37: a message that is none is an error of the call that was alone on its stream; the next gets a new one', async () => {
    start({ maxInFlightPerStream: 1 });
    get('first');
    await turnOfEventLoop();
    echo(lastStream());
    const calls = ['a', 'b'].map((key) => get(key));
    await turnOfEventLoop();
    lastStream().answer(Uint8Array.of(10, 200));
    expect(calls.map(({ results }) => outcome(results))).toEqual([['ProtocolError'], []]);
    expect(lastStream().state).toBe('cancelled');
    await turnOfEventLoop();
    echo(lastStream());
    expect(calls.map(({ results }) => outcome(results))).toEqual([['ProtocolError'], ['b']]);
  });
});
