import type { ActorRoot } from '../../src/actor/actor-root.ts';
import { isPessimistic, type Lock, type TransactionLocks } from '../../src/lock/lock.ts';
import type { LockEnvironment } from '../../src/lock/lock-environment.ts';
import { composeTimestamp, type Timestamp } from '../../src/model/timestamp.ts';
import { NO_EVENTS } from '../../src/observe/event-relay.ts';
import { SingleFlight } from '../../src/region/cache/single-flight.ts';
import type { RegionClient } from '../../src/region/request/region-client.ts';
import { BackgroundWork } from '../../src/retry/background-work.ts';
import type { Backoffer } from '../../src/retry/backoffer.ts';
import type { kvrpcpb } from '../../src/wire/codec/messages.ts';
import { bytes, FakeRegionServers, type FakeRegionServersOptions } from './fake-region-servers.ts';

/** Timestamps of the tests: `ts(5)` is 5 ms after the day the oracle began. */
export const ts = (ms: number, logical = 0): Timestamp => composeTimestamp(1_600_000_000_000 + ms, logical);

/** A put of a two-phase transaction of 3 s that began at `ts(0)`, whose primary is `p`. */
export function lockOn(key: string, fields: Partial<Lock> = {}): Lock {
  return {
    key: bytes(key),
    primary: bytes('p'),
    startTs: ts(0),
    ttlMs: 3000n,
    txnSize: 1n,
    kind: 'put',
    useAsyncCommit: false,
    forUpdateTs: 0n,
    minCommitTs: 0n,
    ...fields,
  };
}

/** Locks of one transaction, whose primary they name. */
export function locksOf(first: Lock, ...others: readonly Lock[]): TransactionLocks {
  const { startTs, primary } = first;
  return { startTs, primary, isPessimistic: isPessimistic(first), locks: [first, ...others] };
}

/** The same as a store tells it. */
export function lockInfo(
  key: string,
  fields: Partial<kvrpcpb.LockInfo.Decoded> = {},
): kvrpcpb.LockInfo.Decoded {
  return {
    key: bytes(key),
    primaryLock: bytes('p'),
    lockVersion: ts(0),
    lockTtl: 3000n,
    txnSize: 1n,
    lockType: 0,
    lockForUpdateTs: 0n,
    useAsyncCommit: false,
    minCommitTs: 0n,
    secondaries: [],
    durationToLastUpdateMs: 0n,
    sharedLockInfos: [],
    isTxnFile: false,
    ...fields,
  };
}

/** Answers of stores about locks; what is not told is as on the wire. */
export const answers = {
  status: (fields: Partial<kvrpcpb.CheckTxnStatusResponse.Decoded> = {}) => ({
    response: { lockTtl: 0n, commitVersion: 0n, action: 0, ...fields },
  }),
  secondaries: (fields: Partial<kvrpcpb.CheckSecondaryLocksResponse.Decoded> = {}) => ({
    response: { locks: [], commitTs: 0n, ...fields },
  }),
  done: { response: { errors: [] } },
  /** A key error with one field, or a text. */
  error: (fields: Partial<kvrpcpb.KeyError.Decoded>) => ({ retryable: '', abort: '', ...fields }),
};

/** What lock resolution works on: scripted stores, an oracle that stands at `now`, work in the background. */
export class FakeLockEnvironment implements LockEnvironment {
  readonly servers: FakeRegionServers;
  readonly regions: RegionClient;
  readonly root: ActorRoot;
  readonly failures: unknown[] = [];
  readonly events = NO_EVENTS;
  readonly resolveLiteThreshold = 512;
  readonly wholeRegions = new SingleFlight<string, boolean>();
  readonly background = new BackgroundWork((_, error) => {
    this.failures.push(error);
  });
  now = ts(100);
  /** Whether a timestamp is known without asking. */
  isWarm = true;
  /** That timestamp, and how long it has been known. By default it is `now`. */
  known: bigint | undefined;
  knownForMs = 0;
  readonly timestamps = {
    timestamp: async () => {
      this.known = undefined;
      this.knownForMs = 0;
      return this.now;
    },
    lowResolution: (maxAgeMs = Number.POSITIVE_INFINITY) =>
      this.isWarm && this.knownForMs <= maxAgeMs ? (this.known ?? this.now) : undefined,
  };

  constructor(options: FakeRegionServersOptions = {}) {
    this.servers = new FakeRegionServers(options);
    this.regions = this.servers.client;
    this.root = this.servers.root;
  }

  readonly detachedBackoffer = (budgetMs: number): Backoffer => this.servers.backoffer({ budgetMs });

  /** What was sent so far: names of RPCs, requests without their context. */
  get sent(): readonly (readonly [rpc: string, request: object])[] {
    return this.servers.rpc.sent.map(({ rpc, request: { context: _, ...request } }) => [rpc, request]);
  }
}
