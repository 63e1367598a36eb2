import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InFlight } from '../../../src/wire/in-flight.ts';

interface Entry {
  readonly id: number;
}

describe('InFlight', () => {
  it('gives what a Map gives, whoever is answered first, and however many wait', () => {
    const steps = fc.array(fc.oneof(fc.constant('add'), fc.constant('all'), fc.nat(400)), { maxLength: 600 });
    fc.assert(
      fc.property(fc.nat(1_000), steps, (first, all) => {
        const inFlight = new InFlight<Entry>();
        const map = new Map<number, Entry>();
        let next = first;
        for (const step of all) {
          if (step === 'add') {
            const entry = { id: next++ };
            inFlight.add(entry);
            map.set(entry.id, entry);
          } else if (step === 'all') {
            expect(inFlight.takeAll()).toEqual([...map.values()]);
            map.clear();
          } else {
            const id = first + (step as number);
            expect(inFlight.take(id)).toBe(map.get(id));
            map.delete(id);
          }
          expect(inFlight.size).toBe(map.size);
        }
      }),
    );
  });

  it('goes on with any higher id when none waits', () => {
    const inFlight = new InFlight<Entry>();
    inFlight.add({ id: 3 });
    expect([inFlight.take(2), inFlight.take(4), inFlight.take(3)?.id]).toEqual([undefined, undefined, 3]);
    inFlight.add({ id: 1_000_000 });
    expect(inFlight.take(3)).toBeUndefined();
    expect(inFlight.takeAll()).toEqual([{ id: 1_000_000 }]);
  });

  it('one that is never answered holds up nobody', () => {
    const inFlight = new InFlight<Entry>();
    for (let id = 0; id < 10_000; id++) {
      inFlight.add({ id });
      if (id > 0) expect(inFlight.take(id)?.id).toBe(id);
    }
    expect(inFlight.size).toBe(1);
    expect(inFlight.take(0)?.id).toBe(0);
  });
});
