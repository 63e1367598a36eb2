import { createHash } from 'node:crypto';

/** A short text that differs for different values: of plain objects, lists, maps, sets, bytes and primitives. */
export function fingerprint(value: unknown): string {
  const parts: string[] = [];
  write(value, parts);
  return createHash('md5').update(parts.join('')).digest('base64');
}

function write(value: unknown, parts: string[]): void {
  if (typeof value === 'string') parts.push(JSON.stringify(value));
  else if (typeof value === 'bigint') parts.push(`${value}n`);
  else if (typeof value !== 'object' || value === null) parts.push(String(value));
  else if (value instanceof Uint8Array) parts.push('b', Buffer.from(value).toString('base64'));
  else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    parts.push('[');
    for (const item of value) {
      write(item, parts);
      parts.push(',');
    }
    parts.push(']');
  } else {
    parts.push('{');
    for (const [name, field] of Object.entries(value)) {
      parts.push(name, ':');
      write(field, parts);
      parts.push(',');
    }
    parts.push('}');
  }
}
