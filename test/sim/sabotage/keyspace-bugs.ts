import type { Bug } from './bugs.ts';
import { onRequest } from './changes.ts';

/** Bytes of a keyspace before each key, the last of which is the lowest of its number. */
const PREFIX_BYTES = 4;

/** The same key in the keyspace behind. */
function inNext(key: unknown): Uint8Array {
  const bytes = Uint8Array.from(key as Uint8Array);
  bytes[PREFIX_BYTES - 1] = (bytes[PREFIX_BYTES - 1] as number) + 1;
  return bytes;
}

/** Client bugs of keys in a keyspace. */
export const KEYSPACE_BUGS: Readonly<Record<string, Bug>> = {
  'a primary is asked for outside its keyspace': {
    scenario: 'S073',
    workloads: ['bank', 'register'],
    given: { keyspace: true },
    ...onRequest('KvCheckTxnStatus', (request) => ({ ...request, primaryKey: inNext(request.primaryKey) })),
  },
  'what is removed by range is that of the keyspace behind': {
    scenario: 'RAW-13',
    workloads: ['raw-ranges'],
    given: { keyspace: true },
    ...onRequest('RawDeleteRange', (request) => ({
      ...request,
      startKey: inNext(request.startKey),
      endKey: inNext(request.endKey),
    })),
  },
};
