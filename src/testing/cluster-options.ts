import type { ClusterEnvironment } from './environment.ts';
import type { ServerTls } from './grpc/grpc-front.ts';
import type { ApiVersion } from './mvcc/command.ts';
import type { Sabotage } from './mvcc/sabotage.ts';
import type { KeyspaceOptions } from './pd/keyspaces.ts';

/** What a cluster is made of; every part has a default. */
export interface ClusterOptions {
  /** TiKV stores, with ids from 1. Default 1. */
  readonly stores?: number | undefined;
  /** PD members; the first leads at the start. Default 1. */
  readonly pds?: number | undefined;
  /** Copies of a region. Default 3, or as many as there are stores. */
  readonly replicas?: number | undefined;
  /** What PD tells clusters apart by. Default: the same for every embedded cluster. */
  readonly clusterId?: bigint | undefined;
  /** Which API the stores serve. Default `v1`. */
  readonly apiVersion?: ApiVersion | undefined;
  /** Keyspaces by name, with ids from 1; `DEFAULT` with id 0 is always there. For API version `v2`. */
  readonly keyspaces?: readonly (string | KeyspaceOptions)[] | undefined;
  /** Labels of each store, in the order of their ids. */
  readonly storeLabels?: readonly Readonly<Record<string, string>>[] | undefined;
  /** Port of the first PD member; the others get the following ones. Default: any free ports. */
  readonly pdPort?: number | undefined;
  /** Port of the first store; the others get the following ones. Default: any free ports. */
  readonly storePort?: number | undefined;
  /** Serve by TLS. Default: plain text. */
  readonly tls?: ServerTls | undefined;
  /** False opens no sockets: reach the servers by `serviceAt`. Default true. */
  readonly listen?: boolean | undefined;
  /** Clocks and randomness. Default: the system's. */
  readonly environment?: Partial<ClusterEnvironment> | undefined;
  /** From the loss of a leader, of a region or of PD, to the next one. Default 50 ms. */
  readonly electionDelayMs?: number | undefined;
  /**
   * How long a new region leader, that of a region split off too, refuses async and one-phase commits until max_ts is synced
   * (server rule 8), and under API V2 raw writes. Default 0.
   */
  readonly maxTsSyncDelayMs?: number | undefined;
  /** How often leaders find a new safe timestamp for stale reads; 0 (default) for whenever one is looked for. */
  readonly safeTsIntervalMs?: number | undefined;
  /** Which part of a split keeps the id: the last (default, as in TiKV), or the first. */
  readonly rightDerive?: boolean | undefined;
  /** Larger writes are refused with RaftEntryTooLarge. Default 8 MiB. */
  readonly raftEntryMaxBytes?: number | undefined;
  /** Keep pessimistic locks in the memory of the leader, where a crash loses them. Default false. */
  readonly inMemoryPessimisticLocks?: boolean | undefined;
  /** How many messages `log` keeps. Default 10 000. */
  readonly logMessages?: number | undefined;
  /** Record every change of the data in `journal`. Default false. */
  readonly journal?: boolean | undefined;
  /** Check the invariants of the data after each apply. Default true. */
  readonly checkInvariants?: boolean | undefined;
  /** Faults planted in the engine, to prove that checkers notice them. */
  readonly sabotage?: Sabotage | undefined;
}

/** A key as the verbs of the cluster take it: bytes, or a text in UTF-8. */
export type KeyLike = Uint8Array | string;
