import type { tikvpb } from '#proto';
import type { BatchCommand } from '../../wire/codec/rpc.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import type { Fields, Reply } from '../faults/message.ts';
import { asServiceError } from '../routed-service.ts';
import { ServiceError, type StreamListener, type StreamSink } from '../service.ts';
import { healthFeedback } from './store-commands.ts';
import type { StoreContext } from './store-context.ts';
import type { StoreRpc } from './store-rpc.ts';

type Request = tikvpb.BatchCommandsRequest.Request.Decoded;
type Response = tikvpb.BatchCommandsResponse.Response;

/** The health of the store rides on an answer at most this often. */
const HEALTH_FEEDBACK_INTERVAL_MS = 1_000;

/** An `empty` command is answered no sooner. @see TiKV src/server/service/kv.rs, future_handle_empty */
const EMPTY_MIN_DELAY_MS = 10;

const RPC_OF: ReadonlyMap<BatchCommand, StoreRpc> = new Map(
  (Object.values(tikvRpcs) as unknown as readonly StoreRpc[]).flatMap((rpc) =>
    rpc.batch === undefined ? [] : [[rpc.batch, rpc] as const],
  ),
);

/**
 * The server's half of a BatchCommands stream (server rules 68 and 69): requests and ids are zipped, answers
 * of one turn of the event loop go out together, in the order in which they are ready.
 */
export class BatchCommandsStream implements StreamListener {
  readonly #context: StoreContext;
  readonly #sink: StreamSink;
  readonly #execute: (rpc: StoreRpc, request: Fields) => Promise<Reply>;
  #responses: Response[] = [];
  #requestIds: bigint[] = [];
  #running = 0;
  #halfClosed = false;
  #feedbackAtMs = Number.NEGATIVE_INFINITY;
  #feedbackAsked = false;

  constructor(
    context: StoreContext,
    sink: StreamSink,
    execute: (rpc: StoreRpc, request: Fields) => Promise<Reply>,
  ) {
    this.#context = context;
    this.#sink = sink;
    this.#execute = execute;
  }

  onMessage(bytes: Uint8Array): void {
    let batch: tikvpb.BatchCommandsRequest.Decoded;
    try {
      batch = tikvRpcs.batchCommands.decodeRequest(bytes);
    } catch (error) {
      this.#sink.end(asServiceError(error));
      return;
    }
    const { requests, requestIds } = batch;
    const count = Math.min(requests.length, requestIds.length);
    for (let i = 0; i < count; i++) this.#take(requestIds[i] as bigint, requests[i] as Request);
  }

  onHalfClose(): void {
    this.#halfClosed = true;
    this.#endIfDone();
  }

  onCancel(): void {}

  #take(id: bigint, request: Request): void {
    const { cmd } = request;
    if (cmd === undefined) this.#answer(id, {});
    else if (cmd === 'empty') this.#answerEmpty(id, request.empty as tikvpb.BatchCommandsEmptyRequest);
    else void this.#run(id, cmd, request[cmd] as unknown as Fields);
  }

  async #run(id: bigint, cmd: BatchCommand, request: Fields): Promise<void> {
    const rpc = RPC_OF.get(cmd) as StoreRpc;
    this.#running += 1;
    const reply = await this.#execute(rpc, request).catch((error): Reply => {
      const { status, message } = asServiceError(error);
      return { kind: 'break', status, message };
    });
    this.#running -= 1;
    switch (reply.kind) {
      case 'answer':
        if (cmd === 'getHealthFeedback') this.#feedbackAsked = true;
        this.#answer(id, { cmd, [cmd]: reply.response });
        break;
      case 'bytes':
        this.#flush();
        this.#sink.send(reply.bytes);
        break;
      case 'break':
      case 'status':
        // A batch answer has no place for the status of one command: it ends the stream.
        this.#sink.end(new ServiceError(reply.status, reply.message));
        break;
      case 'lost':
        break;
    }
    this.#endIfDone();
  }

  #answerEmpty(id: bigint, { testId = 0n, delayTime = 0n }: tikvpb.BatchCommandsEmptyRequest): void {
    const delayMs = Math.max(Number(delayTime), EMPTY_MIN_DELAY_MS);
    this.#running += 1;
    this.#context.environment.clock.setTimeout(() => {
      this.#running -= 1;
      this.#answer(id, { cmd: 'empty', empty: { testId } });
      this.#endIfDone();
    }, delayMs);
  }

  #answer(id: bigint, response: Response): void {
    if (this.#requestIds.length === 0) this.#context.environment.defer(() => this.#flush());
    this.#requestIds.push(id);
    this.#responses.push(response);
  }

  #flush(): void {
    if (this.#requestIds.length === 0) return;
    const responses = this.#responses;
    const requestIds = this.#requestIds;
    this.#responses = [];
    this.#requestIds = [];
    const nowMs = this.#context.environment.clock.now();
    const feedback = this.#feedbackAsked || nowMs - this.#feedbackAtMs >= HEALTH_FEEDBACK_INTERVAL_MS;
    if (feedback) {
      this.#feedbackAtMs = nowMs;
      this.#feedbackAsked = false;
    }
    this.#sink.send(
      tikvRpcs.batchCommands.encodeResponse({
        responses,
        requestIds,
        ...(feedback && { healthFeedback: healthFeedback(this.#context) }),
      }),
    );
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (this.#halfClosed && this.#running === 0 && this.#requestIds.length === 0) this.#sink.end();
  }
}
