import type { ByteStream, Runtime } from '../../src/model/runtime.ts';
import type { Rpc, StreamRpc } from '../../src/wire/codec/rpc.ts';
import type { BareCalls } from './foreign-writer.ts';

/** Bare calls over the transport of a runtime, such as a simulated one. */
export class RuntimeCalls implements BareCalls {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  call<Request, Response>(address: string, rpc: Rpc<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#runtime.transport.unary(address, rpc.path, rpc.encode(request), {}, (result) => {
        if (result.ok) resolve(rpc.decode(result.message));
        else reject(new Error(`${rpc.name}: ${result.failure.message}`));
      });
    });
  }

  /** A stream of one answer. */
  stream<Request, Response>(address: string, rpc: StreamRpc<Request, Response>) {
    let stream: ByteStream | undefined;
    const answer = new Promise<Response>((resolve, reject) => {
      stream = this.#runtime.transport.stream(
        address,
        rpc.path,
        {},
        {
          onMessage: (message) => resolve(rpc.decode(message)),
          onEnd: (failure) => reject(new Error(`${rpc.name}: ${failure?.message ?? 'ended'}`)),
        },
      );
    });
    return {
      send: (request: Request) => stream?.send(rpc.encode(request)),
      next: () => answer,
      end: () => stream?.end(),
    };
  }

  [Symbol.dispose](): void {
    this.#runtime.transport.close();
  }
}
