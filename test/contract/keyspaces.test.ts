import { describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  ReadBelowSafePointError,
  type Tikv,
  UsageError,
  WriteConflictError,
} from '../../src/index.ts';
import { loadAdminRpcs } from '../../src/wire/codec/rpcs.ts';
import { ForeignWriter } from '../support/foreign-writer.ts';
import { RawClient } from '../unit/testing/cluster/raw-client.ts';
import { failure, list, put, startWorld, text, type World } from './support.ts';

/* API V2: the keyspaces `orders`, with id 1, and `users`, with id 2, in an embedded cluster. Their keys touch. */

const API_V2 = 2;
const NAMES = 'abcdefgh';

interface Keyspaces extends World {
  readonly orders: Tikv;
  readonly users: Tikv;
}

async function withKeyspaces(run: (world: Keyspaces) => Promise<void>): Promise<void> {
  const options = { apiVersion: 'v2', keyspaces: ['orders', { name: 'users', ownGc: true }] } as const;
  await using world = await startWorld({ ...options, client: { keyspace: 'orders' } });
  await run(Object.assign(world, { orders: world.tikv, users: await world.connect({ keyspace: 'users' }) }));
}

/** A key of `orders` as the cluster has it. */
const txnKey = (key: string): string => `x\0\0\u0001${key}`;
const rawKey = (key: string): string => `r\0\0\u0001${key}`;

const entries = (suffix: string) =>
  Object.fromEntries([...NAMES].map((name) => [name, name.toUpperCase() + suffix]));
const keysOf = (pairs: readonly string[]) => pairs.map((pair) => pair.split('=')[0]).join('');
const keyOf = (error: unknown) => text((error as { key?: Uint8Array }).key);

/** Writes all names into both keyspaces, raw and in transactions, so that each has neighbours. */
async function fill({ orders, users }: Keyspaces): Promise<void> {
  for (const [tikv, suffix] of [
    [orders, '1'],
    [users, '2'],
  ] as const) {
    await put(tikv, entries(suffix));
    await tikv.raw.batchPut([...NAMES].map((key) => ({ key, value: `raw${suffix}` })));
  }
}

describe('keyspaces', () => {
  it('keep equal keys apart, and raw values from transactions', () =>
    withKeyspaces(async (world) => {
      await fill(world);
      const { orders, users } = world;
      expect(text(await orders.get('a'))).toBe('A1');
      expect(text(await users.get('a'))).toBe('A2');
      expect((await orders.batchGet(['a', 'x', 'h'])).map(text)).toEqual(['A1', undefined, 'H1']);
      expect(text(await orders.raw.get('a'))).toBe('raw1');
      expect(text(await users.raw.get('a'))).toBe('raw2');
      await users.transact((txn) => txn.delete('a'));
      await users.raw.delete('a');
      expect(text(await orders.get('a'))).toBe('A1');
      expect(text(await orders.raw.get('a'))).toBe('raw1');
      expect(await users.get('a')).toBeUndefined();
      expect(await users.raw.get('a')).toBeUndefined();
    }));

  it.each([
    ['of a region each', () => {}],
    [
      'of many regions',
      ({ cluster }: World) => cluster.split([...'cf'].flatMap((key) => [txnKey(key), rawKey(key)])),
    ],
    [
      'that share a region with their neighbours',
      ({ cluster }: World) => {
        for (const key of [txnKey, rawKey]) {
          cluster.split(key('e'));
          cluster.merge(key('h'));
          cluster.merge(key('').replace('\u0001', '\0'));
        }
      },
    ],
  ])('%s are scanned in both directions and end where they end', (_, arrange) =>
    withKeyspaces(async (world) => {
      arrange(world);
      await fill(world);
      const { orders } = world;
      for (const api of [orders, orders.raw]) {
        expect(keysOf(await list(api.scan({ batchSize: 3 })))).toBe(NAMES);
        expect(keysOf(await list(api.scan({ batchSize: 3, reverse: true })))).toBe('hgfedcba');
        expect(keysOf(await list(api.scan({ start: 'c', end: 'g' })))).toBe('cdef');
        expect(keysOf(await list(api.scan({ start: 'c', end: 'g', reverse: true, limit: 2 })))).toBe('fe');
        expect(keysOf(await list(api.scan({ start: 'f' })))).toBe('fgh');
        expect(keysOf(await list(api.scan({ end: 'c', reverse: true })))).toBe('ba');
      }
    }),
  );

  it('are found when their regions change under a client, across their borders too', () =>
    withKeyspaces(async (world) => {
      await fill(world);
      const { orders, cluster } = world;
      const all = async () => {
        expect(keysOf(await list(orders.scan()))).toBe(NAMES);
        expect(keysOf(await list(orders.raw.scan({ reverse: true })))).toBe('hgfedcba');
        await put(orders, entries('1'));
      };
      await all();
      cluster.split([txnKey('d'), rawKey('d')]);
      await all();
      for (const key of [txnKey('a'), txnKey('a'), rawKey('a'), rawKey('a')]) cluster.merge(key);
      await all();
      cluster.transferLeader(txnKey('a'), 2);
      cluster.split([txnKey('b'), rawKey('g'), 'x\0\0\u0002', 'r\0\0\u0002']);
      await all();
    }));

  it('take raw verbs of every kind', () =>
    withKeyspaces(async (world) => {
      await fill(world);
      const { orders, users, cluster } = world;
      cluster.split(rawKey('d'));
      const raw = orders.raw;
      const before = await users.raw.checksum();
      expect((await raw.checksum({ start: 'c', end: 'f' })).keys).toBe(3n);
      expect((await raw.checksum()).keys).toBe(8n);
      await raw.deleteRange({ start: 'c', end: 'f' });
      expect(keysOf(await list(raw.scan()))).toBe('abfgh');
      expect((await raw.batchScan([{ start: 'b' }, { end: 'b' }])).map((pairs) => pairs.length)).toEqual([
        4, 1,
      ]);
      await raw.put('t', 'short', { ttlSeconds: 1000 });
      expect(await raw.ttl('t')).toBeGreaterThan(900);
      expect(await raw.ttl('a')).toBe(Number.POSITIVE_INFINITY);
      const swap = await raw.atomic().compareAndSwap('a', { expected: 'raw1', value: 'swapped' });
      expect(swap.swapped).toBe(true);
      expect((await raw.batchGet(['a', 'c', 't'])).map(text)).toEqual(['swapped', undefined, 'short']);
      await raw.batchDelete(['a', 'b']);
      expect(keysOf(await list(raw.scan()))).toBe('fght');
      await raw.deleteRange({ start: '' });
      expect(await list(raw.scan())).toEqual([]);
      expect(await users.raw.checksum()).toEqual(before);
    }));

  it('limit keys to what is left beside their prefix', () =>
    withKeyspaces(async ({ orders, connect }) => {
      expect(await orders.raw.get('k'.repeat(8188))).toBeUndefined();
      expect(String(await failure(orders.raw.get('k'.repeat(8189))))).toContain(
        'more than the limit of 8188',
      );
      const longest = 'k'.repeat(7275);
      await put(orders, { [longest]: 'v' });
      expect(keysOf(await list(orders.scan({ reverse: true, limit: 1 })))).toBe(longest);
      expect(String(await failure(orders.get(`${longest}k`)))).toContain('more than the limit of 7275');
      const other = await connect({ apiVersion: 'v2' });
      expect(await other.get(longest)).toBeUndefined();
    }));
});

