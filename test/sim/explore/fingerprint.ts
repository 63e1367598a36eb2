import { createHash } from 'node:crypto';

/** Gives a text with names in it that are others, and gets the first back when it is given that. */
export type Rename = (text: string) => string;

/** Things whose order does not matter. */
export class Unordered {
  readonly items: readonly unknown[];

  constructor(items: Iterable<unknown>) {
    this.items = [...items];
  }
}

/** A short text that differs for different values: of plain objects, lists, maps, sets, bytes and primitives. */
export function fingerprint(value: unknown): string {
  return digest(textOf(value));
}

export function digest(text: string): string {
  return createHash('md5').update(text).digest('base64');
}

/**
 * A text that differs for different values.
 * @param rename is given all of the text, piece by piece
 */
export function textOf(value: unknown, rename?: Rename): string {
  const done: string[] = [];
  let piece: string[] = [];
  const end = () => {
    const text = piece.join('');
    done.push(rename === undefined ? text : rename(text));
    piece = [];
  };
  const write = (part: unknown): void => {
    if (typeof part === 'string') piece.push(JSON.stringify(part));
    else if (typeof part === 'bigint') piece.push(`${part}n`);
    else if (typeof part !== 'object' || part === null) piece.push(String(part));
    else if (part instanceof Uint8Array) {
      piece.push(
        `b${part.length}:`,
        Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1'),
      );
    } else if (part instanceof Unordered) {
      end();
      const items = part.items.map((item) => textOf(item, rename));
      done.push('<', items.sort().join('|'), '>');
    } else if (Array.isArray(part) || part instanceof Map || part instanceof Set) {
      piece.push('[');
      for (const item of part) {
        write(item);
        piece.push(',');
      }
      piece.push(']');
    } else {
      piece.push('{');
      for (const [name, field] of Object.entries(part)) {
        piece.push(name, ':');
        write(field);
        piece.push(',');
      }
      piece.push('}');
    }
  };
  write(value);
  end();
  return done.join('');
}
