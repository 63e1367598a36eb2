/** By this name Node.js asks an object how to show it. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** An object as logs show it: its class and what its JSON tells. Nothing behind it is walked into. */
export function shown(object: { toJSON(): Record<string, unknown> }): string {
  const facts = Object.entries(object.toJSON()).map(([name, value]) => `${name}: ${value}`);
  return `${object.constructor.name} { ${facts.join(', ')} }`;
}
