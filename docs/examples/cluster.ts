import { type ClusterOptions, startCluster } from 'tikv-client/testing';

/** A cluster for an example: that of TIKV_URL, or an embedded one that ends with the example. */
export async function exampleCluster(
  options?: ClusterOptions,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const { TIKV_URL } = process.env;
  if (TIKV_URL === undefined) return startCluster(options);
  return { url: TIKV_URL, [Symbol.asyncDispose]: async () => {} };
}

const decoder = new TextDecoder();

/** Bytes as text. */
export function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && decoder.decode(bytes);
}
