import { describe, expect, it } from 'vitest';
import type { AnyActorRef, InspectionEvent } from 'xstate';
import { put, startWorld, TWO_PHASES, text } from './support.ts';

interface Seen {
  readonly id: string;
  readonly parent: string;
  /** Every state it was in, in order. */
  readonly states: readonly string[];
}

/** Collects what an inspector is told. */
function collector() {
  const actors = new Map<
    string,
    { readonly id: string; readonly parent: string; readonly states: string[] }
  >();
  const nameOf = (ref: AnyActorRef | undefined) => ref?.id ?? 'none';
  const inspect = (event: InspectionEvent): void => {
    const ref = event.actorRef as AnyActorRef & { readonly _parent?: AnyActorRef };
    const seen = actors.get(ref.sessionId) ?? { id: ref.id, parent: nameOf(ref._parent), states: [] };
    actors.set(ref.sessionId, seen);
    if (event.type !== '@xstate.snapshot') return;
    const state = JSON.stringify((event.snapshot as { readonly value?: unknown }).value);
    if (state !== undefined && seen.states.at(-1) !== state) seen.states.push(state);
  };
  const named = (prefix: string): readonly Seen[] =>
    [...actors.values()].filter(({ id }) => id.startsWith(prefix));
  return { inspect, named };
}

describe('inspection', () => {
  it('shows the parts of a client, and its transactions with what they do', async () => {
    const { inspect, named } = collector();
    await using world = await startWorld({ client: { inspect, ...TWO_PHASES } });
    await put(world.tikv, { a: '1' });
    expect(named('pdSession').map(({ parent }) => parent)).toEqual(['client']);
    expect(named('tsoBatcher').map(({ parent }) => parent)).toEqual(['client']);
    const [transaction] = named('transaction ');
    expect(transaction?.parent).toBe('client');
    expect(transaction?.states).toEqual([
      '"active"',
      '{"committing":"prewriting"}',
      '{"committing":"fetchingCommitTs"}',
      '{"committing":"committingPrimary"}',
      '"committed"',
    ]);
  });

  it('every region request is an actor then, from its start to its end', async () => {
    const { inspect, named } = collector();
    await using world = await startWorld({ split: ['m'], client: { inspect, ...TWO_PHASES } });
    const ofConnecting = named('regionRequest').length;
    await put(world.tikv, { a: '1', z: '2' });
    await world.tikv.close();
    const requests = named('regionRequest').slice(ofConnecting);
    const transaction = named('transaction ')[0]?.id;
    expect(requests.map(({ id, parent, states }) => [id, parent, states[0], states.at(-1)])).toEqual(
      ['KvPrewrite', 'KvPrewrite', 'KvCommit', 'KvCommit'].map((rpc) => [
        `regionRequest ${rpc}`,
        transaction,
        '"locating"',
        '"succeeded"',
      ]),
    );
  });

  it('lock resolvers show how they find out and what they decide', async () => {
    const { inspect, named } = collector();
    await using world = await startWorld({ client: { inspect } });
    const { tikv, writer } = world;
    const startTs = await writer.timestamp();
    await writer.lock(startTs, { p: 'new', s: 'new' });
    await writer.commit(startTs, await writer.timestamp(), 'p');
    expect(text(await tikv.snapshot().get('s'))).toBe('new');
    await tikv.close();
    const [resolver] = named(`lock-resolver ${startTs}`);
    expect(resolver?.states.slice(0, 2)).toEqual(['"checkingStatus"', '"committing"']);
    expect(named('regionRequest KvCheckTxnStatus').map(({ parent }) => parent)).toEqual([resolver?.id]);
  });

  it('a resolver that a transaction needs hangs below it', async () => {
    const { inspect, named } = collector();
    await using world = await startWorld({ client: { inspect } });
    const { tikv, writer } = world;
    const dead = await writer.longAgo();
    await writer.lock(dead, { a: 'dead' }, { ttlMs: 100 });
    await put(tikv, { a: 'alive' });
    const [resolver] = named(`lock-resolver ${dead}`);
    const [transaction] = named('transaction ');
    expect(resolver).toEqual({
      id: `lock-resolver ${dead}`,
      parent: transaction?.id,
      states: ['"checkingStatus"', '"rollingBack"', '"resolved"'],
    });
  });

  it('an inspector that throws disturbs nobody', async () => {
    await using world = await startWorld({
      client: {
        inspect: () => {
          throw new Error('inspector');
        },
      },
    });
    await put(world.tikv, { a: '1' });
    expect(text(await world.tikv.get('a'))).toBe('1');
  });
});
