/** Node.js calls the method of this name to show an object. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * An object as logs show it: its class and the fields of its JSON. Nothing else that it refers to is shown.
 */
export function shown(object: { toJSON(): Record<string, unknown> }): string {
  const facts = Object.entries(object.toJSON()).map(([name, value]) => `${name}: ${value}`);
  return `${object.constructor.name} { ${facts.join(', ')} }`;
}
