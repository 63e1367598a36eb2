import { compareBytes } from '../model/bytes.ts';
import { UsageError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import { isEmptyRange } from '../region/scan-part.ts';

const DIRECTION = { up: '+', down: '-' } as const;

/** A text that says how much of a scan is left. */
export function toToken(rest: KeyRange, reverse: boolean): string {
  return reverse
    ? DIRECTION.down + Buffer.from(rest.end).toString('base64url')
    : DIRECTION.up + Buffer.from(rest.start).toString('base64url');
}

/**
 * What a token leaves of a range. That is never nothing: a finished scan has no token.
 * @param maxKeyBytes size of the longest possible key; the bound after it has one byte more
 * @throws UsageError when it is not a token, or is one of another range or direction
 */
export function fromToken(token: string, range: KeyRange, reverse: boolean, maxKeyBytes: number): KeyRange {
  const match = /^([+-])([\w-]*)$/.exec(token);
  if (match === null) throw new UsageError('scan: after is not the token of a scan');
  if ((match[1] === DIRECTION.down) !== reverse) {
    throw new UsageError('scan: after is the token of a scan in the other direction');
  }
  const bound = new Uint8Array(Buffer.from(match[2] as string, 'base64url'));
  const rest = reverse ? { start: range.start, end: bound } : { start: bound, end: range.end };
  const isInside =
    bound.length <= maxKeyBytes + 1 &&
    compareBytes(rest.start, range.start) >= 0 &&
    isWithinEnd(rest, range) &&
    !isEmptyRange(rest);
  if (!isInside) throw new UsageError('scan: after is the token of a scan of another range');
  return rest;
}

function isWithinEnd(rest: KeyRange, { end }: KeyRange): boolean {
  if (end.length === 0) return true;
  return rest.end.length > 0 && compareBytes(rest.end, end) <= 0;
}
