import { type ChannelOptions, compressionAlgorithms } from '@grpc/grpc-js';
import type { TlsOptions } from '../model/tls-options.ts';

export interface GrpcOptions {
  /** Given: every connection is encrypted and verified. Absent: plaintext. There is no fallback. */
  readonly tls?: TlsOptions | undefined;
  /**
   * Where to connect for an address, `host:port` for `host:port`: for clusters whose servers name addresses
   * that mean nothing here, for example in a container network. Certificates must carry the host connected
   * to, or `tls.serverName`. Default: the address itself.
   */
  readonly dial?: ((address: string) => string) | undefined;
  /** Connections to each address; streams are spread over them. Default 4. */
  readonly connectionsPerAddress?: number | undefined;
  /** How long making a connection may take, in milliseconds; it is then made anew. Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  /** A connection with calls that looks idle is pinged this often, in milliseconds. Default 10000. */
  readonly keepaliveTimeMs?: number | undefined;
  /** A connection is given up when a ping is not answered within this time, in milliseconds. Default 3000. */
  readonly keepaliveTimeoutMs?: number | undefined;
  /** A larger message ends its call or stream before memory is taken for it. Default 1 GiB. */
  readonly maxReceiveSizeBytes?: number | undefined;
  /** What a server may send on a connection before we have read it. Default 128 MiB. */
  readonly flowControlWindowBytes?: number | undefined;
  /** Compresses what is sent. Default `'none'`. */
  readonly compression?: 'none' | 'gzip' | undefined;
}

export const DEFAULT_CONNECTIONS_PER_ADDRESS = 4;
export const DEFAULT_CONNECT_TIMEOUT_MS = 5000;

export const MAX_RECONNECT_BACKOFF_MS = 3000;

/** Connections nobody used for this long are closed (RPC-4). */
const IDLE_CLOSE_MS = 180_000;

/** Values of client-go's connection pool (RPC-3): conn_pool.go. */
export function channelOptions(options: GrpcOptions): ChannelOptions {
  return {
    // Without it, channels with equal options share one connection.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.keepalive_time_ms': options.keepaliveTimeMs ?? 10_000,
    'grpc.keepalive_timeout_ms': options.keepaliveTimeoutMs ?? 3000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': MAX_RECONNECT_BACKOFF_MS,
    'grpc.client_idle_timeout_ms': IDLE_CLOSE_MS,
    'grpc-node.flow_control_window': options.flowControlWindowBytes ?? 128 * 1024 * 1024,
    'grpc.max_receive_message_length': options.maxReceiveSizeBytes ?? 1024 * 1024 * 1024,
    'grpc.max_send_message_length': -1,
    // A retry by grpc-js would hide whether a request can have reached the server.
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1,
    // A proxy of the environment is meant for the web. Certificates would be checked against its name.
    'grpc.enable_http_proxy': 0,
    'grpc.enable_channelz': 0,
    ...(options.compression === 'gzip' && {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    }),
  };
}
