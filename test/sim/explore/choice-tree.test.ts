import { describe, expect, it } from 'vitest';
import { ChoiceTree, type Option } from './choice-tree.ts';

/** Each has to do with all others. */
const bound = (names: readonly string[]): Option[] => names.map((name) => ({ name, touches: ['*'] }));

/** What is not drawn yet of things by name, and what each has to do with. */
const optionsLeft = (
  touches: Readonly<Record<string, readonly string[]>>,
  drawn: readonly string[],
): Option[] =>
  Object.entries(touches)
    .filter(([name]) => !drawn.includes(name))
    .map(([name, own]) => ({ name, touches: own }));

/** Draws marbles out of a bag, one by one; what is told apart is told by `stateOf`. */
async function draw(bag: readonly string[], stateOf: (drawn: readonly string[]) => string) {
  const tree = new ChoiceTree();
  const ends: string[] = [];
  await tree.walk(async () => {
    const drawn: string[] = [];
    while (drawn.length < bag.length) {
      const left = bag.filter((marble) => !drawn.includes(marble));
      drawn.push(tree.choose(() => ({ state: stateOf(drawn) }), bound(left)));
    }
    tree.end(() => ({ state: stateOf(drawn) }));
    expect(tree.choices).toEqual(drawn);
    ends.push(drawn.join(''));
  });
  return { tree, ends };
}

describe('ChoiceTree', () => {
  it('goes every way', async () => {
    const { tree, ends } = await draw(['a', 'b', 'c'], (drawn) => drawn.join(''));
    expect(ends.toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    expect(tree.counts).toEqual({ runs: 6, ends: 6, states: 10, depth: 3 });
    expect(tree.isExhausted).toBe(true);
  });

  it('goes on from each state once', async () => {
    const { tree, ends } = await draw(['a', 'b', 'c'], (drawn) => drawn.toSorted().join(''));
    expect(ends).toHaveLength(1);
    expect(tree.counts).toMatchObject({ ends: 1, states: 7 });
  });

  it('goes one order of what has nothing to do with each other', async () => {
    const tree = new ChoiceTree();
    const touches: Record<string, readonly string[]> = { a: ['left'], b: ['right'], c: ['left'] };
    const ends: string[] = [];
    await tree.walk(async () => {
      const drawn: string[] = [];
      while (drawn.length < 3) {
        const options = optionsLeft(touches, drawn);
        if (options.length > 1) drawn.push(tree.choose(() => ({ state: drawn.join('') }), options));
        else {
          const [only] = options as [Option];
          tree.pass(only);
          drawn.push(only.name);
        }
      }
      tree.end(() => ({ state: drawn.join('') }));
      ends.push(drawn.join(''));
    });
    // b may come at any time, a before c, or c before a.
    expect(ends.map((end) => end.replace('b', '')).toSorted()).toEqual(['ac', 'ca']);
  });

  it('goes on once from a state and its mirror image, of which options have other names', async () => {
    const tree = new ChoiceTree();
    const mirrored = (text: string) => text.replaceAll(/[lr]/g, (side) => (side === 'l' ? 'r' : 'l'));
    const touches: Record<string, readonly string[]> = { l1: ['l'], r1: ['r'], l2: ['*'], r2: ['*'] };
    const toldAs = (drawn: readonly string[]) => {
      const [text, image] = [drawn, drawn.map(mirrored)].map((names) => names.toSorted().join(' '));
      return (text as string) <= (image as string)
        ? { state: text as string }
        : { state: image as string, rename: mirrored };
    };
    const ends: string[] = [];
    await tree.walk(async () => {
      const drawn: string[] = [];
      while (drawn.length < 2) {
        drawn.push(tree.choose(() => toldAs(drawn), optionsLeft(touches, drawn)));
      }
      tree.end(() => toldAs(drawn));
      ends.push(drawn.join(' '));
    });
    // Of l1 r2 and r1 l2 one, of l1 l2 and r1 r2 one, and what is its own image.
    expect(ends.map((end) => toldAs(end.split(' ')).state).toSorted()).toEqual([
      'l1 l2',
      'l1 r1',
      'l1 r2',
      'l2 r2',
    ]);
    expect(tree.counts).toMatchObject({ states: 3, ends: 4 });
  });

  it('stops after so many runs, and says that it has not gone every way', async () => {
    const tree = new ChoiceTree();
    await tree.walk(
      async () => void tree.choose(() => ({ state: tree.choices.join() }), bound(['a', 'b'])),
      1,
    );
    expect([tree.counts.runs, tree.isExhausted]).toEqual([1, false]);
  });

  it('complains of runs that are not repeatable', async () => {
    const tree = new ChoiceTree();
    let runs = 0;
    const run = async () =>
      void tree.choose(() => ({ state: '' }), bound(runs++ === 0 ? ['a', 'b'] : ['a', 'c']));
    await expect(tree.walk(run)).rejects.toThrow('Not repeatable: b is not among a, c');
  });

  it('finds out that states are not told apart enough', async () => {
    await recheck((drawn) => `${drawn.toSorted().join('')} ${drawn[0] === 'c'}`);
    await expect(recheck((drawn) => drawn.toSorted().join(''))).rejects.toThrow('though told alike');
  });
});

/** Whoever begins with c may draw one more. */
async function recheck(stateOf: (drawn: readonly string[]) => string): Promise<void> {
  const tree = new ChoiceTree(0.5);
  await tree.walk(async () => {
    const drawn: string[] = [];
    for (let round = 0; round < 3; round++) {
      const left = ['a', 'b', 'c', ...(drawn[0] === 'c' ? ['d'] : [])].filter(
        (marble) => !drawn.includes(marble),
      );
      drawn.push(tree.choose(() => ({ state: stateOf(drawn) }), bound(left)));
    }
    tree.end(() => ({ state: stateOf(drawn) }));
  }, 1_000);
}
