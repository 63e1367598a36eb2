import { randomUUID } from 'node:crypto';
import { format, inspect } from 'node:util';
import { afterAll, beforeAll, it as declare } from 'vitest';
import { loadClient } from '../../src/client/load-client.ts';
import { type ConnectOptions, connect, type KeyValue, type Tikv } from '../../src/index.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../src/testing/index.ts';
import { ForeignWriter } from '../support/foreign-writer.ts';
import type { MortalRuntime } from '../support/mortal-runtime.ts';
import { runsOnForeignStore } from './foreign-store.ts';

// The first `connect` would load them: on a busy machine that takes longer than a test may.
await loadClient();

/** Limits that a machine which stands still for a while does not reach. */
const PATIENT = { timeoutMs: 25_000, pdTimeoutMs: 20_000 };

export interface Connected {
  readonly tikv: Tikv;
  readonly url: string;
  /** Undefined when the cluster is not of this process. */
  readonly cluster: Cluster | undefined;
  /** Another client, which knows the protocol and none of this library's rules. */
  readonly writer: ForeignWriter;
}

/** True when the tests run against a cluster of the environment, which they share with whatever is in it. */
export const isForeignCluster = process.env.TIKV_PD !== undefined;

/** True when that cluster's store is no TiKV: only tests on a list may be run then. */
const isForeignStore = process.env.TIKV_FOREIGN_STORE !== undefined;

type Body = () => void | Promise<void>;

function declareHere(name: string, body: Body, timeoutMs?: number): void {
  if (!isForeignStore || runsOnForeignStore(name)) declare(name, body, timeoutMs);
}

/**
 * Declares a test, unless the cluster of the environment cannot run it: then the runner says so. `each` puts the row,
 * or the first of its fields, in the place of `%s`.
 */
export const it = Object.assign(declareHere, {
  each:
    <Row>(rows: readonly Row[]) =>
    (name: string, body: (row: Row) => void | Promise<void>): void => {
      for (const row of rows) declareHere(format(name, Array.isArray(row) ? row[0] : row), () => body(row));
    },
});

const prefixes: string[] = [];

/**
 * One client for all tests of a file: of the cluster at TIKV_PD (`host:port,...`) where that is set, else of an
 * embedded one. Ask the function returned inside of a test. What tests leave in a foreign cluster is deleted.
 */
export function withCluster(options?: ClusterOptions, client?: Partial<ConnectOptions>): () => Connected {
  let connected: Connected | undefined;
  beforeAll(async () => {
    const cluster = isForeignCluster ? undefined : await startCluster(options);
    const url = cluster?.url ?? `tikv://${process.env.TIKV_PD}`;
    const tikv = await connect({
      endpoints: endpointsOf(url),
      // What tests leave there is deleted with both.
      mixRawAndTransactional: isForeignCluster,
      ...PATIENT,
      ...client,
    });
    connected = { tikv, url, cluster, writer: await ForeignWriter.connect(url) };
  });
  afterAll(async () => {
    if (connected === undefined) return;
    const { tikv, cluster, writer } = connected;
    if (cluster === undefined) for (const prefix of prefixes.splice(0)) await deleteAll(tikv, prefix);
    writer.close();
    await tikv.close();
    await cluster?.close();
  }, 60_000);
  return () => {
    if (connected === undefined) throw new Error('the cluster is not up yet');
    return connected;
  };
}

/** For `connect` with options. */
export function endpointsOf(url: string): readonly string[] {
  return url.replace('tikv://', '').split(',');
}

async function deleteAll(tikv: Tikv, prefix: string): Promise<void> {
  const keys: Uint8Array[] = [];
  for await (const { key } of tikv.scan({ prefix, keysOnly: true })) keys.push(key);
  await tikv.transact((txn) => {
    for (const key of keys) txn.delete(key);
  });
  await tikv.raw.deletePrefix(prefix);
}

