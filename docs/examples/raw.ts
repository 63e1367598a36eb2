// Single keys without transactions. A cluster with `storage.enable-ttl`, or of API V2, for the values that expire.
import { connect } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster({ apiVersion: 'v1ttl' });
await using tikv = await connect(cluster.url);
const { raw } = tikv;

await raw.put('example/raw/greeting', 'hello');
console.log('greeting:', text(await raw.get('example/raw/greeting')));

await raw.batchPut([
  { key: 'example/raw/fruit/apple', value: 'red' },
  { key: 'example/raw/fruit/banana', value: 'yellow' },
  { key: 'example/raw/fruit/plum', value: 'blue' },
]);
const [apple, cherry] = await raw.batchGet(['example/raw/fruit/apple', 'example/raw/fruit/cherry']);
console.log('apple:', text(apple), '- cherry:', text(cherry));

for await (const { key, value } of raw.scan({ prefix: 'example/raw/fruit/', reverse: true, limit: 2 })) {
  console.log('from the end:', text(key), text(value));
}

await raw.put('example/raw/session', 'of Ann', { ttlSeconds: 60 });
const seconds = (await raw.ttl('example/raw/session')) ?? 0;
console.log('the session ends within a minute:', seconds > 0 && seconds <= 60);

// Whoever swaps a key writes it by an atomic view alone.
const counters = raw.atomic();
await counters.delete('example/raw/counter');
await counters.putIfAbsent('example/raw/counter', '1');
const first = await counters.compareAndSwap('example/raw/counter', { expected: '1', value: '2' });
const second = await counters.compareAndSwap('example/raw/counter', { expected: '1', value: '3' });
console.log('swapped:', first.swapped, 'then:', second.swapped, 'since it is', text(second.previous));

await raw.deletePrefix('example/raw/');
