import { parseArgs } from 'node:util';
import { startCluster } from './index.ts';

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
    'pd-port': { type: 'string', default: '2379' },
    pds: { type: 'string', default: '1' },
    stores: { type: 'string', default: '1' },
    'port-base': { type: 'string', default: '0' },
    'api-version': { type: 'string', default: 'v1' },
    keyspaces: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await run();

async function run(): Promise<void> {
  const pdPort = wholeNumber('pd-port', values['pd-port']);
  const storePort = wholeNumber('port-base', values['port-base']);
  const cluster = await startCluster({
    ...(pdPort !== 0 && { pdPort }),
    pds: wholeNumber('pds', values.pds),
    stores: wholeNumber('stores', values.stores),
    ...(storePort !== 0 && { storePort }),
    apiVersion: apiVersion(values['api-version']),
    ...(values.keyspaces !== undefined && { keyspaces: values.keyspaces.split(',') }),
    // Nobody asks a cluster of its own process what it saw.
    logMessages: 0,
  });
  const { pds, stores } = cluster.addresses;
  process.stdout.write(`PD      ${pds.join(' ')}\nstores  ${stores.join(' ')}\nurl     ${cluster.url}\n`);
  const end = (): void => {
    cluster.close().catch((error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} is a whole number, not ${text}`);
}

function apiVersion(text: string): 'v1' | 'v1ttl' | 'v2' {
  if (text === 'v1' || text === 'v1ttl' || text === 'v2') return text;
  throw new RangeError(`--api-version is v1, v1ttl or v2, not ${text}`);
}
