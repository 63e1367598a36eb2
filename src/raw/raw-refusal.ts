import { apiMisfit } from '../keyspace/api-misfit.ts';
import { ServerError, type TikvError, UndeterminedError, UsageError } from '../model/errors.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';

const TTL_NOT_ENABLED = /ttl is not enabled|TtlNotEnabled/;
const TTL_COUNT_DIFFERS = /^The length of ttls does not equal|TtlLenNotEqualsToPairs/;

interface KnownRefusal {
  /** Matches the error as TiKV displays it, and its Rust name in a debug text. */
  readonly text: RegExp;
  error(): TikvError;
}

/**
 * The texts with which TiKV refuses a raw request before it does anything (src/storage/errors.rs; server
 * rules 63, 64 and 67). The texts are never shown: some contain keys.
 */
const KNOWN_REFUSALS: readonly KnownRefusal[] = [
  { text: TTL_NOT_ENABLED, error: () => ttlNotEnabled() },
  {
    text: /^invalid cf name|InvalidCf\b/,
    error: () => new UsageError('The cluster does not know this column family'),
  },
  {
    text: /^cf is deprecated|CfDeprecated/,
    error: () => noColumnFamilies(),
  },
  {
    text: /^max key size exceeded|KeyTooLarge/,
    error: () => new UsageError('The key is longer than the cluster allows; see its storage.max-key-size'),
  },
  {
    text: TTL_COUNT_DIFFERS,
    error: () => new ServerError('The store counted more or fewer TTLs than were sent'),
  },
];

/**
 * Whether a store has TTL, by the text with which it refused a wrong number of TTLs; undefined for another
 * text.
 */
export function storeHasTtl(text: string): boolean | undefined {
  if (TTL_NOT_ENABLED.test(text)) return false;
  return TTL_COUNT_DIFFERS.test(text) ? true : undefined;
}

/** The error for a TTL, or a request for one, in a cluster without TTL. */
export function ttlNotEnabled(): UsageError {
  return new UsageError(
    'The cluster has no TTL: create it with storage.enable-ttl = true, or leave ttlSeconds out',
  );
}

/** The error for a column family under API V2. */
export function noColumnFamilies(): UsageError {
  return new UsageError('The cluster serves API V2, which has no column families: leave columnFamily out');
}

/** The error for the text with which a store refused a read; undefined for an empty text. */
export function rawReadRefusal(text: string): TikvError | undefined {
  if (text === '') return undefined;
  return (
    knownRefusal(text) ?? new ServerError('The store refused a raw request with an error that has no code')
  );
}

/** As `rawReadRefusal`, for pairs one of which has the error of the request. */
export function rawPairsRefusal(pairs: readonly kvrpcpb.KvPair.Decoded[]): TikvError | undefined {
  const error = pairs.find((pair) => pair.error !== undefined)?.error;
  if (error === undefined) return undefined;
  return rawReadRefusal(error.abort) ?? new ServerError('The store answered a raw read with a key error');
}

/**
 * The error for the text with which a store answered a write; undefined for an empty text. Some texts mean
 * that a write was proposed and its outcome is unknown, so a text that is not a known refusal is
 * undetermined.
 */
export function rawWriteRefusal(text: string): TikvError | undefined {
  if (text === '') return undefined;
  return (
    knownRefusal(text) ??
    new UndeterminedError(new ServerError('The store ended a raw write with an error that has no code'))
  );
}

function knownRefusal(text: string): TikvError | undefined {
  return apiMisfit(text) ?? KNOWN_REFUSALS.find((row) => row.text.test(text))?.error();
}
