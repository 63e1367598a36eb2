import { isWellFormed } from '../../model/keys.ts';

type Check = (value: unknown) => boolean;

/** Which values an option may have, and the description of them in errors: `name must be ${is}`. */
export interface Rule {
  readonly is: string;
  readonly check: Check;
  /** The values, when there is a fixed list of them. */
  readonly choices?: readonly string[] | undefined;
}

const rule = (is: string, check: Check): Rule => ({ is, check });

export const isText = (value: unknown) => typeof value === 'string' && isWellFormed(value);
export const isName = (value: unknown) => value !== '' && isText(value);

const isWhole = (value: unknown, min: number) => Number.isSafeInteger(value) && (value as number) >= min;

/** Common rules, for `checkOptions`. */
export const rules = {
  // Larger numbers do not fit the 64 bits of a message, or lose their last digits.
  positive: rule('a whole number above 0 and below 2^53', (value) => isWhole(value, 1)),
  count: rule('a whole number, 0 or more and below 2^53', (value) => isWhole(value, 0)),
  between: (min: number, max: number) =>
    rule(`a whole number from ${min} to ${max}`, (value) => isWhole(value, min) && (value as number) <= max),
  ratio: rule('a number from 0 to below 1', (value) => typeof value === 'number' && value >= 0 && value < 1),
  // Servers break off whole streams because of text that is not UTF-8.
  name: rule('a string that is not empty, without lone surrogates', isName),
  flag: rule('true or false', (value) => typeof value === 'boolean'),
  bytes: rule(
    'a Uint8Array or a string',
    (value) => typeof value === 'string' || value instanceof Uint8Array,
  ),
  timestamp: rule(
    'a timestamp of the cluster (a bigint above 0)',
    (value) => typeof value === 'bigint' && value > 0n && value < 2n ** 64n,
  ),
  // An object that only looks like one would never fire when it is combined with others.
  signal: rule('an AbortSignal', (value) => value instanceof AbortSignal),
  oneOf: (...choices: readonly string[]): Rule => ({
    is: choices.map((choice) => `"${choice}"`).join(' or '),
    check: (value) => choices.includes(value as string),
    choices,
  }),
} as const;

/** Rules by the names of their options. */
export type Rules = Readonly<Record<string, Rule>>;

/**
 * Whether it can be an options object. An instance of a class without properties of its own, for example a
 * signal or a map, was not meant as one.
 */
export function isBag(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  for (const name in given) if (Object.hasOwn(given, name)) return true;
  const prototype = Object.getPrototypeOf(given);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
