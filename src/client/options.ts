import type { InspectionEvent, Observer } from 'xstate';
import type { Complete } from '../model/complete.ts';
import { UsageError } from '../model/errors.ts';
import { describe } from '../model/keys.ts';
import type { Runtime } from '../model/runtime.ts';
import { showValue } from '../model/show-value.ts';
import { unknownNames } from '../model/unknown-names.ts';
import { checkRuntime } from './check-runtime.ts';
import { parseUrl, toEndpoint } from './parse-url.ts';
import { isBag, isName } from './verb-options.ts';

/** Certificates as PEM: file paths, or the bytes themselves. `tls: {}` also turns TLS on. */
export interface TlsOptions {
  /** Certificate authority. Default: those of Node.js and of `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: string | Uint8Array | undefined;
  /** Client certificate, for mutual TLS. Needs `key`. */
  readonly cert?: string | Uint8Array | undefined;
  /** Private key of `cert`. */
  readonly key?: string | Uint8Array | undefined;
  /** Name that the server's certificate must carry. Default: the host of the address. */
  readonly serverName?: string | undefined;
}

/**
 * Options of `connect`. Every scalar is also a URL parameter of the same name, as are `tls.ca`, `tls.cert`,
 * `tls.key` (file paths) and `tls.serverName`; `tls=true` stands for `tls: {}`.
 */
