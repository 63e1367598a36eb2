import { parseArgs } from 'node:util';
import { runCluster } from './run-cluster.ts';

const HELP = `Starts PD and TiKV stores in one process, on loopback, with their data in memory.

  --pd-port N       port of the first PD member (default 2379; 0 for any)
  --pds N           PD members (default 1)
  --stores N        stores (default 1)
  --port-base N     port of the first store (default any)
  --api-version V   v1, v1ttl or v2 (default v1)
  --keyspaces A,B   keyspaces, with --api-version v2
`;

const { values } = parseArgs({
  options: {
    'pd-port': { type: 'string' },
    pds: { type: 'string' },
    stores: { type: 'string' },
    'port-base': { type: 'string' },
    'api-version': { type: 'string' },
    keyspaces: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const tell = (text: string): void => {
  process.stdout.write(text);
};
if (values.help) tell(HELP);
else {
  const { pds, stores, keyspaces } = values;
  const ports = { pdPort: values['pd-port'], portBase: values['port-base'] };
  await runCluster({ ...ports, pds, stores, apiVersion: values['api-version'], keyspaces }, tell);
}
