// The first step of garbage collection: locks that dead clients have left behind are resolved, up to a safe point.
import { connect } from 'tikv-client';
import { exampleCluster, text } from './cluster.ts';

await using cluster = await exampleCluster();
await using tikv = await connect(cluster.url);
const prefix = 'example/locks/';

// A client that locks keys, and is not heard of any more.
const silent = await connect(cluster.url);
const left = await silent.begin({ mode: 'pessimistic' });
await left.lock([`${prefix}a`, `${prefix}b`]);

for await (const { key, kind } of tikv.locks.scan({ prefix })) console.log('locked:', text(key), kind);

// Older than ten minutes in earnest; here all that began before now. `force` ends those, too, whose clients live.
const safePoint = await tikv.timestamp();
const { resolved, alive } = await tikv.locks.resolve({ prefix, maxStartTs: safePoint, force: true });
console.log('resolved:', resolved, 'left to the living:', alive);

await tikv.transact((txn) => txn.put(`${prefix}a`, 'of another'));

// Should it come back, it hears that it was too late.
left.put(`${prefix}a`, 'of the silent one');
const code = await left.commit().catch((error) => error.code);
console.log('it hears:', code, '- the key is', text(await tikv.get(`${prefix}a`)));
await silent.close();