export interface ConnectOptions {
  /** PD addresses, `host:port`. At least one. */
  readonly endpoints: readonly string[];
  /**
   * Encrypts every connection and verifies the server. There is no fallback to plaintext. Default: plaintext.
   */
  readonly tls?: TlsOptions | undefined;
  /**
   * The keyspace of all keys of this client, which has to exist. Implies `apiVersion: 'v2'`. Default: none;
   * with `apiVersion: 'v2'`, `DEFAULT`.
   */
  readonly keyspace?: string | undefined;
  /**
   * The API version that the stores serve (TiKV's `storage.api-version`): `v1`, with or without TTL
   * (`storage.enable-ttl`), or `v2`. Default `v1`, or `v2` when a keyspace is given.
   */
  readonly apiVersion?: 'v1' | 'v2' | undefined;
  /**
   * Whether one client may use both raw and transactional verbs under API V1. Both see the same keys there,
   * and each destroys what the other has written. Default false: the first verb decides. API V2 keeps their
   * keys apart.
   */
  readonly mixRawAndTransactional?: boolean | undefined;
  /**
   * Default deadline of a verb, in milliseconds, covering all its lookups, locks, retries and answers.
   * Default 60000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Longest key, in bytes as TiKV stores it (its `storage.max-key-size`), including the 4 bytes of a
   * keyspace. Default 8192.
   */
  readonly maxKeySizeBytes?: number | undefined;
  /**
   * Largest key and value together of one write, in bytes (below TiKV's raft entry limit). Default 6291456.
   */
  readonly maxEntrySizeBytes?: number | undefined;
  /** Largest sum of keys and values of one transaction, in bytes. Default 104857600. */
  readonly maxTransactionSizeBytes?: number | undefined;
  /** Pairs that a scan asks a store for at once. Default 256. */
  readonly scanBatchSize?: number | undefined;
  /** Most requests in one BatchCommands message; 0 sends each by itself. Default 128. */
  readonly maxBatchSize?: number | undefined;
  /** Connections to each store. Default 4. */
  readonly connectionsPerStore?: number | undefined;
  /**
   * How old the timestamp of `lowResolution` may be while PD answers, in milliseconds. It is renewed more
   * often while snapshots younger than this are read. Default 2000.
   */
  readonly lowResolutionIntervalMs?: number | undefined;
  /** How long one PD member may take to answer one request, in milliseconds. Default 3000. */
  readonly pdTimeoutMs?: number | undefined;
  /**
   * How long making a connection may take, in milliseconds. Calls that wait for it are then tried again, over a new
   * one. Default 5000.
   */
  readonly connectTimeoutMs?: number | undefined;
  /** How often a connection with calls on it is pinged, in milliseconds. Default 10000. */
  readonly keepaliveTimeMs?: number | undefined;
  /** How long a ping may stay unanswered before its connection is dropped, in milliseconds. Default 3000. */
  readonly keepaliveTimeoutMs?: number | undefined;
  /** How long a batch stream may be without requests before it is ended, in milliseconds. Default 180000. */
  readonly idleTimeoutMs?: number | undefined;
  /** Compression of requests. Default `none`. */
  readonly compression?: 'none' | 'gzip' | undefined;
  /**
   * How much a server may send on a connection before the client has read it, in bytes. Default 134217728.
   */
  readonly flowControlWindowBytes?: number | undefined;
  /**
   * Largest answer, in bytes: a call with a larger one fails with a TooLargeError before memory for it is
   * allocated. Stores have no such limit, so this only guards against broken ones; a scan is bounded by its
   * `batchSize`. Default 1073741824.
   */
  readonly maxReceiveSizeBytes?: number | undefined;
  /** Largest request, in bytes; a larger one is refused before it is sent. Default 268435456. */
  readonly maxRequestSizeBytes?: number | undefined;
  /**
   * How many requests on one connection to a store may be unanswered at once; others wait. Default: no limit.
   */
  readonly maxInFlightPerConnection?: number | undefined;
  /** How long a store may take to answer its health check, in milliseconds. Default 1000. */
  readonly storeLivenessTimeoutMs?: number | undefined;
  /**
   * The zone of this client: the label `zone` of nearby stores. Reads with `replicaRead: 'closest'` prefer
   * those. Default: unknown.
   */
  readonly zone?: string | undefined;
  /** How long a region is remembered after its last use, in milliseconds. Default 600000. */
  readonly regionCacheTtlMs?: number | undefined;
  /**
   * Whether transactions may commit with the last of their prewrites, which saves a round trip. An option of
   * `begin` overrides it. Default true.
   */
  readonly asyncCommit?: boolean | undefined;
  /**
   * Whether a transaction whose keys fit one request may commit with it. An option of `begin` overrides it.
   * Default true.
   */
  readonly onePhaseCommit?: boolean | undefined;
  /**
   * Makes optimistic transactions of this client that write the same keys commit one after another. One that
   * began before another's commit fails at once with a WriteConflictError, before anything is sent. Helps
   * when transactions of one process often conflict. The value is the largest number of keys whose commits
   * are remembered, for two minutes; 0 turns it off. Default 0.
   */
  readonly localLatches?: number | undefined;
  /** How many requests of one commit are under way at once. Default 128. */
  readonly commitConcurrency?: number | undefined;
  /**
   * Transactions larger than this have their locks kept alive while they commit, in bytes. Default
   * 33554432.
   */
  readonly keepAliveSizeBytes?: number | undefined;
  /** How long the locks of a transaction are kept alive, at most, in milliseconds. Default 3600000. */
  readonly maxTransactionLifeMs?: number | undefined;
  /**
   * For a transaction with fewer keys than this in a region, only the locks met are resolved instead of the
   * whole region. Default 512.
   */
  readonly resolveLiteThreshold?: number | undefined;
  /** How often `transact` runs its function, at most, before it throws the last conflict. Default 32. */
  readonly maxTransactAttempts?: number | undefined;
  /**
   * When a region request or a lock call becomes an actor. `on-demand`: with its first outcome that is not
   * success. `always`: from its start. Default `on-demand`; an inspector implies `always`.
   */
  readonly actors?: 'on-demand' | 'always' | undefined;
  /** Receives every actor's inspection events. */
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void) | undefined;
  /** Time, randomness and network, for simulation. Default: the system's. */
  readonly runtime?: Runtime | undefined;
}

export interface ResolvedOptions
  extends Complete<Omit<ConnectOptions, 'tls' | 'inspect' | 'runtime' | 'endpoints' | 'keyspace' | 'zone'>> {
  readonly endpoints: readonly string[];
  readonly tls: TlsOptions | undefined;
  /** Given exactly under API V2. */
  readonly keyspace: string | undefined;
  readonly zone: string | undefined;
  readonly inspect: ((event: InspectionEvent) => void) | undefined;
  readonly runtime: Runtime | undefined;
}

