import { NetworkError } from '../model/errors.ts';
import type { Cancel, Runtime } from '../model/runtime.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { decodeResult } from '../wire/decode-result.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import type { RpcResult } from '../wire/rpc-client.ts';

export interface AskOptions {
  readonly timeoutMs: number;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * One unary call to one endpoint. `done` is called once, with a NetworkError when `timeoutMs` have passed, and
 * not at all after the call was cancelled.
 */
export function ask<Request, Response>(
  runtime: Pick<Runtime, 'clock' | 'transport'>,
  address: string,
  rpc: Rpc<Request, Response>,
  request: Request,
  options: AskOptions,
  done: (result: RpcResult<Response>) => void,
): Cancel {
  const { timeoutMs, metadata = {} } = options;
  const cancel = runtime.transport.unary(address, rpc.path, rpc.encode(request), { metadata }, (result) => {
    runtime.clock.clearTimeout(timer);
    if (result.ok) done(decodeResult(rpc, result.message));
    else done({ ok: false, error: new NetworkError(address, result.failure) });
  });
  const timer = runtime.clock.setTimeout(() => {
    const message = `${rpc.name} was not answered within ${timeoutMs} ms`;
    const failure = { status: GRPC_STATUS.deadlineExceeded, message, sent: cancel() };
    done({ ok: false, error: new NetworkError(address, failure) });
  }, timeoutMs);
  return () => {
    runtime.clock.clearTimeout(timer);
    return cancel();
  };
}

/** As `ask`, for a caller that awaits. When the deadline ends the call ends with it; ask the deadline why. */
export function askBefore<Request, Response>(
  deadline: Deadline,
  runtime: Pick<Runtime, 'clock' | 'transport'>,
  address: string,
  rpc: Rpc<Request, Response>,
  request: Request,
  options: AskOptions,
): Promise<RpcResult<Response>> {
  return new Promise((resolve) => {
    const off = deadline.onEnd(() => {
      const failure = { status: GRPC_STATUS.cancelled, message: `${rpc.name} was given up`, sent: cancel() };
      resolve({ ok: false, error: new NetworkError(address, failure) });
    });
    const cancel = ask(runtime, address, rpc, request, options, (result) => {
      off();
      resolve(result);
    });
  });
}
