import { beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, NetworkError, PdUnreachableError } from '../../../src/index.ts';
import { carefulRuntime } from '../../../src/wire/careful-runtime.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { FakePd } from '../../support/fake-pd.ts';
import { type FakeRuntime, fakeRuntime } from '../../support/fake-transport.ts';
import { turnOfEventLoop } from '../../support/virtual-clock.ts';

const throwing = () => {
  throw new Error('not today');
};

let runtime: FakeRuntime;

beforeEach(() => {
  runtime = fakeRuntime();
});

describe('a transport that throws', () => {
  it('instead of making a call: the call broke, and may have been sent', async () => {
    runtime.transport.unary = throwing;
    const done = vi.fn();
    carefulRuntime(runtime).transport.unary('store:1', '/a/b', Uint8Array.of(), {}, done);
    expect(done).not.toHaveBeenCalled();
    await turnOfEventLoop();
    const failure = { status: 14, message: expect.stringContaining('not today'), sent: 'maybe' };
    expect(done.mock.calls).toEqual([[{ ok: false, failure }]]);
  });

  it('instead of opening a stream: the stream broke, and nothing was sent', async () => {
    runtime.transport.stream = throwing;
    const onEnd = vi.fn();
    const handlers = { onMessage: () => {}, onEnd };
    const stream = carefulRuntime(runtime).transport.stream('store:1', '/a/b', {}, handlers);
    stream.send(Uint8Array.of());
    stream.end();
    expect(onEnd).not.toHaveBeenCalled();
    await turnOfEventLoop();
    const failure = { status: 14, message: expect.stringContaining('not today'), sent: 'no' };
    expect(onEnd.mock.calls).toEqual([[failure]]);
  });

  it('is not heard a second time of what it had begun', async () => {
    const later: (() => void)[] = [];
    runtime.transport.unary = (...[, , , , done]) => {
      later.push(() => done({ ok: true, message: Uint8Array.of() }));
      return throwing();
    };
    runtime.transport.stream = (...[, , , handlers]) => {
      later.push(() => handlers.onEnd(undefined));
      return throwing();
    };
    const { transport } = carefulRuntime(runtime);
    const told = vi.fn();
    transport.unary('store:1', '/a/b', Uint8Array.of(), {}, told);
    transport.stream('store:1', '/a/b', {}, { onMessage: told, onEnd: told });
    for (const end of later) end();
    await turnOfEventLoop();
    expect(told.mock.calls.map(([result]) => result)).toEqual([
      expect.objectContaining({ ok: false }),
      expect.objectContaining({ sent: 'no' }),
    ]);
  });

  it('is not heard of what was cancelled', async () => {
    Object.assign(runtime.transport, { unary: throwing, stream: throwing });
    const { transport } = carefulRuntime(runtime);
    const told = vi.fn();
    const cancel = transport.unary('store:1', '/a/b', Uint8Array.of(), {}, told);
    transport.stream('store:1', '/a/b', {}, { onMessage: told, onEnd: told }).cancel();
    expect(cancel()).toBe('maybe');
    await turnOfEventLoop();
    expect(told).not.toHaveBeenCalled();
  });

  it('is told by connect, for calls and for the stream of timestamps', async () => {
    const pd = new FakePd(runtime.transport);
    const options = { endpoints: pd.addresses, runtime };
    const { unary } = runtime.transport;
    runtime.transport.unary = throwing;
    const error: PdUnreachableError = await connect(options).then(throwing, (cause) => cause);
    expect(error).toBeInstanceOf(PdUnreachableError);
    expect(error.attempts).toEqual(pd.addresses.map(() => expect.any(NetworkError)));

    Object.assign(runtime.transport, { unary, stream: throwing });
    const refusal: Promise<PdUnreachableError> = connect(options).then(throwing, (cause) => cause);
    for (let second = 0; second < 60; second++) {
      await turnOfEventLoop();
      runtime.clock.advance(1000);
    }
    expect(await refusal).toBeInstanceOf(PdUnreachableError);
    expect(((await refusal).cause as NetworkError).message).toContain('not today');
    expect(runtime.transport.openUnaries(pdRpcs.getMembers.path)).toEqual([]);
  });
});
