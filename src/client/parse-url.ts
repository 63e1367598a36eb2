import { UsageError } from '../model/errors.ts';

export interface ParsedUrl {
  readonly endpoints: readonly string[];
  /** Query parameters as written; each name once. */
  readonly parameters: ReadonlyMap<string, string>;
}

const DEFAULT_PD_PORT = 2379;

/**
 * Reads `tikv://host[:port][,host[:port]...][?name=value&...]`. Node's URL class refuses several hosts,
 * so this is ours. A host without a port gets PD's default, 2379; IPv6 hosts stand in brackets.
 * @throws UsageError with every problem found.
 */
export function parseUrl(url: string): ParsedUrl {
  const match = /^tikv:\/\/([^/?#]*)\/?(?:\?([^#]*))?$/.exec(url);
  if (match === null) {
    throw new UsageError(`"${url}" is not a TiKV URL; write tikv://host:port, several hosts with commas`);
  }
  const problems: string[] = [];
  const endpoints = (match[1] as string).split(',').map((host) => toEndpoint(host, problems));
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(match[2] ?? '')) {
    if (parameters.has(name)) problems.push(`URL parameter "${name}" is given twice`);
    parameters.set(name, value);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return { endpoints, parameters };
}

/**
 * `host` or `host:port` with a port for certain. Adds a sentence to `problems` when it cannot be one.
 */
export function toEndpoint(text: string, problems: string[]): string {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:@/[\]]+)(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[2] ?? DEFAULT_PD_PORT);
  if (match === null || port < 1 || port > 65_535) {
    problems.push(`"${text}" is not a PD address; write host:port`);
    return text;
  }
  return `${match[1]}:${port}`;
}
