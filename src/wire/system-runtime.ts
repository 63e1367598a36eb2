import type { Clock, Runtime } from '../model/runtime.ts';
import type { GrpcOptions } from './grpc-options.ts';
import { GrpcTransport } from './grpc-transport.ts';

/** The longest delay Node.js takes; longer ones would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (fn, timeoutMs) => setTimeout(fn, Math.min(timeoutMs, MAX_TIMEOUT_MS)),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
};

/**
 * The real world: the process' monotonic clock and timers, its random numbers, and gRPC.
 *
 * @throws UsageError when TLS certificates cannot be used
 */
export function systemRuntime(options: GrpcOptions = {}): Runtime {
  return {
    clock: systemClock,
    random: Math.random,
    transport: new GrpcTransport(options, systemClock),
    // After the sockets read in this turn were handled: their answers' next requests share one message.
    defer: setImmediate,
  };
}
