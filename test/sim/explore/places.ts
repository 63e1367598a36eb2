/**
 * What has happened at each place, in its order. Two runs with equal places are in the same state: what happens at
 * different places does not depend on its order.
 */
export class Places {
  readonly #digests = new Map<string, [number, number]>();

  note(place: string, event: string): void {
    const digest = this.#digests.get(place) ?? [0x9e3779b9, 0x7f4a7c15];
    this.#digests.set(place, digest);
    for (let at = 0; at < event.length; at++) {
      const code = event.charCodeAt(at);
      digest[0] = Math.imul(digest[0] ^ code, 0x85ebca6b);
      digest[0] ^= digest[0] >>> 13;
      digest[1] = (Math.imul(digest[1], 31) + code) | 0;
    }
    digest[1] = Math.imul(digest[1] ^ 0x27d4eb2f, 0x165667b1);
  }

  toString(): string {
    return [...this.#digests]
      .map(([place, [one, other]]) => `${place}:${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`)
      .sort()
      .join(' ');
  }
}