describe('errors and locks within a keyspace', () => {
  it('carry the keys of the user', () =>
    withKeyspaces(async ({ orders }) => {
      await put(orders, { k: 'old' });
      const [first, second, third] = [await orders.begin(), await orders.begin(), await orders.begin()];
      first.put('k', '1');
      second.put('k', '2');
      third.insert('k', '3');
      await first.commit();
      const conflict = await failure(second.commit());
      expect(conflict).toBeInstanceOf(WriteConflictError);
      expect(keyOf(conflict)).toBe('k');
      const late = await orders.begin();
      late.insert('k', '4');
      const exists = await failure(late.commit());
      expect(exists).toBeInstanceOf(AlreadyExistsError);
      expect(keyOf(exists)).toBe('k');
      await third.rollback();
    }));

  it('locks are resolved: those of dead transactions, and of async commits with all their secondaries', () =>
    withKeyspaces(async ({ orders, cluster }) => {
      cluster.split([txnKey('b'), txnKey('n')]);
      const writer = await ForeignWriter.connect(cluster.url, { apiVersion: API_V2, keyspaceId: 1 });
      try {
        const keys = ['a', 'm', 'z'] as const;
        const [a, m, z] = keys.map(txnKey) as [string, string, string];
        await writer.lock(await writer.longAgo(), { [a]: 'dead', [m]: 'dead' }, { ttlMs: 100 });
        expect((await orders.batchGet(keys)).map(text)).toEqual([undefined, undefined, undefined]);
        const startTs = await writer.longAgo();
        const minCommitTs = startTs + 1n;
        await writer.lock(
          startTs,
          { [a]: 'async', [m]: 'async', [z]: 'async' },
          { ttlMs: 100, secondaries: [m, z], useAsyncCommit: true, minCommitTs },
        );
        expect(await list(orders.scan())).toEqual(['a=async', 'm=async', 'z=async']);
        await put(orders, { a: 'new' });
        expect(await orders.settle({ startTs, primary: new TextEncoder().encode('a') })).toMatchObject({
          outcome: 'committed',
        });
      } finally {
        writer.close();
      }
    }));

  it('the safe point is that of the keyspace', () =>
    withKeyspaces(async ({ orders, users, cluster }) => {
      using rpcs = new RawClient();
      const { pdAdminRpcs } = await loadAdminRpcs();
      const txn = await orders.begin();
      txn.put('k', 'v');
      const { commitTs } = await txn.commit();
      await rpcs.call(cluster.pd.addresses[0] as string, pdAdminRpcs.advanceTxnSafePoint, {
        header: { clusterId: orders.clusterId },
        keyspaceScope: { keyspaceId: 2 },
        target: commitTs,
      });
      const transaction = { startTs: txn.startTs, primary: new TextEncoder().encode('k') };
      expect(await failure(users.settle(transaction))).toBeInstanceOf(ReadBelowSafePointError);
      expect(await orders.settle(transaction)).toEqual({ outcome: 'committed', commitTs });
    }));
});

