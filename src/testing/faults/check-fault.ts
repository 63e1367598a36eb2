import { checkNamed } from '../../client/options/check-options.ts';
import { type Rule, type Rules, rules } from '../../client/options/option-rules.ts';
import { UsageError } from '../../model/errors.ts';
import { showValue } from '../../model/show-value.ts';
import { likeNames, unknownNames } from '../../model/unknown-names.ts';
import { called, probability } from '../check-options.ts';
import type { FaultRule } from './fault.ts';

const object: Rule = { is: 'an object', check: (value) => typeof value === 'object' && value !== null };

const RULE_RULES: Rules = {
  rpc: {
    is: 'the name of an RPC, or an array of some',
    check: (value) => [value].flat().every((name) => typeof name === 'string'),
  },
  store: {
    is: 'the id of a store',
    check: (value) => typeof value === 'bigint' || Number.isInteger(value),
  },
  pd: rules.count,
  region: { is: 'the id of a region, a bigint', check: (value) => typeof value === 'bigint' },
  key: rules.bytes,
  when: called,
  skip: rules.count,
  times: {
    is: 'a whole number above 0, or Infinity',
    check: (value) => value === Number.POSITIVE_INFINITY || rules.positive.check(value),
  },
  probability,
  action: { is: 'a word or an object', check: (value) => typeof value === 'string' || object.check(value) },
  at: rules.oneOf('received', 'latched', 'proposed', 'applied', 'answered'),
  applies: rules.flag,
};

const WORDS = ['dropRequest', 'dropResponse', 'duplicate', 'breakStream', 'pause'];

/** What an action does, by the field that says so; `message` goes with `status`. */
const FIELDS: Rules = {
  delayMs: { is: 'a number, 0 or more', check: (value) => typeof value === 'number' && value >= 0 },
  regionError: object,
  keyError: object,
  status: rules.positive,
  message: { is: 'a string', check: (value) => typeof value === 'string' },
  malformed: { is: 'a Uint8Array', check: (value) => value instanceof Uint8Array },
  response: { is: 'an object or a function', check: (value) => object.check(value) || called.check(value) },
};

/**
 * @param served every RPC that the cluster answers
 * @throws UsageError for a rule that would hit what was not meant, or nothing
 */
export function checkFault(rule: FaultRule, served: ReadonlySet<string>): void {
  checkNamed('fail', rule, RULE_RULES);
  checkAction(rule.action);
  for (const name of [rule.rpc ?? []].flat()) {
    if (!served.has(name)) throw new UsageError(unknownRpc(name, [...served]));
  }
}

function checkAction(action: unknown): void {
  if (action === undefined) throw new UsageError('fail: give an action');
  if (typeof action === 'string') {
    if (!WORDS.includes(action)) throw new UsageError(unknownNames('fail: no action', [action], WORDS));
    return;
  }
  checkNamed('fail: action', action, FIELDS);
  const kinds = Object.keys(action as object).filter((name) => name !== 'message');
  if (kinds.length !== 1) {
    throw new UsageError(
      `fail: an action does one thing, not ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
    );
  }
}

/** There are too many to list. */
function unknownRpc(name: string, served: readonly string[]): string {
  const near = likeNames(name, served);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : 'its RPCs are named as in tikvpb.Tikv and pdpb.PD';
  return `fail: the cluster serves no RPC ${showValue(name)}; ${hint}`;
}
