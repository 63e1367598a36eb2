import { UsageError } from '../model/errors.ts';

/** No verb has more parameters. Named one by one, so that a call allocates no list of them. */
type Verb = (this: unknown, first: unknown, second: unknown, third: unknown) => unknown;

/** The names of the verbs of a class: those that return a promise, and the others. */
export interface VerbNames {
  readonly promised: readonly string[];
  readonly direct: readonly string[];
}

/**
 * Makes verbs throw a clear UsageError when `this` is lost, as in `const { get } = tikv`, and turns what a
 * promise-returning verb throws into a rejection, so that it can check its arguments at once without another
 * promise.
 * @param isOwn whether an object has the private fields that the verbs need; a Proxy of one has not
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

/** Defines a method as a class does: not enumerable, and named in stack traces. */
function replace(verbs: object, name: string, value: Verb): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(verbs, name, { value, writable: true, configurable: true });
}
