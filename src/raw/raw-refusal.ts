import { apiMisfit } from '../keyspace/api-misfit.ts';
import { ServerError, type TikvError, UndeterminedError, UsageError } from '../model/errors.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';

const TTL_NOT_ENABLED = /ttl is not enabled|TtlNotEnabled/;
const TTL_COUNT_DIFFERS = /^The length of ttls does not equal|TtlLenNotEqualsToPairs/;

interface KnownRefusal {
  /** As TiKV displays the error, or as its Rust name in a debug text. */
  readonly text: RegExp;
  error(): TikvError;
}

/**
 * The texts by which TiKV refuses a raw request before it does anything (src/storage/errors.rs; server rules
 * 63, 64 and 67). The text itself is never repeated: some of them hold keys.
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
 * What the refusal of a wrong number of TTLs tells of the store; undefined when it was refused for another
 * reason.
 */
export function tellsTtl(text: string): boolean | undefined {
  if (TTL_NOT_ENABLED.test(text)) return false;
  return TTL_COUNT_DIFFERS.test(text) ? true : undefined;
}

/** The error for a TTL, or a question for one, to a cluster that keeps none. */
export function ttlNotEnabled(): UsageError {
  return new UsageError(
    'The cluster has no TTL: create it with storage.enable-ttl = true, or leave ttlSeconds out',
  );
}

/** The error for a column family under API V2. */
export function noColumnFamilies(): UsageError {
  return new UsageError('The cluster serves API V2, which has no column families: leave columnFamily out');
}

/** The error for a text by which a store refused a read; undefined when there is none. */
export function toReadRefusal(text: string): TikvError | undefined {
  if (text === '') return undefined;
  return (
    knownRefusal(text) ?? new ServerError('The store refused a raw request with an error that has no code')
  );
}

/** As `toReadRefusal`, for pairs that carry their request's error. */
export function toPairsRefusal(pairs: readonly kvrpcpb.KvPair.Decoded[]): TikvError | undefined {
  const error = pairs.find((pair) => pair.error !== undefined)?.error;
  if (error === undefined) return undefined;
  return toReadRefusal(error.abort) ?? new ServerError('The store answered a raw read with a key error');
}

/**
 * The error for a text by which a store refused a write. Beside the texts of refusals there are those of
 * writes that were proposed and not heard of again, so whatever is not known to be a refusal is undetermined.
 */
export function toWriteRefusal(text: string): TikvError | undefined {
  if (text === '') return undefined;
  return (
    knownRefusal(text) ??
    new UndeterminedError(new ServerError('The store ended a raw write with an error that has no code'))
  );
}

function knownRefusal(text: string): TikvError | undefined {
  return apiMisfit(text) ?? KNOWN_REFUSALS.find((row) => row.text.test(text))?.error();
}
