import { UsageError } from '../../model/errors.ts';

export interface ParsedUrl {
  /** As written: `toEndpoint` checks them. */
  readonly endpoints: readonly string[];
  /** Query parameters as written; each name once. */
  readonly parameters: ReadonlyMap<string, string>;
}

const DEFAULT_PD_PORT = 2379;

/**
 * Reads `tikv://host[:port][,host[:port]...][?name=value&...]`. Node's URL class refuses several hosts, so
 * this parser is ours. IPv6 hosts are in brackets.
 *
 * @param problems gets a sentence for each problem
 * @throws UsageError when it is not such a URL at all
 */
export function parseUrl(url: string, problems: string[]): ParsedUrl {
  const match = /^tikv:\/\/([^/?#]*)\/?(?:\?([^#]*))?$/.exec(url);
  if (match === null) {
    throw new UsageError(
      `"${withoutUser(url)}" is not a TiKV URL; write tikv://host:port, several hosts with commas`,
    );
  }
  const hosts = withoutUser(match[1] as string);
  if (hosts !== match[1])
    problems.push(`TiKV has no users: remove everything before "${hosts}" from the URL`);
  const endpoints = hosts.split(',');
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(match[2] ?? '')) {
    if (parameters.has(name)) problems.push(`URL parameter "${name}" is given twice`);
    parameters.set(name, value);
  }
  return { endpoints, parameters };
}

/**
 * The endpoint `host:port` of a text `host` or `host:port`; the default port is PD's, 2379. Adds a sentence
 * to `problems` when it is not a valid one.
 */
export function toEndpoint(text: string, problems: string[]): string {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:@/[\]]+)(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[2] ?? DEFAULT_PD_PORT);
  if (match === null || port < 1 || port > 65_535) {
    const advice = match === null ? howToWrite(text) : 'its port must be from 1 to 65535';
    problems.push(`"${withoutUser(text)}" is not a PD address; ${advice}`);
    return text;
  }
  return `${match[1]}:${port}`;
}

function howToWrite(text: string): string {
  const [scheme] = /^[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? [];
  return scheme === undefined ? 'write host:port' : `write host:port, without ${scheme}`;
}

/** An address, or a URL of any kind, without what is before its last `@`: that may contain a password. */
function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1');
}
