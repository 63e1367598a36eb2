import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess } from './peers/server-process.ts';
import { buildGoClient, type GoClientVerdict, goClientChecksNotForPeers, runGoClient } from './peers.ts';

const everyCheck = execFileSync(await buildGoClient(), ['--list'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const allChecksMs = 180_000;

/** Checks of raw values: an embedded store serves their TTL and transactions, but not both at once, as TiKV does. */
const isRaw = (check: string) => check.startsWith('raw-');
/** This version of client-go cannot do it in a keyspace. */
const isPipelined = (check: string) => check === 'pipelined-flush';

/** Runs go-client once, and tells each of its checks as a test. */
function checkWithGoClient(
  checks: readonly string[],
  endpoints: () => readonly string[],
  flags: readonly string[] = [],
): void {
  let verdicts: readonly GoClientVerdict[] = [];
  beforeAll(async () => {
    verdicts = await runGoClient(endpoints(), ['--raw', `--only=${checks.join(',')}`, ...flags]);
  }, allChecksMs);
  it.each(checks)('%s', (check) => {
    const verdict = verdicts.find(({ name }) => name === check);
    expect(verdict).toEqual({ name: check, ok: true, detail: verdict?.detail });
  });
}

/** An embedded cluster in a process of its own, for the tests of a block. */
function withClusterProcess(...parameters: readonly string[]): () => readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tikv-embedded-'));
  const logFile = join(folder, 'cluster.log');
  const endpoints = () => /^url +tikv:\/\/(\S+)$/m.exec(readFileSync(logFile, 'utf8'))?.[1]?.split(',');
  let server: ServerProcess | undefined;
  beforeAll(async () => {
    const main = join(import.meta.dirname, '../../src/testing/main.ts');
    const own = ['--import', 'tsx', main, '--pd-port', '0', '--stores', '3', ...parameters];
    server = new ServerProcess('cluster', process.execPath, own, logFile);
    await server.ready(async () => endpoints() !== undefined, 30_000);
  }, 40_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => endpoints() as string[];
}

describe('client-go against the real PD and the foreign store', () => {
  const checks = everyCheck.filter((check) => !(check in goClientChecksNotForPeers));
  checkWithGoClient(checks, () => (process.env.TIKV_PD as string).split(','));
});

describe('client-go against the embedded cluster', () => {
  const endpoints = withClusterProcess();
  checkWithGoClient(
    everyCheck.filter((check) => check !== 'raw-ttl'),
    endpoints,
  );
});

describe('client-go against the embedded cluster with TTL', () => {
  checkWithGoClient(everyCheck.filter(isRaw), withClusterProcess('--api-version', 'v1ttl'));
});

describe('client-go in a keyspace of the embedded cluster', () => {
  const endpoints = withClusterProcess('--api-version', 'v2', '--keyspaces', 'orders');
  const checks = everyCheck.filter((check) => !isPipelined(check));
  checkWithGoClient(checks, endpoints, ['--keyspace=orders']);
});
