// Written by scripts/generate-proto.mjs from proto/*.proto. Do not edit.

/** Collects encoded bytes. */
export class Writer {
  /** Number of bytes written so far. */
  readonly pos: number;
  /** A copy of what was written. */
  finish(): Uint8Array;
  /** Forgets what was written, and keeps the memory for the next message. */
  clear(): void;
  /** Appends a number, such as the tag of a field. */
  uint32(value: number): this;
  /** Appends what is encoded already. */
  raw(bytes: Uint8Array): this;
  /** What follows is a message within the message, until ldelim. */
  fork(): this;
  /** Ends it, and puts its length before it. */
  ldelim(): this;
}

/** Reads and writes one type of message: what stands beside each interface under the same name. */
export interface Codec<Message, Decoded> {
  /** Appends a message to a writer (a new one by default). Fields that hold their default are left out. */
  encode(message: Message, writer?: Writer): Writer;
  /** Reads a message. Throws whatever protobufjs throws when the bytes are no such message. */
  decode(bytes: Uint8Array): Decoded;
}

export declare namespace coprocessor {
  interface KeyRange {
    start?: Uint8Array | undefined;
    end?: Uint8Array | undefined;
  }
  namespace KeyRange {
    interface Decoded {
      start: Uint8Array;
      end: Uint8Array;
    }
    function encode(message: KeyRange, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Request {
    context?: kvrpcpb.Context | undefined;
    tp?: bigint | undefined;
    data?: Uint8Array | undefined;
    ranges?: readonly coprocessor.KeyRange[] | undefined;
    isCacheEnabled?: boolean | undefined;
    cacheIfMatchVersion?: bigint | undefined;
    startTs?: bigint | undefined;
    schemaVer?: bigint | undefined;
    isTraceEnabled?: boolean | undefined;
    pagingSize?: bigint | undefined;
    pagingSizeBytes?: bigint | undefined;
  }
  namespace Request {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      tp: bigint;
      data: Uint8Array;
      ranges: readonly coprocessor.KeyRange.Decoded[];
      isCacheEnabled: boolean;
      cacheIfMatchVersion: bigint;
      startTs: bigint;
      schemaVer: bigint;
      isTraceEnabled: boolean;
      pagingSize: bigint;
      pagingSizeBytes: bigint;
    }
    function encode(message: Request, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Response {
    data?: Uint8Array | undefined;
    regionError?: errorpb.Error | undefined;
    locked?: kvrpcpb.LockInfo | undefined;
    otherError?: string | undefined;
    range?: coprocessor.KeyRange | undefined;
    execDetails?: kvrpcpb.ExecDetails | undefined;
    isCacheHit?: boolean | undefined;
    cacheLastVersion?: bigint | undefined;
    canBeCached?: boolean | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
    latestBucketsVersion?: bigint | undefined;
  }
  namespace Response {
    interface Decoded {
      data: Uint8Array;
      regionError?: errorpb.Error.Decoded | undefined;
      locked?: kvrpcpb.LockInfo.Decoded | undefined;
      otherError: string;
      range?: coprocessor.KeyRange.Decoded | undefined;
      execDetails?: kvrpcpb.ExecDetails.Decoded | undefined;
      isCacheHit: boolean;
      cacheLastVersion: bigint;
      canBeCached: boolean;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
      latestBucketsVersion: bigint;
    }
    function encode(message: Response, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace errorpb {
  interface Error {
    message?: string | undefined;
    notLeader?: errorpb.NotLeader | undefined;
    regionNotFound?: errorpb.RegionNotFound | undefined;
    keyNotInRegion?: errorpb.KeyNotInRegion | undefined;
    epochNotMatch?: errorpb.EpochNotMatch | undefined;
    serverIsBusy?: errorpb.ServerIsBusy | undefined;
    staleCommand?: errorpb.StaleCommand | undefined;
    storeNotMatch?: errorpb.StoreNotMatch | undefined;
    raftEntryTooLarge?: errorpb.RaftEntryTooLarge | undefined;
    maxTimestampNotSynced?: errorpb.MaxTimestampNotSynced | undefined;
    readIndexNotReady?: errorpb.ReadIndexNotReady | undefined;
    proposalInMergingMode?: errorpb.ProposalInMergingMode | undefined;
    dataIsNotReady?: errorpb.DataIsNotReady | undefined;
    regionNotInitialized?: errorpb.RegionNotInitialized | undefined;
    diskFull?: errorpb.DiskFull | undefined;
    recoveryInProgress?: errorpb.RecoveryInProgress | undefined;
    flashbackInProgress?: errorpb.FlashbackInProgress | undefined;
    flashbackNotPrepared?: errorpb.FlashbackNotPrepared | undefined;
    isWitness?: errorpb.IsWitness | undefined;
    mismatchPeerId?: errorpb.MismatchPeerId | undefined;
    bucketVersionNotMatch?: errorpb.BucketVersionNotMatch | undefined;
    undeterminedResult?: errorpb.UndeterminedResult | undefined;
  }
  namespace Error {
    interface Decoded {
      message: string;
      notLeader?: errorpb.NotLeader.Decoded | undefined;
      regionNotFound?: errorpb.RegionNotFound.Decoded | undefined;
      keyNotInRegion?: errorpb.KeyNotInRegion.Decoded | undefined;
      epochNotMatch?: errorpb.EpochNotMatch.Decoded | undefined;
      serverIsBusy?: errorpb.ServerIsBusy.Decoded | undefined;
      staleCommand?: errorpb.StaleCommand.Decoded | undefined;
      storeNotMatch?: errorpb.StoreNotMatch.Decoded | undefined;
      raftEntryTooLarge?: errorpb.RaftEntryTooLarge.Decoded | undefined;
      maxTimestampNotSynced?: errorpb.MaxTimestampNotSynced.Decoded | undefined;
      readIndexNotReady?: errorpb.ReadIndexNotReady.Decoded | undefined;
      proposalInMergingMode?: errorpb.ProposalInMergingMode.Decoded | undefined;
      dataIsNotReady?: errorpb.DataIsNotReady.Decoded | undefined;
      regionNotInitialized?: errorpb.RegionNotInitialized.Decoded | undefined;
      diskFull?: errorpb.DiskFull.Decoded | undefined;
      recoveryInProgress?: errorpb.RecoveryInProgress.Decoded | undefined;
      flashbackInProgress?: errorpb.FlashbackInProgress.Decoded | undefined;
      flashbackNotPrepared?: errorpb.FlashbackNotPrepared.Decoded | undefined;
      isWitness?: errorpb.IsWitness.Decoded | undefined;
      mismatchPeerId?: errorpb.MismatchPeerId.Decoded | undefined;
      bucketVersionNotMatch?: errorpb.BucketVersionNotMatch.Decoded | undefined;
      undeterminedResult?: errorpb.UndeterminedResult.Decoded | undefined;
    }
    function encode(message: Error, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface NotLeader {
    regionId?: bigint | undefined;
    leader?: metapb.Peer | undefined;
  }
  namespace NotLeader {
    interface Decoded {
      regionId: bigint;
      leader?: metapb.Peer.Decoded | undefined;
    }
    function encode(message: NotLeader, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegionNotFound {
    regionId?: bigint | undefined;
  }
  namespace RegionNotFound {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: RegionNotFound, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyNotInRegion {
    key?: Uint8Array | undefined;
    regionId?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace KeyNotInRegion {
    interface Decoded {
      key: Uint8Array;
      regionId: bigint;
      startKey: Uint8Array;
      endKey: Uint8Array;
    }
    function encode(message: KeyNotInRegion, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface EpochNotMatch {
    currentRegions?: readonly metapb.Region[] | undefined;
  }
  namespace EpochNotMatch {
    interface Decoded {
      currentRegions: readonly metapb.Region.Decoded[];
    }
    function encode(message: EpochNotMatch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreNotMatch {
    requestStoreId?: bigint | undefined;
    actualStoreId?: bigint | undefined;
  }
  namespace StoreNotMatch {
    interface Decoded {
      requestStoreId: bigint;
      actualStoreId: bigint;
    }
    function encode(message: StoreNotMatch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MismatchPeerId {
    requestPeerId?: bigint | undefined;
    storePeerId?: bigint | undefined;
  }
  namespace MismatchPeerId {
    interface Decoded {
      requestPeerId: bigint;
      storePeerId: bigint;
    }
    function encode(message: MismatchPeerId, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BucketVersionNotMatch {
    version?: bigint | undefined;
    keys?: readonly Uint8Array[] | undefined;
  }
  namespace BucketVersionNotMatch {
    interface Decoded {
      version: bigint;
      keys: readonly Uint8Array[];
    }
    function encode(message: BucketVersionNotMatch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ServerIsBusy {
    reason?: string | undefined;
    backoffMs?: bigint | undefined;
    estimatedWaitMs?: number | undefined;
    appliedIndex?: bigint | undefined;
  }
  namespace ServerIsBusy {
    interface Decoded {
      reason: string;
      backoffMs: bigint;
      estimatedWaitMs: number;
      appliedIndex: bigint;
    }
    function encode(message: ServerIsBusy, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StaleCommand {}
  namespace StaleCommand {
    interface Decoded {}
    function encode(message: StaleCommand, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RaftEntryTooLarge {
    regionId?: bigint | undefined;
    entrySize?: bigint | undefined;
  }
  namespace RaftEntryTooLarge {
    interface Decoded {
      regionId: bigint;
      entrySize: bigint;
    }
    function encode(message: RaftEntryTooLarge, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MaxTimestampNotSynced {}
  namespace MaxTimestampNotSynced {
    interface Decoded {}
    function encode(message: MaxTimestampNotSynced, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ReadIndexNotReady {
    reason?: string | undefined;
    regionId?: bigint | undefined;
  }
  namespace ReadIndexNotReady {
    interface Decoded {
      reason: string;
      regionId: bigint;
    }
    function encode(message: ReadIndexNotReady, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ProposalInMergingMode {
    regionId?: bigint | undefined;
  }
  namespace ProposalInMergingMode {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: ProposalInMergingMode, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DataIsNotReady {
    regionId?: bigint | undefined;
    peerId?: bigint | undefined;
    safeTs?: bigint | undefined;
  }
  namespace DataIsNotReady {
    interface Decoded {
      regionId: bigint;
      peerId: bigint;
      safeTs: bigint;
    }
    function encode(message: DataIsNotReady, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegionNotInitialized {
    regionId?: bigint | undefined;
  }
  namespace RegionNotInitialized {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: RegionNotInitialized, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DiskFull {
    storeId?: readonly bigint[] | undefined;
    reason?: string | undefined;
  }
  namespace DiskFull {
    interface Decoded {
      storeId: readonly bigint[];
      reason: string;
    }
    function encode(message: DiskFull, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RecoveryInProgress {
    regionId?: bigint | undefined;
  }
  namespace RecoveryInProgress {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: RecoveryInProgress, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlashbackInProgress {
    regionId?: bigint | undefined;
    flashbackStartTs?: bigint | undefined;
  }
  namespace FlashbackInProgress {
    interface Decoded {
      regionId: bigint;
      flashbackStartTs: bigint;
    }
    function encode(message: FlashbackInProgress, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlashbackNotPrepared {
    regionId?: bigint | undefined;
  }
  namespace FlashbackNotPrepared {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: FlashbackNotPrepared, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface IsWitness {
    regionId?: bigint | undefined;
  }
  namespace IsWitness {
    interface Decoded {
      regionId: bigint;
    }
    function encode(message: IsWitness, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UndeterminedResult {
    message?: string | undefined;
  }
  namespace UndeterminedResult {
    interface Decoded {
      message: string;
    }
    function encode(message: UndeterminedResult, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace metapb {
  interface Region {
    id?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    regionEpoch?: metapb.RegionEpoch | undefined;
    peers?: readonly metapb.Peer[] | undefined;
    isInFlashback?: boolean | undefined;
    flashbackStartTs?: bigint | undefined;
  }
  namespace Region {
    interface Decoded {
      id: bigint;
      startKey: Uint8Array;
      endKey: Uint8Array;
      regionEpoch?: metapb.RegionEpoch.Decoded | undefined;
      peers: readonly metapb.Peer.Decoded[];
      isInFlashback: boolean;
      flashbackStartTs: bigint;
    }
    function encode(message: Region, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegionEpoch {
    confVer?: bigint | undefined;
    version?: bigint | undefined;
  }
  namespace RegionEpoch {
    interface Decoded {
      confVer: bigint;
      version: bigint;
    }
    function encode(message: RegionEpoch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Peer {
    id?: bigint | undefined;
    storeId?: bigint | undefined;
    role?: number | undefined;
    isWitness?: boolean | undefined;
  }
  namespace Peer {
    interface Decoded {
      id: bigint;
      storeId: bigint;
      role: number;
      isWitness: boolean;
    }
    function encode(message: Peer, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const PeerRole: { readonly Voter: 0; readonly Learner: 1; readonly IncomingVoter: 2; readonly DemotingVoter: 3 };
  type PeerRole = (typeof PeerRole)[keyof typeof PeerRole];
}

export declare namespace kvrpcpb {
  interface Context {
    regionId?: bigint | undefined;
    regionEpoch?: metapb.RegionEpoch | undefined;
    peer?: metapb.Peer | undefined;
    term?: bigint | undefined;
    priority?: number | undefined;
    isolationLevel?: number | undefined;
    notFillCache?: boolean | undefined;
    syncLog?: boolean | undefined;
    recordTimeStat?: boolean | undefined;
    recordScanStat?: boolean | undefined;
    replicaRead?: boolean | undefined;
    resolvedLocks?: readonly bigint[] | undefined;
    maxExecutionDurationMs?: bigint | undefined;
    appliedIndex?: bigint | undefined;
    taskId?: bigint | undefined;
    staleRead?: boolean | undefined;
    resourceGroupTag?: Uint8Array | undefined;
    diskFullOpt?: number | undefined;
    isRetryRequest?: boolean | undefined;
    apiVersion?: number | undefined;
    committedLocks?: readonly bigint[] | undefined;
    traceContext?: tracepb.TraceContext | undefined;
    requestSource?: string | undefined;
    txnSource?: bigint | undefined;
    busyThresholdMs?: number | undefined;
    resourceControlContext?: kvrpcpb.ResourceControlContext | undefined;
    requestOrigin?: number | undefined;
    keyspaceName?: string | undefined;
    keyspaceId?: number | undefined;
    bucketsVersion?: bigint | undefined;
    clusterId?: bigint | undefined;
    traceId?: Uint8Array | undefined;
    traceControlFlags?: bigint | undefined;
  }
  namespace Context {
    interface Decoded {
      regionId: bigint;
      regionEpoch?: metapb.RegionEpoch.Decoded | undefined;
      peer?: metapb.Peer.Decoded | undefined;
      term: bigint;
      priority: number;
      isolationLevel: number;
      notFillCache: boolean;
      syncLog: boolean;
      recordTimeStat: boolean;
      recordScanStat: boolean;
      replicaRead: boolean;
      resolvedLocks: readonly bigint[];
      maxExecutionDurationMs: bigint;
      appliedIndex: bigint;
      taskId: bigint;
      staleRead: boolean;
      resourceGroupTag: Uint8Array;
      diskFullOpt: number;
      isRetryRequest: boolean;
      apiVersion: number;
      committedLocks: readonly bigint[];
      traceContext?: tracepb.TraceContext.Decoded | undefined;
      requestSource: string;
      txnSource: bigint;
      busyThresholdMs: number;
      resourceControlContext?: kvrpcpb.ResourceControlContext.Decoded | undefined;
      requestOrigin: number;
      keyspaceName: string;
      keyspaceId?: number | undefined;
      bucketsVersion: bigint;
      clusterId: bigint;
      traceId: Uint8Array;
      traceControlFlags: bigint;
    }
    function encode(message: Context, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResourceControlContext {
    resourceGroupName?: string | undefined;
    penalty?: resource_manager.Consumption | undefined;
    overridePriority?: bigint | undefined;
  }
  namespace ResourceControlContext {
    interface Decoded {
      resourceGroupName: string;
      penalty?: resource_manager.Consumption.Decoded | undefined;
      overridePriority: bigint;
    }
    function encode(message: ResourceControlContext, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const CommandPri: { readonly Normal: 0; readonly Low: 1; readonly High: 2 };
  type CommandPri = (typeof CommandPri)[keyof typeof CommandPri];

  const IsolationLevel: { readonly SI: 0; readonly RC: 1; readonly RCCheckTS: 2 };
  type IsolationLevel = (typeof IsolationLevel)[keyof typeof IsolationLevel];

  const DiskFullOpt: { readonly NotAllowedOnFull: 0; readonly AllowedOnAlmostFull: 1; readonly AllowedOnAlreadyFull: 2 };
  type DiskFullOpt = (typeof DiskFullOpt)[keyof typeof DiskFullOpt];

  const APIVersion: { readonly V1: 0; readonly V1TTL: 1; readonly V2: 2 };
  type APIVersion = (typeof APIVersion)[keyof typeof APIVersion];

  const RequestOrigin: { readonly RequestOriginUnknown: 0; readonly RequestOriginTiDB: 1 };
  type RequestOrigin = (typeof RequestOrigin)[keyof typeof RequestOrigin];

  interface KvPair {
    error?: kvrpcpb.KeyError | undefined;
    key?: Uint8Array | undefined;
    value?: Uint8Array | undefined;
    commitTs?: bigint | undefined;
  }
  namespace KvPair {
    interface Decoded {
      error?: kvrpcpb.KeyError.Decoded | undefined;
      key: Uint8Array;
      value: Uint8Array;
      commitTs: bigint;
    }
    function encode(message: KvPair, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyRange {
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace KeyRange {
    interface Decoded {
      startKey: Uint8Array;
      endKey: Uint8Array;
    }
    function encode(message: KeyRange, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Mutation {
    op?: number | undefined;
    key?: Uint8Array | undefined;
    value?: Uint8Array | undefined;
    assertion?: number | undefined;
  }
  namespace Mutation {
    interface Decoded {
      op: number;
      key: Uint8Array;
      value: Uint8Array;
      assertion: number;
    }
    function encode(message: Mutation, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const Op: { readonly Put: 0; readonly Del: 1; readonly Lock: 2; readonly Rollback: 3; readonly Insert: 4; readonly PessimisticLock: 5; readonly CheckNotExists: 6; readonly SharedLock: 7; readonly SharedPessimisticLock: 8 };
  type Op = (typeof Op)[keyof typeof Op];

  const Assertion: { readonly None: 0; readonly Exist: 1; readonly NotExist: 2 };
  type Assertion = (typeof Assertion)[keyof typeof Assertion];

  const AssertionLevel: { readonly Off: 0; readonly Fast: 1; readonly Strict: 2 };
  type AssertionLevel = (typeof AssertionLevel)[keyof typeof AssertionLevel];

  interface LockInfo {
    primaryLock?: Uint8Array | undefined;
    lockVersion?: bigint | undefined;
    key?: Uint8Array | undefined;
    lockTtl?: bigint | undefined;
    txnSize?: bigint | undefined;
    lockType?: number | undefined;
    lockForUpdateTs?: bigint | undefined;
    useAsyncCommit?: boolean | undefined;
    minCommitTs?: bigint | undefined;
    secondaries?: readonly Uint8Array[] | undefined;
    durationToLastUpdateMs?: bigint | undefined;
    sharedLockInfos?: readonly kvrpcpb.LockInfo[] | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace LockInfo {
    interface Decoded {
      primaryLock: Uint8Array;
      lockVersion: bigint;
      key: Uint8Array;
      lockTtl: bigint;
      txnSize: bigint;
      lockType: number;
      lockForUpdateTs: bigint;
      useAsyncCommit: boolean;
      minCommitTs: bigint;
      secondaries: readonly Uint8Array[];
      durationToLastUpdateMs: bigint;
      sharedLockInfos: readonly kvrpcpb.LockInfo.Decoded[];
      isTxnFile: boolean;
    }
    function encode(message: LockInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnInfo {
    txn?: bigint | undefined;
    status?: bigint | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace TxnInfo {
    interface Decoded {
      txn: bigint;
      status: bigint;
      isTxnFile: boolean;
    }
    function encode(message: TxnInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface KeyError {
    locked?: kvrpcpb.LockInfo | undefined;
    retryable?: string | undefined;
    abort?: string | undefined;
    conflict?: kvrpcpb.WriteConflict | undefined;
    alreadyExist?: kvrpcpb.AlreadyExist | undefined;
    deadlock?: kvrpcpb.Deadlock | undefined;
    commitTsExpired?: kvrpcpb.CommitTsExpired | undefined;
    txnNotFound?: kvrpcpb.TxnNotFound | undefined;
    commitTsTooLarge?: kvrpcpb.CommitTsTooLarge | undefined;
    assertionFailed?: kvrpcpb.AssertionFailed | undefined;
    primaryMismatch?: kvrpcpb.PrimaryMismatch | undefined;
    txnLockNotFound?: kvrpcpb.TxnLockNotFound | undefined;
    lockUpgradeConflict?: kvrpcpb.LockUpgradeConflict | undefined;
    sharedLockLost?: kvrpcpb.SharedLockLost | undefined;
    debugInfo?: kvrpcpb.DebugInfo | undefined;
  }
  namespace KeyError {
    interface Decoded {
      locked?: kvrpcpb.LockInfo.Decoded | undefined;
      retryable: string;
      abort: string;
      conflict?: kvrpcpb.WriteConflict.Decoded | undefined;
      alreadyExist?: kvrpcpb.AlreadyExist.Decoded | undefined;
      deadlock?: kvrpcpb.Deadlock.Decoded | undefined;
      commitTsExpired?: kvrpcpb.CommitTsExpired.Decoded | undefined;
      txnNotFound?: kvrpcpb.TxnNotFound.Decoded | undefined;
      commitTsTooLarge?: kvrpcpb.CommitTsTooLarge.Decoded | undefined;
      assertionFailed?: kvrpcpb.AssertionFailed.Decoded | undefined;
      primaryMismatch?: kvrpcpb.PrimaryMismatch.Decoded | undefined;
      txnLockNotFound?: kvrpcpb.TxnLockNotFound.Decoded | undefined;
      lockUpgradeConflict?: kvrpcpb.LockUpgradeConflict.Decoded | undefined;
      sharedLockLost?: kvrpcpb.SharedLockLost.Decoded | undefined;
      debugInfo?: kvrpcpb.DebugInfo.Decoded | undefined;
    }
    function encode(message: KeyError, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WriteConflict {
    startTs?: bigint | undefined;
    conflictTs?: bigint | undefined;
    key?: Uint8Array | undefined;
    primary?: Uint8Array | undefined;
    conflictCommitTs?: bigint | undefined;
    reason?: number | undefined;
  }
  namespace WriteConflict {
    interface Decoded {
      startTs: bigint;
      conflictTs: bigint;
      key: Uint8Array;
      primary: Uint8Array;
      conflictCommitTs: bigint;
      reason: number;
    }
    function encode(message: WriteConflict, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    const Reason: { readonly Unknown: 0; readonly Optimistic: 1; readonly PessimisticRetry: 2; readonly SelfRolledBack: 3; readonly RcCheckTs: 4; readonly LazyUniquenessCheck: 5; readonly NotLockedKeyConflict: 6 };
    type Reason = (typeof Reason)[keyof typeof Reason];
  }

  interface AlreadyExist {
    key?: Uint8Array | undefined;
  }
  namespace AlreadyExist {
    interface Decoded {
      key: Uint8Array;
    }
    function encode(message: AlreadyExist, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface Deadlock {
    lockTs?: bigint | undefined;
    lockKey?: Uint8Array | undefined;
    deadlockKeyHash?: bigint | undefined;
    waitChain?: readonly deadlock.WaitForEntry[] | undefined;
    deadlockKey?: Uint8Array | undefined;
  }
  namespace Deadlock {
    interface Decoded {
      lockTs: bigint;
      lockKey: Uint8Array;
      deadlockKeyHash: bigint;
      waitChain: readonly deadlock.WaitForEntry.Decoded[];
      deadlockKey: Uint8Array;
    }
    function encode(message: Deadlock, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CommitTsExpired {
    startTs?: bigint | undefined;
    attemptedCommitTs?: bigint | undefined;
    key?: Uint8Array | undefined;
    minCommitTs?: bigint | undefined;
  }
  namespace CommitTsExpired {
    interface Decoded {
      startTs: bigint;
      attemptedCommitTs: bigint;
      key: Uint8Array;
      minCommitTs: bigint;
    }
    function encode(message: CommitTsExpired, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnNotFound {
    startTs?: bigint | undefined;
    primaryKey?: Uint8Array | undefined;
  }
  namespace TxnNotFound {
    interface Decoded {
      startTs: bigint;
      primaryKey: Uint8Array;
    }
    function encode(message: TxnNotFound, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CommitTsTooLarge {
    commitTs?: bigint | undefined;
  }
  namespace CommitTsTooLarge {
    interface Decoded {
      commitTs: bigint;
    }
    function encode(message: CommitTsTooLarge, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface AssertionFailed {
    startTs?: bigint | undefined;
    key?: Uint8Array | undefined;
    assertion?: number | undefined;
    existingStartTs?: bigint | undefined;
    existingCommitTs?: bigint | undefined;
  }
  namespace AssertionFailed {
    interface Decoded {
      startTs: bigint;
      key: Uint8Array;
      assertion: number;
      existingStartTs: bigint;
      existingCommitTs: bigint;
    }
    function encode(message: AssertionFailed, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PrimaryMismatch {
    lockInfo?: kvrpcpb.LockInfo | undefined;
  }
  namespace PrimaryMismatch {
    interface Decoded {
      lockInfo?: kvrpcpb.LockInfo.Decoded | undefined;
    }
    function encode(message: PrimaryMismatch, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnLockNotFound {
    key?: Uint8Array | undefined;
  }
  namespace TxnLockNotFound {
    interface Decoded {
      key: Uint8Array;
    }
    function encode(message: TxnLockNotFound, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface LockUpgradeConflict {
    key?: Uint8Array | undefined;
    startTs?: bigint | undefined;
    ownerStartTs?: bigint | undefined;
    reason?: number | undefined;
  }
  namespace LockUpgradeConflict {
    interface Decoded {
      key: Uint8Array;
      startTs: bigint;
      ownerStartTs: bigint;
      reason: number;
    }
    function encode(message: LockUpgradeConflict, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    const Reason: { readonly Unknown: 0; readonly DuplicateInFlight: 1; readonly SecondUpgrader: 2 };
    type Reason = (typeof Reason)[keyof typeof Reason];
  }

  interface SharedLockLost {
    key?: Uint8Array | undefined;
    startTs?: bigint | undefined;
  }
  namespace SharedLockLost {
    interface Decoded {
      key: Uint8Array;
      startTs: bigint;
    }
    function encode(message: SharedLockLost, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DebugInfo {
    mvccInfo?: readonly kvrpcpb.MvccDebugInfo[] | undefined;
  }
  namespace DebugInfo {
    interface Decoded {
      mvccInfo: readonly kvrpcpb.MvccDebugInfo.Decoded[];
    }
    function encode(message: DebugInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccDebugInfo {
    key?: Uint8Array | undefined;
    mvcc?: kvrpcpb.MvccInfo | undefined;
  }
  namespace MvccDebugInfo {
    interface Decoded {
      key: Uint8Array;
      mvcc?: kvrpcpb.MvccInfo.Decoded | undefined;
    }
    function encode(message: MvccDebugInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ExecDetails {
    timeDetail?: kvrpcpb.TimeDetail | undefined;
    scanDetail?: kvrpcpb.ScanDetail | undefined;
  }
  namespace ExecDetails {
    interface Decoded {
      timeDetail?: kvrpcpb.TimeDetail.Decoded | undefined;
      scanDetail?: kvrpcpb.ScanDetail.Decoded | undefined;
    }
    function encode(message: ExecDetails, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ExecDetailsV2 {
    timeDetail?: kvrpcpb.TimeDetail | undefined;
    scanDetailV2?: kvrpcpb.ScanDetailV2 | undefined;
    writeDetail?: kvrpcpb.WriteDetail | undefined;
    timeDetailV2?: kvrpcpb.TimeDetailV2 | undefined;
    ruV2?: kvrpcpb.RUV2 | undefined;
    readPoolTaskDetails?: kvrpcpb.PoolTaskDetails | undefined;
  }
  namespace ExecDetailsV2 {
    interface Decoded {
      timeDetail?: kvrpcpb.TimeDetail.Decoded | undefined;
      scanDetailV2?: kvrpcpb.ScanDetailV2.Decoded | undefined;
      writeDetail?: kvrpcpb.WriteDetail.Decoded | undefined;
      timeDetailV2?: kvrpcpb.TimeDetailV2.Decoded | undefined;
      ruV2?: kvrpcpb.RUV2.Decoded | undefined;
      readPoolTaskDetails?: kvrpcpb.PoolTaskDetails.Decoded | undefined;
    }
    function encode(message: ExecDetailsV2, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TimeDetail {
    waitWallTimeMs?: bigint | undefined;
    processWallTimeMs?: bigint | undefined;
    kvReadWallTimeMs?: bigint | undefined;
    totalRpcWallTimeNs?: bigint | undefined;
  }
  namespace TimeDetail {
    interface Decoded {
      waitWallTimeMs: bigint;
      processWallTimeMs: bigint;
      kvReadWallTimeMs: bigint;
      totalRpcWallTimeNs: bigint;
    }
    function encode(message: TimeDetail, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TimeDetailV2 {
    waitWallTimeNs?: bigint | undefined;
    processWallTimeNs?: bigint | undefined;
    processSuspendWallTimeNs?: bigint | undefined;
    kvReadWallTimeNs?: bigint | undefined;
    totalRpcWallTimeNs?: bigint | undefined;
    kvGrpcProcessTimeNs?: bigint | undefined;
    kvGrpcWaitTimeNs?: bigint | undefined;
  }
  namespace TimeDetailV2 {
    interface Decoded {
      waitWallTimeNs: bigint;
      processWallTimeNs: bigint;
      processSuspendWallTimeNs: bigint;
      kvReadWallTimeNs: bigint;
      totalRpcWallTimeNs: bigint;
      kvGrpcProcessTimeNs: bigint;
      kvGrpcWaitTimeNs: bigint;
    }
    function encode(message: TimeDetailV2, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanInfo {
    total?: bigint | undefined;
    processed?: bigint | undefined;
    readBytes?: bigint | undefined;
  }
  namespace ScanInfo {
    interface Decoded {
      total: bigint;
      processed: bigint;
      readBytes: bigint;
    }
    function encode(message: ScanInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanDetail {
    write?: kvrpcpb.ScanInfo | undefined;
    lock?: kvrpcpb.ScanInfo | undefined;
    data?: kvrpcpb.ScanInfo | undefined;
  }
  namespace ScanDetail {
    interface Decoded {
      write?: kvrpcpb.ScanInfo.Decoded | undefined;
      lock?: kvrpcpb.ScanInfo.Decoded | undefined;
      data?: kvrpcpb.ScanInfo.Decoded | undefined;
    }
    function encode(message: ScanDetail, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanDetailV2 {
    processedVersions?: bigint | undefined;
    totalVersions?: bigint | undefined;
    rocksdbDeleteSkippedCount?: bigint | undefined;
    rocksdbKeySkippedCount?: bigint | undefined;
    rocksdbBlockCacheHitCount?: bigint | undefined;
    rocksdbBlockReadCount?: bigint | undefined;
    rocksdbBlockReadByte?: bigint | undefined;
    processedVersionsSize?: bigint | undefined;
    rocksdbBlockReadNanos?: bigint | undefined;
    getSnapshotNanos?: bigint | undefined;
    readIndexProposeWaitNanos?: bigint | undefined;
    readIndexConfirmWaitNanos?: bigint | undefined;
    readPoolScheduleWaitNanos?: bigint | undefined;
    totalVersionsSize?: bigint | undefined;
    iaCacheHitCount?: bigint | undefined;
    iaRemoteReadSegmentCount?: bigint | undefined;
    iaRemoteReadSegmentBytes?: bigint | undefined;
    iaRemoteReadSegmentNanos?: bigint | undefined;
  }
  namespace ScanDetailV2 {
    interface Decoded {
      processedVersions: bigint;
      totalVersions: bigint;
      rocksdbDeleteSkippedCount: bigint;
      rocksdbKeySkippedCount: bigint;
      rocksdbBlockCacheHitCount: bigint;
      rocksdbBlockReadCount: bigint;
      rocksdbBlockReadByte: bigint;
      processedVersionsSize: bigint;
      rocksdbBlockReadNanos: bigint;
      getSnapshotNanos: bigint;
      readIndexProposeWaitNanos: bigint;
      readIndexConfirmWaitNanos: bigint;
      readPoolScheduleWaitNanos: bigint;
      totalVersionsSize: bigint;
      iaCacheHitCount: bigint;
      iaRemoteReadSegmentCount: bigint;
      iaRemoteReadSegmentBytes: bigint;
      iaRemoteReadSegmentNanos: bigint;
    }
    function encode(message: ScanDetailV2, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface WriteDetail {
    storeBatchWaitNanos?: bigint | undefined;
    proposeSendWaitNanos?: bigint | undefined;
    persistLogNanos?: bigint | undefined;
    raftDbWriteLeaderWaitNanos?: bigint | undefined;
    raftDbSyncLogNanos?: bigint | undefined;
    raftDbWriteMemtableNanos?: bigint | undefined;
    commitLogNanos?: bigint | undefined;
    applyBatchWaitNanos?: bigint | undefined;
    applyLogNanos?: bigint | undefined;
    applyMutexLockNanos?: bigint | undefined;
    applyWriteLeaderWaitNanos?: bigint | undefined;
    applyWriteWalNanos?: bigint | undefined;
    applyWriteMemtableNanos?: bigint | undefined;
    latchWaitNanos?: bigint | undefined;
    processNanos?: bigint | undefined;
    throttleNanos?: bigint | undefined;
    pessimisticLockWaitNanos?: bigint | undefined;
  }
  namespace WriteDetail {
    interface Decoded {
      storeBatchWaitNanos: bigint;
      proposeSendWaitNanos: bigint;
      persistLogNanos: bigint;
      raftDbWriteLeaderWaitNanos: bigint;
      raftDbSyncLogNanos: bigint;
      raftDbWriteMemtableNanos: bigint;
      commitLogNanos: bigint;
      applyBatchWaitNanos: bigint;
      applyLogNanos: bigint;
      applyMutexLockNanos: bigint;
      applyWriteLeaderWaitNanos: bigint;
      applyWriteWalNanos: bigint;
      applyWriteMemtableNanos: bigint;
      latchWaitNanos: bigint;
      processNanos: bigint;
      throttleNanos: bigint;
      pessimisticLockWaitNanos: bigint;
    }
    function encode(message: WriteDetail, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PoolTaskDetails {
    pollCount?: bigint | undefined;
    dispatchCount?: bigint | undefined;
    totalWallNanos?: bigint | undefined;
    totalQueueWaitNanos?: bigint | undefined;
    maxQueueWaitNanos?: bigint | undefined;
    minQueueWaitNanos?: bigint | undefined;
    totalWakeWaitNanos?: bigint | undefined;
    maxWakeWaitNanos?: bigint | undefined;
    minWakeWaitNanos?: bigint | undefined;
    fairQueueEnabled?: boolean | undefined;
    totalFairQueueWaitedTaskSlices?: bigint | undefined;
    maxFairQueueWaitedTaskSlices?: bigint | undefined;
    minFairQueueWaitedTaskSlices?: bigint | undefined;
    pollCpuNanos?: bigint | undefined;
    maxPollCpuNanos?: bigint | undefined;
    minPollCpuNanos?: bigint | undefined;
    pollWallNanos?: bigint | undefined;
    minPollWallNanos?: bigint | undefined;
    maxPollWallNanos?: bigint | undefined;
  }
  namespace PoolTaskDetails {
    interface Decoded {
      pollCount: bigint;
      dispatchCount: bigint;
      totalWallNanos: bigint;
      totalQueueWaitNanos: bigint;
      maxQueueWaitNanos: bigint;
      minQueueWaitNanos: bigint;
      totalWakeWaitNanos: bigint;
      maxWakeWaitNanos: bigint;
      minWakeWaitNanos: bigint;
      fairQueueEnabled: boolean;
      totalFairQueueWaitedTaskSlices: bigint;
      maxFairQueueWaitedTaskSlices: bigint;
      minFairQueueWaitedTaskSlices: bigint;
      pollCpuNanos: bigint;
      maxPollCpuNanos: bigint;
      minPollCpuNanos: bigint;
      pollWallNanos: bigint;
      minPollWallNanos: bigint;
      maxPollWallNanos: bigint;
    }
    function encode(message: PoolTaskDetails, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RUV2 {
    kvEngineCacheMiss?: bigint | undefined;
    executorInputs?: kvrpcpb.ExecutorInputs | undefined;
    coprocessorExecutorIterations?: bigint | undefined;
    coprocessorResponseBytes?: bigint | undefined;
    raftstoreStoreWriteTriggerWbBytes?: bigint | undefined;
    storageProcessedKeysBatchGet?: bigint | undefined;
    storageProcessedKeysGet?: bigint | undefined;
    readRpcCount?: bigint | undefined;
    writeRpcCount?: bigint | undefined;
  }
  namespace RUV2 {
    interface Decoded {
      kvEngineCacheMiss: bigint;
      executorInputs?: kvrpcpb.ExecutorInputs.Decoded | undefined;
      coprocessorExecutorIterations: bigint;
      coprocessorResponseBytes: bigint;
      raftstoreStoreWriteTriggerWbBytes: bigint;
      storageProcessedKeysBatchGet: bigint;
      storageProcessedKeysGet: bigint;
      readRpcCount: bigint;
      writeRpcCount: bigint;
    }
    function encode(message: RUV2, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ExecutorInputs {
    tikvCoprocessorExecutorWorkTotalBatchIndexScan?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchTableScan?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchSelection?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchTopN?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchLimit?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchSimpleAggr?: bigint | undefined;
    tikvCoprocessorExecutorWorkTotalBatchFastHashAggr?: bigint | undefined;
  }
  namespace ExecutorInputs {
    interface Decoded {
      tikvCoprocessorExecutorWorkTotalBatchIndexScan: bigint;
      tikvCoprocessorExecutorWorkTotalBatchTableScan: bigint;
      tikvCoprocessorExecutorWorkTotalBatchSelection: bigint;
      tikvCoprocessorExecutorWorkTotalBatchTopN: bigint;
      tikvCoprocessorExecutorWorkTotalBatchLimit: bigint;
      tikvCoprocessorExecutorWorkTotalBatchSimpleAggr: bigint;
      tikvCoprocessorExecutorWorkTotalBatchFastHashAggr: bigint;
    }
    function encode(message: ExecutorInputs, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    version?: bigint | undefined;
    needCommitTs?: boolean | undefined;
  }
  namespace GetRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      version: bigint;
      needCommitTs: boolean;
    }
    function encode(message: GetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    value?: Uint8Array | undefined;
    notFound?: boolean | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
    commitTs?: bigint | undefined;
  }
  namespace GetResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      value: Uint8Array;
      notFound: boolean;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
      commitTs: bigint;
    }
    function encode(message: GetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchGetRequest {
    context?: kvrpcpb.Context | undefined;
    keys?: readonly Uint8Array[] | undefined;
    version?: bigint | undefined;
    needCommitTs?: boolean | undefined;
  }
  namespace BatchGetRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      keys: readonly Uint8Array[];
      version: bigint;
      needCommitTs: boolean;
    }
    function encode(message: BatchGetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchGetResponse {
    regionError?: errorpb.Error | undefined;
    pairs?: readonly kvrpcpb.KvPair[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
    error?: kvrpcpb.KeyError | undefined;
  }
  namespace BatchGetResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      pairs: readonly kvrpcpb.KvPair.Decoded[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
    }
    function encode(message: BatchGetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    limit?: number | undefined;
    version?: bigint | undefined;
    keyOnly?: boolean | undefined;
    reverse?: boolean | undefined;
    endKey?: Uint8Array | undefined;
    sampleStep?: number | undefined;
  }
  namespace ScanRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      limit: number;
      version: bigint;
      keyOnly: boolean;
      reverse: boolean;
      endKey: Uint8Array;
      sampleStep: number;
    }
    function encode(message: ScanRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanResponse {
    regionError?: errorpb.Error | undefined;
    pairs?: readonly kvrpcpb.KvPair[] | undefined;
    error?: kvrpcpb.KeyError | undefined;
  }
  namespace ScanResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      pairs: readonly kvrpcpb.KvPair.Decoded[];
      error?: kvrpcpb.KeyError.Decoded | undefined;
    }
    function encode(message: ScanResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BufferBatchGetRequest {
    context?: kvrpcpb.Context | undefined;
    keys?: readonly Uint8Array[] | undefined;
    version?: bigint | undefined;
  }
  namespace BufferBatchGetRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      keys: readonly Uint8Array[];
      version: bigint;
    }
    function encode(message: BufferBatchGetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BufferBatchGetResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    pairs?: readonly kvrpcpb.KvPair[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace BufferBatchGetResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      pairs: readonly kvrpcpb.KvPair.Decoded[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: BufferBatchGetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PrewriteRequest {
    context?: kvrpcpb.Context | undefined;
    mutations?: readonly kvrpcpb.Mutation[] | undefined;
    primaryLock?: Uint8Array | undefined;
    startVersion?: bigint | undefined;
    lockTtl?: bigint | undefined;
    skipConstraintCheck?: boolean | undefined;
    pessimisticActions?: readonly number[] | undefined;
    txnSize?: bigint | undefined;
    forUpdateTs?: bigint | undefined;
    minCommitTs?: bigint | undefined;
    useAsyncCommit?: boolean | undefined;
    secondaries?: readonly Uint8Array[] | undefined;
    tryOnePc?: boolean | undefined;
    maxCommitTs?: bigint | undefined;
    assertionLevel?: number | undefined;
    forUpdateTsConstraints?: readonly kvrpcpb.PrewriteRequest.ForUpdateTSConstraint[] | undefined;
    txnFileChunks?: readonly bigint[] | undefined;
  }
  namespace PrewriteRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      mutations: readonly kvrpcpb.Mutation.Decoded[];
      primaryLock: Uint8Array;
      startVersion: bigint;
      lockTtl: bigint;
      skipConstraintCheck: boolean;
      pessimisticActions: readonly number[];
      txnSize: bigint;
      forUpdateTs: bigint;
      minCommitTs: bigint;
      useAsyncCommit: boolean;
      secondaries: readonly Uint8Array[];
      tryOnePc: boolean;
      maxCommitTs: bigint;
      assertionLevel: number;
      forUpdateTsConstraints: readonly kvrpcpb.PrewriteRequest.ForUpdateTSConstraint.Decoded[];
      txnFileChunks: readonly bigint[];
    }
    function encode(message: PrewriteRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    const PessimisticAction: { readonly SKIP_PESSIMISTIC_CHECK: 0; readonly DO_PESSIMISTIC_CHECK: 1; readonly DO_CONSTRAINT_CHECK: 2 };
    type PessimisticAction = (typeof PessimisticAction)[keyof typeof PessimisticAction];

    interface ForUpdateTSConstraint {
      index?: number | undefined;
      expectedForUpdateTs?: bigint | undefined;
    }
    namespace ForUpdateTSConstraint {
      interface Decoded {
        index: number;
        expectedForUpdateTs: bigint;
      }
      function encode(message: ForUpdateTSConstraint, writer?: Writer): Writer;
      function decode(bytes: Uint8Array): Decoded;
    }
  }

  interface PrewriteResponse {
    regionError?: errorpb.Error | undefined;
    errors?: readonly kvrpcpb.KeyError[] | undefined;
    minCommitTs?: bigint | undefined;
    onePcCommitTs?: bigint | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace PrewriteResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      errors: readonly kvrpcpb.KeyError.Decoded[];
      minCommitTs: bigint;
      onePcCommitTs: bigint;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: PrewriteResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CommitRequest {
    context?: kvrpcpb.Context | undefined;
    startVersion?: bigint | undefined;
    keys?: readonly Uint8Array[] | undefined;
    commitVersion?: bigint | undefined;
    commitRole?: number | undefined;
    primaryKey?: Uint8Array | undefined;
    useAsyncCommit?: boolean | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace CommitRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startVersion: bigint;
      keys: readonly Uint8Array[];
      commitVersion: bigint;
      commitRole: number;
      primaryKey: Uint8Array;
      useAsyncCommit: boolean;
      isTxnFile: boolean;
    }
    function encode(message: CommitRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const CommitRole: { readonly Unknown: 0; readonly Primary: 1; readonly Secondary: 2 };
  type CommitRole = (typeof CommitRole)[keyof typeof CommitRole];

  interface CommitResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    commitVersion?: bigint | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace CommitResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      commitVersion: bigint;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: CommitResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchRollbackRequest {
    context?: kvrpcpb.Context | undefined;
    startVersion?: bigint | undefined;
    keys?: readonly Uint8Array[] | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace BatchRollbackRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startVersion: bigint;
      keys: readonly Uint8Array[];
      isTxnFile: boolean;
    }
    function encode(message: BatchRollbackRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchRollbackResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace BatchRollbackResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: BatchRollbackResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CleanupRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    startVersion?: bigint | undefined;
    currentTs?: bigint | undefined;
  }
  namespace CleanupRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      startVersion: bigint;
      currentTs: bigint;
    }
    function encode(message: CleanupRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CleanupResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    commitVersion?: bigint | undefined;
  }
  namespace CleanupResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      commitVersion: bigint;
    }
    function encode(message: CleanupResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlushRequest {
    context?: kvrpcpb.Context | undefined;
    mutations?: readonly kvrpcpb.Mutation[] | undefined;
    primaryKey?: Uint8Array | undefined;
    startTs?: bigint | undefined;
    minCommitTs?: bigint | undefined;
    generation?: bigint | undefined;
    lockTtl?: bigint | undefined;
    assertionLevel?: number | undefined;
  }
  namespace FlushRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      mutations: readonly kvrpcpb.Mutation.Decoded[];
      primaryKey: Uint8Array;
      startTs: bigint;
      minCommitTs: bigint;
      generation: bigint;
      lockTtl: bigint;
      assertionLevel: number;
    }
    function encode(message: FlushRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlushResponse {
    regionError?: errorpb.Error | undefined;
    errors?: readonly kvrpcpb.KeyError[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace FlushResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      errors: readonly kvrpcpb.KeyError.Decoded[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: FlushResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PessimisticLockRequest {
    context?: kvrpcpb.Context | undefined;
    mutations?: readonly kvrpcpb.Mutation[] | undefined;
    primaryLock?: Uint8Array | undefined;
    startVersion?: bigint | undefined;
    lockTtl?: bigint | undefined;
    forUpdateTs?: bigint | undefined;
    isFirstLock?: boolean | undefined;
    waitTimeout?: bigint | undefined;
    returnValues?: boolean | undefined;
    minCommitTs?: bigint | undefined;
    checkExistence?: boolean | undefined;
    lockOnlyIfExists?: boolean | undefined;
    wakeUpMode?: number | undefined;
  }
  namespace PessimisticLockRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      mutations: readonly kvrpcpb.Mutation.Decoded[];
      primaryLock: Uint8Array;
      startVersion: bigint;
      lockTtl: bigint;
      forUpdateTs: bigint;
      isFirstLock: boolean;
      waitTimeout: bigint;
      returnValues: boolean;
      minCommitTs: bigint;
      checkExistence: boolean;
      lockOnlyIfExists: boolean;
      wakeUpMode: number;
    }
    function encode(message: PessimisticLockRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const PessimisticLockWakeUpMode: { readonly WakeUpModeNormal: 0; readonly WakeUpModeForceLock: 1 };
  type PessimisticLockWakeUpMode = (typeof PessimisticLockWakeUpMode)[keyof typeof PessimisticLockWakeUpMode];

  interface PessimisticLockResponse {
    regionError?: errorpb.Error | undefined;
    errors?: readonly kvrpcpb.KeyError[] | undefined;
    values?: readonly Uint8Array[] | undefined;
    notFounds?: readonly boolean[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
    results?: readonly kvrpcpb.PessimisticLockKeyResult[] | undefined;
  }
  namespace PessimisticLockResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      errors: readonly kvrpcpb.KeyError.Decoded[];
      values: readonly Uint8Array[];
      notFounds: readonly boolean[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
      results: readonly kvrpcpb.PessimisticLockKeyResult.Decoded[];
    }
    function encode(message: PessimisticLockResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PessimisticLockKeyResult {
    type?: number | undefined;
    value?: Uint8Array | undefined;
    existence?: boolean | undefined;
    lockedWithConflictTs?: bigint | undefined;
    skipResolvingLock?: boolean | undefined;
  }
  namespace PessimisticLockKeyResult {
    interface Decoded {
      type: number;
      value: Uint8Array;
      existence: boolean;
      lockedWithConflictTs: bigint;
      skipResolvingLock: boolean;
    }
    function encode(message: PessimisticLockKeyResult, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const PessimisticLockKeyResultType: { readonly LockResultNormal: 0; readonly LockResultLockedWithConflict: 1; readonly LockResultFailed: 2 };
  type PessimisticLockKeyResultType = (typeof PessimisticLockKeyResultType)[keyof typeof PessimisticLockKeyResultType];

  interface PessimisticRollbackRequest {
    context?: kvrpcpb.Context | undefined;
    startVersion?: bigint | undefined;
    forUpdateTs?: bigint | undefined;
    keys?: readonly Uint8Array[] | undefined;
  }
  namespace PessimisticRollbackRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startVersion: bigint;
      forUpdateTs: bigint;
      keys: readonly Uint8Array[];
    }
    function encode(message: PessimisticRollbackRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PessimisticRollbackResponse {
    regionError?: errorpb.Error | undefined;
    errors?: readonly kvrpcpb.KeyError[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace PessimisticRollbackResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      errors: readonly kvrpcpb.KeyError.Decoded[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: PessimisticRollbackResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnHeartBeatRequest {
    context?: kvrpcpb.Context | undefined;
    primaryLock?: Uint8Array | undefined;
    startVersion?: bigint | undefined;
    adviseLockTtl?: bigint | undefined;
    minCommitTs?: bigint | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace TxnHeartBeatRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      primaryLock: Uint8Array;
      startVersion: bigint;
      adviseLockTtl: bigint;
      minCommitTs: bigint;
      isTxnFile: boolean;
    }
    function encode(message: TxnHeartBeatRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnHeartBeatResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    lockTtl?: bigint | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace TxnHeartBeatResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      lockTtl: bigint;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: TxnHeartBeatResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CheckTxnStatusRequest {
    context?: kvrpcpb.Context | undefined;
    primaryKey?: Uint8Array | undefined;
    lockTs?: bigint | undefined;
    callerStartTs?: bigint | undefined;
    currentTs?: bigint | undefined;
    rollbackIfNotExist?: boolean | undefined;
    forceSyncCommit?: boolean | undefined;
    resolvingPessimisticLock?: boolean | undefined;
    verifyIsPrimary?: boolean | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace CheckTxnStatusRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      primaryKey: Uint8Array;
      lockTs: bigint;
      callerStartTs: bigint;
      currentTs: bigint;
      rollbackIfNotExist: boolean;
      forceSyncCommit: boolean;
      resolvingPessimisticLock: boolean;
      verifyIsPrimary: boolean;
      isTxnFile: boolean;
    }
    function encode(message: CheckTxnStatusRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CheckTxnStatusResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    lockTtl?: bigint | undefined;
    commitVersion?: bigint | undefined;
    action?: number | undefined;
    lockInfo?: kvrpcpb.LockInfo | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace CheckTxnStatusResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      lockTtl: bigint;
      commitVersion: bigint;
      action: number;
      lockInfo?: kvrpcpb.LockInfo.Decoded | undefined;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: CheckTxnStatusResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const Action: { readonly NoAction: 0; readonly TTLExpireRollback: 1; readonly LockNotExistRollback: 2; readonly MinCommitTSPushed: 3; readonly TTLExpirePessimisticRollback: 4; readonly LockNotExistDoNothing: 5 };
  type Action = (typeof Action)[keyof typeof Action];

  interface CheckSecondaryLocksRequest {
    context?: kvrpcpb.Context | undefined;
    keys?: readonly Uint8Array[] | undefined;
    startVersion?: bigint | undefined;
  }
  namespace CheckSecondaryLocksRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      keys: readonly Uint8Array[];
      startVersion: bigint;
    }
    function encode(message: CheckSecondaryLocksRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CheckSecondaryLocksResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    locks?: readonly kvrpcpb.LockInfo[] | undefined;
    commitTs?: bigint | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace CheckSecondaryLocksResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      locks: readonly kvrpcpb.LockInfo.Decoded[];
      commitTs: bigint;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: CheckSecondaryLocksResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanLockRequest {
    context?: kvrpcpb.Context | undefined;
    maxVersion?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    limit?: number | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace ScanLockRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      maxVersion: bigint;
      startKey: Uint8Array;
      limit: number;
      endKey: Uint8Array;
    }
    function encode(message: ScanLockRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ScanLockResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    locks?: readonly kvrpcpb.LockInfo[] | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace ScanLockResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      locks: readonly kvrpcpb.LockInfo.Decoded[];
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: ScanLockResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResolveLockRequest {
    context?: kvrpcpb.Context | undefined;
    startVersion?: bigint | undefined;
    commitVersion?: bigint | undefined;
    txnInfos?: readonly kvrpcpb.TxnInfo[] | undefined;
    keys?: readonly Uint8Array[] | undefined;
    isAsync?: boolean | undefined;
    isTxnFile?: boolean | undefined;
  }
  namespace ResolveLockRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startVersion: bigint;
      commitVersion: bigint;
      txnInfos: readonly kvrpcpb.TxnInfo.Decoded[];
      keys: readonly Uint8Array[];
      isAsync: boolean;
      isTxnFile: boolean;
    }
    function encode(message: ResolveLockRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface ResolveLockResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
    execDetailsV2?: kvrpcpb.ExecDetailsV2 | undefined;
  }
  namespace ResolveLockResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
      execDetailsV2?: kvrpcpb.ExecDetailsV2.Decoded | undefined;
    }
    function encode(message: ResolveLockResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BroadcastTxnStatusRequest {
    context?: kvrpcpb.Context | undefined;
    txnStatus?: readonly kvrpcpb.TxnStatus[] | undefined;
  }
  namespace BroadcastTxnStatusRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      txnStatus: readonly kvrpcpb.TxnStatus.Decoded[];
    }
    function encode(message: BroadcastTxnStatusRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface TxnStatus {
    startTs?: bigint | undefined;
    minCommitTs?: bigint | undefined;
    commitTs?: bigint | undefined;
    rolledBack?: boolean | undefined;
    isCompleted?: boolean | undefined;
  }
  namespace TxnStatus {
    interface Decoded {
      startTs: bigint;
      minCommitTs: bigint;
      commitTs: bigint;
      rolledBack: boolean;
      isCompleted: boolean;
    }
    function encode(message: TxnStatus, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BroadcastTxnStatusResponse {}
  namespace BroadcastTxnStatusResponse {
    interface Decoded {}
    function encode(message: BroadcastTxnStatusResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawGetRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    cf?: string | undefined;
  }
  namespace RawGetRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      cf: string;
    }
    function encode(message: RawGetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawGetResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    value?: Uint8Array | undefined;
    notFound?: boolean | undefined;
  }
  namespace RawGetResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      value: Uint8Array;
      notFound: boolean;
    }
    function encode(message: RawGetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchGetRequest {
    context?: kvrpcpb.Context | undefined;
    keys?: readonly Uint8Array[] | undefined;
    cf?: string | undefined;
  }
  namespace RawBatchGetRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      keys: readonly Uint8Array[];
      cf: string;
    }
    function encode(message: RawBatchGetRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchGetResponse {
    regionError?: errorpb.Error | undefined;
    pairs?: readonly kvrpcpb.KvPair[] | undefined;
  }
  namespace RawBatchGetResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      pairs: readonly kvrpcpb.KvPair.Decoded[];
    }
    function encode(message: RawBatchGetResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawGetKeyTTLRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    cf?: string | undefined;
  }
  namespace RawGetKeyTTLRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      cf: string;
    }
    function encode(message: RawGetKeyTTLRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawGetKeyTTLResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    ttl?: bigint | undefined;
    notFound?: boolean | undefined;
  }
  namespace RawGetKeyTTLResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      ttl: bigint;
      notFound: boolean;
    }
    function encode(message: RawGetKeyTTLResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawPutRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    value?: Uint8Array | undefined;
    cf?: string | undefined;
    ttl?: bigint | undefined;
    forCas?: boolean | undefined;
  }
  namespace RawPutRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      value: Uint8Array;
      cf: string;
      ttl: bigint;
      forCas: boolean;
    }
    function encode(message: RawPutRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawPutResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace RawPutResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: RawPutResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchPutRequest {
    context?: kvrpcpb.Context | undefined;
    pairs?: readonly kvrpcpb.KvPair[] | undefined;
    cf?: string | undefined;
    ttl?: bigint | undefined;
    forCas?: boolean | undefined;
    ttls?: readonly bigint[] | undefined;
  }
  namespace RawBatchPutRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      pairs: readonly kvrpcpb.KvPair.Decoded[];
      cf: string;
      ttl: bigint;
      forCas: boolean;
      ttls: readonly bigint[];
    }
    function encode(message: RawBatchPutRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchPutResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace RawBatchPutResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: RawBatchPutResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawDeleteRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    cf?: string | undefined;
    forCas?: boolean | undefined;
  }
  namespace RawDeleteRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      cf: string;
      forCas: boolean;
    }
    function encode(message: RawDeleteRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawDeleteResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace RawDeleteResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: RawDeleteResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchDeleteRequest {
    context?: kvrpcpb.Context | undefined;
    keys?: readonly Uint8Array[] | undefined;
    cf?: string | undefined;
    forCas?: boolean | undefined;
  }
  namespace RawBatchDeleteRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      keys: readonly Uint8Array[];
      cf: string;
      forCas: boolean;
    }
    function encode(message: RawBatchDeleteRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchDeleteResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace RawBatchDeleteResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: RawBatchDeleteResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawDeleteRangeRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    cf?: string | undefined;
  }
  namespace RawDeleteRangeRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      endKey: Uint8Array;
      cf: string;
    }
    function encode(message: RawDeleteRangeRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawDeleteRangeResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace RawDeleteRangeResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: RawDeleteRangeResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawScanRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    limit?: number | undefined;
    keyOnly?: boolean | undefined;
    cf?: string | undefined;
    reverse?: boolean | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace RawScanRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      limit: number;
      keyOnly: boolean;
      cf: string;
      reverse: boolean;
      endKey: Uint8Array;
    }
    function encode(message: RawScanRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawScanResponse {
    regionError?: errorpb.Error | undefined;
    kvs?: readonly kvrpcpb.KvPair[] | undefined;
  }
  namespace RawScanResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      kvs: readonly kvrpcpb.KvPair.Decoded[];
    }
    function encode(message: RawScanResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchScanRequest {
    context?: kvrpcpb.Context | undefined;
    ranges?: readonly kvrpcpb.KeyRange[] | undefined;
    eachLimit?: number | undefined;
    keyOnly?: boolean | undefined;
    cf?: string | undefined;
    reverse?: boolean | undefined;
  }
  namespace RawBatchScanRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      ranges: readonly kvrpcpb.KeyRange.Decoded[];
      eachLimit: number;
      keyOnly: boolean;
      cf: string;
      reverse: boolean;
    }
    function encode(message: RawBatchScanRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawBatchScanResponse {
    regionError?: errorpb.Error | undefined;
    kvs?: readonly kvrpcpb.KvPair[] | undefined;
  }
  namespace RawBatchScanResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      kvs: readonly kvrpcpb.KvPair.Decoded[];
    }
    function encode(message: RawBatchScanResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawCASRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
    value?: Uint8Array | undefined;
    previousNotExist?: boolean | undefined;
    previousValue?: Uint8Array | undefined;
    cf?: string | undefined;
    ttl?: bigint | undefined;
    delete?: boolean | undefined;
  }
  namespace RawCASRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
      value: Uint8Array;
      previousNotExist: boolean;
      previousValue: Uint8Array;
      cf: string;
      ttl: bigint;
      delete: boolean;
    }
    function encode(message: RawCASRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawCASResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    succeed?: boolean | undefined;
    previousNotExist?: boolean | undefined;
    previousValue?: Uint8Array | undefined;
  }
  namespace RawCASResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      succeed: boolean;
      previousNotExist: boolean;
      previousValue: Uint8Array;
    }
    function encode(message: RawCASResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawChecksumRequest {
    context?: kvrpcpb.Context | undefined;
    algorithm?: number | undefined;
    ranges?: readonly kvrpcpb.KeyRange[] | undefined;
  }
  namespace RawChecksumRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      algorithm: number;
      ranges: readonly kvrpcpb.KeyRange.Decoded[];
    }
    function encode(message: RawChecksumRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  const ChecksumAlgorithm: { readonly Crc64_Xor: 0 };
  type ChecksumAlgorithm = (typeof ChecksumAlgorithm)[keyof typeof ChecksumAlgorithm];

  interface RawChecksumResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    checksum?: bigint | undefined;
    totalKvs?: bigint | undefined;
    totalBytes?: bigint | undefined;
  }
  namespace RawChecksumResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      checksum: bigint;
      totalKvs: bigint;
      totalBytes: bigint;
    }
    function encode(message: RawChecksumResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawCoprocessorRequest {
    context?: kvrpcpb.Context | undefined;
    coprName?: string | undefined;
    coprVersionReq?: string | undefined;
    ranges?: readonly kvrpcpb.KeyRange[] | undefined;
    data?: Uint8Array | undefined;
  }
  namespace RawCoprocessorRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      coprName: string;
      coprVersionReq: string;
      ranges: readonly kvrpcpb.KeyRange.Decoded[];
      data: Uint8Array;
    }
    function encode(message: RawCoprocessorRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RawCoprocessorResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    data?: Uint8Array | undefined;
  }
  namespace RawCoprocessorResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      data: Uint8Array;
    }
    function encode(message: RawCoprocessorResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteRangeRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    notifyOnly?: boolean | undefined;
  }
  namespace DeleteRangeRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      endKey: Uint8Array;
      notifyOnly: boolean;
    }
    function encode(message: DeleteRangeRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface DeleteRangeResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace DeleteRangeResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: DeleteRangeResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UnsafeDestroyRangeRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
  }
  namespace UnsafeDestroyRangeRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      endKey: Uint8Array;
    }
    function encode(message: UnsafeDestroyRangeRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface UnsafeDestroyRangeResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace UnsafeDestroyRangeResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: UnsafeDestroyRangeResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PrepareFlashbackToVersionRequest {
    context?: kvrpcpb.Context | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    startTs?: bigint | undefined;
    version?: bigint | undefined;
  }
  namespace PrepareFlashbackToVersionRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startKey: Uint8Array;
      endKey: Uint8Array;
      startTs: bigint;
      version: bigint;
    }
    function encode(message: PrepareFlashbackToVersionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PrepareFlashbackToVersionResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace PrepareFlashbackToVersionResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: PrepareFlashbackToVersionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlashbackToVersionRequest {
    context?: kvrpcpb.Context | undefined;
    version?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    endKey?: Uint8Array | undefined;
    startTs?: bigint | undefined;
    commitTs?: bigint | undefined;
  }
  namespace FlashbackToVersionRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      version: bigint;
      startKey: Uint8Array;
      endKey: Uint8Array;
      startTs: bigint;
      commitTs: bigint;
    }
    function encode(message: FlashbackToVersionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface FlashbackToVersionResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
  }
  namespace FlashbackToVersionResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
    }
    function encode(message: FlashbackToVersionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GCRequest {
    context?: kvrpcpb.Context | undefined;
    safePoint?: bigint | undefined;
  }
  namespace GCRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      safePoint: bigint;
    }
    function encode(message: GCRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GCResponse {
    regionError?: errorpb.Error | undefined;
    error?: kvrpcpb.KeyError | undefined;
  }
  namespace GCResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error?: kvrpcpb.KeyError.Decoded | undefined;
    }
    function encode(message: GCResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitRegionRequest {
    context?: kvrpcpb.Context | undefined;
    splitKeys?: readonly Uint8Array[] | undefined;
    isRawKv?: boolean | undefined;
  }
  namespace SplitRegionRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      splitKeys: readonly Uint8Array[];
      isRawKv: boolean;
    }
    function encode(message: SplitRegionRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface SplitRegionResponse {
    regionError?: errorpb.Error | undefined;
    regions?: readonly metapb.Region[] | undefined;
    errors?: readonly kvrpcpb.KeyError[] | undefined;
  }
  namespace SplitRegionResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      regions: readonly metapb.Region.Decoded[];
      errors: readonly kvrpcpb.KeyError.Decoded[];
    }
    function encode(message: SplitRegionResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccGetByKeyRequest {
    context?: kvrpcpb.Context | undefined;
    key?: Uint8Array | undefined;
  }
  namespace MvccGetByKeyRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      key: Uint8Array;
    }
    function encode(message: MvccGetByKeyRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccGetByKeyResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    info?: kvrpcpb.MvccInfo | undefined;
  }
  namespace MvccGetByKeyResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      info?: kvrpcpb.MvccInfo.Decoded | undefined;
    }
    function encode(message: MvccGetByKeyResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccGetByStartTsRequest {
    context?: kvrpcpb.Context | undefined;
    startTs?: bigint | undefined;
  }
  namespace MvccGetByStartTsRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      startTs: bigint;
    }
    function encode(message: MvccGetByStartTsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccGetByStartTsResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    key?: Uint8Array | undefined;
    info?: kvrpcpb.MvccInfo | undefined;
  }
  namespace MvccGetByStartTsResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      key: Uint8Array;
      info?: kvrpcpb.MvccInfo.Decoded | undefined;
    }
    function encode(message: MvccGetByStartTsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccInfo {
    lock?: kvrpcpb.MvccLock | undefined;
    writes?: readonly kvrpcpb.MvccWrite[] | undefined;
    values?: readonly kvrpcpb.MvccValue[] | undefined;
  }
  namespace MvccInfo {
    interface Decoded {
      lock?: kvrpcpb.MvccLock.Decoded | undefined;
      writes: readonly kvrpcpb.MvccWrite.Decoded[];
      values: readonly kvrpcpb.MvccValue.Decoded[];
    }
    function encode(message: MvccInfo, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccLock {
    type?: number | undefined;
    startTs?: bigint | undefined;
    primary?: Uint8Array | undefined;
    shortValue?: Uint8Array | undefined;
    ttl?: bigint | undefined;
    forUpdateTs?: bigint | undefined;
    txnSize?: bigint | undefined;
    useAsyncCommit?: boolean | undefined;
    secondaries?: readonly Uint8Array[] | undefined;
    rollbackTs?: readonly bigint[] | undefined;
    lastChangeTs?: bigint | undefined;
    versionsToLastChange?: bigint | undefined;
  }
  namespace MvccLock {
    interface Decoded {
      type: number;
      startTs: bigint;
      primary: Uint8Array;
      shortValue: Uint8Array;
      ttl: bigint;
      forUpdateTs: bigint;
      txnSize: bigint;
      useAsyncCommit: boolean;
      secondaries: readonly Uint8Array[];
      rollbackTs: readonly bigint[];
      lastChangeTs: bigint;
      versionsToLastChange: bigint;
    }
    function encode(message: MvccLock, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccWrite {
    type?: number | undefined;
    startTs?: bigint | undefined;
    commitTs?: bigint | undefined;
    shortValue?: Uint8Array | undefined;
    hasOverlappedRollback?: boolean | undefined;
    hasGcFence?: boolean | undefined;
    gcFence?: bigint | undefined;
    lastChangeTs?: bigint | undefined;
    versionsToLastChange?: bigint | undefined;
  }
  namespace MvccWrite {
    interface Decoded {
      type: number;
      startTs: bigint;
      commitTs: bigint;
      shortValue: Uint8Array;
      hasOverlappedRollback: boolean;
      hasGcFence: boolean;
      gcFence: bigint;
      lastChangeTs: bigint;
      versionsToLastChange: bigint;
    }
    function encode(message: MvccWrite, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface MvccValue {
    startTs?: bigint | undefined;
    value?: Uint8Array | undefined;
  }
  namespace MvccValue {
    interface Decoded {
      startTs: bigint;
      value: Uint8Array;
    }
    function encode(message: MvccValue, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetLockWaitInfoRequest {
    context?: kvrpcpb.Context | undefined;
  }
  namespace GetLockWaitInfoRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
    }
    function encode(message: GetLockWaitInfoRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetLockWaitInfoResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    entries?: readonly deadlock.WaitForEntry[] | undefined;
  }
  namespace GetLockWaitInfoResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      entries: readonly deadlock.WaitForEntry.Decoded[];
    }
    function encode(message: GetLockWaitInfoResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetLockWaitHistoryRequest {
    context?: kvrpcpb.Context | undefined;
  }
  namespace GetLockWaitHistoryRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
    }
    function encode(message: GetLockWaitHistoryRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetLockWaitHistoryResponse {
    regionError?: errorpb.Error | undefined;
    error?: string | undefined;
    entries?: readonly deadlock.WaitForEntry[] | undefined;
  }
  namespace GetLockWaitHistoryResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      error: string;
      entries: readonly deadlock.WaitForEntry.Decoded[];
    }
    function encode(message: GetLockWaitHistoryResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreSafeTSRequest {
    keyRange?: kvrpcpb.KeyRange | undefined;
  }
  namespace StoreSafeTSRequest {
    interface Decoded {
      keyRange?: kvrpcpb.KeyRange.Decoded | undefined;
    }
    function encode(message: StoreSafeTSRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface StoreSafeTSResponse {
    safeTs?: bigint | undefined;
  }
  namespace StoreSafeTSResponse {
    interface Decoded {
      safeTs: bigint;
    }
    function encode(message: StoreSafeTSResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetHealthFeedbackRequest {
    context?: kvrpcpb.Context | undefined;
  }
  namespace GetHealthFeedbackRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
    }
    function encode(message: GetHealthFeedbackRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface GetHealthFeedbackResponse {
    regionError?: errorpb.Error | undefined;
    healthFeedback?: kvrpcpb.HealthFeedback | undefined;
  }
  namespace GetHealthFeedbackResponse {
    interface Decoded {
      regionError?: errorpb.Error.Decoded | undefined;
      healthFeedback?: kvrpcpb.HealthFeedback.Decoded | undefined;
    }
    function encode(message: GetHealthFeedbackResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface HealthFeedback {
    storeId?: bigint | undefined;
    feedbackSeqNo?: bigint | undefined;
    slowScore?: number | undefined;
  }
  namespace HealthFeedback {
    interface Decoded {
      storeId: bigint;
      feedbackSeqNo: bigint;
      slowScore: number;
    }
    function encode(message: HealthFeedback, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegisterLockObserverRequest {
    context?: kvrpcpb.Context | undefined;
    maxTs?: bigint | undefined;
  }
  namespace RegisterLockObserverRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      maxTs: bigint;
    }
    function encode(message: RegisterLockObserverRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RegisterLockObserverResponse {
    error?: string | undefined;
  }
  namespace RegisterLockObserverResponse {
    interface Decoded {
      error: string;
    }
    function encode(message: RegisterLockObserverResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CheckLockObserverRequest {
    context?: kvrpcpb.Context | undefined;
    maxTs?: bigint | undefined;
  }
  namespace CheckLockObserverRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      maxTs: bigint;
    }
    function encode(message: CheckLockObserverRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface CheckLockObserverResponse {
    error?: string | undefined;
    isClean?: boolean | undefined;
    locks?: readonly kvrpcpb.LockInfo[] | undefined;
  }
  namespace CheckLockObserverResponse {
    interface Decoded {
      error: string;
      isClean: boolean;
      locks: readonly kvrpcpb.LockInfo.Decoded[];
    }
    function encode(message: CheckLockObserverResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RemoveLockObserverRequest {
    context?: kvrpcpb.Context | undefined;
    maxTs?: bigint | undefined;
  }
  namespace RemoveLockObserverRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      maxTs: bigint;
    }
    function encode(message: RemoveLockObserverRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RemoveLockObserverResponse {
    error?: string | undefined;
  }
  namespace RemoveLockObserverResponse {
    interface Decoded {
      error: string;
    }
    function encode(message: RemoveLockObserverResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PhysicalScanLockRequest {
    context?: kvrpcpb.Context | undefined;
    maxTs?: bigint | undefined;
    startKey?: Uint8Array | undefined;
    limit?: number | undefined;
  }
  namespace PhysicalScanLockRequest {
    interface Decoded {
      context?: kvrpcpb.Context.Decoded | undefined;
      maxTs: bigint;
      startKey: Uint8Array;
      limit: number;
    }
    function encode(message: PhysicalScanLockRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface PhysicalScanLockResponse {
    error?: string | undefined;
    locks?: readonly kvrpcpb.LockInfo[] | undefined;
  }
  namespace PhysicalScanLockResponse {
    interface Decoded {
      error: string;
      locks: readonly kvrpcpb.LockInfo.Decoded[];
    }
    function encode(message: PhysicalScanLockResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace deadlock {
  interface WaitForEntry {
    txn?: bigint | undefined;
    waitForTxn?: bigint | undefined;
    keyHash?: bigint | undefined;
    key?: Uint8Array | undefined;
    resourceGroupTag?: Uint8Array | undefined;
    waitTime?: bigint | undefined;
  }
  namespace WaitForEntry {
    interface Decoded {
      txn: bigint;
      waitForTxn: bigint;
      keyHash: bigint;
      key: Uint8Array;
      resourceGroupTag: Uint8Array;
      waitTime: bigint;
    }
    function encode(message: WaitForEntry, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace resource_manager {
  interface Consumption {
    rru?: number | undefined;
    wru?: number | undefined;
    readBytes?: number | undefined;
    writeBytes?: number | undefined;
    totalCpuTimeMs?: number | undefined;
    sqlLayerCpuTimeMs?: number | undefined;
    kvReadRpcCount?: number | undefined;
    kvWriteRpcCount?: number | undefined;
    readCrossAzTrafficBytes?: bigint | undefined;
    writeCrossAzTrafficBytes?: bigint | undefined;
    tikvRuV2?: number | undefined;
    tidbRuV2?: number | undefined;
    tiflashRuV2?: number | undefined;
  }
  namespace Consumption {
    interface Decoded {
      rru: number;
      wru: number;
      readBytes: number;
      writeBytes: number;
      totalCpuTimeMs: number;
      sqlLayerCpuTimeMs: number;
      kvReadRpcCount: number;
      kvWriteRpcCount: number;
      readCrossAzTrafficBytes: bigint;
      writeCrossAzTrafficBytes: bigint;
      tikvRuV2: number;
      tidbRuV2: number;
      tiflashRuV2: number;
    }
    function encode(message: Consumption, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace tracepb {
  interface TraceContext {
    remoteParentSpans?: readonly tracepb.RemoteParentSpan[] | undefined;
    durationThresholdMs?: number | undefined;
  }
  namespace TraceContext {
    interface Decoded {
      remoteParentSpans: readonly tracepb.RemoteParentSpan.Decoded[];
      durationThresholdMs: number;
    }
    function encode(message: TraceContext, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface RemoteParentSpan {
    traceId?: bigint | undefined;
    spanId?: bigint | undefined;
  }
  namespace RemoteParentSpan {
    interface Decoded {
      traceId: bigint;
      spanId: bigint;
    }
    function encode(message: RemoteParentSpan, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}

export declare namespace tikvpb {
  interface BatchCommandsRequest {
    requests?: readonly tikvpb.BatchCommandsRequest.Request[] | undefined;
    requestIds?: readonly bigint[] | undefined;
    clientSendTimeNs?: bigint | undefined;
  }
  namespace BatchCommandsRequest {
    interface Decoded {
      requests: readonly tikvpb.BatchCommandsRequest.Request.Decoded[];
      requestIds: readonly bigint[];
      clientSendTimeNs: bigint;
    }
    function encode(message: BatchCommandsRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    interface Request {
      get?: kvrpcpb.GetRequest | undefined;
      scan?: kvrpcpb.ScanRequest | undefined;
      prewrite?: kvrpcpb.PrewriteRequest | undefined;
      commit?: kvrpcpb.CommitRequest | undefined;
      cleanup?: kvrpcpb.CleanupRequest | undefined;
      batchGet?: kvrpcpb.BatchGetRequest | undefined;
      batchRollback?: kvrpcpb.BatchRollbackRequest | undefined;
      scanLock?: kvrpcpb.ScanLockRequest | undefined;
      resolveLock?: kvrpcpb.ResolveLockRequest | undefined;
      gc?: kvrpcpb.GCRequest | undefined;
      deleteRange?: kvrpcpb.DeleteRangeRequest | undefined;
      rawGet?: kvrpcpb.RawGetRequest | undefined;
      rawBatchGet?: kvrpcpb.RawBatchGetRequest | undefined;
      rawPut?: kvrpcpb.RawPutRequest | undefined;
      rawBatchPut?: kvrpcpb.RawBatchPutRequest | undefined;
      rawDelete?: kvrpcpb.RawDeleteRequest | undefined;
      rawBatchDelete?: kvrpcpb.RawBatchDeleteRequest | undefined;
      rawScan?: kvrpcpb.RawScanRequest | undefined;
      rawDeleteRange?: kvrpcpb.RawDeleteRangeRequest | undefined;
      rawBatchScan?: kvrpcpb.RawBatchScanRequest | undefined;
      coprocessor?: coprocessor.Request | undefined;
      pessimisticLock?: kvrpcpb.PessimisticLockRequest | undefined;
      pessimisticRollback?: kvrpcpb.PessimisticRollbackRequest | undefined;
      checkTxnStatus?: kvrpcpb.CheckTxnStatusRequest | undefined;
      txnHeartBeat?: kvrpcpb.TxnHeartBeatRequest | undefined;
      checkSecondaryLocks?: kvrpcpb.CheckSecondaryLocksRequest | undefined;
      rawCoprocessor?: kvrpcpb.RawCoprocessorRequest | undefined;
      flashbackToVersion?: kvrpcpb.FlashbackToVersionRequest | undefined;
      prepareFlashbackToVersion?: kvrpcpb.PrepareFlashbackToVersionRequest | undefined;
      flush?: kvrpcpb.FlushRequest | undefined;
      bufferBatchGet?: kvrpcpb.BufferBatchGetRequest | undefined;
      getHealthFeedback?: kvrpcpb.GetHealthFeedbackRequest | undefined;
      broadcastTxnStatus?: kvrpcpb.BroadcastTxnStatusRequest | undefined;
      empty?: tikvpb.BatchCommandsEmptyRequest | undefined;
      cmd?: 'get' | 'scan' | 'prewrite' | 'commit' | 'cleanup' | 'batchGet' | 'batchRollback' | 'scanLock' | 'resolveLock' | 'gc' | 'deleteRange' | 'rawGet' | 'rawBatchGet' | 'rawPut' | 'rawBatchPut' | 'rawDelete' | 'rawBatchDelete' | 'rawScan' | 'rawDeleteRange' | 'rawBatchScan' | 'coprocessor' | 'pessimisticLock' | 'pessimisticRollback' | 'checkTxnStatus' | 'txnHeartBeat' | 'checkSecondaryLocks' | 'rawCoprocessor' | 'flashbackToVersion' | 'prepareFlashbackToVersion' | 'flush' | 'bufferBatchGet' | 'getHealthFeedback' | 'broadcastTxnStatus' | 'empty' | undefined;
    }
    namespace Request {
      interface Decoded {
        get?: kvrpcpb.GetRequest.Decoded | undefined;
        scan?: kvrpcpb.ScanRequest.Decoded | undefined;
        prewrite?: kvrpcpb.PrewriteRequest.Decoded | undefined;
        commit?: kvrpcpb.CommitRequest.Decoded | undefined;
        cleanup?: kvrpcpb.CleanupRequest.Decoded | undefined;
        batchGet?: kvrpcpb.BatchGetRequest.Decoded | undefined;
        batchRollback?: kvrpcpb.BatchRollbackRequest.Decoded | undefined;
        scanLock?: kvrpcpb.ScanLockRequest.Decoded | undefined;
        resolveLock?: kvrpcpb.ResolveLockRequest.Decoded | undefined;
        gc?: kvrpcpb.GCRequest.Decoded | undefined;
        deleteRange?: kvrpcpb.DeleteRangeRequest.Decoded | undefined;
        rawGet?: kvrpcpb.RawGetRequest.Decoded | undefined;
        rawBatchGet?: kvrpcpb.RawBatchGetRequest.Decoded | undefined;
        rawPut?: kvrpcpb.RawPutRequest.Decoded | undefined;
        rawBatchPut?: kvrpcpb.RawBatchPutRequest.Decoded | undefined;
        rawDelete?: kvrpcpb.RawDeleteRequest.Decoded | undefined;
        rawBatchDelete?: kvrpcpb.RawBatchDeleteRequest.Decoded | undefined;
        rawScan?: kvrpcpb.RawScanRequest.Decoded | undefined;
        rawDeleteRange?: kvrpcpb.RawDeleteRangeRequest.Decoded | undefined;
        rawBatchScan?: kvrpcpb.RawBatchScanRequest.Decoded | undefined;
        coprocessor?: coprocessor.Request.Decoded | undefined;
        pessimisticLock?: kvrpcpb.PessimisticLockRequest.Decoded | undefined;
        pessimisticRollback?: kvrpcpb.PessimisticRollbackRequest.Decoded | undefined;
        checkTxnStatus?: kvrpcpb.CheckTxnStatusRequest.Decoded | undefined;
        txnHeartBeat?: kvrpcpb.TxnHeartBeatRequest.Decoded | undefined;
        checkSecondaryLocks?: kvrpcpb.CheckSecondaryLocksRequest.Decoded | undefined;
        rawCoprocessor?: kvrpcpb.RawCoprocessorRequest.Decoded | undefined;
        flashbackToVersion?: kvrpcpb.FlashbackToVersionRequest.Decoded | undefined;
        prepareFlashbackToVersion?: kvrpcpb.PrepareFlashbackToVersionRequest.Decoded | undefined;
        flush?: kvrpcpb.FlushRequest.Decoded | undefined;
        bufferBatchGet?: kvrpcpb.BufferBatchGetRequest.Decoded | undefined;
        getHealthFeedback?: kvrpcpb.GetHealthFeedbackRequest.Decoded | undefined;
        broadcastTxnStatus?: kvrpcpb.BroadcastTxnStatusRequest.Decoded | undefined;
        empty?: tikvpb.BatchCommandsEmptyRequest.Decoded | undefined;
        cmd?: 'get' | 'scan' | 'prewrite' | 'commit' | 'cleanup' | 'batchGet' | 'batchRollback' | 'scanLock' | 'resolveLock' | 'gc' | 'deleteRange' | 'rawGet' | 'rawBatchGet' | 'rawPut' | 'rawBatchPut' | 'rawDelete' | 'rawBatchDelete' | 'rawScan' | 'rawDeleteRange' | 'rawBatchScan' | 'coprocessor' | 'pessimisticLock' | 'pessimisticRollback' | 'checkTxnStatus' | 'txnHeartBeat' | 'checkSecondaryLocks' | 'rawCoprocessor' | 'flashbackToVersion' | 'prepareFlashbackToVersion' | 'flush' | 'bufferBatchGet' | 'getHealthFeedback' | 'broadcastTxnStatus' | 'empty' | undefined;
      }
      function encode(message: Request, writer?: Writer): Writer;
      function decode(bytes: Uint8Array): Decoded;
    }
  }

  interface BatchCommandsResponse {
    responses?: readonly tikvpb.BatchCommandsResponse.Response[] | undefined;
    requestIds?: readonly bigint[] | undefined;
    transportLayerLoad?: bigint | undefined;
    healthFeedback?: kvrpcpb.HealthFeedback | undefined;
    tikvSendTimeNs?: bigint | undefined;
  }
  namespace BatchCommandsResponse {
    interface Decoded {
      responses: readonly tikvpb.BatchCommandsResponse.Response.Decoded[];
      requestIds: readonly bigint[];
      transportLayerLoad: bigint;
      healthFeedback?: kvrpcpb.HealthFeedback.Decoded | undefined;
      tikvSendTimeNs: bigint;
    }
    function encode(message: BatchCommandsResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;

    interface Response {
      get?: kvrpcpb.GetResponse | undefined;
      scan?: kvrpcpb.ScanResponse | undefined;
      prewrite?: kvrpcpb.PrewriteResponse | undefined;
      commit?: kvrpcpb.CommitResponse | undefined;
      cleanup?: kvrpcpb.CleanupResponse | undefined;
      batchGet?: kvrpcpb.BatchGetResponse | undefined;
      batchRollback?: kvrpcpb.BatchRollbackResponse | undefined;
      scanLock?: kvrpcpb.ScanLockResponse | undefined;
      resolveLock?: kvrpcpb.ResolveLockResponse | undefined;
      gc?: kvrpcpb.GCResponse | undefined;
      deleteRange?: kvrpcpb.DeleteRangeResponse | undefined;
      rawGet?: kvrpcpb.RawGetResponse | undefined;
      rawBatchGet?: kvrpcpb.RawBatchGetResponse | undefined;
      rawPut?: kvrpcpb.RawPutResponse | undefined;
      rawBatchPut?: kvrpcpb.RawBatchPutResponse | undefined;
      rawDelete?: kvrpcpb.RawDeleteResponse | undefined;
      rawBatchDelete?: kvrpcpb.RawBatchDeleteResponse | undefined;
      rawScan?: kvrpcpb.RawScanResponse | undefined;
      rawDeleteRange?: kvrpcpb.RawDeleteRangeResponse | undefined;
      rawBatchScan?: kvrpcpb.RawBatchScanResponse | undefined;
      coprocessor?: coprocessor.Response | undefined;
      pessimisticLock?: kvrpcpb.PessimisticLockResponse | undefined;
      pessimisticRollback?: kvrpcpb.PessimisticRollbackResponse | undefined;
      checkTxnStatus?: kvrpcpb.CheckTxnStatusResponse | undefined;
      txnHeartBeat?: kvrpcpb.TxnHeartBeatResponse | undefined;
      checkSecondaryLocks?: kvrpcpb.CheckSecondaryLocksResponse | undefined;
      rawCoprocessor?: kvrpcpb.RawCoprocessorResponse | undefined;
      flashbackToVersion?: kvrpcpb.FlashbackToVersionResponse | undefined;
      prepareFlashbackToVersion?: kvrpcpb.PrepareFlashbackToVersionResponse | undefined;
      flush?: kvrpcpb.FlushResponse | undefined;
      bufferBatchGet?: kvrpcpb.BufferBatchGetResponse | undefined;
      getHealthFeedback?: kvrpcpb.GetHealthFeedbackResponse | undefined;
      broadcastTxnStatus?: kvrpcpb.BroadcastTxnStatusResponse | undefined;
      empty?: tikvpb.BatchCommandsEmptyResponse | undefined;
      cmd?: 'get' | 'scan' | 'prewrite' | 'commit' | 'cleanup' | 'batchGet' | 'batchRollback' | 'scanLock' | 'resolveLock' | 'gc' | 'deleteRange' | 'rawGet' | 'rawBatchGet' | 'rawPut' | 'rawBatchPut' | 'rawDelete' | 'rawBatchDelete' | 'rawScan' | 'rawDeleteRange' | 'rawBatchScan' | 'coprocessor' | 'pessimisticLock' | 'pessimisticRollback' | 'checkTxnStatus' | 'txnHeartBeat' | 'checkSecondaryLocks' | 'rawCoprocessor' | 'flashbackToVersion' | 'prepareFlashbackToVersion' | 'flush' | 'bufferBatchGet' | 'getHealthFeedback' | 'broadcastTxnStatus' | 'empty' | undefined;
    }
    namespace Response {
      interface Decoded {
        get?: kvrpcpb.GetResponse.Decoded | undefined;
        scan?: kvrpcpb.ScanResponse.Decoded | undefined;
        prewrite?: kvrpcpb.PrewriteResponse.Decoded | undefined;
        commit?: kvrpcpb.CommitResponse.Decoded | undefined;
        cleanup?: kvrpcpb.CleanupResponse.Decoded | undefined;
        batchGet?: kvrpcpb.BatchGetResponse.Decoded | undefined;
        batchRollback?: kvrpcpb.BatchRollbackResponse.Decoded | undefined;
        scanLock?: kvrpcpb.ScanLockResponse.Decoded | undefined;
        resolveLock?: kvrpcpb.ResolveLockResponse.Decoded | undefined;
        gc?: kvrpcpb.GCResponse.Decoded | undefined;
        deleteRange?: kvrpcpb.DeleteRangeResponse.Decoded | undefined;
        rawGet?: kvrpcpb.RawGetResponse.Decoded | undefined;
        rawBatchGet?: kvrpcpb.RawBatchGetResponse.Decoded | undefined;
        rawPut?: kvrpcpb.RawPutResponse.Decoded | undefined;
        rawBatchPut?: kvrpcpb.RawBatchPutResponse.Decoded | undefined;
        rawDelete?: kvrpcpb.RawDeleteResponse.Decoded | undefined;
        rawBatchDelete?: kvrpcpb.RawBatchDeleteResponse.Decoded | undefined;
        rawScan?: kvrpcpb.RawScanResponse.Decoded | undefined;
        rawDeleteRange?: kvrpcpb.RawDeleteRangeResponse.Decoded | undefined;
        rawBatchScan?: kvrpcpb.RawBatchScanResponse.Decoded | undefined;
        coprocessor?: coprocessor.Response.Decoded | undefined;
        pessimisticLock?: kvrpcpb.PessimisticLockResponse.Decoded | undefined;
        pessimisticRollback?: kvrpcpb.PessimisticRollbackResponse.Decoded | undefined;
        checkTxnStatus?: kvrpcpb.CheckTxnStatusResponse.Decoded | undefined;
        txnHeartBeat?: kvrpcpb.TxnHeartBeatResponse.Decoded | undefined;
        checkSecondaryLocks?: kvrpcpb.CheckSecondaryLocksResponse.Decoded | undefined;
        rawCoprocessor?: kvrpcpb.RawCoprocessorResponse.Decoded | undefined;
        flashbackToVersion?: kvrpcpb.FlashbackToVersionResponse.Decoded | undefined;
        prepareFlashbackToVersion?: kvrpcpb.PrepareFlashbackToVersionResponse.Decoded | undefined;
        flush?: kvrpcpb.FlushResponse.Decoded | undefined;
        bufferBatchGet?: kvrpcpb.BufferBatchGetResponse.Decoded | undefined;
        getHealthFeedback?: kvrpcpb.GetHealthFeedbackResponse.Decoded | undefined;
        broadcastTxnStatus?: kvrpcpb.BroadcastTxnStatusResponse.Decoded | undefined;
        empty?: tikvpb.BatchCommandsEmptyResponse.Decoded | undefined;
        cmd?: 'get' | 'scan' | 'prewrite' | 'commit' | 'cleanup' | 'batchGet' | 'batchRollback' | 'scanLock' | 'resolveLock' | 'gc' | 'deleteRange' | 'rawGet' | 'rawBatchGet' | 'rawPut' | 'rawBatchPut' | 'rawDelete' | 'rawBatchDelete' | 'rawScan' | 'rawDeleteRange' | 'rawBatchScan' | 'coprocessor' | 'pessimisticLock' | 'pessimisticRollback' | 'checkTxnStatus' | 'txnHeartBeat' | 'checkSecondaryLocks' | 'rawCoprocessor' | 'flashbackToVersion' | 'prepareFlashbackToVersion' | 'flush' | 'bufferBatchGet' | 'getHealthFeedback' | 'broadcastTxnStatus' | 'empty' | undefined;
      }
      function encode(message: Response, writer?: Writer): Writer;
      function decode(bytes: Uint8Array): Decoded;
    }
  }

  interface BatchCommandsEmptyRequest {
    testId?: bigint | undefined;
    delayTime?: bigint | undefined;
  }
  namespace BatchCommandsEmptyRequest {
    interface Decoded {
      testId: bigint;
      delayTime: bigint;
    }
    function encode(message: BatchCommandsEmptyRequest, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }

  interface BatchCommandsEmptyResponse {
    testId?: bigint | undefined;
  }
  namespace BatchCommandsEmptyResponse {
    interface Decoded {
      testId: bigint;
    }
    function encode(message: BatchCommandsEmptyResponse, writer?: Writer): Writer;
    function decode(bytes: Uint8Array): Decoded;
  }
}
