import { showValue } from './show-value.ts';

/** A value one of the known names may have: who gives it for a name means that name. */
export interface NamedChoice {
  readonly name: string;
  readonly choice: string;
}

/**
 * What to say of those among some names that are not known: for each the names it is like, and where there
 * are none, the known ones, once.
 *
 * @param what such as `get: unknown option`
 * @param choices such as `mode` with `pessimistic`, for `{ pessimistic: true }`
 * @returns a sentence each
 */
export function unknownNames(
  what: string,
  names: readonly string[],
  known: readonly string[],
  choices: readonly NamedChoice[] = [],
): string[] {
  const sentences: string[] = [];
  const strange: string[] = [];
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = [
      ...likeNames(name, known),
      ...choices.flatMap(({ name: owner, choice }) => (choice === name ? [`${owner}: "${choice}"`] : [])),
    ];
    if (meant.length > 0) sentences.push(`${what} ${showValue(name)}; did you mean ${meant.join(' or ')}?`);
    else strange.push(showValue(name));
  }
  if (strange.length > 0) sentences.push(`${what} ${strange.join(', ')}; expected one of ${known.join(', ')}`);
  return sentences;
}

/** Of many names those that one is a misspelling, a part or a whole of: the nearest, or none. */
export function likeNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const most = Math.min(3, Math.floor(wanted.length / 3));
  const distances = known.map((each) => ({ each, edits: editDistance(wanted, each.toLowerCase()) }));
  const least = Math.min(...distances.map(({ edits }) => edits));
  if (least <= most) return distances.flatMap(({ each, edits }) => (edits === least ? [each] : []));
  if (wanted.length < 3) return [];
  return known.filter((each) => {
    const other = each.toLowerCase();
    return other.startsWith(wanted) || wanted.startsWith(other);
  });
}

/** Characters to put in, take out or replace to get from one to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] as number) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    above = current;
  }
  return above[to.length] as number;
}
