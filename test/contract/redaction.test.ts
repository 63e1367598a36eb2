import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { connect } from '../../src/index.ts';
import { failure, put, startWorld } from './support.ts';

const SECRET = 'acct/4711';
const VALUE = 'balance=42';

/** Everything by which a log may show it. */
function looks(value: unknown): string {
  const seen = [
    inspect(value, { depth: 50, showHidden: true, maxArrayLength: null, getters: false }),
    JSON.stringify(value),
    String(value),
  ];
  return seen.join('\n');
}

function expectNothingOf(value: unknown, ...secrets: readonly string[]): void {
  const seen = looks(value);
  for (const secret of secrets) {
    expect(seen).not.toContain(secret);
    expect(seen.toLowerCase()).not.toContain(Buffer.from(secret).toString('hex'));
    expect(seen).not.toContain([...Buffer.from(secret)].slice(0, 4).join(', '));
    expect(seen).not.toContain(
      Buffer.from(secret).toString('hex').slice(0, 8).replaceAll(/../g, '$& ').trim(),
    );
  }
}

it('errors of failed transactions and their causes show no key and no value', async () => {
  await using world = await startWorld();
  const { tikv } = world;
  const first = await tikv.begin();
  const second = await tikv.begin();
  first.put(SECRET, VALUE);
  second.put(SECRET, VALUE);
  await first.commit();
  expectNothingOf(await failure(second.commit()), SECRET, VALUE);
  const third = await tikv.begin();
  third.insert(SECRET, VALUE);
  expectNothingOf(await failure(third.commit()), SECRET, VALUE);
});

it('errors of stores that name keys in their texts do not', async () => {
  await using world = await startWorld();
  const { tikv, cluster } = world;
  await put(tikv, { [SECRET]: VALUE });
  const message = `region 2 has no key ${Buffer.from(SECRET).toString('hex').toUpperCase()}`;
  cluster.fail({ rpc: 'KvGet', times: Number.POSITIVE_INFINITY, action: { regionError: { message } } });
  const error = await failure(tikv.get(SECRET, { timeoutMs: 300 }));
  expect(inspect(error, { depth: 10 })).toContain('region 2 has no key');
  expectNothingOf(error, SECRET, VALUE);
});

it('a client and what it gives tell facts, and nothing that passed through them', async () => {
  await using world = await startWorld({ client: { mixRawAndTransactional: true } });
  const { tikv, cluster } = world;
  const txn = await tikv.begin();
  txn.put(SECRET, VALUE);
  const snapshot = tikv.snapshot();
  await put(tikv, { [SECRET]: VALUE });
  await snapshot.get(SECRET);
  await tikv.raw.put(SECRET, VALUE);
  for (const shown of [tikv, tikv.raw, txn, snapshot]) expectNothingOf(shown, SECRET, VALUE);
  expect([inspect(tikv), inspect(tikv.raw), inspect(txn), inspect(tikv.snapshot())]).toEqual([
    `Tikv { clusterId: ${cluster.pd.clusterId}, endpoints: ${cluster.pd.addresses} }`,
    'RawClient { atomic: false, columnFamily: default }',
    `Transaction { startTs: ${txn.startTs}, state: active, attempt: 1 }`,
    'Snapshot { at: not read yet }',
  ]);
  expect(inspect(snapshot)).toBe(`Snapshot { at: ${await snapshot.timestamp()} }`);
  await txn.rollback();
  const pessimistic = await tikv.begin({ mode: 'pessimistic' });
  await pessimistic.statement((statement) => {
    expectNothingOf(statement, SECRET, VALUE);
    expect(inspect(statement)).toBe(`Statement { asOf: ${statement.asOf}, attempt: 1 }`);
  });
  await pessimistic.rollback();
});

it('TLS keys show neither in a client nor in the error of one that could not connect', async () => {
  const file = (name: string) => new URL(`../support/tls/${name}`, import.meta.url);
  const key = readFileSync(file('client.key'));
  const lines = key
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('-----'));
  const tls = { ca: readFileSync(file('ca.pem')), cert: readFileSync(file('client.pem')), key };
  const unreachable = await failure(connect({ endpoints: ['127.0.0.1:1'], tls, timeoutMs: 500 }));
  expectNothingOf(unreachable, ...lines);
  const asText = { ...tls, key: key.toString() };
  expectNothingOf(await failure(connect({ endpoints: ['127.0.0.1:1'], tls: asText })), ...lines);
});
