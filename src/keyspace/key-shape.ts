import { EMPTY_BYTES } from '../model/bytes.ts';
import type { KeyRange } from '../model/region.ts';

/** Which fields of a message have keys. A field may have one key or, if it is repeated, many. */
export interface KeyShape {
  /** Fields with keys. An empty key is an absent one. */
  readonly keys?: readonly string[];
  /**
   * The fields with the start and the end of a range. An empty bound is no bound. In a reverse scan they are
   * swapped.
   */
  readonly range?: Bounds;
  /** The fields with the bounds of a region, as PD holds them. */
  readonly region?: Bounds;
  /** Fields with messages that have keys. */
  readonly messages?: Readonly<Record<string, KeyShape>>;
}

type Bounds = readonly [start: string, end: string];

/** How to change the keys of a message. */
export interface KeyChange {
  /** The message to write the changes to: a copy, or the given one. */
  own(message: Fields): Fields;
  key(key: Uint8Array): Uint8Array;
  range(range: KeyRange): KeyRange;
  region(range: KeyRange): KeyRange;
}

/** The fields of a message of any type. */
export interface Fields {
  [field: string]: unknown;
}

/**
 * A message with its keys changed.
 *
 * @param isReverse whether its ranges begin at their end, by the `reverse` of the whole request
 */
export function changeKeys(
  shape: KeyShape,
  message: Fields,
  change: KeyChange,
  isReverse = message.reverse === true,
): Fields {
  const own = change.own(message);
  for (const field of shape.keys ?? []) {
    if (own[field] !== undefined) own[field] = each(own[field] as OneOrMany<Uint8Array>, change.key);
  }
  if (shape.range !== undefined) {
    const [start, end] = shape.range;
    changeBounds(own, isReverse ? [end, start] : [start, end], change.range);
  }
  if (shape.region !== undefined) changeBounds(own, shape.region, change.region);
  for (const [field, inner] of Object.entries(shape.messages ?? {})) {
    const value = own[field] as OneOrMany<Fields> | undefined;
    if (value !== undefined) {
      own[field] = each(value, (one) => changeKeys(inner, one, change, isReverse));
    }
  }
  return own;
}

type OneOrMany<Value> = Value | readonly Value[];

function each<Value>(value: OneOrMany<Value>, change: (one: Value) => Value): OneOrMany<Value> {
  return Array.isArray(value) ? value.map(change) : change(value as Value);
}

function changeBounds(
  message: Fields,
  [startField, endField]: Bounds,
  change: (range: KeyRange) => KeyRange,
): void {
  const start = (message[startField] as Uint8Array | undefined) ?? EMPTY_BYTES;
  const end = (message[endField] as Uint8Array | undefined) ?? EMPTY_BYTES;
  const changed = change({ start, end });
  message[startField] = changed.start;
  message[endField] = changed.end;
}
