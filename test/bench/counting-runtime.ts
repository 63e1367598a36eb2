import type { Runtime } from '../../src/model/runtime.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';

/** The real runtime, and how many messages left on its streams: requests share them. */
export class CountingRuntime implements Runtime {
  readonly #real = systemRuntime();
  readonly clock = this.#real.clock;
  readonly random = this.#real.random;
  readonly defer = this.#real.defer;
  messages = 0;
  /** Told of each message of a stream, and by which method it goes, while it is set. */
  onMessage: ((method: string, message: Uint8Array) => void) | undefined;
  readonly transport: Runtime['transport'] = {
    unary: (...args) => this.#real.transport.unary(...args),
    stream: (...args) => {
      const stream = this.#real.transport.stream(...args);
      return {
        send: (message) => {
          this.messages++;
          this.onMessage?.(args[1], message);
          stream.send(message);
        },
        end: () => stream.end(),
        cancel: () => stream.cancel(),
      };
    },
    closeAddress: (address) => this.#real.transport.closeAddress(address),
    close: () => this.#real.transport.close(),
  };
}
