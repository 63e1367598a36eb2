import { UsageError } from '../model/errors.ts';

/** No verb takes more arguments. Named one by one, so that a call makes no list of them. */
type Verb = (this: unknown, first: unknown, second: unknown, third: unknown) => unknown;

/** The verbs of a class by name: those that give a promise, and the others. */
export interface VerbNames {
  readonly promised: readonly string[];
  readonly direct: readonly string[];
}

/**
 * Has a class's verbs say so when they are called without their object, as `get` after `const { get } = tikv`
 * is; and makes a rejection of whatever a verb that gives a promise throws, so that its arguments can be
 * checked at once and without a promise more.
 * @param isOwn whether an object has what the verbs need: a proxy of one has not
 */
export function guardVerbs(
  owner: { readonly name: string; readonly prototype: object },
  isOwn: (object: object) => boolean,
  { promised, direct }: VerbNames,
): void {
  const verbs = owner.prototype as Record<string, Verb>;
  const check = (name: string, object: unknown) => {
    if (typeof object === 'object' && object !== null && isOwn(object)) return;
    throw new UsageError(
      `${name}: \`this\` is not a ${owner.name} (a Proxy of one is not either); call it as a method, or bind it`,
    );
  };
  for (const name of promised) {
    const verb = verbs[name] as Verb;
    replace(verbs, name, function (first, second, third) {
      try {
        check(name, this);
        return verb.call(this, first, second, third);
      } catch (error) {
        return Promise.reject(error);
      }
    });
  }
  for (const name of direct) {
    const verb = verbs[name] as Verb;
    replace(verbs, name, function (first, second, third) {
      check(name, this);
      return verb.call(this, first, second, third);
    });
  }
}

/** A method like the others: not listed, and known in stack traces. */
function replace(verbs: object, name: string, value: Verb): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(verbs, name, { value, writable: true, configurable: true });
}
