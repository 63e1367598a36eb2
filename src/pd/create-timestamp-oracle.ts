import type { Actor } from 'xstate';
import { type TsoBatcherInput, tsoBatcherChart } from '../../machines/tso-batcher.ts';
import type { ActorRoot } from '../actor/actor-root.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import {
  ClosedError,
  NetworkError,
  PdUnreachableError,
  type TikvError,
  TimestampWentBackError,
  TooLargeError,
} from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { ByteStream, CallFailure, Runtime } from '../model/runtime.ts';
import { composeTimestamp, physicalMs, type Timestamp } from '../model/timestamp.ts';
import { BACKOFF_BUDGET_MS, BACKOFF_KINDS, backoffDelayMs } from '../retry/backoff-kinds.ts';
import type { Deadline } from '../retry/deadline.ts';
import { pdRpcs } from '../wire/codec/rpcs.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import { headerRefusal, type PdRefusal, refusalOf } from './pd-refusal.ts';
import type { PdSession } from './pd-session.ts';
import { RefreshInterval } from './refresh-interval.ts';
import type { TimestampOracle } from './timestamp-oracle.ts';
import { firstTimestamp } from './tso-answer.ts';
import { TsoCallers } from './tso-callers.ts';

export interface TimestampOracleOptions {
  /**
   * How often `lowResolution()` is refreshed, in milliseconds, unless younger moments are read. Default 2000.
   */
  readonly refreshIntervalMs?: number | undefined;
}

/** What the oracle needs of a PdSession. */
export type OracleSession = Pick<PdSession, 'clusterId' | 'doubt' | 'leader' | 'onLeader' | 'timeoutMs'>;

/** The TimestampOracle over a session, which it does not own. */
export function createTimestampOracle(
  runtime: Runtime,
  root: ActorRoot,
  session: OracleSession,
  options: TimestampOracleOptions = {},
): TimestampOracle {
  return new PdTimestampOracle(runtime, root, session, options);
}

/** Callers of one request (pd's client/clients/tso, maxBatchSize). */
const MAX_BATCH_SIZE = 10_000;

const STREAM_ENDED: CallFailure = {
  status: GRPC_STATUS.unavailable,
  message: 'PD ended the stream of timestamps',
  sent: 'maybe',
};

/** One stream to the leader. An older one was cancelled, so that nothing more comes of it. */
interface TsoStream {
  readonly address: string;
  readonly bytes: ByteStream;
}

class PdTimestampOracle implements TimestampOracle, Inspected {
  readonly #runtime: Runtime;
  readonly #session: OracleSession;
  readonly #actor: Actor<ReturnType<typeof tsoBatcherChart>>;
  readonly #refreshInterval: RefreshInterval;
  readonly #offLeader: () => void;
  readonly #callers = new TsoCallers();
  #stream: TsoStream | undefined;
  #last: Timestamp | undefined;
  #lastAtMs = 0;
  #lastFailure: TikvError | undefined;
  #ended: TikvError | undefined;
  #refreshTimer: unknown;

  constructor(runtime: Runtime, root: ActorRoot, session: OracleSession, options: TimestampOracleOptions) {
    this.#runtime = runtime;
    this.#session = session;
    this.#refreshInterval = new RefreshInterval(options.refreshIntervalMs ?? 2000);
    this.#actor = root.start(tsoBatcherLogic(), { id: 'tsoBatcher', input: { oracle: this } });
    this.#offLeader = session.onLeader((leader) => this.#onLeader(leader));
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { currentMs } = this.#refreshInterval;
    const refreshState = this.#refreshInterval.state(this.#runtime.clock.now());
    return { leader: this.#stream?.address, last: this.#last, refreshIntervalMs: currentMs, refreshState };
  }

  timestamp(deadline?: Deadline): Promise<Timestamp> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (deadline?.ledger !== undefined) deadline.ledger.timestamps++;
    const first = !this.#callers.hasWaiting;
    const timestamp = this.#callers.add(this.#runtime.clock.now(), deadline);
    if (first) this.#actor.send({ type: 'batch.wanted' });
    return timestamp;
  }

