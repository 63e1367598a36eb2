/** Charts that run compiled have one value object for each state. */
const names = new WeakMap<object, string>();

/** Dotted, such as `committing.prewriting`; parallel parts are joined by ` & `. Empty for what is no machine. */
export function stateName(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  let name = names.get(value);
  if (name === undefined) {
    name = Object.entries(value)
      .map(([outer, inner]) => {
        const below = stateName(inner);
        return below === '' ? outer : `${outer}.${below}`;
      })
      .join(' & ');
    names.set(value, name);
  }
  return name;
}