interface ScalarRowBase {
  /** The option of client-go that it stands for, where there is one. */
  readonly clientGo?: string;
}
interface NumberRow extends ScalarRowBase {
  readonly kind: 'integer';
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
}
interface ChoiceRow extends ScalarRowBase {
  readonly kind: 'choice';
  readonly byDefault: string;
  readonly choices: readonly string[];
}

interface FlagRow extends ScalarRowBase {
  readonly kind: 'flag';
  readonly byDefault: boolean;
}
interface TextRow extends ScalarRowBase {
  readonly kind: 'text';
  readonly byDefault: undefined;
}
/** A scalar option. */
export type ScalarRow = NumberRow | ChoiceRow | FlagRow | TextRow;

const NO_LIMIT = 2 ** 31 - 1;

const integer = (byDefault: number, min: number, max = NO_LIMIT): NumberRow => ({
  kind: 'integer',
  byDefault,
  min,
  max,
});
const MIB = 1024 * 1024;

/** Every scalar option: what `connect` checks, and what a URL may carry. */
export const SCALAR_OPTIONS = {
  keyspace: { kind: 'text', byDefault: undefined, clientGo: 'WithKeyspace' },
  apiVersion: { kind: 'choice', byDefault: 'v1', choices: ['v1', 'v2'], clientGo: 'WithAPIVersion' },
  mixRawAndTransactional: { kind: 'flag', byDefault: false },
  timeoutMs: integer(60_000, 1),
  maxKeySizeBytes: integer(8192, 16, 65_535),
  maxEntrySizeBytes: { ...integer(6 * MIB, 1), clientGo: 'MemBuffer.SetEntrySizeLimit' },
  maxTransactionSizeBytes: { ...integer(100 * MIB, 1), clientGo: 'MemBuffer.SetEntrySizeLimit' },
  scanBatchSize: { ...integer(256, 2, 10_240), clientGo: 'KVSnapshot.SetScanBatchSize' },
  maxBatchSize: { ...integer(128, 0, 4096), clientGo: 'max-batch-size' },
  connectionsPerStore: { ...integer(4, 1, 64), clientGo: 'grpc-connection-count' },
  lowResolutionIntervalMs: {
    ...integer(2000, 1),
    clientGo: 'Oracle.SetLowResolutionTimestampUpdateInterval',
  },
  pdTimeoutMs: { ...integer(3000, 1), clientGo: 'PDClient.PDServerTimeout' },
  connectTimeoutMs: integer(5000, 1),
  keepaliveTimeMs: { ...integer(10_000, 1000), clientGo: 'grpc-keepalive-time' },
  keepaliveTimeoutMs: { ...integer(3000, 50), clientGo: 'grpc-keepalive-timeout' },
  idleTimeoutMs: integer(180_000, 1),
  compression: {
    kind: 'choice',
    byDefault: 'none',
    choices: ['none', 'gzip'],
    clientGo: 'grpc-compression-type',
  },
  flowControlWindowBytes: { ...integer(128 * MIB, 65_535), clientGo: 'grpc-initial-window-size' },
  maxReceiveSizeBytes: { ...integer(1024 * MIB, 1), clientGo: 'client.MaxRecvMsgSize' },
  maxRequestSizeBytes: integer(256 * MIB, 1),
  maxInFlightPerConnection: { ...integer(NO_LIMIT, 1), clientGo: 'max-concurrency-request-limit' },
  storeLivenessTimeoutMs: { ...integer(1000, 1), clientGo: 'store-liveness-timeout' },
  zone: { kind: 'text', byDefault: undefined, clientGo: 'zone-label' },
  regionCacheTtlMs: { ...integer(600_000, 1), clientGo: 'region-cache-ttl' },
  asyncCommit: { kind: 'flag', byDefault: true, clientGo: 'SetEnableAsyncCommit' },
  onePhaseCommit: { kind: 'flag', byDefault: true, clientGo: 'SetEnable1PC' },
  localLatches: { ...integer(0, 0, 2 ** 24), clientGo: 'TxnLocalLatches' },
  commitConcurrency: { ...integer(128, 1), clientGo: 'CommitterConcurrency' },
  keepAliveSizeBytes: { ...integer(32 * MIB, 0), clientGo: 'ttl-refreshed-txn-size' },
  maxTransactionLifeMs: { ...integer(3_600_000, 1), clientGo: 'MaxTxnTTL' },
  resolveLiteThreshold: { ...integer(512, 0), clientGo: 'resolve-lock-lite-threshold' },
  maxTransactAttempts: integer(32, 1),
  actors: { kind: 'choice', byDefault: 'on-demand', choices: ['on-demand', 'always'] },
} as const satisfies Record<string, ScalarRow>;

