/** How a text names a key, in the spellings of Rust, Go and protobuf. */
const NAME = '(?<![a-z])(?:(?:start|end|split|region|raw)_?)?keys?';
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;

/**
 * How servers write keys in their texts: hexadecimal, lists of bytes, ranges, and whatever follows the word
 * key in quotes or brackets. Hexadecimal digits without a letter look like a number: they are a key only as a
 * bound of a range, or in quotes.
 */
const KEYS = [
  /\b(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi,
  /\b\d{24,}\b/g,
  /\[\d{1,3}(?:,? \d{1,3})+\]/g,
  new RegExp(String.raw`(?<=${NAME}(?: ?ranges?)?[\s:=]{0,3})\[(?!region\b)[^\][()]*[\])]`, 'gi'),
  /(?<=\b(?:region|ranges?) ?)\[(?:[0-9a-f]{2})*, ?(?:[0-9a-f]{2})*\)/gi,
  /(?<=\[[0-9a-f]*, ?)(?:\d\d){3,}(?=\))|(?<=\[)(?:\d\d){3,}(?=, ?[^\][()]*\))/gi,
  /(?<=")(?:\d\d){3,}(?=")|(?<=')(?:\d\d){3,}(?=')/g,
  new RegExp(String.raw`(?<=${NAME}(?: range)?[\s:=(]{1,3})(?:${QUOTED}|[0-9a-f]{2,}\b)`, 'gi'),
];

/** Longest text to show: nobody reads more, though a server may send more. */
const MOST_CHARACTERS = 4_000;
/** What the cut has left open or cut in two. */
const CUT_OFF = /(?:["'[(][^"'[\]()]*|[^\s"'[\]()]*)$/;

/**
 * A server's text, safe to show: what looks like a key is replaced by a question mark, and its length is
 * bounded.
 */
export function withoutKeys(text: string): string {
  const short =
    text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS).replace(CUT_OFF, '')}…` : text;
  return KEYS.reduce((safe, key) => safe.replace(key, '?'), short);
}
