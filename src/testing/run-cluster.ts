import { UsageError } from '../model/errors.ts';
import { showValue } from '../model/show-value.ts';
import { startCluster } from './cluster.ts';
import type { ClusterOptions } from './cluster-options.ts';

/** What the command line says of a cluster: as typed, nothing checked. */
export interface ClusterArguments {
  readonly pdPort?: unknown;
  readonly pds?: unknown;
  readonly stores?: unknown;
  readonly portBase?: unknown;
  readonly apiVersion?: unknown;
  readonly keyspaces?: unknown;
}

/**
 * Starts a cluster that lives until SIGINT or SIGTERM, and tells its addresses.
 * @throws UsageError for arguments that cannot be meant
 */
export async function runCluster(given: ClusterArguments, tell: (text: string) => void): Promise<void> {
  const pdPort = wholeNumber('pd-port', given.pdPort ?? 2379);
  const storePort = wholeNumber('port-base', given.portBase ?? 0);
  const apiVersion = given.apiVersion ?? 'v1';
  if (given.keyspaces !== undefined && apiVersion !== 'v2') {
    throw new UsageError('--keyspaces needs --api-version v2');
  }
  const cluster = await startCluster({
    ...(pdPort !== 0 && { pdPort }),
    pds: wholeNumber('pds', given.pds ?? 1),
    stores: wholeNumber('stores', given.stores ?? 1),
    ...(storePort !== 0 && { storePort }),
    apiVersion: apiVersion as ClusterOptions['apiVersion'],
    keyspaces: given.keyspaces === undefined ? undefined : String(given.keyspaces).split(','),
    // Nobody asks a cluster of its own process what it saw.
    logMessages: 0,
  });
  const { pds, stores } = cluster.addresses;
  tell(`PD      ${pds.join(' ')}\nstores  ${stores.join(' ')}\nurl     ${cluster.url}\n`);
  const end = (): void => {
    cluster.close().catch((error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function wholeNumber(name: string, given: unknown): number {
  const value = typeof given === 'string' && given !== '' ? Number(given) : given;
  if (Number.isInteger(value) && (value as number) >= 0) return value as number;
  throw new UsageError(`--${name} must be a whole number, not ${showValue(given)}`);
}
