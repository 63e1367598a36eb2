import { showValue } from './show-value.ts';

/** A value that a known option may have. A caller who gives it as a name probably means that option. */
export interface NamedChoice {
  readonly name: string;
  readonly choice: string;
}

/**
 * Error texts for unknown names: similar known names where there are any, otherwise the list of known names,
 * once.
 *
 * @param what such as `get: unknown option`
 * @param choices such as `mode` with `pessimistic`, for `{ pessimistic: true }`
 * @returns the texts, one sentence each
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
  if (strange.length > 0)
    sentences.push(`${what} ${strange.join(', ')}; expected one of ${known.join(', ')}`);
  return sentences;
}

/**
 * Those of the known names that a name is probably meant to be: the nearest misspelling, or those that begin
 * with it or that it begins with.
 */
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

/**
 * How many characters have to be inserted, removed or replaced to get from one to the other (Levenshtein).
 */
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
