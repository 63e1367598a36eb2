import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chain, type Link } from '../../../src/model/chain.ts';

class Item implements Link<Item> {
  chain: Chain<Item> | undefined;
  before: Item | undefined;
  after: Item | undefined;
}

describe('Chain', () => {
  it('holds what a Set holds, in the same order, whatever comes and goes', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const items = Array.from({ length: 10 }, () => new Item());
        const chain = new Chain<Item>();
        const set = new Set<Item>();
        for (const [comes, nth] of all) {
          const item = items[nth] as Item;
          if (!comes) expect(chain.delete(item)).toBe(set.delete(item));
          else if (!set.has(item)) {
            chain.add(item);
            set.add(item);
          }
          expect(chain.toArray()).toEqual([...set]);
          expect([chain.size, chain.first]).toEqual([set.size, [...set][0]]);
        }
      }),
    );
  });

  it('keeps no way from one that has gone to the others', () => {
    const chain = new Chain<Item>();
    const items = [new Item(), new Item(), new Item()];
    for (const item of items) chain.add(item);
    const [, middle] = items as [Item, Item, Item];
    chain.delete(middle);
    expect([middle.chain, middle.before, middle.after]).toEqual([undefined, undefined, undefined]);
  });

  it('leaves alone what is in another', () => {
    const [one, other] = [new Chain<Item>(), new Chain<Item>()];
    const item = new Item();
    one.add(item);
    expect(other.delete(item)).toBe(false);
    expect(one.size).toBe(1);
  });
});
