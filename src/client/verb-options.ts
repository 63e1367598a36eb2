import { UsageError } from '../model/errors.ts';
import { type BytesInput, describe, isWellFormed } from '../model/keys.ts';
import { showValue } from '../model/show-value.ts';
import { unknownNames } from '../model/unknown-names.ts';
import type { Deadline, Signals } from '../retry/deadline.ts';

/** What every verb takes as its last argument. */
export interface VerbOptions {
  /** Of all that the verb does, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Ends the verb early, without harm to any other. */
  readonly signal?: AbortSignal | undefined;
}

/** Those of every verb among the options of one, as they are now: the caller may change its object. */
export function toVerbOptions(options: VerbOptions | undefined): VerbOptions | undefined {
  return options === undefined ? undefined : { timeoutMs: options.timeoutMs, signal: options.signal };
}

/**
 * A list as it is now, to be gone through before anything is waited for: the caller may change its own. What a hole in
 * it stands for is undefined.
 * @param read what an item of it means
 * @throws UsageError when it is no list; what `read` throws
 */
export function toList<Item, Meant>(
  verb: string,
  what: string,
  list: readonly Item[],
  read: (item: Item, index: number) => Meant,
): Meant[] {
  if (!Array.isArray(list)) throw new UsageError(`${verb}: ${what} must be an array, not ${describe(list)}`);
  const meant: Meant[] = [];
  for (let index = 0; index < list.length; index++) meant.push(read(list[index], index));
  return meant;
}

/** A list of keys. @throws UsageError that says which of them is none */
export function toKeyList(
  verb: string,
  keys: readonly BytesInput[],
  toKey: (key: BytesInput) => Uint8Array,
): Uint8Array[] {
  return toList(verb, 'keys', keys, (key, index) => {
    try {
      return toKey(key);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${verb}: key ${index}: ${error.message}`, { cause: error });
    }
  });
}

/** What an item of a list means that is wanted as it is. */
export const asGiven = <Item>(item: Item): Item => item;

/** Those of a verb that may be part of another. */
export interface BoundedOptions {
  readonly timeoutMs?: number | undefined;
  /** What is told instead of `timeoutMs`, when that is over. */
  readonly toldMs?: number | undefined;
  readonly signal?: Signals | undefined;
}

/** Each of these once; undefined of none. */
export function bothSignals(some: Signals | undefined, others: Signals | undefined): Signals | undefined {
  if (others === undefined || others === some) return some;
  if (some === undefined) return others;
  return [...new Set([some, others].flat())];
}

/**
 * The options of a verb that ends with what it is part of.
 * @param timeoutMs of a verb that names none
 */
export function endingWith(
  whole: { readonly deadline: Deadline; readonly signal: Signals | undefined },
  options: BoundedOptions | undefined,
  timeoutMs: number,
): BoundedOptions {
  const own = options?.timeoutMs ?? timeoutMs;
  const left = Math.max(1, whole.deadline.remainingMs());
  return {
    timeoutMs: Math.min(own, left),
    toldMs: own < left ? own : whole.deadline.timeoutMs,
    signal: bothSignals(options?.signal, whole.signal),
  };
}

type Check = (value: unknown) => boolean;

/** A value an option may have, and how to say so. */
export interface Rule {
  readonly is: string;
  readonly check: Check;
  /** The words it may be, where it is one of some. */
  readonly choices?: readonly string[] | undefined;
}

const rule = (is: string, check: Check): Rule => ({ is, check });

export const isText = (value: unknown) => typeof value === 'string' && isWellFormed(value);
export const isName = (value: unknown) => value !== '' && isText(value);

const isWhole = (value: unknown, min: number) => Number.isSafeInteger(value) && (value as number) >= min;

/** What an option's value may be, for `checkOptions`. */
export const rules = {
  // Larger numbers do not fit the 64 bits of a message, or lose their last digits.
  positive: rule('a whole number above 0 and below 2^53', (value) => isWhole(value, 1)),
  count: rule('a whole number, 0 or more and below 2^53', (value) => isWhole(value, 0)),
  between: (min: number, max: number) =>
    rule(`a whole number from ${min} to ${max}`, (value) => isWhole(value, min) && (value as number) <= max),
  ratio: rule('a number from 0 to below 1', (value) => typeof value === 'number' && value >= 0 && value < 1),
  // Servers break off whole streams over text that is no UTF-8.
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
  // One that only looks like it would never fire where it is put together with others.
  signal: rule('an AbortSignal', (value) => value instanceof AbortSignal),
  oneOf: (...choices: readonly string[]): Rule => ({
    is: choices.map((choice) => `"${choice}"`).join(' or '),
    check: (value) => choices.includes(value as string),
    choices,
  }),
} as const;

/** Rules by the names of what they are for. */
export type Rules = Readonly<Record<string, Rule>>;

const VERB_RULES: Rules = { timeoutMs: rules.positive, signal: rules.signal };
const NONE: Rules = {};

/**
 * @param known the options the verb has beside those of every verb
 * @throws UsageError naming every option that is unknown or has a value it cannot have
 */
export function checkOptions(verb: string, given: unknown, known: Rules = NONE): void {
  if (given !== undefined) check(verb, given, known, VERB_RULES, 'option');
}

/** As `checkOptions`, for what takes no time: all its options are named. @throws UsageError */
export function checkNamed(verb: string, given: unknown, all: Rules): void {
  check(verb, given, all, NONE, 'option');
}

/**
 * As `checkNamed`, for an object that is no options.
 * @param what such as `batchPut: entry 0`
 * @param shape what it looks like, such as `{ key, value }`
 * @throws UsageError also when it is missing
 */
export function checkFields(what: string, shape: string, given: unknown, all: Rules): void {
  if (!isBag(given)) throw new UsageError(`${what} must be ${shape}, not ${describe(given)}`);
  check(what, given, all, NONE, 'field');
}

// Two tables, and not one that is put together: that would cost more than the rest of a call.
function check(verb: string, given: unknown, known: Rules, common: Rules, noun: string): void {
  if (!isBag(given)) throw new UsageError(`${verb}: options must be an object, not ${describe(given)}`);
  let problems: string[] | undefined;
  let isStrange = false;
  // What is inherited is read, too.
  for (const name in given) {
    const value = given[name];
    const own = ruleOf(known, name) ?? ruleOf(common, name);
    if (own === undefined) {
      isStrange = true;
    } else if (value !== undefined && !own.check(value)) {
      problems ??= [];
      problems.push(`${verb}: ${name} must be ${own.is}, not ${showValue(value)}`);
    }
  }
  if (!isStrange && problems === undefined) return;
  const all = { ...common, ...known };
  const choices = Object.entries(all).flatMap(([name, rule]) =>
    (rule.choices ?? []).map((choice) => ({ name, choice })),
  );
  const names: string[] = [];
  for (const name in given) names.push(name);
  const strange = unknownNames(`${verb}: unknown ${noun}`, names, Object.keys(all), choices);
  throw new UsageError([...strange, ...(problems ?? [])]);
}

/** An object that may carry options. One of a class that has none of its own, as a signal or a map, was not meant so. */
export function isBag(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  for (const name in given) if (Object.hasOwn(given, name)) return true;
  const prototype = Object.getPrototypeOf(given);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function ruleOf(table: Rules, name: string): Rule | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
