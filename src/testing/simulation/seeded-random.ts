/**
 * Random numbers that a seed decides: sfc32, whose state is four words stirred from the seed. Not for secrets.
 *
 * @see Chris Doty-Humphrey, PractRand, sfc32
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed a whole number; neighbours give unrelated sequences */
  constructor(seed: number) {
    let state = seed >>> 0;
    const stirred = () => {
      state = (state + 0x9e3779b9) | 0;
      let word = state ^ (state >>> 16);
      word = Math.imul(word, 0x21f0aaad);
      word ^= word >>> 15;
      word = Math.imul(word, 0x735a2d97);
      return word ^ (word >>> 15);
    };
    this.#a = stirred();
    this.#b = stirred() ^ Math.floor(seed / 2 ** 32);
    this.#c = stirred();
    for (let round = 0; round < 12; round++) this.next();
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** A number from `low`, below `high`. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of a list that is not empty. */
  pick<Item>(list: readonly Item[]): Item {
    return list[this.below(list.length)] as Item;
  }

  /** Around `mean`, seldom much larger: exponentially distributed, capped at ten times. */
  exponential(mean: number): number {
    return Math.min(-Math.log(1 - this.next()), 10) * mean;
  }

  /** A generator of its own: what is drawn from one does not shift the other. */
  fork(): SeededRandom {
    return new SeededRandom(this.below(2 ** 32));
  }
}
