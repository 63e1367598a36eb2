import type { NetworkEvent } from '../../src/testing/index.ts';

/** Mixes all that happens into 64 bits: two runs with equal digests went the same way. */
export class TraceHash {
  count = 0;
  #one = 0x9e3779b9;
  #other = 0x7f4a7c15;

  add({ atMs, call, direction, fate, bytes }: NetworkEvent): void {
    this.count++;
    this.#mix(Math.floor(atMs * 1_000));
    this.#mix(call * 31 + fate.length * 7 + (direction === 'request' ? 1 : 0));
    if (bytes === undefined) return;
    this.#mix(bytes.length);
    for (let at = 0; at < bytes.length; at += 1 + (bytes.length >> 6)) this.#mix(bytes[at] as number);
  }

  digest(): string {
    return [this.#one, this.#other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(value: number): void {
    this.#one = Math.imul(this.#one ^ value, 0x85ebca6b);
    this.#one ^= this.#one >>> 13;
    this.#other = (Math.imul(this.#other, 31) + value) | 0;
  }
}
