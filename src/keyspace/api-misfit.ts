import { UsageError } from '../model/errors.ts';

const WRONG_VERSION = /Api version in request does not match|ApiVersionNotMatched/;
const WRONG_MODE = /Key mode mismatched|InvalidKeyMode|InvalidKeyRangeMode/;
const VERSIONS =
  /storage(?:_api_version)?: (?<serves>V1ttl|V1|V2), req(?:uest|_api_version): (?<speaks>V1ttl|V1|V2)/;

const NEEDS_KEYSPACE =
  'The cluster serves API V2, and this client speaks API V1: connect with the name of a keyspace, ' +
  'such as tikv://host:port?keyspace=DEFAULT, or to a cluster with storage.api-version = 1';

/**
 * The error for the text with which a store refused a request of another API version than its own; undefined
 * when the text is about something else. TiKV has no field for this: src/storage/errors.rs,
 * ApiVersionNotMatched, InvalidKeyMode and InvalidKeyRangeMode (server rule 67; parity row COD-11).
 */
export function apiMisfit(text: string): UsageError | undefined {
  // A client of API V2 gives every key its mode, so this one is of API V1.
  if (WRONG_MODE.test(text)) return new UsageError(NEEDS_KEYSPACE);
  if (!WRONG_VERSION.test(text)) return undefined;
  const { serves, speaks } = VERSIONS.exec(text)?.groups ?? {};
  if (serves === 'V2') return new UsageError(NEEDS_KEYSPACE);
  if (speaks === 'V2') {
    return new UsageError(
      'The cluster serves API V1, and a keyspace needs API V2: leave keyspace and apiVersion out, or start TiKV ' +
        'with storage.api-version = 2 and storage.enable-ttl = true',
    );
  }
  return new UsageError(
    'The cluster serves API V1 with TTL, which has raw values only: use tikv.raw, or a cluster with ' +
      'storage.enable-ttl = false',
  );
}
