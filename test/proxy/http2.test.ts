import http2 from 'node:http2';
import net from 'node:net';
import { expect, describe as group, it, vi } from 'vitest';
import { PdUnreachableError, type Tikv, TikvError } from '../../src/index.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';
import { failure, text } from '../contract/support.ts';
import { eventually } from '../support/eventually.ts';
import { FaultGateway, type Misdeed, misdeeds } from '../support/fault-gateway.ts';
import { clientTls, LONG_MS, type Proxied, pem, serverTls, startProxied, TOGETHER } from './proxied.ts';

/* What becomes of calls when something between client and servers speaks HTTP/2, and not as a gRPC server should. */

const { NGHTTP2_REFUSED_STREAM, NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } =
  http2.constants;

const gatewayTls = { cert: pem('server.pem'), key: pem('server.key'), ca: pem('ca.pem') };

interface Gated extends AsyncDisposable {
  readonly world: Proxied;
  readonly gateway: FaultGateway;
  readonly tikv: Tikv;
}

/** A client that reaches its one store through a gateway on one connection, or PD. */
async function startGated(before: 'store' | 'pd' = 'store', isEncrypted = false): Promise<Gated> {
  const world = await startProxied(
    isEncrypted ? { tls: { certificate: serverTls.certificate, key: serverTls.key } } : {},
  );
  const { stores, pds } = world.cluster.addresses;
  const target = (before === 'store' ? stores : pds)[0] as string;
  const gateway = await FaultGateway.start(target, isEncrypted ? gatewayTls : undefined);
  const tikv = await world.connect(
    {},
    {
      dial: (address) => (address === target ? gateway.address : address),
      connectionsPerAddress: 1,
      ...(isEncrypted && { tls: { ca: clientTls.ca } }),
    },
  );
  return {
    world,
    gateway,
    tikv,
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await gateway.close();
    },
  };
}

const swap = (tikv: Tikv, key: string) =>
  tikv.raw.atomic().compareAndSwap(key, { expected: undefined, value: 'new' });

interface Nonsense {
  readonly name: string;
  readonly misdeed: Misdeed;
  /** The error of a read at a store that meets it; without one it is tried again. */
  readonly endsRead?: object;
  /** Those that may end a timestamp or looking up a region. */
  readonly endsAtPd?: readonly string[];
}

const NONSENSE: readonly Nonsense[] = [
  {
    name: 'F40: a page 404',
    misdeed: misdeeds.page(404),
    endsRead: { code: 'TIKV_NETWORK', status: 12 },
    endsAtPd: ['TIKV_PD'],
  },
  { name: 'F40: a page 502', misdeed: misdeeds.page(502) },
  {
    name: 'F40: a page that is no answer of gRPC',
    misdeed: misdeeds.foreignContentType,
    // Its text is taken for the length of a message.
    endsAtPd: ['TIKV_TOO_LARGE'],
  },
  { name: 'F40: no trailers', misdeed: misdeeds.noTrailers },
  {
    name: 'F39: a message said to be huge',
    misdeed: misdeeds.hugeLength,
    endsAtPd: ['TIKV_TOO_LARGE'],
  },
  { name: 'F39: a message cut short', misdeed: misdeeds.cutMessage },
  {
    name: 'F37: bytes that are no message',
    misdeed: misdeeds.noise,
    endsRead: { code: 'TIKV_PROTOCOL' },
    endsAtPd: ['TIKV_PROTOCOL'],
  },
  { name: 'F29: a reset', misdeed: misdeeds.reset(NGHTTP2_INTERNAL_ERROR) },
  { name: 'F30: ENHANCE_YOUR_CALM', misdeed: misdeeds.reset(NGHTTP2_ENHANCE_YOUR_CALM) },
  { name: 'F30: REFUSED_STREAM', misdeed: misdeeds.reset(NGHTTP2_REFUSED_STREAM) },
];

group.concurrent('instead of an answer of a store', TOGETHER, () => {
  it.each(NONSENSE)('$name: reads go on as soon as it is over', async ({ misdeed, endsRead }) => {
    await using gated = await startGated();
    const { gateway, tikv } = gated;
    const met = vi.fn(misdeed);
    gateway.fail(tikvRpcs.batchCommands.path, met, endsRead === undefined ? 1 : Number.POSITIVE_INFINITY);
    if (endsRead === undefined) expect(await tikv.raw.get('k')).toBe(undefined);
    else expect(await failure(tikv.raw.get('k'))).toMatchObject(endsRead);
    expect(met).toHaveBeenCalled();
    gateway.clear();
    expect(await tikv.raw.get('k')).toBe(undefined);
  });

  it.each(NONSENSE.filter(({ name }) => !name.includes('REFUSED')))(
    '$name: a swap is undetermined, and was not done',
    async ({ misdeed }) => {
      await using gated = await startGated();
      const { gateway, tikv } = gated;
      gateway.fail(tikvRpcs.rawCompareAndSwap.path, misdeed);
      expect(await failure(swap(tikv, 'k'))).toMatchObject({ code: 'TIKV_UNDETERMINED' });
      expect(await swap(tikv, 'k')).toMatchObject({ swapped: true });
    },
  );

  it('F30: a swap whose stream was refused is sent again, since no server saw it', async () => {
    await using gated = await startGated();
    const { gateway, tikv } = gated;
    gateway.fail(tikvRpcs.rawCompareAndSwap.path, misdeeds.reset(NGHTTP2_REFUSED_STREAM), 2);
    expect(await swap(tikv, 'k')).toMatchObject({ swapped: true });
  });

  it('F10: silence ends at the deadline, and a cancelled stream leaves others alone', async () => {
    await using gated = await startGated();
    const { gateway, tikv } = gated;
    const met = vi.fn(misdeeds.silence);
    gateway.fail(tikvRpcs.rawCompareAndSwap.path, met);
    const silent = failure(
      tikv.raw.atomic().compareAndSwap('k', { expected: undefined, value: 'v', timeoutMs: LONG_MS }),
    );
    await eventually(() => expect(met).toHaveBeenCalled());
    gated.world.skip(LONG_MS);
    expect(await tikv.raw.get('k')).toBe(undefined);
    expect(await silent).toMatchObject({ code: 'TIKV_UNDETERMINED' });
  });
});

