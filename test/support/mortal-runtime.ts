import type { ByteStream, Clock, Runtime, Transport } from '../../src/model/runtime.ts';

/** A runtime that can die as a process does: nothing is sent, no timer fires, no answer arrives any more. */
export interface MortalRuntime extends Runtime {
  die(): void;
  readonly dead: boolean;
  /** Dies right before the next message to this gRPC method would leave. */
  dieBefore(method: string): void;
}

/** Gives any runtime a death. Closing a client is none: it says goodbye. */
export function mortalRuntime(living: Runtime): MortalRuntime {
  let dead = false;
  let fatalMethod: string | undefined;
  const timers = new Set<unknown>();

  const die = () => {
    if (dead) return;
    dead = true;
    for (const timer of timers) living.clock.clearTimeout(timer);
    living.transport.close();
  };
  const survives = (method: string): boolean => {
    if (!dead && method === fatalMethod) die();
    return !dead;
  };

  const clock: Clock = {
    now: () => living.clock.now(),
    setTimeout: (fn, timeoutMs) => {
      if (dead) return undefined;
      const timer = living.clock.setTimeout((...args) => {
        timers.delete(timer);
        fn(...args);
      }, timeoutMs);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      timers.delete(timer);
      living.clock.clearTimeout(timer);
    },
  };

  const transport: Transport = {
    unary: (address, method, request, options, done) => {
      if (!survives(method)) return () => 'maybe';
      return living.transport.unary(address, method, request, options, (result) => {
        if (!dead) done(result);
      });
    },
    stream: (address, method, options, handlers) => {
      if (dead) return { send: () => {}, end: () => {}, cancel: () => {} };
      const stream: ByteStream = living.transport.stream(address, method, options, {
        onMessage: (message) => {
          if (!dead) handlers.onMessage(message);
        },
        onEnd: (failure) => {
          if (!dead) handlers.onEnd(failure);
        },
      });
      return {
        send: (message) => {
          if (survives(method)) stream.send(message);
        },
        end: () => {
          if (!dead) stream.end();
        },
        cancel: () => {
          if (!dead) stream.cancel();
        },
      };
    },
    closeAddress: (address) => {
      if (!dead) living.transport.closeAddress(address);
    },
    close: () => {
      if (!dead) living.transport.close();
    },
  };

  return {
    clock,
    random: () => living.random(),
    transport,
    defer: (task) =>
      living.defer(() => {
        if (!dead) task();
      }),
    die,
    get dead() {
      return dead;
    },
    dieBefore: (method) => {
      fatalMethod = method;
    },
  };
}
