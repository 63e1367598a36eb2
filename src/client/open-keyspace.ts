import type { KeyCodec } from '../keyspace/key-codec.ts';
import { keyspaceCodec } from '../keyspace/keyspace-codec.ts';
import { memcomparableCodec } from '../keyspace/memcomparable-codec.ts';
import { plainCodec } from '../keyspace/plain-codec.ts';
import { UsageError } from '../model/errors.ts';
import type { PdClient } from '../pd/pd-client.ts';
import type { Backoffer } from '../retry/backoffer.ts';

/** How the keys of a client's two APIs are encoded. */
export interface KeyCodecs {
  readonly transactional: KeyCodec;
  readonly raw: KeyCodec;
}

/** Those of API V1, without keyspaces. */
export const API_V1: KeyCodecs = { transactional: memcomparableCodec, raw: plainCodec };

/**
 * The codecs of a keyspace.
 * @throws UsageError when the cluster has no such keyspace, or it is not enabled
 */
export async function openKeyspace(
  pd: Pick<PdClient, 'loadKeyspace'>,
  name: string,
  backoffer: Backoffer,
): Promise<KeyCodecs> {
  const keyspace = await pd.loadKeyspace(name, backoffer);
  if (keyspace === undefined) {
    throw new UsageError(
      `The cluster has no keyspace "${name}": correct the name, or create it with pd-ctl keyspace create`,
    );
  }
  const { state } = keyspace;
  if (state !== 'enabled') {
    const remedy =
      state === 'disabled' ? 'enable it with pd-ctl keyspace update-state' : 'name one that is in use';
    throw new UsageError(`Keyspace "${name}" is ${state}: ${remedy}`);
  }
  return { transactional: keyspaceCodec('txn', keyspace), raw: keyspaceCodec('raw', keyspace) };
}