group.concurrent.each([
  ['plain text', false],
  ['TLS', true],
] as const)('GOAWAY through %s', TOGETHER, (_, isEncrypted) => {
  it('F29: with nothing left undone: what is under way ends well, what follows takes a new connection', async () => {
    await using gated = await startGated('store', isEncrypted);
    const { gateway, tikv, world } = gated;
    await tikv.raw.put('k', 'v');
    const held = world.cluster.fail({ rpc: 'RawCompareAndSwap', action: 'pause' });
    const swapped = swap(tikv, 's');
    await held.waitForHit();
    gateway.goAway(NGHTTP2_NO_ERROR);
    held.remove();
    expect(await swapped).toMatchObject({ swapped: true });
    expect(text(await tikv.raw.get('k'))).toBe('v');
  });

  it('F29, F30: too many calls, nothing was looked at: reads go on', async () => {
    await using gated = await startGated('store', isEncrypted);
    const { gateway, tikv } = gated;
    await tikv.raw.put('k', 'v');
    for (let i = 0; i < 3; i++) {
      const got = Promise.all(Array.from({ length: 20 }, () => tikv.raw.get('k')));
      gateway.goAway(NGHTTP2_ENHANCE_YOUR_CALM, 0);
      expect((await got).map(text)).toEqual(Array(20).fill('v'));
    }
  });

  it('S113: streams that are reset while they carry many calls cost reads nothing but time', async () => {
    await using gated = await startGated('store', isEncrypted);
    const { gateway, tikv, world } = gated;
    await tikv.raw.put('k', 'v');
    const held = world.cluster.fail({ rpc: 'RawGet', action: 'pause', times: 20 });
    const got = Promise.all(Array.from({ length: 20 }, () => tikv.raw.get('k')));
    await held.waitForHit(20);
    gateway.resetStreams(NGHTTP2_INTERNAL_ERROR);
    held.remove();
    expect((await got).map(text)).toEqual(Array(20).fill('v'));
  });
});

group.concurrent('before PD', TOGETHER, () => {
  it.each(NONSENSE)(
    '$name: timestamps and lookups go on as soon as it is over',
    async ({ misdeed, endsAtPd }) => {
      await using gated = await startGated('pd');
      const { gateway, tikv } = gated;
      for (const rpc of [pdRpcs.tso, pdRpcs.getRegion]) gateway.fail(rpc.path, misdeed);
      gateway.resetStreams(NGHTTP2_INTERNAL_ERROR);
      const ends = await Promise.allSettled([tikv.begin(), tikv.raw.get('k')]);
      const codes = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
      for (const code of codes) expect(endsAtPd ?? []).toContain(code);
      await tikv.begin();
      expect(await tikv.raw.get('k')).toBe(undefined);
    },
  );

  it('F40: where PD is no PD, connecting fails and says why', async () => {
    await using world = await startProxied();
    await using gateway = await FaultGateway.start(world.cluster.addresses.pds[0] as string);
    gateway.fail(pdRpcs.getMembers.path, misdeeds.page(404), Number.POSITIVE_INFINITY);
    const connecting = world.connect({ timeoutMs: 20_000 }, { dial: () => gateway.address });
    const error = await failure(connecting);
    expect(error).toBeInstanceOf(PdUnreachableError);
    expect((error as TikvError).message).toContain('404');
  });
});

/** Frames of HTTP/2 with no content but that of SETTINGS and PING. */
const frame = (type: number, flags: number, length: number): Buffer =>
  Buffer.concat([Buffer.from([0, 0, length, type, flags, 0, 0, 0, 0]), Buffer.alloc(length)]);
const SETTINGS = frame(4, 0, 0);
const PING = frame(6, 0, 8);

/** A server that greets, and then sends without end. */
async function floodServer(flood: Buffer): Promise<AsyncDisposable & { readonly address: string }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.write(SETTINGS);
    const chunk = Buffer.concat(Array(500).fill(flood));
    const pour = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', pour);
    socket.once('data', pour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

group.concurrent('a flood', TOGETHER, () => {
  it.each([
    ['SETTINGS', SETTINGS],
    ['PING', PING],
  ])('F41: of %s frames ends as a typed error, and takes no memory', async (_, flood) => {
    await using world = await startProxied();
    await using server = await floodServer(flood);
    const [store] = world.cluster.addresses.stores;
    const flooded = await world.connect(
      {},
      { dial: (address) => (address === store ? server.address : address) },
    );
    const before = process.memoryUsage().rss;
    const error = await failure(flooded.raw.get('k', { timeoutMs: 500 }));
    expect(error).toBeInstanceOf(TikvError);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});
