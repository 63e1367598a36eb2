import { describe, expect, it } from 'vitest';
import { textWidth } from '../../scripts/charts/text-width.ts';
import { edgeName, edgesFrom, nodesOf, stateName } from '../../src/actor/chart-names.ts';
import { CHARTS } from '../../src/inspector/charts/generated/charts.ts';
import { BACKOFF_KINDS } from '../../src/retry/backoff-kinds.ts';
import { ALL_MACHINES } from '../support/all-machines.ts';

/*
 * The drawings that are committed. `npm run check:generated` holds that they are those of the machines.
 */

interface Area {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const RECT = String.raw`<rect[^>]* x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"`;

/** The first rectangle in each group that a pattern begins. */
function areas(svg: string, group: string): readonly Area[] {
  return [...svg.matchAll(new RegExp(`${group}.*?${RECT}`, 'g'))].map(([, name, ...numbers]) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    return { name: name as string, x, y, width, height };
  });
}

function overlap(one: Area, other: Area): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** What is written at the head of each outer state, line by line. */
function heads(svg: string): readonly Area[] {
  return [...svg.matchAll(/<g class="chart-head".*?<\/g>/g)].flatMap(([head]) =>
    [...head.matchAll(/<text(?! class="chart-tags")[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)<\/text>/g)].map(
      ([, x, y, inner = '']) => {
        const name = inner.replaceAll(/<[^>]*>/g, '');
        return { name, x: Number(x), y: Number(y) - 10, width: textWidth(name, 11), height: 12 };
      },
    ),
  );
}

/** The straight pieces of all lines, as areas without breadth. */
function segments(svg: string): readonly Area[] {
  const paths = svg.matchAll(/<g class="chart-(?:start|edge)".*?<path d="([^"]+)"/g);
  return [...paths].flatMap(([, path = '']) => {
    const points = [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(
      ([, x, y]) => [Number(x), Number(y)] as const,
    );
    return points.slice(1).map(([x, y], nth) => {
      const [fromX = 0, fromY = 0] = points[nth] ?? [];
      const [left, top] = [Math.min(x, fromX), Math.min(y, fromY)];
      return { name: path, x: left, y: top, width: Math.abs(x - fromX), height: Math.abs(y - fromY) };
    });
  });
}

describe.each(ALL_MACHINES.map((machine) => [machine.id, machine] as const))(
  'the drawing of %s',
  (id, machine) => {
    const chart = CHARTS.find((each) => each.id === id);
    const svg = chart?.svg ?? '';
    const decoded = svg.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

    it('has every state and every transition', () => {
      const states = [...decoded.matchAll(/ data-state="([^"]+)"/g)].map(([, name]) => name);
      const edges = [...decoded.matchAll(/ data-edge="([^"]+)"/g)].map(([, name]) => name);
      const nodes = nodesOf(machine);
      expect(states.toSorted()).toEqual(nodes.map(stateName).toSorted());
      expect([...new Set(edges)].toSorted()).toEqual(nodes.flatMap(edgesFrom).map(edgeName).toSorted());
      expect(chart?.edges.map(({ id: name }) => name)).toEqual(nodes.flatMap(edgesFrom).map(edgeName));
    });

    it('is no tangle: nothing that can be read lies over anything else', () => {
      const boxes = areas(svg, '<g class="chart-state (?:atomic|final)[^>]* data-state="([^"]+)"');
      const labels = areas(svg, '<g class="chart-edge" data-source="([^"]+)"');
      const all = [...boxes, ...labels];
      expect(boxes.length).toBeGreaterThan(0);
      expect(labels.length).toBeGreaterThan(0);
      const over = all.flatMap((one, nth) =>
        all.slice(nth + 1).flatMap((other) => (overlap(one, other) ? `${one.name} / ${other.name}` : [])),
      );
      expect(over).toEqual([]);
    });

    it('has no line through what a state is called', () => {
      const crossed = heads(svg).flatMap((head) =>
        segments(svg)
          .filter((segment) => overlap(segment, head))
          .map(({ name }) => `${name} / ${head.name}`),
      );
      expect(crossed).toEqual([]);
    });

    it('waits by rows of the backoff table alone', () => {
      const own = chart?.states.flatMap(({ backoff = [] }) => backoff) ?? [];
      const given = chart?.edges.flatMap(({ actions }) => actions) ?? [];
      const kinds = given.flatMap((action) => /^backOff\((\w+)\)$/.exec(action)?.[1] ?? []);
      for (const kind of [...own, ...kinds]) expect(Object.keys(BACKOFF_KINDS)).toContain(kind);
    });

    it('can be put into a page that forbids inline styles and scripts', () => {
      expect(svg).not.toMatch(/<style|<script| style=| on\w+=|https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
    });
  },
);
