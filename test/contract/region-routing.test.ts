import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/testing/index.ts';
import { list, put, startWorld, text, type World } from './support.ts';

/* Routing of requests in an embedded cluster of three stores, for both ways a request can run. */

const keys = ['a', 'c', 'e', 'g', 'i'];
const values = Object.fromEntries(keys.map((key) => [key, key.toUpperCase()]));
const storesAsked = ({ cluster }: World, rpc: string) =>
  cluster.log.messages(rpc).map(({ target }: Message) => target.kind === 'store' && Number(target.storeId));

describe.each(['on-demand', 'always'] as const)('routing, actors %s', (actors) => {
  const inWorld = async (run: (world: World) => Promise<void>, split: readonly string[] = []) => {
    await using world = await startWorld({ split, client: { actors } });
    await put(world.tikv, values);
    await run(world);
  };

  it('S098 not-leader-hint: a moved leader is found by one refusal, and then known', () =>
    inWorld(async (world) => {
      const { cluster, tikv } = world;
      const from = Number(cluster.regionAt('a').leader?.storeId);
      const to = from === 3 ? 1 : 3;
      cluster.transferLeader('a', to);
      const before = storesAsked(world, 'KvGet').length;
      expect(text(await tikv.get('a'))).toBe('A');
      expect(text(await tikv.get('c'))).toBe('C');
      expect(storesAsked(world, 'KvGet').slice(before)).toEqual([from, to, to]);
    }));

  it('S094 split-between-cache-and-send, S093: every key is read and written once across a fresh split', () =>
    inWorld(async ({ cluster, tikv }) => {
      cluster.split(['b', 'd', 'f', 'h']);
      expect((await tikv.batchGet(keys)).map(text)).toEqual(keys.map((key) => key.toUpperCase()));
      cluster.split(['e', 'g']);
      await put(tikv, Object.fromEntries(keys.map((key) => [key, 'new'])));
      expect(await list(tikv.scan({}))).toEqual(keys.map((key) => `${key}=new`));
    }));

  it('S095 merge-during-scan: each key once, in order, in both directions', () =>
    inWorld(
      async ({ cluster, tikv }) => {
        for (const reverse of [false, true]) {
          const seen: string[] = [];
          for await (const { key } of tikv.scan({ reverse, batchSize: 1 })) {
            seen.push(text(key) ?? '');
            if (seen.length === 2) cluster.merge(reverse ? 'a' : 'd');
          }
          expect(seen).toEqual(reverse ? keys.toReversed() : keys);
        }
      },
      ['b', 'd', 'f', 'h'],
    ));

  it('S099 leader-down-try-followers: a stopped store costs an election, no error', () =>
    inWorld(async ({ cluster, tikv }) => {
      const leader = Number(cluster.regionAt('a').leader?.storeId);
      await cluster.stop(leader);
      expect(text(await tikv.get('a'))).toBe('A');
      await put(tikv, { a: 'after' });
      await cluster.restart(leader);
      expect(text(await tikv.get('a'))).toBe('after');
    }));

  it('S097 region-not-found-hard-invalidate: a removed peer sends the client to PD', () =>
    inWorld(async ({ cluster, tikv }) => {
      const leader = Number(cluster.regionAt('a').leader?.storeId);
      const other = leader === 2 ? 1 : 2;
      cluster.transferLeader('a', other);
      cluster.removePeer('a', leader);
      expect(text(await tikv.get('a'))).toBe('A');
    }));
});
