/**
 * `host:port` of a URL that PD gives for a member, for example `http://10.0.0.1:2379`; undefined when it is
 * not one. The scheme is ignored: whether connections are encrypted is the client's own choice.
 */
export function memberAddress(url: string): string | undefined {
  const rest = /^(?:https?:\/\/)?([^/?#\s]+)\/?$/.exec(url)?.[1];
  return rest !== undefined && /^(?:\[[0-9a-fA-F:.]+\]|[^:[\]@]+):\d{1,5}$/.test(rest) ? rest : undefined;
}
