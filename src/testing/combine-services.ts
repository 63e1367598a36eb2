import { GRPC_STATUS, type Service, ServiceError } from './service.ts';

/** Several services behind one address. */
export function combineServices(services: readonly Service[]): Service {
  const owners = new Map<string, Service>();
  for (const service of services) for (const method of service.methods.keys()) owners.set(method, service);
  const owner = (method: string): Service => {
    const service = owners.get(method);
    if (service === undefined) throw new ServiceError(GRPC_STATUS.unimplemented, `unknown method ${method}`);
    return service;
  };
  return {
    methods: new Map(services.flatMap((service) => [...service.methods])),
    unary: async (method, request, call) => owner(method).unary(method, request, call),
    stream: (method, call, sink) => owner(method).stream(method, call, sink),
  };
}

/** A network that can be cut: while `isCut` holds, nothing comes in and nothing goes out. */
export function behindNetwork(service: Service, isCut: () => boolean): Service {
  const never = new Promise<never>(() => {});
  return {
    methods: service.methods,
    unary: async (method, request, call) => {
      if (isCut()) return never;
      try {
        const answer = await service.unary(method, request, call);
        return isCut() ? never : answer;
      } catch (error) {
        if (isCut()) return never;
        throw error;
      }
    },
    stream: (method, call, sink) => {
      const inner = service.stream(method, call, {
        send: (message) => {
          if (!isCut()) sink.send(message);
        },
        end: (error) => {
          if (!isCut()) sink.end(error);
        },
      });
      return {
        onMessage: (message) => {
          if (!isCut()) inner.onMessage(message);
        },
        onHalfClose: () => inner.onHalfClose(),
        onCancel: () => inner.onCancel(),
      };
    },
  };
}
