import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atExit } from './peers/at-exit.ts';
import { buildGoProgram, type GoProgram, type Log } from './peers/build-go-program.ts';
import { freeAddresses } from './peers/free-addresses.ts';
import { ServerProcess } from './peers/server-process.ts';

export { GoBuildError, type Log } from './peers/build-go-program.ts';

const readyWithinMs = 30_000;

const pdProgram: GoProgram = {
  name: 'pd',
  folder: join(import.meta.dirname, 'peers/pd'),
  package: 'github.com/tikv/pd/cmd/pd-server',
  tags: ['without_dashboard'],
};
const storeProgram: GoProgram = {
  name: 'store',
  folder: join(import.meta.dirname, 'peers/store'),
  package: '.',
  tags: [],
};
const goClientProgram: GoProgram = {
  name: 'go-client',
  folder: join(import.meta.dirname, 'go-client'),
  package: '.',
  tags: [],
};

/** Paths of the servers' binaries. */
export interface PeerBinaries {
  readonly pd: string;
  readonly store: string;
}

/** What {@link startPeers} is told. */
export interface PeerOptions {
  /** Size in KiB that the store splits its regions to. Default 65536; 512 gives a dozen regions soon. */
  readonly regionSizeKb?: number;
  /** The store has no replication: there is one. */
  readonly stores?: 1;
  /** Takes the progress of a build, and the log's end of a server that dies. Default: standard error. */
  readonly log?: Log;
}

/** A running PD and its store. */
export interface Peers extends AsyncDisposable {
  /** `host:port` of PD. */
  readonly pdEndpoints: readonly string[];
  /** Ends both and removes their data; a second call waits for the first. */
  stop(): Promise<void>;
}

/** One line of go-client. */
export interface GoClientVerdict {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what went wrong. */
  readonly detail: string;
}

/** Checks of go-client that {@link startPeers}' store cannot pass, each with its reason. */
export const goClientChecksNotForPeers: Readonly<Record<string, string>> = {
  'split-region': 'the store answers SplitRegion and splits nothing',
};

/**
 * Builds PD and the store from Go modules, one after the other, unless they are in the cache already.
 *
 * @throws GoBuildError when Go is missing, or a download or build fails.
 */
export async function buildPeers({ log = toStandardError }: { log?: Log } = {}): Promise<PeerBinaries> {
  const pd = await buildGoProgram(pdProgram, log);
  return { pd, store: await buildGoProgram(storeProgram, log) };
}

/**
 * Builds the program that checks a cluster through client-go, and gives the path of its binary.
 *
 * @throws GoBuildError when Go is missing, or a download or build fails.
 */
export async function buildGoClient({ log = toStandardError }: { log?: Log } = {}): Promise<string> {
  return buildGoProgram(goClientProgram, log);
}

/**
 * Starts a real PD and a store on free loopback ports, with their data in a new temporary folder, and
 * resolves when PD is healthy and counts the store as up with its regions. Builds them first where needed.
 *
 * @throws GoBuildError as {@link buildPeers}; Error with the end of the log when a server does not come up.
 */
export async function startPeers(options: PeerOptions = {}): Promise<Peers> {
  const log = options.log ?? toStandardError;
  const binaries = await buildPeers({ log });
  const folder = await mkdtemp(join(tmpdir(), 'tikv-peers-'));
  const forgetFolder = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const servers: ServerProcess[] = [];
  const cleanUp = async () => {
    // The store first: it would go on asking a PD that is gone.
    for (const server of servers.toReversed()) await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    forgetFolder();
  };
  try {
    const [pdAddress, peerAddress, storeAddress] = (await freeAddresses(3)) as [string, string, string];
    const pdParameters = [
      '--name=pd1',
      `--data-dir=${join(folder, 'pd')}`,
      `--client-urls=http://${pdAddress}`,
      `--peer-urls=http://${peerAddress}`,
      '--log-level=warn',
    ];
    const pd = new ServerProcess('pd', binaries.pd, pdParameters, join(folder, 'pd.log'));
    servers.push(pd);
    await pd.ready(() => pdIsHealthy(pdAddress), readyWithinMs);
    const storeParameters = [
      `--pd=${pdAddress}`,
      `--addr=${storeAddress}`,
      `--data-dir=${join(folder, 'store')}`,
      `--region-size-kb=${options.regionSizeKb ?? 65_536}`,
    ];
    const store = new ServerProcess('store', binaries.store, storeParameters, join(folder, 'store.log'));
    servers.push(store);
    await store.ready(() => storeIsUp(pdAddress, storeAddress), readyWithinMs);
    for (const server of servers) server.onUnexpectedEnd(log);
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= cleanUp();
      return stopped;
    };
    return { pdEndpoints: [pdAddress], stop, [Symbol.asyncDispose]: stop };
  } catch (failure) {
    await cleanUp();
    throw failure;
  }
}

/**
 * Runs go-client (see its `--help` for the flags) against a cluster, and gives the verdicts in the order of the checks.
 *
 * @throws GoBuildError as {@link buildGoClient}; Error when it ends without a verdict, as on a wrong flag.
 */
export async function runGoClient(
  pdEndpoints: readonly string[],
  flags: readonly string[] = [],
  { log = toStandardError }: { log?: Log } = {},
): Promise<GoClientVerdict[]> {
  const binary = await buildGoClient({ log });
  const child = spawn(binary, [`--pd=${pdEndpoints.join(',')}`, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const verdicts: GoClientVerdict[] = [];
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  createInterface(child.stdout).on('line', (line) => verdicts.push(JSON.parse(line) as GoClientVerdict));
  const code = await ended;
  const failed = verdicts.some(({ ok }) => !ok);
  if (code !== (failed ? 1 : 0) || verdicts.length === 0)
    throw new Error(`go-client ended with code ${code}`);
  return verdicts;
}

async function pdIsHealthy(pdAddress: string): Promise<boolean> {
  const members = (await ask(`http://${pdAddress}/pd/api/v1/health`)) as { health: boolean }[];
  return members.length > 0 && members.every(({ health }) => health);
}

async function storeIsUp(pdAddress: string, storeAddress: string): Promise<boolean> {
  const { stores } = (await ask(`http://${pdAddress}/pd/api/v1/stores`)) as {
    stores: { store: { address: string; state_name: string }; status: { leader_count?: number } }[];
  };
  return stores.some(
    ({ store, status }) =>
      store.address === storeAddress && store.state_name === 'Up' && (status.leader_count ?? 0) > 0,
  );
}

async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
