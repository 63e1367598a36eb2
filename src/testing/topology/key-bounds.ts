import { encodeKey, type Key, type KeyRange } from '../mvcc/key.ts';

/**
 * How the keys of a request stand to region borders: `plain` borders are the keys themselves (raw data under
 * API V1), `encoded` ones are memory-comparable encodings (transactional data, and everything under API V2).
 */
export type BorderMode = 'plain' | 'encoded';

/** The border that a user's key makes. */
export function borderOf(key: Key, mode: BorderMode): Key {
  return mode === 'plain' || key === '' ? key : encodeKey(key);
}

/** The user keys of a region, whose borders may be any bytes. An empty `end` is no bound. */
export function userRange(start: Key, end: Key, mode: BorderMode): KeyRange {
  const bound = (border: Key): Key | undefined => {
    if (border === '') return undefined;
    return mode === 'plain' ? border : firstKeyFrom(border);
  };
  return { start: bound(start), end: bound(end) };
}

/**
 * The smallest user key whose encoding is at or above a border. For a well-formed border that is the decoded
 * key; raw borders cut the encoding anywhere.
 *
 * @see TiKV components/codec/src/byte.rs, MemComparableByteCodec
 */
export function firstKeyFrom(border: Key): Key {
  let key = '';
  for (let at = 0; at < border.length; at += 9) {
    const group = border.slice(at, at + 9);
    const data = group.slice(0, 8);
    const content = data.replace(/\0+$/, '');
    // A cut group: any key that begins with what is there will do, zeros come for free as padding.
    if (group.length < 9) return key + content;
    const marker = group.charCodeAt(8);
    if (marker === 0xff) {
      key += data;
      continue;
    }
    const length = Math.max(content.length, marker - 0xf7, 0);
    const encodingIsSmaller = 0xf7 + length < marker || border.length > at + 9;
    const exact = key + data.slice(0, length);
    return encodingIsSmaller ? `${exact}\0` : exact;
  }
  return key;
}
