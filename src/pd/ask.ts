import { NetworkError } from '../model/errors.ts';
import type { Cancel, Runtime } from '../model/runtime.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { decodeResult } from '../wire/decode-result.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import type { RpcResult } from '../wire/rpc-client.ts';

/** One unary call to one endpoint. */
export interface Question<Request, Response> {
  readonly address: string;
  readonly rpc: Rpc<Request, Response>;
  readonly request: Request;
  readonly timeoutMs: number;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Calls `done` once, with a NetworkError when `timeoutMs` have passed; not at all once it was cancelled. */
export function ask<Request, Response>(
  { transport, clock }: Pick<Runtime, 'clock' | 'transport'>,
  { address, rpc, request, timeoutMs, metadata = {} }: Question<Request, Response>,
  done: (result: RpcResult<Response>) => void,
): Cancel {
  const cancel = transport.unary(address, rpc.path, rpc.encode(request), { metadata }, (result) => {
    clock.clearTimeout(timer);
    if (result.ok) done(decodeResult(rpc, result.message));
    else done({ ok: false, error: new NetworkError(address, result.failure) });
  });
  const timer = clock.setTimeout(() => {
    const message = `${rpc.name} was not answered within ${timeoutMs} ms`;
    const failure = { status: GRPC_STATUS.deadlineExceeded, message, sent: cancel() };
    done({ ok: false, error: new NetworkError(address, failure) });
  }, timeoutMs);
  return () => {
    clock.clearTimeout(timer);
    return cancel();
  };
}

/** As `ask`, for a caller that awaits. The call ends with the deadline, too, which then says why. */
export function askBefore<Request, Response>(
  deadline: Deadline,
  runtime: Pick<Runtime, 'clock' | 'transport'>,
  question: Question<Request, Response>,
): Promise<RpcResult<Response>> {
  const { address, rpc } = question;
  return new Promise((resolve) => {
    const off = deadline.onEnd(() => {
      const failure = { status: GRPC_STATUS.cancelled, message: `${rpc.name} was given up`, sent: cancel() };
      resolve({ ok: false, error: new NetworkError(address, failure) });
    });
    const cancel = ask(runtime, question, (result) => {
      off();
      resolve(result);
    });
  });
}
