import type { kvrpcpb } from '../wire/codec/messages.ts';

/**
 * The name of the field that is set in a key error, for error messages. Its text is not repeated: it may hold
 * keys.
 */
export function keyErrorName(error: kvrpcpb.KeyError.Decoded): string {
  const set = Object.entries(error).find(([, value]) => value !== undefined && value !== '');
  return set?.[0] ?? 'without content';
}
