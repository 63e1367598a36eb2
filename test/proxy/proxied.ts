import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ConnectOptions, connect, type Tikv } from '../../src/index.ts';
import type { TlsOptions } from '../../src/model/tls-options.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../src/testing/index.ts';
import type { GrpcOptions } from '../../src/wire/grpc-options.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { type SkippingRuntime, skippingRuntime } from '../support/skipping-runtime.ts';

/** Path of a file of the test certificates. */
export const pem = (name: string): string =>
  fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url));

/** What an embedded cluster serves TLS with; its clients must show a certificate. */
export const serverTls = {
  certificate: readFileSync(pem('server.pem')),
  key: readFileSync(pem('server.key')),
  clientCa: readFileSync(pem('ca.pem')),
};

/** A client that such a cluster takes. */
export const clientTls: TlsOptions = { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') };

/** A cluster, and proxies before its servers. */
export interface Proxied extends AsyncDisposable {
  readonly cluster: Cluster;
  /** Before its one PD member. */
  readonly pd: FaultProxy;
  /** Before its stores, in order. */
  readonly stores: readonly [FaultProxy, ...FaultProxy[]];
  /** A client that goes through the proxies. */
  connect(options?: Partial<ConnectOptions>, grpc?: GrpcOptions): Promise<Tikv>;
  /** A client that does not. */
  connectDirectly(): Promise<Tikv>;
  /** So much time has passed for all clients: ends a call whose limit no slow machine would reach. */
  skip(durationMs: number): void;
}

/** A limit for calls that a test ends by `skip`. */
export const LONG_MS = 600_000;

/** For tests that run beside each other: the time of each is that of all. */
export const TOGETHER = { timeout: 120_000 };

/** Has a client find out within a second that a connection is dead. */
export const FAST_KEEPALIVE: GrpcOptions = { keepaliveTimeMs: 200, keepaliveTimeoutMs: 400 };

/** Starts a cluster with proxies before it; its end closes clients too. */
export async function startProxied(options: ClusterOptions = {}): Promise<Proxied> {
  const cluster = await startCluster({ electionDelayMs: 20, ...options });
  const tls = options.tls && clientTls;
  const proxies = new Map<string, FaultProxy>();
  for (const address of [...cluster.addresses.pds, ...cluster.addresses.stores]) {
    proxies.set(address, await FaultProxy.start(address));
  }
  const clients: Tikv[] = [];
  const runtimes: SkippingRuntime[] = [];
  const open = async (grpc: GrpcOptions, own: Partial<ConnectOptions> = {}) => {
    const runtime = skippingRuntime(
      systemRuntime({ connectTimeoutMs: 20_000, ...(tls && { tls }), ...grpc }),
    );
    runtimes.push(runtime);
    const endpoints = cluster.pd.addresses;
    const tikv = await connect({
      endpoints,
      runtime,
      timeoutMs: 25_000,
      pdTimeoutMs: 20_000,
      mixRawAndTransactional: true,
      ...own,
    });
    clients.push(tikv);
    return tikv;
  };
  const at = (address: string) => proxies.get(address) as FaultProxy;
  const [first, ...others] = cluster.addresses.stores.map(at) as [FaultProxy, ...FaultProxy[]];
  return {
    cluster,
    pd: at(cluster.addresses.pds[0] as string),
    stores: [first, ...others],
    connect: (own, grpc) =>
      open({ dial: (address) => proxies.get(address)?.address ?? address, ...grpc }, own),
    connectDirectly: () => open({}),
    skip: (durationMs) => {
      for (const runtime of runtimes) runtime.skip(durationMs);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map((client) => client.close({ drainMs: 0 })));
      for (const proxy of proxies.values()) await proxy.close();
      await cluster.close();
    },
  };
}