type ScalarName = keyof typeof SCALAR_OPTIONS;
const OBJECT_OPTIONS = ['endpoints', 'tls', 'inspect', 'runtime'];
/** What to write in a URL instead. */
const IN_URL: Readonly<Record<string, string>> = {
  endpoints: ': its hosts are the endpoints',
  tls: ', except as tls=true, tls.ca and so on',
};
const TLS_OPTIONS = ['ca', 'cert', 'key', 'serverName'];

/**
 * Checks a URL or options once, at the edge; without either, the URL of the environment variable `TIKV_URL`.
 * @throws UsageError with every problem, not only the first.
 */
export function parseOptions(input: string | ConnectOptions | undefined): ResolvedOptions {
  const given = input === undefined ? process.env.TIKV_URL : input;
  if (given === undefined) {
    throw new UsageError('connect needs a URL or options, or the environment variable TIKV_URL');
  }
  const problems: string[] = [];
  if (typeof given === 'string') {
    const { endpoints, parameters } = parseUrl(given, problems);
    return resolve({ ...fromParameters(parameters, problems), endpoints }, problems);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof URL) {
    throw new UsageError(
      `connect takes a URL as a string, or options such as { endpoints: ["127.0.0.1:2379"] }, not ${describe(given)}`,
    );
  }
  return resolve(given as unknown as Record<string, unknown>, problems);
}

/** Numbers and flags are read as such; names and ranges are judged with those of an options object. */
function fromParameters(
  parameters: ReadonlyMap<string, string>,
  problems: string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, text] of parameters) {
    const row = Object.hasOwn(SCALAR_OPTIONS, name) ? SCALAR_OPTIONS[name as ScalarName] : undefined;
    if (name === 'tls' && text === 'true') {
      values.tls ??= {};
    } else if (OBJECT_OPTIONS.includes(name)) {
      problems.push(`${name} cannot be a URL parameter${IN_URL[name] ?? ''}`);
    } else if (name.startsWith('tls.')) {
      values.tls = { ...(values.tls as object | undefined), [name.slice('tls.'.length)]: text };
    } else if (row?.kind === 'integer' && /^\d+$/.test(text)) values[name] = Number(text);
    else if (row?.kind === 'flag' && /^(true|false)$/.test(text)) values[name] = text === 'true';
    else values[name] = text;
  }
  return values;
}

function resolve(given: Record<string, unknown>, problems: string[]): ResolvedOptions {
  const known = [...OBJECT_OPTIONS, ...Object.keys(SCALAR_OPTIONS)];
  problems.push(...unknownNames('Unknown option', Object.keys(given), known));
  const scalars: Record<string, unknown> = {};
  for (const [name, row] of Object.entries(SCALAR_OPTIONS)) {
    scalars[name] = checkScalar(name, row, given[name], problems);
  }
  chooseKeyspace(given, scalars, problems);
  const endpoints = checkEndpoints(given.endpoints, problems);
  const tls = checkTls(given.tls, problems);
  const inspect = checkInspect(given.inspect, problems);
  const runtime = checkRuntime(given.runtime, problems);
  if (problems.length > 0) throw new UsageError(problems);
  if (inspect !== undefined) scalars.actors = 'always';
  return {
    ...(scalars as unknown as Omit<ResolvedOptions, 'endpoints' | 'tls' | 'inspect' | 'runtime'>),
    endpoints,
    tls,
    inspect,
    runtime,
  };
}

