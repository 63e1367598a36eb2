import type { kvrpcpb } from '../wire/codec/messages.ts';

/** Which field of a key error is set, for errors of ours: its text is not repeated, since it may hold keys. */
export function keyErrorName(error: kvrpcpb.KeyError.Decoded): string {
  const set = Object.entries(error).find(([, value]) => value !== undefined && value !== '');
  return set?.[0] ?? 'without content';
}
