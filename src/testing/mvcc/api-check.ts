import { apiMismatch, type KeyMode } from './api-version.ts';
import type { ApiVersion } from './command.ts';
import { abort, type CommandFailure } from './failure.ts';
import { type Key, keyOf } from './key.ts';
import type { Request } from './messages.ts';

type Bytes = Uint8Array | undefined;

/** Where the requests of an RPC carry the keys that are checked, and TiKV's name of its command. */
interface CheckedRequest {
  readonly command: string;
  readonly mode: KeyMode;
  keys?(request: Request): readonly Bytes[];
  ranges?(request: Request): readonly { readonly start: Bytes; readonly end: Bytes }[];
}

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
  KvPrewrite: { command: 'prewrite', mode: 'transactional', keys: mutationKeys },
  KvFlush: { command: 'flush', mode: 'transactional', keys: mutationKeys },
  KvPessimisticLock: { command: 'acquire_pessimistic_lock', mode: 'transactional', keys: mutationKeys },
  RawGet: { command: 'raw_get', mode: 'raw', keys: oneKey },
  RawBatchGet: { command: 'raw_batch_get', mode: 'raw', keys: manyKeys },
  RawGetKeyTTL: { command: 'raw_get_key_ttl', mode: 'raw', keys: oneKey },
  RawPut: { command: 'raw_put', mode: 'raw', keys: oneKey },
  RawBatchPut: { command: 'raw_batch_put', mode: 'raw', keys: pairKeys },
  RawDelete: { command: 'raw_delete', mode: 'raw', keys: oneKey },
  RawBatchDelete: { command: 'raw_batch_delete', mode: 'raw', keys: manyKeys },
  RawDeleteRange: { command: 'raw_delete_range', mode: 'raw', ranges: oneRange },
  RawScan: { command: 'raw_scan', mode: 'raw', ranges: oneRange },
  RawBatchScan: { command: 'raw_batch_scan', mode: 'raw', ranges: manyRanges },
  RawCompareAndSwap: { command: 'raw_compare_and_swap', mode: 'raw', keys: oneKey },
  RawChecksum: { command: 'raw_checksum', mode: 'raw', ranges: manyRanges },
};

/** Why the server's API version refuses a request; undefined when it takes it. */
export function apiFailure(server: ApiVersion, rpc: string, request: Request): CommandFailure | undefined {
  const rule = checked[rpc];
  if (rule === undefined) return undefined;
  const requested = request.context?.apiVersion ?? 0;
  const keys: readonly Key[] = (rule.keys?.(request) ?? []).map(keyOf);
  const ranges = (rule.ranges?.(request) ?? []).map(({ start, end }) => ({
    start: keyOf(start),
    end: keyOf(end),
  }));
  const mismatch = apiMismatch(server, requested, rule.mode, rule.command, keys, ranges);
  return mismatch === undefined ? undefined : abort(mismatch.abort, mismatch.text);
}

function rangeOf(request: { startKey?: Bytes; endKey?: Bytes }): { start: Bytes; end: Bytes } {
  return { start: request.startKey, end: request.endKey };
}
