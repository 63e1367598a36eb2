import { describe, expect, it } from 'vitest';
import { StateMachine } from 'xstate';
import * as exported from '../../machines/index.ts';
import { edgeName, edgesFrom, nodesOf, stateName } from '../../src/actor/chart-names.ts';
import { CHARTS } from '../../src/inspector/charts/generated/charts.ts';
import { BACKOFF_KINDS } from '../../src/retry/backoff-kinds.ts';

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

const machines = Object.values(exported).filter((value) => value instanceof StateMachine);

describe.each(machines.map((machine) => [machine.id, machine] as const))(
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
