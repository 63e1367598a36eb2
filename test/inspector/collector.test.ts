import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createActor, setup } from 'xstate';
import { transactionMachine, tsoBatcherMachine } from '../../machines/index.ts';
import { connect } from '../../src/index.ts';
import { Collector } from '../../src/inspector/collect/collector.ts';
import type { Recording } from '../../src/inspector/recording/recording.ts';
import { INSPECTED } from '../../src/model/inspected.ts';
import { startCluster } from '../../src/testing/index.ts';
import { failure, put, startWorld, TWO_PHASES } from '../contract/support.ts';
import { actorsOf, openBareInspector } from './support.ts';

const SECRET = 'acct/4711';
const VALUE = 'balance=42';

const named = (recording: Recording, prefix: string) =>
  actorsOf(recording.entries).filter(({ start }) => start.name.startsWith(prefix));

describe('what is recorded', () => {
  it('is a transaction with its states, the edges between them, and the requests below it', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({
      split: ['m'],
      client: { inspect: inspector.inspect, ...TWO_PHASES },
    });
    await put(world.tikv, { a: '1', z: '2' });
    await world.tikv.close();
    const recording = inspector.recording();
    const [transaction] = named(recording, 'transaction ');
    expect(transaction?.states).toEqual([
      'active',
      'committing.prewriting',
      'committing.fetchingCommitTs',
      'committing.committingPrimary',
      'committingSecondaries',
      'committed',
    ]);
    expect(transaction?.steps.flatMap(({ edges }) => edges)).toEqual([
      'active: commit.requested #6 -> committing.prewriting',
      'committing.prewriting: prewrite.finished -> committing.fetchingCommitTs',
      'committing.fetchingCommitTs: commitTs.fetched -> committing.committingPrimary',
      'committing: outcome.committed #1 -> committingSecondaries',
      'committingSecondaries: secondaries.ended -> committed',
    ]);
    const requests = named(recording, 'regionRequest').filter(
      ({ start }) => start.parent === transaction?.start.actor,
    );
    expect(requests.map(({ start, states }) => [start.name, states])).toEqual(
      ['KvPrewrite', 'KvPrewrite', 'KvCommit', 'KvCommit'].map((rpc) => [
        `regionRequest ${rpc}`,
        ['locating', 'sending', 'succeeded'],
      ]),
    );
    const request = requests[0]?.context.request as { store: string; address: string; rpc: string };
    expect(request.rpc).toBe('KvPrewrite');
    expect(world.cluster.addresses.stores[Number(request.store) - 1]).toBe(request.address);
  });

  it('is in the order of causes: what an actor starts comes after the event that made it', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    await put(world.tikv, { a: '1' });
    const recording = inspector.recording();
    const [transaction] = named(recording, 'transaction ');
    const asked = transaction?.steps.find(({ event }) => event.type === 'commit.requested')?.n ?? 0;
    const began = named(recording, 'regionRequest KvPrewrite')[0]?.start.n ?? 0;
    const judged = transaction?.steps.find(({ event }) => event.type === 'prewrite.finished')?.n ?? 0;
    expect([asked, began, judged]).toEqual([asked, began, judged].toSorted((a, b) => a - b));
  });

  it('has the charts as they are: states with descriptions, edges with guards and targets', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    await put(world.tikv, { a: '1' });
    const shape = inspector.recording().machines.find(({ id }) => id === 'transaction');
    expect(shape?.known).toBe(true);
    const active = shape?.states.find(({ path }) => path === 'active');
    expect(active?.description).toBe(transactionMachine.states.active?.description);
    expect(active?.edges.find(({ event, nth }) => event === 'commit.requested' && nth === 0)).toEqual({
      id: 'active: commit.requested #1 -> committed',
      event: 'commit.requested',
      nth: 0,
      target: 'committed',
      guard: 'wroteNothing',
    });
  });

  it('keeps timestamps readable and errors as they are logged', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    const first = await world.tikv.begin();
    const second = await world.tikv.begin();
    first.put('k', '1');
    second.put('k', '2');
    await first.commit();
    await failure(second.commit());
    const [loser] = named(inspector.recording(), `transaction ${second.startTs}`);
    expect(loser?.context).toMatchObject({
      startTs: String(second.startTs),
      error: { code: 'TIKV_WRITE_CONFLICT', retryable: true },
    });
  });

  it('has room for a client that closes: its actors end', async () => {
    await using inspector = await openBareInspector();
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    await put(world.tikv, { a: '1' });
    await world.tikv.close();
    const recording = inspector.recording();
    const last = new Map(recording.entries.map((entry) => [entry.actor, entry.status]));
    expect([...last.values()].filter((status) => status === 'active')).toEqual([]);
  });
});

