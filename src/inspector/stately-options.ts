import type { Complete } from '../model/complete.ts';
import { UsageError } from '../model/errors.ts';
import { describeType, showValue } from '../model/show-value.ts';
import { unknownNames } from '../model/unknown-names.ts';

/** What is passed on to Stately's inspector. */
export interface StatelyOptions {
  /** Show keys as text. Default true; false shows a key's length and the first 8 digits of its SHA-256. */
  readonly showKeys?: boolean | undefined;
  /** Show values in full, and what state machines of your own hold. Default false: a value shows as its length. */
  readonly showValues?: boolean | undefined;
  /**
   * About as many messages a second are passed on: a transaction makes about 30. When there are more, one transaction
   * of so many is, as a whole, and an actor named `left out` tells how many were not. As many again are of the actors
   * that live as long as their client; such an actor tells how many of its own were left out. Default 500.
   */
  readonly maxMessagesPerSecond?: number | undefined;
  /** What a message shows of a context or an event is left out from this size on, in bytes. Default 16384. */
  readonly maxMessageBytes?: number | undefined;
}

const DEFAULTS: Complete<StatelyOptions> = {
  showKeys: true,
  showValues: false,
  maxMessagesPerSecond: 500,
  maxMessageBytes: 16_384,
};

/** @throws UsageError with every problem */
export function resolveStatelyOptions(given: StatelyOptions = {}): Complete<StatelyOptions> {
  if (typeof given !== 'object' || given === null)
    throw new UsageError(`stately takes an options object, not ${describeType(given)}`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined || !Object.hasOwn(DEFAULTS, name)) return [];
    if (typeof value !== typeof DEFAULTS[name as keyof StatelyOptions])
      return [`${name} must be a ${typeof DEFAULTS[name as keyof StatelyOptions]}, not ${showValue(value)}`];
    const isCount = typeof value === 'boolean' || (Number.isInteger(value) && value > 0);
    return isCount ? [] : [`${name} must be a whole number above 0, not ${value}`];
  });
  const problems = [...unknownNames('Unknown option', Object.keys(given), Object.keys(DEFAULTS)), ...wrong];
  if (problems.length > 0) throw new UsageError(problems);
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(present) };
}
