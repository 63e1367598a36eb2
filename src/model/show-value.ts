/** Most characters of a string that an error shows. */
const MAX_SHOWN = 60;

/** Formats a value for an error message: literals as written, everything else by type. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describeType(value);
}

/** Names the type of a value, with its article, for an error message. */
export function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'none'}`;
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