describe('a client that does not fit the cluster', () => {
  const refusal = async (promise: Promise<unknown>): Promise<string> => {
    const error = await failure(promise);
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  };

  it('is told of a keyspace that is unknown or not enabled', () =>
    withKeyspaces(async ({ cluster, connect, tikv }) => {
      expect(await refusal(connect({ keyspace: 'order' }))).toBe(
        'The cluster has no keyspace "order": correct the name, or create it with pd-ctl keyspace create',
      );
      using rpcs = new RawClient();
      const { keyspaceRpcs } = await loadAdminRpcs();
      const setState = (state: number) =>
        rpcs.call(cluster.pd.addresses[0] as string, keyspaceRpcs.updateKeyspaceState, {
          header: { clusterId: tikv.clusterId },
          id: 2,
          state,
        });
      await setState(1);
      expect(await refusal(connect({ keyspace: 'users' }))).toBe(
        'Keyspace "users" is disabled: enable it with pd-ctl keyspace update-state',
      );
      await setState(2);
      expect(await refusal(connect({ keyspace: 'users' }))).toBe(
        'Keyspace "users" is archived: name one that is in use',
      );
    }));

  it('is told of the other API version when it connects', async () => {
    for (const apiVersion of ['v1', 'v1ttl'] as const) {
      await using world = await startWorld({ apiVersion });
      expect(await refusal(world.connect({ apiVersion: 'v2' }))).toContain(
        'The cluster serves API V1, and a keyspace needs API V2',
      );
    }
    await using world = await startWorld({ apiVersion: 'v2', client: { apiVersion: 'v2' } });
    expect(await refusal(world.connect())).toContain('connect with the name of a keyspace');
  });

  it('is told by its verbs when the stores did not answer at first', async () => {
    const blind = { rpc: 'RawGet', action: { status: 12 } } as const;
    await using old = await startWorld();
    old.cluster.fail(blind);
    const ahead = await old.connect({ apiVersion: 'v2' });
    const needsV2 = 'The cluster serves API V1, and a keyspace needs API V2';
    expect(await refusal(ahead.raw.put('k', 'v'))).toContain(needsV2);
    expect(await refusal(ahead.get('k'))).toContain(needsV2);
    expect(await refusal(list(ahead.scan()))).toContain(needsV2);
    expect(await refusal(put(ahead, { k: 'v' }))).toContain(needsV2);

    await using recent = await startWorld({ apiVersion: 'v2', client: { apiVersion: 'v2' } });
    recent.cluster.fail(blind);
    const behind = await recent.connect({ mixRawAndTransactional: true });
    const needsKeyspace = 'connect with the name of a keyspace';
    expect(await refusal(behind.raw.get('k'))).toContain(needsKeyspace);
    expect(await refusal(behind.batchGet(['k', 'l']))).toContain(needsKeyspace);
    expect(await refusal(put(behind, { k: 'v' }))).toContain(needsKeyspace);
  });

  it('is told that a cluster with TTL has no transactions, and one without has no TTL', async () => {
    await using ttl = await startWorld({ apiVersion: 'v1ttl' });
    expect(await refusal(ttl.tikv.get('k'))).toContain('API V1 with TTL, which has raw values only');
    await using plain = await startWorld();
    expect(await refusal(plain.tikv.raw.put('k', 'v', { ttlSeconds: 1 }))).toContain(
      'create it with storage.enable-ttl = true',
    );
  });
});

describe('raw values and transactions under API V1', () => {
  it('are not for one client, unless it says so', async () => {
    await using world = await startWorld();
    const { tikv } = world;
    await tikv.raw.put('k', 'v');
    const used = 'This client is used for raw values, not for transactions';
    for (const verb of [
      () => tikv.get('k'),
      () => tikv.batchGet(['k']),
      () => tikv.scan().next(),
      () => tikv.begin(),
      () => tikv.transact(() => {}),
      () => tikv.settle({ startTs: 5n, primary: new Uint8Array(1) }),
    ]) {
      const error = await failure(verb());
      expect(error).toBeInstanceOf(UsageError);
      expect((error as Error).message).toContain(used);
    }
    expect(text(await tikv.raw.get('k'))).toBe('v');

    const other = await world.connect();
    await put(other, { 't/k': 'v' });
    const error = await failure(other.raw.get('k'));
    expect((error as Error).message).toContain(
      'This client is used for transactions, not for raw values: under API V1 they share their keys',
    );
    expect(() => other.raw.scan()).toThrow(UsageError);

    const both = await world.connect({ mixRawAndTransactional: true });
    expect(text(await both.raw.get('k'))).toBe('v');
    expect(text(await both.get('t/k'))).toBe('v');
  });
});
