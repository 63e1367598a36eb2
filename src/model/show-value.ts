import { describe } from './keys.ts';

/** Most characters of a string that an error shows. */
const MAX_SHOWN = 60;

/** Formats a value for an error message: literals as written, everything else by type. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describe(value);
}