describe('what is left out', () => {
  const looked = async (options: Parameters<typeof openBareInspector>[0]) => {
    await using inspector = await openBareInspector(options);
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    await put(world.tikv, { [SECRET]: VALUE });
    await world.tikv.get(SECRET);
    return JSON.stringify(inspector.recording());
  };
  const hex = (text: string) => Buffer.from(text).toString('hex');

  it('keys and values, unless asked for: a key shows as errors show it, a value by its length', async () => {
    const text = await looked({});
    for (const secret of [SECRET, VALUE, hex(SECRET), hex(VALUE)]) expect(text).not.toContain(secret);
    expect(text).toMatch(/key\(9 bytes, #[0-9a-f]{8}\)/);
    expect(text).toContain('"value":"(10 bytes)"');
  });

  it('values, when keys are asked for', async () => {
    const text = await looked({ showKeys: true });
    expect(text).toContain(SECRET);
    expect(text).not.toContain(VALUE);
  });

  it('nothing of either, when both are asked for', async () => {
    const text = await looked({ showKeys: true, showValues: true });
    expect(text).toContain(`"op":"put","key":"${SECRET}","value":"${VALUE}"`);
  });

  it('certificates, whatever was asked for', async () => {
    const pem = (name: string) => readFileSync(join(import.meta.dirname, '../support/tls', name));
    const [certificate, key] = [pem('server.pem'), pem('server.key')];
    await using inspector = await openBareInspector({ showKeys: true, showValues: true });
    await using cluster = await startCluster({ tls: { certificate, key, clientCa: pem('ca.pem') } });
    const tls = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') };
    await using tikv = await connect({ endpoints: cluster.pd.addresses, tls, inspect: inspector.inspect });
    await put(tikv, { [SECRET]: VALUE });
    const text = JSON.stringify(inspector.recording());
    expect(text).toContain(SECRET);
    for (const secret of Object.values(tls)) {
      const [, line = ''] = secret.toString().split('\n');
      expect(line.length).toBeGreaterThan(60);
      for (const shown of [line, hex(line), 'PRIVATE KEY', hex('PRIVATE KEY')])
        expect(text).not.toContain(shown);
    }
  });

  it('what machines of others hold, unless values are asked for', async () => {
    const saga = setup({}).createMachine({
      id: 'saga',
      context: { card: 'secret card' },
      initial: 'open',
      states: { open: { on: { pay: 'paid' } }, paid: { type: 'final' } },
    });
    for (const showValues of [false, true]) {
      await using inspector = await openBareInspector({ showValues });
      const actor = createActor(saga, { inspect: inspector.inspect }).start();
      actor.send({ type: 'pay', pin: 'secret pin' } as never);
      const recording = inspector.recording();
      expect(named(recording, '')[0]?.states).toEqual(['open', 'paid']);
      expect(recording.machines[0]?.known).toBe(false);
      expect(JSON.stringify(recording.entries).includes('secret card')).toBe(showValues);
      expect(JSON.stringify(recording.entries).includes('secret pin')).toBe(showValues);
    }
  });
});

/** Without a page, and with a time that a test moves. */
function bareCollector() {
  const time = { ms: 0 };
  const collector = new Collector({
    visibility: { keys: false, values: false },
    maxEntriesPerSecond: 1500,
    maxBytes: 16_777_216,
    version: '0.0.0',
    startedAt: new Date(0),
    now: () => time.ms,
  });
  return { collector, time };
}

it('an actor that lives for long keeps what its context was last, though it has not changed since', () => {
  const { collector, time } = bareCollector();
  const nothing = () => {};
  const machine = tsoBatcherMachine.provide({
    actions: { collectBatch: nothing, sendBatch: nothing, openStream: nothing },
    delays: { answerTimeout: 1e6, backoff: 1e6 },
  });
  let leader = 'first';
  const oracle = { [INSPECTED]: () => ({ leader }) };
  const batcher = createActor(machine, { input: { oracle }, inspect: collector.inspect }).start();
  for (let nth = 0; nth < 2000; nth++) {
    if (nth === 10) leader = 'second';
    time.ms += 100;
    batcher.send({ type: nth % 2 === 0 ? 'batch.wanted' : 'batch.collected', waiting: false } as never);
  }
  batcher.stop();
  const recording = collector.recording();
  expect(recording.entries.length).toBeLessThan(600);
  expect(named(recording, '')[0]?.context).toMatchObject({ oracle: { leader: 'second' } });
});

describe('what goes wrong in an inspector', () => {
  it('harms nobody, and shows', async () => {
    await using inspector = await openBareInspector();
    inspector.inspect({
      type: '@xstate.event',
      get actorRef(): never {
        throw new Error('of the inspector');
      },
    } as never);
    await using world = await startWorld({ client: { inspect: inspector.inspect, ...TWO_PHASES } });
    await put(world.tikv, { a: '1' });
    expect(named(inspector.recording(), 'transaction ')).toHaveLength(1);
  });

  it('an actor that fails is told of, and counted as ended', async () => {
    await using inspector = await openBareInspector();
    const child = setup({
      actions: {
        fail: () => {
          throw new RangeError('on purpose');
        },
      },
    }).createMachine({ id: 'child', initial: 'a', states: { a: { on: { go: { actions: 'fail' } } } } });
    const parent = createActor(setup({}).createMachine({ id: 'parent' }), { inspect: inspector.inspect });
    parent.subscribe({ error: () => {} });
    parent.start();
    const actor = createActor(child, { parent, id: 'child' } as never).start();
    actor.subscribe({ error: () => {} });
    actor.send({ type: 'go' });
    const [failed] = named(inspector.recording(), 'child');
    expect(failed?.steps.at(-1)).toMatchObject({
      status: 'error',
      event: { type: 'go' },
      error: { name: 'RangeError', message: 'on purpose' },
    });
  });

  describe('an actor without a parent that fails, of which nobody is told,', () => {
    const saga = setup({
      actions: {
        fail: () => {
          throw new RangeError('on purpose');
        },
      },
    }).createMachine({ id: 'saga', initial: 'a', states: { a: { on: { go: { actions: 'fail' } } } } });
    const fail = (collector: Collector) => {
      const actor = createActor(saga, { inspect: collector.inspect });
      actor.subscribe({ error: () => {} });
      actor.start().send({ type: 'go' });
    };

    it('is found when somebody looks', () => {
      const { collector } = bareCollector();
      fail(collector);
      const [failed] = named(collector.recording(), '');
      expect(failed?.steps).toMatchObject([
        { status: 'error', state: 'a', event: { type: 'go' }, error: { name: 'RangeError' } },
      ]);
      const { live, ended } = collector.stats();
      expect([live.saga, ended.saga]).toEqual([{}, { error: 1 }]);
    });

    it('is found when there are many', () => {
      const { collector } = bareCollector();
      const live = Array.from({ length: 100 }, () =>
        createActor(saga, { inspect: collector.inspect }).start(),
      );
      for (let nth = 0; nth < 1000; nth++) fail(collector);
      expect(collector.stats().live.saga?.a).toBeLessThan(400);
      for (const actor of live) actor.stop();
      collector.catchUp();
      const { live: left, ended } = collector.stats();
      expect([left.saga, ended.saga]).toEqual([{}, { error: 1000, stopped: 100 }]);
    });
  });

  it('an actor whose task is nothing is recorded beside a transaction', () => {
    const { collector } = bareCollector();
    const { inspect } = collector;
    createActor(transactionMachine, { inspect, input: { startTs: 5n, task: {} } }).start();
    const machine = setup({}).createMachine({ id: 'saga' });
    createActor(machine, { inspect, input: { task: null } }).start();
    const { recorded, fault } = collector.stats();
    expect([recorded, fault]).toEqual([2, undefined]);
  });
});
