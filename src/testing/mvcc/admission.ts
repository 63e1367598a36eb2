import { apiMismatch, type KeyMode } from './api-version.ts';
import type { ApiVersion } from './command.ts';
import { abort, type CommandFailure } from './failure.ts';
import { encodedLength, type Key, keyOf } from './key.ts';
import type { Request } from './messages.ts';

type Bytes = Uint8Array | undefined;

/** Where the requests of an RPC carry the keys that are checked, and TiKV's name of its command. */
interface CheckedRequest {
  readonly command: string;
  readonly mode: KeyMode;
  keys?(request: Request): readonly Bytes[];
  ranges?(request: Request): readonly { readonly start: Bytes; readonly end: Bytes }[];
  /** Whether the size of the keys is limited too. */
  readonly limited?: true;
}

/** Largest key that may be written, in its encoded form for transactions (TiKV storage.max-key-size). */
const MAX_KEY_BYTES = 8 * 1024;

const oneKey = (request: Request): readonly Bytes[] => [(request as { key?: Bytes }).key];
const manyKeys = (request: Request): readonly Bytes[] =>
  (request as { keys?: readonly Uint8Array[] }).keys ?? [];
const mutationKeys = (request: Request): readonly Bytes[] =>
  ((request as { mutations?: readonly { key?: Bytes }[] }).mutations ?? []).map(({ key }) => key);
const pairKeys = (request: Request): readonly Bytes[] =>
  ((request as { pairs?: readonly { key?: Bytes }[] }).pairs ?? []).map(({ key }) => key);
const oneRange = (request: Request) => [rangeOf(request as { startKey?: Bytes; endKey?: Bytes })];
const manyRanges = (request: Request) =>
  ((request as { ranges?: readonly { startKey?: Bytes; endKey?: Bytes }[] }).ranges ?? []).map(rangeOf);

/** RPCs whose API version TiKV checks; the others pass (server rule 67). */
const checked: Readonly<Record<string, CheckedRequest>> = {
  KvGet: { command: 'get', mode: 'transactional', keys: oneKey },
  KvBatchGet: { command: 'batch_get', mode: 'transactional', keys: manyKeys },
  KvBufferBatchGet: { command: 'buffer_batch_get', mode: 'transactional', keys: manyKeys },
  KvScan: { command: 'scan', mode: 'transactional', ranges: oneRange },
  KvPrewrite: { command: 'prewrite', mode: 'transactional', keys: mutationKeys, limited: true },
  KvFlush: { command: 'flush', mode: 'transactional', keys: mutationKeys, limited: true },
  KvPessimisticLock: {
    command: 'acquire_pessimistic_lock',
    mode: 'transactional',
    keys: mutationKeys,
    limited: true,
  },
  RawGet: { command: 'raw_get', mode: 'raw', keys: oneKey },
  RawBatchGet: { command: 'raw_batch_get', mode: 'raw', keys: manyKeys },
  RawGetKeyTTL: { command: 'raw_get_key_ttl', mode: 'raw', keys: oneKey },
  RawPut: { command: 'raw_put', mode: 'raw', keys: oneKey, limited: true },
  RawBatchPut: { command: 'raw_batch_put', mode: 'raw', keys: pairKeys, limited: true },
  RawDelete: { command: 'raw_delete', mode: 'raw', keys: oneKey, limited: true },
  RawBatchDelete: { command: 'raw_batch_delete', mode: 'raw', keys: manyKeys, limited: true },
  RawDeleteRange: { command: 'raw_delete_range', mode: 'raw', ranges: oneRange, limited: true },
  RawScan: { command: 'raw_scan', mode: 'raw', ranges: oneRange },
  RawBatchScan: { command: 'raw_batch_scan', mode: 'raw', ranges: manyRanges },
  RawCompareAndSwap: { command: 'raw_compare_and_swap', mode: 'raw', keys: oneKey },
  RawChecksum: { command: 'raw_checksum', mode: 'raw', ranges: manyRanges },
};

/** Why the server refuses a request at once, whatever its region; undefined when it takes it. */
export function admissionFailure(
  server: ApiVersion,
  rpc: string,
  request: Request,
): CommandFailure | undefined {
  const rule = checked[rpc];
  if (rule === undefined) return undefined;
  const requested = request.context?.apiVersion ?? 0;
  const keys: readonly Key[] = (rule.keys?.(request) ?? []).map(keyOf);
  const ranges = (rule.ranges?.(request) ?? []).map(({ start, end }) => ({
    start: keyOf(start),
    end: keyOf(end),
  }));
  const mismatch = apiMismatch(server, requested, rule.mode, rule.command, keys, ranges);
  if (mismatch !== undefined) return abort(mismatch.abort, mismatch.text);
  if (!rule.limited) return undefined;
  return oversized(rule.mode, [...keys, ...ranges.flatMap(({ start, end }) => [start, end])]);
}

function oversized(mode: KeyMode, keys: readonly Key[]): CommandFailure | undefined {
  for (const key of keys) {
    const size = mode === 'raw' ? key.length : encodedLength(key);
    if (size <= MAX_KEY_BYTES) continue;
    return abort(
      `Error(KeyTooLarge { size: ${size}, limit: ${MAX_KEY_BYTES} })`,
      `max key size exceeded, size: ${size}, limit: ${MAX_KEY_BYTES}`,
    );
  }
  return undefined;
}

function rangeOf(request: { startKey?: Bytes; endKey?: Bytes }): { start: Bytes; end: Bytes } {
  return { start: request.startKey, end: request.endKey };
}
