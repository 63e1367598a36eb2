import { compareBytes } from '../model/bytes.ts';
import { UsageError } from '../model/errors.ts';
import type { KeyRange } from '../model/region.ts';
import type { RawScanner } from '../raw/raw-scanner.ts';
import type { KeyValue } from './reads.ts';

/**
 * The pairs of a range, for `for await`. Scans are read once; leaving the loop early ends them. `token` says where
 * it stood, for another scan, in another process too, to go on from.
 *
 * @example
 * let after: string | undefined;
 * do {
 *   const page = tikv.raw.scan({ prefix: 'user/', limit: 100, after });
 *   for await (const { key, value } of page) show(key, value);
 *   after = page.token;
 * } while (after !== undefined);
 */
export class RawScan implements AsyncIterableIterator<KeyValue, void, undefined>, AsyncDisposable {
  readonly #scanner: RawScanner;
  readonly #pairs: AsyncGenerator<KeyValue, void, undefined>;
  readonly #reverse: boolean;

  /** @internal */
  constructor(scanner: RawScanner, reverse: boolean) {
    this.#scanner = scanner;
    this.#pairs = scanner.pairs();
    this.#reverse = reverse;
  }

  /** Where the scan stands: behind the last pair given. Undefined when the range is used up. It holds a key. */
  get token(): string | undefined {
    const { rest } = this.#scanner;
    return rest === undefined ? undefined : toToken(rest, this.#reverse);
  }

  /** The next pair. @throws what the scan fails with */
  next(): Promise<IteratorResult<KeyValue, void>> {
    return this.#pairs.next();
  }

  /** Ends the scan. */
  return(): Promise<IteratorResult<KeyValue, void>> {
    return this.#pairs.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

const DIRECTION = { up: '+', down: '-' } as const;

function toToken(rest: KeyRange, reverse: boolean): string {
  return reverse
    ? DIRECTION.down + Buffer.from(rest.end).toString('base64url')
    : DIRECTION.up + Buffer.from(rest.start).toString('base64url');
}

/**
 * What a token leaves of a range.
 * @throws UsageError when it is no token, or one of another range or direction
 */
export function fromToken(token: string, range: KeyRange, reverse: boolean): KeyRange {
  const match = /^([+-])([\w-]*)$/.exec(token);
  if (match === null) throw new UsageError('scan: after is not the token of a scan');
  if ((match[1] === DIRECTION.down) !== reverse) {
    throw new UsageError('scan: after is the token of a scan in the other direction');
  }
  const bound = new Uint8Array(Buffer.from(match[2] as string, 'base64url'));
  const rest = reverse ? { start: range.start, end: bound } : { start: bound, end: range.end };
  const isInside = compareBytes(rest.start, range.start) >= 0 && isWithinEnd(rest, range);
  if (!isInside) throw new UsageError('scan: after is the token of a scan of another range');
  return rest;
}

function isWithinEnd(rest: KeyRange, { end }: KeyRange): boolean {
  if (end.length === 0) return true;
  return rest.end.length > 0 && compareBytes(rest.end, end) <= 0 && compareBytes(rest.start, end) <= 0;
}
