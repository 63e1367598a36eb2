import { createHash } from 'node:crypto';

/** Names a key without showing it: its length and the first 8 hex digits of its SHA-256. */
export function describeKey(key: Uint8Array): string {
  return `key(${key.length} bytes, #${createHash('sha256').update(key).digest('hex').slice(0, 8)})`;
}
