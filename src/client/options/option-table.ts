interface ScalarRowBase {
  /** The option of client-go that it corresponds to, if there is one. */
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

/** Every scalar option: what `connect` checks, and what a URL may have as parameters. */
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
