// npx tsx docs/examples/accounts/main.ts, with PORT and TIKV_URL
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'tikv-client';
import { exampleCluster } from '../cluster.ts';
import { createService } from './service.ts';

await using cluster = await exampleCluster({ stores: 3 });
await using tikv = await connect(cluster.url);
const service = createService(tikv);
service.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
await once(service, 'listening');
console.log(`accounts at http://127.0.0.1:${(service.address() as AddressInfo).port}`);

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
// Requests under way are answered; then the client drains what it does in the background, and the cluster ends.
service.close();
service.closeIdleConnections();
await once(service, 'close');
console.log('closed');
