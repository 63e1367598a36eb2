import { grpc } from '#proto/connect';
import { describeService } from './rpc.ts';

const { unary, stream } = describeService('grpc.health.v1.Health');

/** Health checks, which stores and PD answer alike. */
export const healthRpcs = {
  check: unary('Check', grpc.health.v1.HealthCheckRequest, grpc.health.v1.HealthCheckResponse),
  watch: stream('Watch', 'server', grpc.health.v1.HealthCheckRequest, grpc.health.v1.HealthCheckResponse),
} as const;