  lowResolution(maxAgeMs = Number.POSITIVE_INFINITY): Timestamp | undefined {
    if (this.#refreshTimer === undefined && this.#ended === undefined) this.#refreshLater();
    return this.#runtime.clock.now() - this.#lastAtMs > maxAgeMs ? undefined : this.#last;
  }

  stale(ageMs: number): Timestamp | undefined {
    const last = this.lowResolution();
    if (last === undefined) return undefined;
    const sinceMs = Math.floor(this.#runtime.clock.now() - this.#lastAtMs);
    return composeTimestamp(Math.max(0, physicalMs(last) + sinceMs - ageMs), 0);
  }

  noteRead(ageMs: number): void {
    const nowMs = this.#runtime.clock.now();
    if (!this.#refreshInterval.noteRead(ageMs, nowMs) || this.#ended !== undefined) return;
    this.#runtime.clock.clearTimeout(this.#refreshTimer);
    this.#refreshIfOld();
  }

  close(): void {
    if (this.#ended === undefined) this.#actor.send({ type: 'oracle.closed', error: new ClosedError() });
  }

  /** @internal Delay of the chart. */
  get answerTimeoutMs(): number {
    return this.#session.timeoutMs;
  }

  /** @internal Delay of the chart. A first failure is not waited for: the second waits for the base. */
  backoffMs(failures: number): number {
    return backoffDelayMs(BACKOFF_KINDS.pdRpc, Math.max(0, failures - 2), this.#runtime);
  }

  /** @internal Action of the chart. */
  collectBatch(): void {
    this.#runtime.defer(() => {
      if (this.#ended !== undefined) return;
      this.#actor.send({ type: 'batch.collected', waiting: this.#callers.hasWaiting });
    });
  }

  /** @internal Action of the chart. */
  sendBatch(): void {
    const count = this.#callers.takeBatch(MAX_BATCH_SIZE);
    const header = { clusterId: this.#session.clusterId };
    this.#stream?.bytes.send(pdRpcs.tso.encode({ header, count }));
  }

  /** @internal Action of the chart. */
  openStream(): void {
    this.#session.leader().then(
      (address) => {
        if (this.#ended !== undefined) return;
        const bytes = this.#runtime.transport.stream(
          address,
          pdRpcs.tso.path,
          {},
          {
            onMessage: (message) => this.#onMessage(address, message),
            onEnd: (failure) => this.#onEnd(address, failure ?? STREAM_ENDED),
          },
        );
        this.#stream = { address, bytes };
        this.#actor.send({ type: 'stream.opened', waiting: this.#callers.hasWaiting });
      },
      (error: TikvError) => {
        if (this.#ended !== undefined) return;
        if (error instanceof PdUnreachableError || error instanceof TooLargeError) this.#streamFailed(error);
        else this.#actor.send({ type: 'oracle.closed', error });
      },
    );
  }

  /** @internal Action of the chart. */
  giveUpStream(): void {
    const address = this.#stream?.address ?? '';
    const message = `PD gave no timestamps within ${this.answerTimeoutMs} ms`;
    this.#session.doubt(address);
    const failure = { status: GRPC_STATUS.deadlineExceeded, message, sent: 'maybe' } as const;
    this.#streamFailed(new NetworkError(address, failure));
  }

  /** @internal Action of the chart. */
  end(error: TikvError): void {
    this.#ended = error;
    this.#dropStream();
    this.#offLeader();
    this.#runtime.clock.clearTimeout(this.#refreshTimer);
    this.#callers.refuseAll(error);
  }

  #onMessage(address: string, message: Uint8Array): void {
    const count = this.#callers.batchSize;
    let first: Timestamp;
    try {
      const answer = pdRpcs.tso.decode(message);
      const refusal = headerRefusal(answer.header, this.#session.clusterId, address);
      if (refusal !== undefined) {
        this.#onRefusal(address, refusal);
        return;
      }
      first = firstTimestamp(answer, count);
    } catch (error) {
      this.#callers.refuseBatch(error as TikvError);
      this.#streamFailed(error as TikvError);
      return;
    }
    if (this.#last !== undefined && first <= this.#last) {
      const error = new TimestampWentBackError(this.#last, first);
      this.#actor.send({ type: 'oracle.wentBack', error });
      return;
    }
    this.#last = first + BigInt(count - 1);
    this.#lastAtMs = this.#runtime.clock.now();
    this.#callers.answerBatch(first);
    this.#actor.send({ type: 'batch.answered', waiting: this.#callers.hasWaiting });
    if (this.#refreshTimer === undefined) this.#refreshLater();
  }

  #onEnd(address: string, failure: CallFailure): void {
    this.#onRefusal(address, refusalOf(pdRpcs.tso.name, new NetworkError(address, failure)));
  }

  #onRefusal(address: string, { error }: PdRefusal): void {
    if (!(error instanceof TooLargeError)) this.#session.doubt(address);
    this.#streamFailed(error);
  }

  #onLeader(leader: string): void {
    if (this.#stream === undefined || this.#stream.address === leader) return;
    const failure = {
      status: GRPC_STATUS.cancelled,
      message: `PD's leader is ${leader}`,
      sent: 'maybe',
    } as const;
    this.#streamFailed(new NetworkError(this.#stream.address, failure));
  }

  /**
   * Those in the batch wait for the next stream, unless their time is up or the next one would end in the
   * same way.
   */
  #streamFailed(error: TikvError): void {
    if (this.#ended !== undefined) return;
    this.#dropStream();
    this.#lastFailure = error;
    if (error instanceof TooLargeError) this.#callers.refuseAll(error);
    this.#callers.returnBatch();
    this.#callers.refuseSince(this.#runtime.clock.now() - BACKOFF_BUDGET_MS.timestamp, () =>
      this.#unreachable(),
    );
    this.#actor.send({ type: 'stream.failed', waiting: this.#callers.hasWaiting });
  }

  #unreachable(): PdUnreachableError {
    const cause = this.#lastFailure;
    const attempts = cause === undefined || cause.attempts.length > 0 ? cause?.attempts : [cause];
    const message = `PD gave no timestamp within ${BACKOFF_BUDGET_MS.timestamp} ms`;
    return new PdUnreachableError(message, { cause, attempts: attempts ?? [] });
  }

  #dropStream(): void {
    this.#stream?.bytes.cancel();
    this.#stream = undefined;
  }

  #refreshLater(delayMs = this.#refreshInterval.currentMs): void {
    this.#refreshTimer = this.#runtime.clock.setTimeout(() => this.#refreshIfOld(), delayMs);
  }

  /** As soon as the newest timestamp known is as old as it may be. */
  #refreshIfOld(): void {
    const nowMs = this.#runtime.clock.now();
    const intervalMs = this.#refreshInterval.next(nowMs);
    const ageMs = nowMs - this.#lastAtMs;
    const isOld = this.#last === undefined || ageMs >= intervalMs;
    const isComing = this.#callers.hasWaiting || this.#callers.batchSize > 0;
    // A part of a millisecond may be too little to move a clock that has run for long.
    this.#refreshLater(isOld ? intervalMs : Math.ceil(intervalMs - ageMs));
    if (isOld && !isComing) this.timestamp().catch(() => {});
  }
}

const oracleOf = ({ oracle }: TsoBatcherInput) => oracle as PdTimestampOracle;

const tsoBatcherLogic = compiledOnUse(tsoBatcherChart, {
  actions: {
    collectBatch: ({ context }) => oracleOf(context).collectBatch(),
    sendBatch: ({ context }) => oracleOf(context).sendBatch(),
    openStream: ({ context }) => oracleOf(context).openStream(),
    giveUpStream: ({ context }) => oracleOf(context).giveUpStream(),
    refuseCallers: ({ context }, { error }) => oracleOf(context).end(error),
  },
  delays: {
    answerTimeout: ({ context }) => oracleOf(context).answerTimeoutMs,
    backoff: ({ context }) => oracleOf(context).backoffMs(context.failures),
  },
});
