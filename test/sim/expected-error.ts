import { InternalError, ProtocolError, type TikvError } from '../../src/index.ts';

/**
 * Whether a client may throw it: one is not to have a bug of its own, nor to find one in servers whose messages nobody
 * garbles.
 */
export function isExpected(error: TikvError, garbles: boolean): boolean {
  return error instanceof ProtocolError ? garbles : !(error instanceof InternalError);
}
