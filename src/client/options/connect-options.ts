import type { InspectionEvent, Observer } from 'xstate';
import type { Complete } from '../../model/complete.ts';
import type { Runtime } from '../../model/runtime.ts';
import type { TlsOptions } from '../../model/tls-options.ts';

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
   * How long opening a connection may take, in milliseconds. Calls that wait for it are then retried on a new
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

/** Options that `connect` takes beside a URL: those that the URL does not give. */
export type OptionsBesideUrl = Omit<ConnectOptions, 'endpoints'>;

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
