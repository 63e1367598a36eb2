import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { connect, type Tikv } from '../../src/index.ts';
import { type ClusterOptions, startCluster } from '../../src/testing/index.ts';

export interface Connected {
  readonly tikv: Tikv;
  readonly url: string;
}

/** True when the tests run against a cluster of the environment, which they share with whatever is in it. */
export const isForeignCluster = process.env.TIKV_PD !== undefined;

/**
 * One client for all tests of a file: of the cluster at TIKV_PD (`host:port,...`) where that is set, else of an
 * embedded one. Ask the function returned inside of a test.
 */
export function withCluster(options?: ClusterOptions): () => Connected {
  let connected: Connected | undefined;
  let close: () => Promise<void> = async () => {};
  beforeAll(async () => {
    const cluster = isForeignCluster ? undefined : await startCluster(options);
    const url = cluster?.url ?? `tikv://${process.env.TIKV_PD}`;
    const tikv = await connect(url);
    connected = { tikv, url };
    close = async () => {
      await tikv.close();
      await cluster?.close();
    };
  });
  afterAll(() => close());
  return () => {
    if (connected === undefined) throw new Error('the cluster is not up yet');
    return connected;
  };
}

/** A prefix for the keys of one test. No other has it, in no other run. */
export function freshPrefix(): string {
  return `t/${randomUUID()}/`;
}

export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}
