import type { Clock } from '../../model/runtime.ts';
import { grpc } from '../../wire/codec/connect-messages.ts';
import { healthRpcs } from '../../wire/codec/rpcs.ts';
import type { RpcClient, RpcResult, SentRpc } from '../../wire/rpc-client.ts';
import type { Liveness } from './store.ts';

/** A health check of a store, under way. */
export interface HealthCheck {
  readonly liveness: Promise<Liveness>;
  /** Ends it now, as `unreachable`. */
  abandon(): void;
}

/**
 * Asks a store through gRPC's health service, over the connections that requests use. Follows client-go's
 * invokeKVStatusAPI (internal/locate/store_cache.go; parity row STO-5), which makes a connection of its own.
 */
export function checkHealth(rpc: RpcClient, clock: Clock, address: string, timeoutMs: number): HealthCheck {
  let abandon = () => {};
  const liveness = new Promise<Liveness>((resolve) => {
    const end = (verdict: Liveness) => {
      clock.clearTimeout(timer);
      resolve(verdict);
    };
    let asked: SentRpc;
    const ask = () => {
      asked = rpc.send(address, healthRpcs.check, { service: '' }, {}, { answered });
    };
    const answered = (result: RpcResult<grpc.health.v1.HealthCheckResponse.Decoded>) => {
      // This client closed the connection because of what a request met on it, which says nothing about the
      // store.
      if (!result.ok && asked.connection.isClosed) ask();
      else end(livenessOf(result));
    };
    ask();
    abandon = () => {
      asked.cancel();
      end('unreachable');
    };
    const timer = clock.setTimeout(abandon, timeoutMs);
  });
  return { liveness, abandon };
}

function livenessOf(result: RpcResult<grpc.health.v1.HealthCheckResponse.Decoded>): Liveness {
  if (!result.ok) return 'unreachable';
  const { ServingStatus } = grpc.health.v1.HealthCheckResponse;
  switch (result.response.status) {
    case ServingStatus.SERVING:
      return 'reachable';
    case ServingStatus.UNKNOWN:
    case ServingStatus.SERVICE_UNKNOWN:
      return 'unknown';
    default:
      return 'unreachable';
  }
}
