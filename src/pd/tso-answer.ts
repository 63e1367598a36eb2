import { ProtocolError } from '../model/errors.ts';
import { composeTimestamp, LOGICAL_BITS, type Timestamp } from '../model/timestamp.ts';
import type { pdpb } from '../wire/codec/messages.ts';

/** Timestamps end below 2^63: TiKV and its clients give what is above a meaning of its own. */
const MAX_PHYSICAL_MS = 2n ** 45n - 1n;
const MAX_LOGICAL = 2n ** LOGICAL_BITS - 1n;

/**
 * The first of the `count` consecutive timestamps in an answer, which holds the last of them (server rule
 * 73).
 *
 * @throws ProtocolError when it cannot be an answer to a request for `count`
 */
export function firstTimestamp(answer: pdpb.TsoResponse.Decoded, count: number): Timestamp {
  const { timestamp } = answer;
  if (answer.count !== count) {
    throw new ProtocolError(`PD gave ${answer.count} timestamps where ${count} were asked for`);
  }
  if (timestamp === undefined) throw new ProtocolError('PD answered without a timestamp');
  const { physical, logical, suffixBits } = timestamp;
  const first = logical - BigInt(count) + 1n;
  if (
    physical <= 0n ||
    physical > MAX_PHYSICAL_MS ||
    first < 0n ||
    logical > MAX_LOGICAL ||
    suffixBits !== 0
  ) {
    throw new ProtocolError(
      `PD gave an impossible timestamp: physical ${physical}, logical ${logical} of ${count}, suffix ${suffixBits}`,
    );
  }
  return composeTimestamp(Number(physical), Number(first));
}
