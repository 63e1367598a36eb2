import { kvrpcpb } from '#proto';
import type { ApiVersion } from './command.ts';
import { encodeKey, type Key } from './key.ts';

const { APIVersion } = kvrpcpb;

/** Key mode of API V2 by the first byte of a key. */
export type KeyMode = 'raw' | 'transactional';

/** Why a request does not fit the server's API version; texts as TiKV gives them. */
export interface ApiMismatch {
  /** For answers whose error is a string. */
  readonly text: string;
  /** For answers whose error is a KeyError. */
  readonly abort: string;
}

/**
 * Checks the request's API version and the mode of its keys (server rule 67).
 *
 * @param command TiKV's name of the command, for the text
 * @see TiKV src/storage/mod.rs, check_api_version
 */
export function apiMismatch(
  server: ApiVersion,
  requested: number,
  mode: KeyMode,
  command: string,
  keys: readonly Key[],
  ranges: readonly { readonly start: Key; readonly end: Key }[],
): ApiMismatch | undefined {
  const storage = nameOf[server];
  const fits = fitsVersion(server, requested, mode);
  if (!fits) {
    const asked = wireNames[requested] ?? String(requested);
    return {
      text: `Api version in request does not match with TiKV storage, cmd: ${command}, storage: ${storage}, request: ${asked}`,
      abort: `Error(ApiVersionNotMatched { cmd: ${command}, storage_api_version: ${storage}, req_api_version: ${asked} })`,
    };
  }
  if (server !== 'v2') return undefined;
  const isFitting = (key: Key) => modeOf(key) === expectedMode(requested, mode);
  for (const key of keys) {
    if (isFitting(key)) continue;
    const shown = hexOf(mode === 'raw' ? key : encodeKey(key));
    return {
      text: `Key mode mismatched with the request mode, cmd: ${command}, storage: ${storage}, key: ${shown}`,
      abort: `Error(InvalidKeyMode { cmd: ${command}, storage_api_version: ${storage}, key: "${shown}" })`,
    };
  }
  for (const { start, end } of ranges) {
    if (spansOneMode(start, end) && isFitting(start)) continue;
    const shown = `(Some("${hexOf(start)}"), Some("${hexOf(end)}"))`;
    return {
      text: `Key mode mismatched with the request mode, cmd: ${command}, storage: ${storage}, range: ${shown}`,
      abort: `Error(InvalidKeyRangeMode { cmd: ${command}, storage_api_version: ${storage}, range: ${shown} })`,
    };
  }
  return undefined;
}

function fitsVersion(server: ApiVersion, requested: number, mode: KeyMode): boolean {
  if (requested === APIVersion.V1)
    return server === 'v1' || mode === (server === 'v1ttl' ? 'raw' : 'transactional');
  return requested === APIVersion.V2 && server === 'v2';
}

// A request of version 1 on a version 2 server is TiDB's.
function expectedMode(requested: number, mode: KeyMode): KeyMode | 'tidb' {
  return requested === APIVersion.V1 ? 'tidb' : mode;
}

function modeOf(key: Key): KeyMode | 'tidb' | 'unknown' {
  if (key.startsWith('r')) return 'raw';
  if (key.startsWith('x')) return 'transactional';
  return key.startsWith('m') || key.startsWith('t') ? 'tidb' : 'unknown';
}

function spansOneMode(start: Key, end: Key): boolean {
  if (start === '' || end === '') return false;
  return start[0] === end[0] || end === String.fromCharCode(start.charCodeAt(0) + 1);
}

function hexOf(key: Key): string {
  return Buffer.from(key, 'latin1').toString('hex').toUpperCase();
}

const nameOf: Readonly<Record<ApiVersion, string>> = { v1: 'V1', v1ttl: 'V1ttl', v2: 'V2' };
const wireNames: readonly string[] = ['V1', 'V1ttl', 'V2'];
