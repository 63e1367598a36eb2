/** Fields that may come with a region error. */
const ALWAYS_THERE: readonly string[] = ['regionError', 'execDetails', 'execDetailsV2'];

/**
 * Why an answer with a region error cannot be right: it carries something else as well, so the request was
 * both refused and served. Undefined when it is right.
 */
export function contradiction(response: object): string | undefined {
  for (const [field, value] of Object.entries(response)) {
    if (!ALWAYS_THERE.includes(field) && !isDefault(value))
      return `An answer with a region error and with '${field}'`;
  }
  return undefined;
}

function isDefault(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return 'length' in value && value.length === 0;
  return value === undefined || value === '' || value === false || Number(value) === 0;
}
