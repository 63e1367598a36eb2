import { type Codec, Writer } from '#proto/connect';
import { ProtocolError } from '../../model/errors.ts';

/** A buffer that grew beyond this for one large message is given back. */
const KEPT_BUFFER_BYTES = 1 << 20;

/** The tag of field 1 of a message within a message. */
const FIRST_FIELD = (1 << 3) | 2;

let scratch = new Writer();
let scratchBytes = 0;

/**
 * The bytes of a message. Fields that hold their default are left out, members of a oneof never are.
 *
 * @throws {RangeError} when an integer does not fit 64 bits
 */
export function encodeMessage<Message>(codec: Codec<Message, unknown>, message: Message): Uint8Array {
  codec.encode(message, cleared());
  return finished();
}

/** A message with a part that is encoded already, since many others have that part too. */
export interface PartlyEncoded<Message> {
  readonly encoded: Uint8Array;
  readonly rest: Message;
}

/** The same, for a message whose first field comes from elsewhere. */
export function encodeWithFirst<First, Message>(
  firstCodec: Codec<First, unknown>,
  { encoded, rest }: PartlyEncoded<First>,
  codec: Codec<Message, unknown>,
  message: Message,
): Uint8Array {
  const writer = cleared();
  firstCodec.encode(rest, writer.uint32(FIRST_FIELD).fork().raw(encoded)).ldelim();
  codec.encode(message, writer);
  return finished();
}

function cleared(): Writer {
  if (scratchBytes > KEPT_BUFFER_BYTES) scratch = new Writer();
  scratch.clear();
  return scratch;
}

function finished(): Uint8Array {
  scratchBytes = scratch.pos;
  return scratch.finish();
}

/**
 * A message from its bytes. All of it is the receiver's own: it shares no memory with `bytes`.
 *
 * @throws {ProtocolError} when the bytes are not such a message: truncated, nested too deep, not UTF-8
 */
export function decodeMessage<Decoded>(
  codec: Codec<never, Decoded>,
  name: string,
  bytes: Uint8Array,
): Decoded {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw new ProtocolError(`Undecodable message of ${name}`, { cause });
  }
}