/** An embedded cluster of one test, with two clients. */
export interface World extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly tikv: Tikv;
  readonly writer: ForeignWriter;
  /** Another client of the library. */
  connect(options?: Partial<ConnectOptions>): Promise<Tikv>;
}

/** What a test wants of its cluster and of its first client. */
export interface WorldOptions extends ClusterOptions {
  /** Where regions begin, beside the first. */
  readonly split?: readonly string[];
  /** The same for raw keys. */
  readonly splitRaw?: readonly string[];
  readonly client?: Partial<ConnectOptions>;
}

/** Starts a cluster of three stores, and connects. Its end throws when an invariant of the data was broken. */
export async function startWorld({
  split = [],
  splitRaw = [],
  client,
  ...options
}: WorldOptions = {}): Promise<World> {
  const cluster = await startCluster({ ...WORLD_CLUSTER, ...options });
  return await furnish({
    cluster,
    split,
    splitRaw,
    client,
    connect: (own) => connect({ endpoints: cluster.pd.addresses, ...PATIENT, ...own }),
    writer: () => ForeignWriter.connect(cluster.url),
    close: () => cluster.close(),
  });
}

export const WORLD_CLUSTER: ClusterOptions = { stores: 3, electionDelayMs: 20 };

interface WorldParts extends Pick<World, 'cluster' | 'connect'> {
  readonly client: WorldOptions['client'] | undefined;
  readonly split: readonly string[];
  readonly splitRaw: readonly string[];
  writer(): Promise<ForeignWriter>;
  close(): Promise<void>;
}

/** Puts into a cluster what a world has. */
export async function furnish({
  cluster,
  split,
  splitRaw,
  client,
  connect: connecting,
  writer: writing,
  close,
}: WorldParts): Promise<World> {
  cluster.split(split);
  cluster.split(splitRaw, { raw: true });
  const clients: { readonly tikv: Tikv; readonly runtime: object | undefined }[] = [];
  const connectTo = async (own?: Partial<ConnectOptions>) => {
    const tikv = await connecting(own);
    clients.push({ tikv, runtime: own?.runtime });
    return tikv;
  };
  const tikv = await connectTo(client);
  const writer = await writing();
  // What connecting takes is no matter of the tests.
  cluster.log.clear();
  return {
    cluster,
    tikv,
    writer,
    connect: connectTo,
    [Symbol.asyncDispose]: async () => {
      writer.close();
      // A process that has died says no goodbye, nor would it get to the end of one.
      const living = clients.filter(({ runtime }) => !(runtime as Partial<MortalRuntime> | undefined)?.dead);
      await Promise.all(living.map((each) => each.tikv.close({ drainMs: 0 })));
      await close();
    },
  };
}

/** For tests of what two phases do, as options of a client or of one transaction. */
export const TWO_PHASES = { asyncCommit: false, onePhaseCommit: false };

/** A prefix for the keys of one test. No other has it, in no other run. */
export function freshPrefix(start = 't'): string {
  const prefix = `${start}/${randomUUID()}/`;
  prefixes.push(prefix);
  return prefix;
}

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

/** The pairs of a scan as `key=value`, without their prefix. */
export async function list(pairs: AsyncIterable<KeyValue>, prefix = ''): Promise<string[]> {
  const seen: string[] = [];
  for await (const { key, value } of pairs) seen.push(`${text(key)?.slice(prefix.length)}=${text(value)}`);
  return seen;
}

/** Commits one transaction that puts these. */
export async function put(tikv: Tikv, entries: Readonly<Record<string, string>>): Promise<bigint> {
  const txn = await tikv.begin();
  for (const [key, value] of Object.entries(entries)) txn.put(key, value);
  const { commitTs } = await txn.commit();
  return commitTs;
}

/** What a promise was rejected with; a value instead of it fails the test. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const verdict = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in verdict) return verdict.error;
  throw new Error(`fulfilled with ${inspect(verdict.value)}`);
}
