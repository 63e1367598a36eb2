import { healthRpcs } from '../wire/codec/rpcs.ts';
import { GRPC_STATUS, type MethodKind, type Service, ServiceError } from './service.ts';

const SERVING = 1;

/** The standard health service: whoever answers at all is serving. */
export function healthService(): Service {
  const { check, watch } = healthRpcs;
  const answer = check.encodeResponse({ status: SERVING });
  const methods = new Map<string, MethodKind>([
    [check.path, 'unary'],
    [watch.path, 'stream'],
  ]);
  return {
    methods,
    unary: (method) =>
      method === check.path
        ? Promise.resolve(answer)
        : Promise.reject(new ServiceError(GRPC_STATUS.unimplemented, method)),
    stream: (_method, _call, sink) => ({
      onMessage: () => sink.send(answer),
      onHalfClose: () => {},
      onCancel: () => {},
    }),
  };
}
