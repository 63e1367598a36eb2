/** The files of the local inspector's page by name, and the paths of what is inside. */
export function buildPage(): Promise<{
  readonly files: ReadonlyMap<string, string>;
  readonly moduleIds: readonly string[];
}>;