function checkScalar(name: string, row: ScalarRow, value: unknown, problems: string[]): unknown {
  if (value === undefined) return row.byDefault;
  if (row.kind === 'choice') {
    if (!row.choices.includes(value as string)) {
      problems.push(
        `${name} must be ${row.choices.map((choice) => `"${choice}"`).join(' or ')}, not ${showValue(value)}`,
      );
    }
  } else if (row.kind === 'flag') {
    if (typeof value !== 'boolean') problems.push(`${name} must be true or false, not ${showValue(value)}`);
  } else if (row.kind === 'text') {
    if (!isName(value)) problems.push(`${name} must be a name, not ${showValue(value)}`);
  } else if (!Number.isInteger(value) || (value as number) < row.min || (value as number) > row.max) {
    problems.push(`${name} must be a whole number from ${row.min} to ${row.max}, not ${showValue(value)}`);
  }
  return value;
}

/** What PD calls the keyspace of clients that name none. */
const DEFAULT_KEYSPACE = 'DEFAULT';

/** A keyspace and API V2 go together: each brings the other. */
function chooseKeyspace(
  given: Record<string, unknown>,
  scalars: Record<string, unknown>,
  problems: string[],
): void {
  if (given.keyspace === undefined) {
    if (scalars.apiVersion === 'v2') scalars.keyspace = DEFAULT_KEYSPACE;
  } else if (given.apiVersion === 'v1') {
    problems.push('keyspace is for API V2: leave it out, or apiVersion');
  } else {
    scalars.apiVersion = 'v2';
  }
}

function checkEndpoints(value: unknown, problems: string[]): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? [...value] : [];
  if (entries.length === 0 || !entries.every((entry) => typeof entry === 'string')) {
    problems.push('endpoints must be a list of at least one PD address, such as ["127.0.0.1:2379"]');
    return [];
  }
  return entries.map((entry) => toEndpoint(entry, problems));
}

function checkTls(value: unknown, problems: string[]): TlsOptions | undefined {
  if (value === undefined) return undefined;
  if (!isBag(value)) {
    problems.push(`tls must be an object with ${TLS_OPTIONS.join(', ')}, not ${describe(value)}`);
    return undefined;
  }
  const tls = value;
  problems.push(...unknownNames('tls: unknown option', Object.keys(tls), TLS_OPTIONS));
  for (const [name, entry] of Object.entries(tls)) {
    if (!TLS_OPTIONS.includes(name) || entry === undefined) continue;
    if (typeof entry !== 'string' && (name === 'serverName' || !(entry instanceof Uint8Array))) {
      problems.push(`tls.${name} must be a ${name === 'serverName' ? 'string' : 'file path or PEM bytes'}`);
    } else if (typeof entry === 'string' && entry.includes('-----BEGIN')) {
      // Taken for a path, it would be shown by the error of the file that is not there.
      problems.push(
        `tls.${name} is PEM as a string: give the bytes, Buffer.from(pem), or the path of its file`,
      );
    }
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    problems.push('tls.cert and tls.key go together: give both or neither');
  }
  return Object.fromEntries(
    Object.entries(tls).map(([name, entry]) => [
      name,
      entry instanceof Uint8Array ? new Uint8Array(entry) : entry,
    ]),
  );
}

function checkInspect(value: unknown, problems: string[]): ((event: InspectionEvent) => void) | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'function') return value as (event: InspectionEvent) => void;
  const next = (value as { next?: unknown } | null)?.next;
  if (typeof next !== 'function') {
    problems.push(`inspect must be a function or an observer with next, not ${describe(value)}`);
    return undefined;
  }
  return (event) => next.call(value, event);
}
