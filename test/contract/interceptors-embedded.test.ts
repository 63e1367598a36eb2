import { describe, expect, it } from 'vitest';
import { DeadlineError, NetworkError, type RpcInterceptor, UsageError } from '../../src/index.ts';
import { failure, startWorld, TWO_PHASES } from './support.ts';
import { startVirtualWorld } from './virtual-world.ts';

describe('TXN-27, RPC-40: interceptors', () => {
  it('stand around each request of a transaction, the first of them outermost', async () => {
    await using world = await startWorld();
    const told: string[] = [];
    const named =
      (name: string): RpcInterceptor =>
      async ({ rpc, isResend }, next) => {
        told.push(`${name} ${rpc}${isResend ? ' again' : ''}`);
        const answer = await next();
        told.push(`${name} ${rpc} answered`);
        return answer;
      };
    const txn = await world.tikv.begin({ ...TWO_PHASES, interceptors: [named('outer'), named('inner')] });
    await txn.get('a');
    txn.put('a', '1');
    await txn.commit();
    const around = (rpc: string) => [
      `outer ${rpc}`,
      `inner ${rpc}`,
      `inner ${rpc} answered`,
      `outer ${rpc} answered`,
    ];
    expect(told).toEqual(['KvGet', 'KvPrewrite', 'KvCommit'].flatMap(around));
    told.length = 0;
    await world.tikv.get('a');
    expect(told).toEqual([]);
  });

  it('see where an attempt goes, what it asks and what is answered', async () => {
    await using world = await startWorld();
    const seen: unknown[] = [];
    const snapshot = world.tikv.snapshot({
      interceptors: [async (attempt, next) => seen.push(attempt, await next())],
    });
    await snapshot.get('absent');
    expect(seen).toMatchObject([
      { rpc: 'KvGet', address: world.cluster.addresses.stores[0], storeId: 1n, isResend: false },
      { notFound: true },
    ]);
    expect(seen[0]).toMatchObject({ request: { key: new Uint8Array(Buffer.from('absent')) } });
  });

  it('refuse a request by never calling next: nothing is sent, and nothing was written', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    const reason = new Error('not today');
    const txn = await tikv.begin({
      interceptors: [
        ({ rpc }, next) => {
          if (rpc === 'KvPrewrite') throw reason;
          return next();
        },
      ],
    });
    txn.put('a', '1');
    const error = await failure(txn.commit());
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining('KvPrewrite'), cause: reason });
    expect(cluster.log.messages('KvPrewrite')).toEqual([]);
    expect(await tikv.get('a')).toBeUndefined();
  });

  it('cannot change an outcome: what one throws after the answer is told as an event', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    const failed = new Promise((resolve) => tikv.on('background.failed', resolve));
    const late = new Error('too late');
    const txn = await tikv.begin({
      interceptors: [
        async (_, next) => {
          await next();
          throw late;
        },
      ],
    });
    txn.put('a', '1');
    await txn.commit();
    expect(await failed).toEqual({ work: 'interceptor of KvPrewrite', error: late });
    expect(await tikv.get('a')).toEqual(new Uint8Array(Buffer.from('1')));
  });

  it('may leave before the answer, and may call next twice: it is sent once', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    const txn = await tikv.begin({
      interceptors: [
        (_, next) => {
          void next();
          void next();
        },
      ],
    });
    txn.put('a', '1');
    await txn.commit();
    expect(cluster.log.messages('KvPrewrite').length).toBe(1);
  });

  it('hear of answers that are lost, and of what is sent again', async () => {
    await using world = await startWorld();
    const { tikv, cluster } = world;
    cluster.fail({ rpc: 'KvPrewrite', action: 'breakStream', times: 1 });
    const told: unknown[] = [];
    const txn = await tikv.begin({
      interceptors: [
        async ({ rpc, isResend }, next) => {
          try {
            await next();
            told.push([rpc, isResend, 'answered']);
          } catch (error) {
            told.push([rpc, isResend, error instanceof NetworkError]);
            throw error;
          }
        },
      ],
    });
    txn.put('a', '1');
    await txn.commit();
    expect(told).toEqual([
      ['KvPrewrite', false, true],
      ['KvPrewrite', true, 'answered'],
    ]);
  });

  it('that wait longer than the call send nothing afterwards', async () => {
    await using world = await startVirtualWorld();
    const { tikv, cluster } = world;
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let sent: unknown;
    const snapshot = tikv.snapshot({
      interceptors: [
        async (_, next) => {
          await waiting;
          sent = await next().catch((error: unknown) => error);
        },
      ],
    });
    expect(await failure(snapshot.get('a', { timeoutMs: 30 }))).toBeInstanceOf(DeadlineError);
    goOn();
    await world.eventually(() => expect(sent).toMatchObject({ sent: 'no' }));
    expect(cluster.log.messages('KvGet')).toEqual([]);
  });

  it.each([
    ['a function', () => {}],
    ['a list with something else', [1]],
  ])('%s is no list of them', async (_, given) => {
    await using world = await startWorld();
    const error = await failure(world.tikv.begin({ interceptors: given as never }));
    expect(error).toMatchObject({ code: 'TIKV_USAGE', message: expect.stringContaining('interceptors') });
  });
});
