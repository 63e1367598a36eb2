import { CHART_DARK, CHART_STYLE } from '../../src/inspector/charts/chart-style.ts';
import type { PlacedAny, PlacedChart, PlacedEdge, PlacedState, Point } from './chart-layout.ts';
import type { Line } from './chart-text.ts';
import { headOffset } from './head-offset.ts';

const CORNER = 6;

/** Follows what the reader of a drawing that stands alone prefers. */
const STANDALONE_STYLE = `${CHART_STYLE}\n@media (prefers-color-scheme:dark){.chart{${CHART_DARK}}}`;

/**
 * Draws a chart; src/inspector/charts/chart.ts tells what its elements are called.
 * @param standsAlone it is a file of its own, and brings its style along
 */
export function chartSvg(chart: PlacedChart, { standsAlone = false } = {}): string {
  const { id, width, height, states, anys, starts, edges } = chart;
  const isOuter = ({ state }: PlacedState) => state.initial !== undefined;
  const arrow = `chart-arrow-${id}`;
  const lines = [...starts, ...edges].map(({ points }) => points);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" data-machine="${id}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="State chart of ${id}">`,
    ...(standsAlone ? [`<style>${STANDALONE_STYLE}</style>`] : []),
    `<defs><marker id="${arrow}" class="chart-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>`,
    ...states.filter(isOuter).map((state) => drawState(state)),
    ...starts.map(
      ({ dot, points }) =>
        `<g class="chart-start"><circle cx="${at(dot.x + dot.width / 2)}" cy="${at(dot.y + dot.height / 2)}" r="${dot.width / 2}"/><path d="${pathOf(points)}" marker-end="url(#${arrow})"/></g>`,
    ),
    ...anys.map(drawAny),
    ...edges.map((edge) => drawEdge(edge, arrow)),
    ...states.filter((state) => !isOuter(state)).map((state) => drawState(state, drawText(state))),
    // Lines that enter an outer state pass below what it is called.
    ...states.filter(isOuter).map((placed) => {
      const text = drawText(placed, headOffset(placed, placed.box, lines));
      return `<g class="chart-head" data-of="${placed.state.path}">${text}</g>`;
    }),
    '</svg>',
    '',
  ].join('\n');
}

function drawState({ state, box, x, y, width, height }: PlacedState, text = ''): string {
  const { path, kind, tags, description, source } = state;
  const classes = ['chart-state', kind, ...tags.map((tag) => `tag-${tag}`)].join(' ');
  const inner = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
  const title = [description, source && `Follows ${source}`].filter(Boolean).join('. ');
  return [
    `<g class="${classes}" data-state="${escaped(path)}">`,
    title === '' ? '' : `<title>${escaped(title)}</title>`,
    `<rect class="chart-box" ${area({ x, y, width, height })} rx="8"/>`,
    kind === 'final' ? `<rect class="chart-inner" ${area(inner)} rx="6"/>` : '',
    box.rule === undefined || text === ''
      ? ''
      : `<path class="chart-rule" d="M${at(x)} ${at(y + box.rule + 3)}H${at(x + width)}"/>`,
    text,
    `<circle class="chart-badge" cx="${at(x + width - 4)}" cy="${at(y + 2)}" r="11"/>`,
    `<text class="chart-count" x="${at(x + width - 4)}" y="${at(y + 6)}"></text>`,
    '</g>',
  ].join('');
}

function drawText({ state: { key, tags }, box, x, y, width }: PlacedState, offset = 0): string {
  const left = x + 10 + offset;
  return [
    `<text class="chart-key" x="${at(left)}" y="${at(y + 22)}">${escaped(key)}</text>`,
    tags.length === 0
      ? ''
      : `<text class="chart-tags" x="${at(x + width - 10)}" y="${at(y + 22)}">${escaped(tags.join(', '))}</text>`,
    ...box.lines.map((line) => drawLine(line, left, y)),
  ].join('');
}

function drawAny({ of, x, y, width, height }: PlacedAny): string {
  const text = `<text x="${at(x + width / 2)}" y="${at(y + 14)}">any state</text>`;
  return `<g class="chart-any" data-of="${escaped(of)}"><rect ${area({ x, y, width, height })} rx="10"/>${text}</g>`;
}

function drawEdge({ edges: [first], points, label }: PlacedEdge, arrow: string): string {
  const { source, target = source } = first;
  return [
    `<g class="chart-edge" data-source="${escaped(source)}" data-target="${escaped(target)}">`,
    `<path d="${pathOf(points)}" marker-end="url(#${arrow})"/>`,
    `<rect ${area(label)} rx="3"/>`,
    ...label.lines.map((line) => drawLine(line, label.x + 4, label.y)),
    '</g>',
  ].join('');
}

function drawLine({ spans, y, indent, edge }: Line, left: number, top: number): string {
  const parts = spans
    .map(({ text, look }) => `<tspan class="chart-${look}">${escaped(text)}</tspan>`)
    .join('');
  const about = edge === undefined ? '' : ` class="chart-transition" data-edge="${escaped(edge)}"`;
  return `<text${about} x="${at(left + indent)}" y="${at(top + y)}" xml:space="preserve">${parts}</text>`;
}

/** A line with round corners. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, nth) => {
      const [before, after] = [points[nth - 1], points[nth + 1]];
      if (before === undefined) return `M${at(point.x)} ${at(point.y)}`;
      if (after === undefined) return `L${at(point.x)} ${at(point.y)}`;
      const near = toward(point, before);
      const far = toward(point, after);
      return `L${at(near.x)} ${at(near.y)}Q${at(point.x)} ${at(point.y)} ${at(far.x)} ${at(far.y)}`;
    })
    .join('');
}

function toward(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function area({ x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  return `x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"`;
}

const at = (coordinate: number) => Math.round(coordinate * 10) / 10;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] as string);
