import { describe } from './keys.ts';

/** As much of a string as an error shows. */
const MAX_SHOWN = 60;

/** A value that was given, as errors show it: what is one word as it stands in code, of all else what it is. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : describe(value);
}
