/**
 * Where a member of PD is to be connected to: at the first of its URLs whose scheme fits, or else at the first that is
 * one; undefined when none is. Follows pd's client/pkg/utils/tlsutil/url.go, PickMatchedURL.
 *
 * @param isSecure whether connections are encrypted
 */
export function pickAddress(urls: readonly string[], isSecure: boolean): string | undefined {
  const usable = urls.filter((url) => memberAddress(url) !== undefined);
  const picked = usable.find((url) => url.startsWith(isSecure ? 'https:' : 'http:')) ?? usable[0];
  return picked && memberAddress(picked);
}

/**
 * `host:port` of a URL that PD gives for a member, such as `http://10.0.0.1:2379`; undefined when it is none.
 * The scheme is not looked at: whether connections are encrypted is the client's own choice.
 */
export function memberAddress(url: string): string | undefined {
  const rest = /^(?:https?:\/\/)?([^/?#\s]+)\/?$/.exec(url)?.[1];
  return rest !== undefined && /^(?:\[[0-9a-fA-F:.]+\]|[^:[\]@]+):\d{1,5}$/.test(rest) ? rest : undefined;
}
