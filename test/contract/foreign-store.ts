/** Whether a test may run on a store that is no TiKV. */
export function runsOnForeignStore(name: string): boolean {
  return allowed.has(name);
}

const allowed: ReadonlySet<string> = new Set([]);
