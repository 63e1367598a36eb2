/**
 * How long one attempt of an RPC may take, in milliseconds (parity rows TO-2 to TO-10). A verb's deadline can
 * only make an attempt shorter.
 */
export const RPC_TIMEOUT_MS = {
  /** Point reads, every write of a transaction, raw calls, lock resolving. */
  short: 30_000,
  /** Batch reads, scans, range deletes of one region. */
  medium: 60_000,
  unsafeDestroyRange: 300_000,
  broadcastTxnStatus: 5_000,
  pipelinedResolve: 20_000,
  pd: 3_000,
  healthCheck: 1_000,
} as const;

/**
 * The execution limit that writes send to the store: it gives up before the client does (parity row TO-4).
 */
export const MAX_WRITE_EXECUTION_MS = 20_000;
