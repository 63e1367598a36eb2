import { UsageError } from '../../model/errors.ts';
import { describeType, showValue } from '../../model/show-value.ts';
import { unknownNames } from '../../model/unknown-names.ts';
import { isBag, type Rule, type Rules, rules } from './option-rules.ts';

const VERB_RULES: Rules = { timeoutMs: rules.positive, signal: rules.signal };
const NONE: Rules = {};

/**
 * @param known the options of the verb in addition to those of every verb
 * @throws UsageError with every option that is unknown or has an invalid value
 */
export function checkOptions(verb: string, given: unknown, known: Rules = NONE): void {
  if (given !== undefined) check(verb, given, known, VERB_RULES, 'option');
}

/** As `checkOptions`, for a verb without the options of every verb. @throws UsageError */
export function checkNamed(verb: string, given: unknown, all: Rules): void {
  check(verb, given, all, NONE, 'option');
}

/**
 * As `checkNamed`, for an object other than options.
 * @param what for example `batchPut: entry 0`
 * @param shape what it should look like, for example `{ key, value }`
 * @throws UsageError also when it is missing
 */
export function checkFields(what: string, shape: string, given: unknown, all: Rules): void {
  if (!isBag(given)) throw new UsageError(`${what} must be ${shape}, not ${describeType(given)}`);
  check(what, given, all, NONE, 'field');
}

// Two tables: merging them would cost more than the rest of a call.
function check(verb: string, given: unknown, known: Rules, common: Rules, noun: string): void {
  if (!isBag(given)) throw new UsageError(`${verb}: options must be an object, not ${describeType(given)}`);
  let problems: string[] | undefined;
  let isStrange = false;
  // Includes inherited names, since those are read, too.
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

function ruleOf(table: Rules, name: string): Rule | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
